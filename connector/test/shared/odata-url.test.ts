import { expect, test } from 'vitest';
import { countUrl, metadataUrl, previewUrl, rowsUrl, selectedFields } from '../../shared/odata-url.ts';
import { entitySet, ROOT, setRequest } from '../samples.ts';

const TODAY = '2026-03-15';

test('all fields are named, so that blobs which are no column stay away', () => {
  expect(rowsUrl(ROOT, entitySet('Users'), setRequest('Users'), TODAY)).toBe(
    `${ROOT}Users?$select=ID,Name,IsActive,Hired`,
  );
});

test('the key is read even when it was not chosen, in the order of the service', () => {
  expect(selectedFields(entitySet('Users'), setRequest('Users', { fields: ['Hired', 'Name'] }))).toEqual([
    'ID',
    'Name',
    'Hired',
  ]);
});

test('a period becomes $filter, percent-encoded', () => {
  const request = setRequest('TimeEntries', { fields: ['Hours'], range: { kind: 'lastMonth' } });
  expect(rowsUrl(ROOT, entitySet('TimeEntries'), request, TODAY)).toBe(
    `${ROOT}TimeEntries?$select=ID,Hours&$filter=Date%20ge%202026-02-01%20and%20Date%20le%202026-02-28`,
  );
  expect(countUrl(ROOT, entitySet('TimeEntries'), { kind: 'custom', from: '2026-02-01' }, TODAY)).toBe(
    `${ROOT}TimeEntries/$count?$filter=Date%20ge%202026-02-01`,
  );
});

test('a set that has no period is not filtered', () => {
  expect(countUrl(ROOT, entitySet('Users'), { kind: 'lastMonth' }, TODAY)).toBe(`${ROOT}Users/$count`);
});

test('a preview is the same address with $top', () => {
  const request = setRequest('Users', { fields: ['Name'] });
  expect(previewUrl(ROOT, entitySet('Users'), request, { today: TODAY, rows: 8 })).toBe(
    `${ROOT}Users?$select=ID,Name&$top=8`,
  );
  expect(metadataUrl(ROOT)).toBe(`${ROOT}$metadata?$format=json`);
});
