/** A filter on any column of the one table gives the rows, and the number of rows, that its plain rows have with that value. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, startServiceRig, type ServiceRig } from './service-rig.ts';

let rig: ServiceRig;
let plain: readonly Json[];
beforeAll(async () => {
  rig = await startServiceRig({ company: { users: 12, timeEntries: 300 }, date: '2026-07-31T12:00:00Z' });
  plain = await rig.rows('TimeEntryDetails');
});
afterAll(() => rig.close());

const DAYS = ['WeekStart', 'MonthStart', 'TimesheetStartDate', 'TimesheetEndDate'];
const COLUMNS = [
  ...DAYS,
  'UserName',
  'UserIsActive',
  'EmployeeNumber',
  'DivisionName',
  'EmploymentTypeName',
  'TimesheetApproverName',
  'JobName',
  'JobNumber',
  'ProjectManagerName',
  'ClientID',
  'ClientName',
  'ClientShortName',
  'TaskName',
  'TaskCode',
  'IsBillable',
  'BillableAmount',
  'Profit',
  'CurrencyISO',
  'TimesheetStatus',
  'IsLocked',
  'ISOWeek',
  'DayOfWeek',
];

const literal = (column: string, value: unknown): string =>
  typeof value === 'string' && !DAYS.includes(column) ? `'${value.replaceAll("'", "''")}'` : String(value);

const ids = (rows: readonly Json[]): readonly string[] => rows.map(({ ID }) => String(ID));

test.each(COLUMNS)('%s', async (column) => {
  const values = plain.map((row) => row[column]);
  for (const value of new Set([values[0], values.at(-1), null]))
    for (const operator of ['eq', 'ne']) {
      const filter = `$filter=${encodeURIComponent(`${column} ${operator} ${literal(column, value)}`)}`;
      const expected = ids(plain.filter((row) => (row[column] === value) === (operator === 'eq')));
      expect([filter, ids(await rig.rows(`TimeEntryDetails?${filter}&$select=ID`))]).toEqual([filter, expected]);
      const { '@odata.count': count } = await rig.json(`TimeEntryDetails?${filter}&$count=true&$top=0`);
      expect([filter, count]).toEqual([filter, expected.length]);
    }
});

test.each([
  ['last-30-days', '2026-07-02', '2026-07-31'],
  ['2026-Q2', '2026-04-01', '2026-06-30'],
  ['this-month', '2026-07-01', '2026-07-31'],
])('below %s, with sets that were not chosen behind its columns', async (period, from, to) => {
  const within = plain.filter(({ Date: date }) => String(date) >= from && String(date) <= to);
  const chosen = `${period}/only=TimeEntryDetails(Date,Hours,ClientName)/TimeEntryDetails`;
  expect(await rig.rows(chosen)).toEqual(
    within.map(({ ID, Date: date, Hours, ClientName }) => ({ ID, Date: date, Hours, ClientName })),
  );
  const name = String(plain[0]?.['ClientName']);
  const filtered = await rig.rows(`${chosen}?$filter=${encodeURIComponent(`ClientName eq '${name}'`)}`);
  expect(ids(filtered)).toEqual(ids(within.filter(({ ClientName }) => ClientName === name)));
});

test.each([
  ['MonthStart eq 2026-06-01', 'StartDate=2026-06-01&EndDate=2026-07-01'],
  ['MonthStart ge 2026-06-01', 'StartDate=2026-06-01'],
  ['WeekStart eq 2026-06-08', 'StartDate=2026-06-08&EndDate=2026-06-14'],
  ['WeekStart in (2026-06-08,2026-06-15)', 'StartDate=2026-06-08&EndDate=2026-06-21'],
])('%s reads the days around it alone', async (filter, parameters) => {
  const requests = await rig.requestsOf(() => rig.rows(`TimeEntryDetails?$select=ID&$filter=${filter}`));
  const entries = requests.filter((each) => each.startsWith('/TimeEntries?'));
  expect(entries).toHaveLength(1);
  expect(entries[0]).toContain(parameters);
});
