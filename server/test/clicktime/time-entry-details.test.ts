/**
 * The one table of hours and money equals, value for value, what plain code makes of ClickTime's REST answers for the same
 * caller; it costs the requests that its sets cost once; and what may not be read is null, what fails is no null.
 */
import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTrace } from '../../src/source/trace.ts';
import { fetchAll, fetchApi } from '../simulator/fetch-api.ts';
import { type Json, startServiceRig, type ServiceRig } from './service-rig.ts';

const DATE = '2026-07-31T12:00:00Z';

let rig: ServiceRig;
beforeAll(async () => {
  rig = await startServiceRig({ company: { users: 12, timeEntries: 900 }, date: DATE });
  rig.simulator.tokens.add('reviewing-manager', 1, ['Review timesheets']);
  rig.simulator.tokens.add('costing-manager', 1, ['Review timesheets', 'View Jobs', 'View Costs', 'View People']);
});
afterAll(() => rig.close());
let minute = 0;
beforeEach(() => {
  // Extracts of the same minute share what they read.
  minute += 1;
  rig.setDate(new Date(Date.parse(DATE) + minute * 60_000).toISOString());
  rig.simulator.faults.clear();
  rig.simulator.requests.reset();
});

// ---- The same by hand -----------------------------------------------------------------------------------------------

type Records = ReadonlyMap<unknown, Json>;

/** A list by its IDs; nothing where ClickTime refuses it. */
async function listed(path: string, token: string): Promise<Records> {
  const { status } = await fetchApi(rig.simulator, `/${path}`, token);
  if (status === 403) return new Map();
  const all = `${path}${path.includes('?') ? '&' : '?'}IsActive=true&IsActive=false`;
  const rows = await fetchAll(rig.simulator, `/${path.startsWith('Time') ? path : all}`, 500, token);
  return new Map(rows.map((row) => [row['ID'], row]));
}

/** ClickTime may write numbers as text. */
const numberOf = (value: unknown): number | null =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : null;

const product = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : new Decimal(a).mul(b).toNumber();

/** What the table should hold for a caller, in ClickTime's order. */
async function joined(token: string): Promise<readonly Json[]> {
  const entries = await fetchAll(rig.simulator, '/TimeEntries?verbose=true', 500, token);
  const names = ['Users?verbose=true', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'EmploymentTypes', 'Timesheets'];
  const [users, jobs, clients, tasks, divisions, types, sheets] = await Promise.all(
    names.map((name) => listed(name, token)),
  );
  const company = (await fetchApi(rig.simulator, '/Company', token)).data as Json;
  const of = (records: Records | undefined, id: unknown): Json => records?.get(id) ?? {};
  return entries.map((entry) => {
    const user = of(users, entry['UserID']);
    const job = of(jobs, entry['JobID']);
    const client = of(clients, job['ClientID']);
    const task = of(tasks, entry['TaskID']);
    const date = String(entry['Date']).slice(0, 10);
    const sheet =
      [...(sheets?.values() ?? [])].find(
        (each) =>
          each['UserID'] === entry['UserID'] && String(each['StartDate']) <= date && date <= String(each['EndDate']),
      ) ?? {};
    const billable = company['BillableSetting'] === 'Job' ? job['IsBillable'] : task['IsBillable'];
    const whenBillable = (value: unknown): unknown => (billable === true ? value : billable === false ? 0 : null);
    const [hours, billing, costing] = ['Hours', 'BillingRate', 'CostRate'].map((name) => numberOf(entry[name]));
    const amount = whenBillable(product(hours ?? null, billing ?? null));
    const cost = product(hours ?? null, costing ?? null);
    const locked = typeof company['LockDate'] === 'string' && date < company['LockDate'];
    const closed = ['Locked', 'Approved'].includes(String(sheet['Status']));
    return withoutUndefined({
      ...calendarOf(date, String(company['WeekStartsOn'])),
      ID: entry['ID'],
      Date: date,
      Hours: hours,
      UserID: entry['UserID'],
      JobID: entry['JobID'],
      TaskID: entry['TaskID'],
      Comment: entry['Comment'],
      BillingRate: billing,
      CostRate: costing,
      UserName: user['Name'],
      UserEmail: user['Email'],
      UserIsActive: user['IsActive'],
      EmployeeNumber: user['EmployeeNumber'],
      UserRole: user['Role'],
      DivisionID: user['DivisionID'],
      DivisionName: of(divisions, user['DivisionID'])['Name'],
      EmploymentTypeID: user['EmploymentTypeID'],
      EmploymentTypeName: of(types, user['EmploymentTypeID'])['Name'],
      TimesheetApproverName: of(users, user['TimesheetApproverID'])['Name'],
      JobName: job['Name'],
      JobNumber: job['JobNumber'],
      JobDisplayText: job['ListDisplayText'],
      JobIsActive: job['IsActive'],
      ProjectManagerID: job['ProjectManagerID'],
      ProjectManagerName: of(users, job['ProjectManagerID'])['Name'],
      ClientID: job['ClientID'],
      ClientName: client['Name'],
      ClientNumber: client['ClientNumber'],
      ClientShortName: client['ShortName'],
      TaskName: task['Name'],
      TaskCode: task['TaskCode'],
      IsBillable: billable,
      BillableHours: whenBillable(hours),
      BillableAmount: amount,
      Cost: cost,
      Profit: typeof amount === 'number' && cost !== null ? new Decimal(amount).sub(cost).toNumber() : null,
      CurrencyISO: company['CurrencyISO'],
      TimesheetID: sheet['ID'],
      TimesheetStatus: sheet['Status'],
      TimesheetStartDate: sheet['StartDate'],
      TimesheetEndDate: sheet['EndDate'],
      IsLocked: locked || closed ? true : sheet['ID'] === undefined ? null : false,
    });
  });
}

