/** The service document: what Tableau and Power BI list. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { serviceDocument } from '../../../src/protocol/metadata/service-document.ts';

const serviceRoot = 'http://127.0.0.1:8080/odata/v4/';
const format = { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false } as const;

test('every set with name, kind, relative URL and a title for people', () => {
  const document = JSON.parse(serviceDocument(clicktimeModel, { serviceRoot, version: '4.0', format }));
  expect(document['@odata.context']).toBe(`${serviceRoot}$metadata`);
  expect(document.value[0]).toEqual({
    name: 'TimeEntries',
    kind: 'EntitySet',
    url: 'TimeEntries',
    title: 'Time Entries',
  });
  expect(document.value.map(({ name }: { name: string }) => name)).toEqual([
    'TimeEntries',
    'Users',
    'Jobs',
    'Clients',
    'Tasks',
    'Divisions',
    'Timesheets',
    'TimeEntryDetails',
    'EmploymentTypes',
    'CustomFieldDefinitions',
    'JobSummaries',
    'UserDays',
    'TimeOff',
    'TimeOffTypes',
    'Holidays',
    'HolidayTypes',
    'ExpectedWork',
    'ExpenseDetails',
    'Company',
  ]);
});

test('without control information where none is wanted, without the prefix in 4.01', () => {
  const none = { ...format, metadata: 'none' } as const;
  expect(
    Object.keys(JSON.parse(serviceDocument(clicktimeModel, { serviceRoot, version: '4.0', format: none }))),
  ).toEqual(['value']);
  expect(Object.keys(JSON.parse(serviceDocument(clicktimeModel, { serviceRoot, version: '4.01', format })))).toEqual([
    '@context',
    'value',
  ]);
});
