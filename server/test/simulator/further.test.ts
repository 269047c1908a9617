/*
 * Paths besides those of the seven lists: who may read them, what is in them, what comes at once, what a module hides. That the
 * facade's further sets equal them is proved in ../clicktime/further-sets.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.ts';
import { fetchAll, fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

const company = { users: 12, months: 3 } as const;
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator(company);
  simulator.tokens.add('bare-manager', 1, []);
});
afterAll(() => simulator.close());

const month = 'StartDate=2026-07-01&EndDate=2026-07-31';
const numberOf = (value: unknown): number => Number(value ?? 0);
const sumOf = (rows: readonly Readonly<Record<string, unknown>>[], field: string): number =>
  rows.reduce((sum, row) => sum + numberOf(row[field]), 0);

test.each([
  ['/Company', 200, 200, 200, 200],
  ['/Company/Permissions', 200, 200, 200, 200],
  ['/Manage/Permissions', 200, 200, 200, 200],
  ['/EmploymentTypes', 200, 200, 200, 403],
  ['/Labels', 200, 200, 403, 403],
  ['/TimeOff', 200, 403, 403, 403],
  ['/Manage/Timesheets/TimeOff', 200, 200, 403, 403],
  ['/Me/TimeOff', 200, 200, 200, 200],
  ['/TimeOffTypes', 200, 200, 403, 403],
  ['/Me/TimeOffTypes', 200, 200, 200, 200],
  ['/Holidays', 200, 200, 200, 200],
  ['/HolidayTypes', 200, 200, 200, 200],
  [`/Reports/TimeSummary/Daily?${month}`, 200, 200, 403, 403],
  [`/Me/Reports/TimeSummary/Daily?${month}`, 200, 200, 200, 200],
  ['/Reports/TimeSummary/Jobs', 200, 200, 200, 403],
  ['/Reports/Expense', 200, 200, 403, 403],
  ['/Clients/CustomFieldDefinitions', 200, 200, 403, 403],
])('%s answers administrator %i, manager %i, one without rights %i, standard user %i', async (path, ...statuses) => {
  const tokens = ['demo-admin', 'demo-manager', 'bare-manager', 'demo-standard'];
  const answers = await Promise.all(tokens.map((token) => fetchApi(simulator, path, token)));
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

test.each([
  [{ timesheetApprovalsModule: false }, '/Manage/Timesheets/TimeOff'],
  [{ missingModules: ['Expenses'] }, '/Reports/Expense'],
  [{ dcaaLog: true }, '/Holidays'],
  [{ dcaaLog: true }, '/HolidayTypes'],
] satisfies readonly (readonly [SimulatorOptions, string])[])('a company with %j has no %s', async (options, path) => {
  const other = await startSimulator({ ...company, ...options });
  expect((await fetchApi(other, path)).status).toBe(403);
  await other.close();
});

test('a person has expected work, which managers see who may view people', async () => {
  const path = `/Users/${simulator.company.userId(0)}/ExpectedWork`;
  const { rows } = await fetchApi(simulator, path, 'demo-manager');
  expect(rows.every(({ UserID }) => UserID === simulator.company.userId(0))).toBe(true);
  expect(rows.at(-1)).toMatchObject({ EndDate: null });
  expect((await fetchApi(simulator, path, 'bare-manager')).status).toBe(403);
  expect((await fetchApi(simulator, '/Users/unknown/ExpectedWork')).status).toBe(404);
});

test('days sum the entries of people, all at once, and ask for both ends', async () => {
  const { rows, page } = await fetchApi(simulator, `/Reports/TimeSummary/Daily?${month}&limit=2`);
  const entries = await fetchAll(simulator, `/TimeEntries?${month}`, 500);
  expect(rows.length).toBeGreaterThan(2);
  expect(page).toMatchObject({ count: rows.length, offset: 0 });
  expect(sumOf(rows, 'Hours')).toBeCloseTo(sumOf(entries, 'Hours'), 4);
  expect(new Set(rows.map(({ UserID, Date }) => `${String(UserID)} ${String(Date)}`)).size).toBe(rows.length);
  const { status, errors } = await fetchApi(simulator, '/Reports/TimeSummary/Daily?StartDate=2026-07-01');
  expect([status, errors]).toMatchObject([400, [{ Field: 'EndDate' }]]);
  const own = await fetchApi(simulator, `/Me/Reports/TimeSummary/Daily?${month}`, 'demo-standard');
  expect(own.rows).toEqual(rows.filter(({ UserID }) => UserID === simulator.company.userId(2)));
});

test('job summaries sum all entries of a job, and hide what a right hides', async () => {
  const { rows } = await fetchApi(simulator, '/Reports/TimeSummary/Jobs?limit=3');
  const entries = await fetchAll(simulator, '/TimeEntries', 500);
  expect(rows).toHaveLength(simulator.company.count('Jobs'));
  expect(sumOf(rows, 'Hours')).toBeCloseTo(sumOf(entries, 'Hours'), 3);
  const billable = await fetchAll(simulator, '/Jobs', 500);
  const isBillable = new Map(billable.map(({ ID, IsBillable }) => [ID, IsBillable === true]));
  const billings = entries
    .filter(({ JobID }) => isBillable.get(JobID))
    .reduce((sum, { Hours, BillingRate }) => sum + numberOf(Hours) * numberOf(BillingRate), 0);
  expect(sumOf(rows, 'Billings')).toBeCloseTo(billings, 2);
  const hidden = (await fetchApi(simulator, '/Reports/TimeSummary/Jobs', 'bare-manager')).rows[0];
  for (const field of ['Billings', 'Cost', 'Profit', 'ProfitMargin']) expect(hidden).not.toHaveProperty(field);
  const [first] = rows;
  expect((await fetchApi(simulator, `/Reports/TimeSummary/Jobs/${String(first?.['JobID'])}`)).data).toEqual(first);
});

test('labels and timesheets narrow the report of time; where tasks say what is billable, they do', async () => {
  const [label] = (await fetchApi(simulator, '/Labels')).rows;
  const all = (await fetchApi(simulator, '/Reports/Time?limit=1')).page.count;
  const some = (await fetchApi(simulator, `/Reports/Time?LabelID=${String(label?.['ID'])}&limit=1`)).page.count;
  expect(some).toBeGreaterThan(all / 12);
  expect(some).toBeLessThan(all);
  const other = await startSimulator({ ...company, billableSetting: 'Task' });
  const tasks = new Map((await fetchApi(other, '/Tasks')).rows.map(({ ID, IsBillable }) => [ID, IsBillable === true]));
  const { rows } = await fetchApi(other, '/Reports/Time?limit=500');
  expect((await fetchApi(other, '/Company')).data).toMatchObject({ BillableSetting: 'Task' });
  expect(rows.map(({ IsBillable }) => IsBillable)).toEqual(rows.map(({ TaskID }) => tasks.get(TaskID) ?? false));
  await other.close();
});

test('time off is in the order of days, on days without entries, and can be narrowed by people and days', async () => {
  const all = await fetchAll(simulator, '/TimeOff', 50);
  const days = all.map(({ Date }) => String(Date));
  expect(days).toEqual(days.toSorted().toReversed());
  const { rows } = await fetchApi(simulator, '/TimeOff?FromDate=2026-07-01&ToDate=2026-07-15&limit=1000&verbose=true');
  expect(rows).toHaveLength(days.filter((day) => day >= '2026-07-01' && day <= '2026-07-15').length);
  expect(rows[0]).toMatchObject({ User: { IsActive: true }, TimeOffType: {} });
  const own = await fetchAll(simulator, '/Me/TimeOff', 50, 'demo-standard');
  expect(own).toEqual(all.filter(({ UserID }) => UserID === simulator.company.userId(2)));
});

test('expenses are flat rows, whose flags are of whatever type', async () => {
  const rows = await fetchAll(simulator, '/Reports/Expense?verbose=true', 20);
  expect(rows.length).toBeGreaterThan(20);
  const types = (field: string) => new Set(rows.map((row) => typeof row[field]));
  expect([types('Paid'), types('Reimbursable')]).toEqual([new Set(['string']), new Set(['boolean'])]);
  expect(types('ClientActive')).toContain('number');
  expect((await fetchApi(simulator, '/Reports/Expense')).rows[0]).not.toHaveProperty('ClientName');
});