const withoutUndefined = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));

const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function calendarOf(date: string, weekStartsOn: string): Json {
  const at = new Date(`${date}T00:00:00Z`);
  const moved = (days: number): Date => new Date(at.getTime() + days * 86_400_000);
  const day = (moment: Date): string => moment.toISOString().slice(0, 10);
  const dayOfWeek = at.getUTCDay() === 0 ? 7 : at.getUTCDay();
  const thursday = moved(4 - dayOfWeek);
  const firstOfYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return {
    Year: at.getUTCFullYear(),
    Month: at.getUTCMonth() + 1,
    Quarter: Math.floor(at.getUTCMonth() / 3) + 1,
    MonthStart: `${date.slice(0, 8)}01`,
    WeekStart: day(moved(-((at.getUTCDay() - NAMES.indexOf(weekStartsOn) + 7) % 7))),
    ISOYear: thursday.getUTCFullYear(),
    ISOWeek: Math.floor((thursday.getTime() - firstOfYear) / 86_400_000 / 7) + 1,
    DayOfWeek: dayOfWeek,
  };
}

/** What the service gives a caller, of the same columns. */
async function read(token: string, query = ''): Promise<readonly Json[]> {
  const rows: Json[] = [];
  const headers = { authorization: `Token ${token}`, prefer: 'odata.maxpagesize=300' };
  for (let next: unknown = `TimeEntryDetails${query}`; typeof next === 'string';) {
    const { body = '' } = await rig.answer(next, headers);
    const text = typeof body === 'string' ? body : Buffer.concat([...(body as readonly Uint8Array[])]).toString();
    const page = JSON.parse(text) as Json;
    rows.push(...(page['value'] as readonly Json[]));
    next = page['@odata.nextLink'];
  }
  return rows;
}

const LEFT_OUT = ['BreakTime', 'StartTime', 'EndTime', 'CustomFields', 'CustomFieldsStr'];

test.each(['demo-admin', 'demo-manager', 'reviewing-manager', 'costing-manager'])(
  '%s gets what the join gives',
  async (token) => {
    const expected = await joined(token);
    const rows = await read(token);
    expect(rows.length).toBeGreaterThan(500);
    const shown = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !LEFT_OUT.includes(name))),
    );
    expect(shown).toEqual(expected);
  },
);

/** Without what was computed beside them, for whose sake rows are made value by value. */
const withoutTwo = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('Two')));

