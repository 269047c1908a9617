// The connector against the service it is made for: its metadata is read whole, and every address that choices can make
// is one that the service understands. The other tests of this folder use a small sample instead.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRelativeUrl } from '../../../grammar/index.ts';
import { clicktimeModel } from '../../../server/src/clicktime/model/clicktime-model.ts';
import { csdlJson } from '../../../server/src/protocol/metadata/csdl-json.ts';
import { bind } from '../../../server/src/bind/bind.ts';
import { RELATIVE_RANGES, dateFieldsOf, type DateRange } from '../../shared/date-range.ts';
import { columnsOf } from '../../shared/columns.ts';
import { countUrl, metadataUrl, previewUrl, rowsUrl } from '../../shared/odata-url.ts';
import { readCsdl } from '../../shared/read-csdl.ts';
import { ROOT, setRequest, tableRequest } from '../samples.ts';

const catalog = readCsdl(JSON.parse(csdlJson(clicktimeModel)));

test('every primitive property becomes a field, with its type and description', () => {
  const expected = clicktimeModel.entitySets.map(({ name, entityType }) => ({
    name,
    fields: entityType.properties.flatMap((property) =>
      property.type.kind === 'PrimitiveType' && !property.collection
        ? [{ name: property.name, type: property.type.name, description: property.description }]
        : [],
    ),
  }));
  const read = catalog.entitySets.map(({ name, fields }) => ({
    name,
    fields: fields.map((field) => ({ name: field.name, type: field.type, description: field.description })),
  }));
  expect(read).toEqual(expected);
  expect(catalog.entitySets.filter(({ description }) => description === '')).toEqual([]);
});

test('the foreign keys are those of the model, among all tables', () => {
  const request = tableRequest(...catalog.entitySets.map(({ name }) => setRequest(name)));
  const relations = catalog.entitySets.flatMap((set) =>
    columnsOf(catalog, set, request).flatMap(({ id, foreignKey }) =>
      foreignKey === undefined ? [] : [`${set.name}.${id} -> ${foreignKey.tableId}.${foreignKey.columnId}`],
    ),
  );
  expect(relations).toEqual([
    'TimeEntries.UserID -> Users.ID',
    'TimeEntries.JobID -> Jobs.ID',
    'TimeEntries.TaskID -> Tasks.ID',
    'Users.DivisionID -> Divisions.ID',
    'Users.EmploymentTypeID -> EmploymentTypes.ID',
    'Users.TimesheetApproverID -> Users.ID',
    'Jobs.ClientID -> Clients.ID',
    'Jobs.ProjectManagerID -> Users.ID',
    'Timesheets.UserID -> Users.ID',
    'TimeEntryDetails.UserID -> Users.ID',
    'TimeEntryDetails.JobID -> Jobs.ID',
    'TimeEntryDetails.ClientID -> Clients.ID',
    'TimeEntryDetails.TaskID -> Tasks.ID',
    'JobSummaries.JobID -> Jobs.ID',
    'JobSummaries.ClientID -> Clients.ID',
    'UserDays.UserID -> Users.ID',
    'TimeOff.UserID -> Users.ID',
    'TimeOff.TimeOffTypeID -> TimeOffTypes.ID',
    'Holidays.HolidayTypeID -> HolidayTypes.ID',
    'ExpectedWork.UserID -> Users.ID',
    'ExpenseDetails.UserID -> Users.ID',
    'ExpenseDetails.JobID -> Jobs.ID',
    'ExpenseDetails.ClientID -> Clients.ID',
  ]);
});

test('the sets that are read for a period are those of the period in a service root, by the same days', () => {
  const dated = catalog.entitySets.flatMap((set) => {
    const fields = dateFieldsOf(set);
    return fields === undefined ? [] : [[set.name, fields.firstDay, fields.lastDay]];
  });
  const expected = clicktimeModel.entitySets.flatMap(({ name, datedBy }) =>
    datedBy === undefined ? [] : [[name, datedBy[0], datedBy[1] ?? datedBy[0]]],
  );
  expect(dated).toEqual(expected);
  expect(dated.length).toBeGreaterThan(6);
});