test.each(['demo-admin', 'demo-manager', 'costing-manager'])(
  'to %s, rows that are written as text are those that are made value by value',
  async (token) => {
    const computed = await read(token, '?$compute=1 add 1 as Two');
    expect(computed.every(({ Two }) => Two === 2)).toBe(true);
    expect(JSON.stringify(await read(token))).toBe(JSON.stringify(computed.map(withoutTwo)));
  },
);

test.each(['ID,BillableAmount,UserName,Date', 'Profit,ID', 'ClientName', 'ID,IsLocked,TimesheetStatus,Comment'])(
  'so are those of %s alone',
  async (select) => {
    const computed = await read('demo-admin', `?$select=${select}&$compute=1 add 1 as Two`);
    const rows = await read('demo-admin', `?$select=${select}`);
    expect(rows.length).toBeGreaterThan(500);
    expect(rows).toEqual(computed.map(withoutTwo));
  },
);

test('a standard user gets none, or its own hours', async () => {
  await expect(read('demo-standard')).rejects.toMatchObject({ code: 'Forbidden' });
});

test.each(['Task', 'Job'] as const)('%s decides whether hours are billed', async (billableSetting) => {
  const other = await startServiceRig({ company: { users: 5, timeEntries: 60, billableSetting }, date: DATE });
  const entries = await other.rows('TimeEntryDetails?$select=IsBillable,JobID,TaskID');
  const set = `${billableSetting}s`;
  const billed = new Map(
    (await other.rows(`${set}?$select=ID,IsBillable`)).map(({ ID, IsBillable }) => [ID, IsBillable]),
  );
  expect(entries.map(({ IsBillable }) => IsBillable)).toEqual(
    entries.map((entry) => billed.get(entry[`${billableSetting}ID`]) ?? null),
  );
  await other.close();
});

// ---- What it costs --------------------------------------------------------------------------------------------------

test('related sets are read once for an extract, however many pages it has', async () => {
  const requests = await rig.requestsOf(() => read('demo-admin'));
  const paths = requests.map((each) => each.split('?')[0]);
  const entries = paths.filter((path) => path === '/TimeEntries').length;
  expect(entries).toBeGreaterThan(3);
  const counts = (path: string): number => paths.filter((each) => each === path).length;
  for (const path of ['/Jobs', '/Clients', '/Tasks', '/Users', '/Company', '/Divisions', '/EmploymentTypes'])
    expect([path, counts(path)]).toEqual([path, path === '/Users' ? counts(path) : 1]);
  expect(counts('/Users')).toBeLessThanOrEqual(3);
  expect(counts('/Timesheets')).toBe(Math.ceil(rig.simulator.company.count('Timesheets') / 500));
});

test('few rows cost each related set once a minute, whichever columns and rows are asked for', async () => {
  const requestsFor = async (query: string): Promise<readonly string[]> =>
    (await rig.requestsOf(() => rig.rows(`TimeEntryDetails?${query}`))).map((each) => each.split('?')[0] ?? '');
  const first = await requestsFor('$top=50');
  expect(first.toSorted()).toEqual(
    '/Clients /Company /Divisions /EmploymentTypes /Jobs /Tasks /TimeEntries /Timesheets /Users'.split(' '),
  );
  // Timesheets are those of these people and days; there is no memory of pages here.
  expect(await requestsFor('$top=50')).toEqual(['/TimeEntries', '/Timesheets']);
  expect(await requestsFor('$top=20&$skip=300&$select=ClientName,TimesheetApproverName')).toEqual(['/TimeEntries']);
  expect(await requestsFor('$top=1&$select=CurrencyISO,DivisionName')).toEqual(['/TimeEntries']);
});

test('with the memory of pages that the service has, the same rows again cost one request at most', async () => {
  const remembering = await startServiceRig({
    company: { users: 12, timeEntries: 900 },
    date: DATE,
    settings: { pages: { maxAgeMs: 60_000, maxBytes: 10_000_000 } },
  });
  await remembering.rows('TimeEntryDetails?$top=50');
  expect((await remembering.requestsOf(() => remembering.rows('TimeEntryDetails?$top=50'))).length).toBeLessThan(2);
  await remembering.close();
});

test('of a large set, what few rows lead to is asked for alone', async () => {
  const large = await startServiceRig({ company: { users: 1200, timeEntries: 900 }, date: DATE });
  const usersOf = async (): Promise<readonly string[]> =>
    (await large.requestsOf(() => large.rows('TimeEntryDetails?$top=20&$select=UserName'))).filter((each) =>
      each.startsWith('/Users'),
    );
  const first = await usersOf();
  expect(first.at(-1)).toContain('?ID=');
  expect(first.length).toBeLessThanOrEqual(5);
  // That it is large is remembered.
  expect(await usersOf()).toEqual([first.at(-1)]);
  await large.close();
});

test('a client that is filtered by is asked for by its jobs alone', async () => {
  const [{ ClientName: name = '' } = {}] = await rig.rows('TimeEntryDetails?$top=1&$select=ClientName');
  const requests = await rig.requestsOf(() =>
    rig.rows(`TimeEntryDetails?$filter=ClientName eq '${String(name)}'&$select=ID`),
  );
  expect(requests.filter((each) => each.startsWith('/TimeEntries?')).every((each) => each.includes('JobID='))).toBe(
    true,
  );
  const rows = await rig.rows(`TimeEntryDetails?$filter=ClientName eq '${String(name)}'`);
  const all = (await joined('demo-admin')).filter(({ ClientName }) => ClientName === name);
  expect(rows.map(({ ID }) => String(ID)).toSorted()).toEqual(all.map(({ ID }) => String(ID)).toSorted());
});

// ---- What may not be read, and what fails ---------------------------------------------------------------------------

test.each([20, 600])('of %d rows, what is refused is null, and told by Prefer: explain', async (top) => {
  const poor = await startServiceRig({
    company: { users: 12, timeEntries: 900, divisionsModule: false },
    date: DATE,
  });
  const trace = createTrace();
  const { body = '' } = await poor.answer(`TimeEntryDetails?$select=DivisionName,UserName&$top=${top}`, {}, trace);
  const { value } = JSON.parse(String(body)) as { readonly value: readonly Json[] };
  expect(value).toHaveLength(top);
  expect(new Set(value.map(({ DivisionName }) => DivisionName))).toEqual(new Set([null]));
  expect(value.every(({ UserName }) => typeof UserName === 'string')).toBe(true);
  expect(trace.text()).toContain('null behind Division');
  expect(poor.simulator.requests.all().filter(({ path }) => path.startsWith('/Divisions')).length).toBe(1);
  await poor.close();
});

test.each(['/Jobs', '/Timesheets', '/Company', '/Clients'])('a failure of %s fails the answer', async (path) => {
  rig.simulator.faults.add({ match: { path: `^${path}$` }, times: 1000, action: { kind: 'status', status: 500 } });
  await expect(rig.rows('TimeEntryDetails')).rejects.toMatchObject({
    status: expect.toSatisfy((status) => Number(status) >= 502),
  });
});

// ---- What else can be asked -----------------------------------------------------------------------------------------

test('totals are those of the rows', async () => {
  const rows = await joined('demo-admin');
  const totals = await rig.rows(
    'TimeEntryDetails?$apply=groupby((ClientName),aggregate(Hours with sum as Sum,Profit with sum as P))',
  );
  const expected = new Map<unknown, Decimal>();
  for (const { ClientName, Hours } of rows)
    expected.set(ClientName, (expected.get(ClientName) ?? new Decimal(0)).add(Number(Hours)));
  expect(new Map(totals.map(({ ClientName, Sum }) => [ClientName, Number(Sum)]))).toEqual(
    new Map([...expected].map(([name, sum]) => [name, sum.toNumber()])),
  );
});

test('it is sorted, searched, counted and expanded as any set is', async () => {
  const sorted = await rig.rows('TimeEntryDetails?$orderby=ClientName,Hours desc&$select=ClientName,Hours&$top=20');
  expect(sorted).toHaveLength(20);
  const [{ JobName: name = '' } = {}] = await rig.rows('TimeEntryDetails?$top=1');
  const found = await rig.rows(`TimeEntryDetails?$search="${String(name)}"&$select=JobName`);
  expect(found.length).toBeGreaterThan(0);
  const [{ Client: client, ClientName: clientName } = {}] = await rig.rows(
    'TimeEntryDetails?$top=1&$expand=Client($select=Name)',
  );
  expect((client as Json)['Name']).toBe(clientName);
});