test('hours, money and other numbers are measures; nothing else is', () => {
  const measures = catalog.entitySets.flatMap((set) =>
    columnsOf(catalog, set, tableRequest(setRequest(set.name)))
      .filter(({ columnRole }) => columnRole === 'measure')
      .map(({ id, aggType, numberFormat }) => `${set.name}.${id} ${aggType} ${numberFormat}`),
  );
  expect(measures).toEqual([
    'TimeEntries.Hours sum number',
    'TimeEntries.BreakTime sum number',
    'TimeEntries.BillingRate avg currency',
    'TimeEntries.CostRate avg currency',
    'Users.BillingRate avg currency',
    'Users.CostRate avg currency',
    'Users.CostPerTimesheet avg currency',
    'Users.MinimumTimeHours avg number',
    'Jobs.BillingRate avg currency',
    'Jobs.LifetimeBudget sum currency',
    'Clients.BillingRate avg currency',
    'Tasks.BillingRate avg currency',
    'Timesheets.TotalHours sum number',
    'TimeEntryDetails.Hours sum number',
    'TimeEntryDetails.BillableHours sum number',
    'TimeEntryDetails.BillingRate avg currency',
    'TimeEntryDetails.BillableAmount sum currency',
    'TimeEntryDetails.CostRate avg currency',
    'TimeEntryDetails.Cost sum currency',
    'TimeEntryDetails.Profit sum currency',
    'TimeEntryDetails.BreakTime sum number',
    'JobSummaries.Hours sum number',
    'JobSummaries.BillableHours sum number',
    'JobSummaries.Billings sum currency',
    'JobSummaries.Cost sum currency',
    'JobSummaries.Profit sum currency',
    'JobSummaries.EstimateHours sum number',
    'JobSummaries.EstimateBillings sum currency',
    'UserDays.Hours sum number',
    'TimeOff.Hours sum number',
    'TimeOffTypes.DefaultStartingBalance sum number',
    'TimeOffTypes.DefaultAccrualRate avg number',
    'TimeOffTypes.DefaultMaximumBalance sum number',
    'Holidays.Hours sum number',
    'ExpectedWork.ExpectedHoursMonday sum number',
    'ExpectedWork.ExpectedHoursTuesday sum number',
    'ExpectedWork.ExpectedHoursWednesday sum number',
    'ExpectedWork.ExpectedHoursThursday sum number',
    'ExpectedWork.ExpectedHoursFriday sum number',
    'ExpectedWork.ExpectedHoursSaturday sum number',
    'ExpectedWork.ExpectedHoursSunday sum number',
    'ExpectedWork.BillingGoalPercentage avg number',
    'ExpenseDetails.ItemAmount sum currency',
    'ExpenseDetails.BillableAmount sum currency',
    'ExpenseDetails.MileageAmount sum number',
    'ExpenseDetails.MileageRate avg currency',
    'ExpenseDetails.ItemForeignAmount sum number',
    'ExpenseDetails.ForeignCurrencyExchangeRate avg number',
  ]);
});

const ranges: fc.Arbitrary<DateRange> = fc.oneof(
  fc.constant<DateRange>({ kind: 'all' }),
  fc.constantFrom(...RELATIVE_RANGES).map((kind): DateRange => ({ kind })),
  fc.constantFrom<DateRange>({ kind: 'custom', from: '2026-01-01' }, { kind: 'custom', to: '2026-12-31' }),
);
const choices = fc.constantFrom(...catalog.entitySets).chain((entitySet) =>
  fc.record({
    entitySet: fc.constant(entitySet),
    fields: fc.oneof(
      fc.constant('all' as const),
      fc.subarray(
        entitySet.fields.map(({ name }) => name),
        { minLength: 1 },
      ),
    ),
    range: ranges,
  }),
);

test('the service understands every address that choices can make', () => {
  fc.assert(
    fc.property(choices, ({ entitySet, fields, range }) => {
      const request = setRequest(entitySet.name, { fields, range });
      const today = '2026-03-15';
      const urls = [
        rowsUrl(ROOT, entitySet, request, today),
        previewUrl(ROOT, entitySet, request, { today, rows: 8 }),
        countUrl(ROOT, entitySet, range, today),
      ];
      for (const url of urls) expect(() => understand(url)).not.toThrow();
    }),
    { seed: 4, numRuns: 300 },
  );
  expect(() => understand(metadataUrl(ROOT))).not.toThrow();
  expect(() => understand(`${ROOT}Nothing`)).toThrow("'Nothing'");
});

function understand(url: string): void {
  bind(parseRelativeUrl(url.slice(ROOT.length)), clicktimeModel);
}
