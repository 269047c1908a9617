/*
 * The wire contract of every list and path for an administrator: envelope, paging, order, filters, single records, verbose. That the
 * records themselves make sense is proved in company.test.ts; who may see what in roles.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntityName } from '../../simulator/records.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { entityNames } from '../../simulator/records.ts';
import { fetchAll, fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ users: 30, months: 2, timeEntries: 1203 });
});
afterAll(() => simulator.close());

type Row = Readonly<Record<string, unknown>>;

const known = new Map<string, readonly Row[]>();
/** All records of a list; nothing changes in this file, so each is made once. */
function truth(entity: EntityName, verbose = false): readonly Row[] {
  const key = `${entity} ${verbose}`;
  const rows = known.get(key) ?? [...simulator.company.list(entity, { verbose })].map((record) => ({ ...record }));
  known.set(key, rows);
  return rows;
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

test.each(entityNames)(
  '%s is read completely in pages of 7 and of the most, value for value, in the fixed order',
  async (entity) => {
    const expected = truth(entity);
    expect(expected.length).toBeGreaterThan(2);
    expect(await fetchAll(simulator, `/${entity}`, entity === 'TimeEntries' ? 97 : 7)).toEqual(expected);
    expect(await fetchAll(simulator, `/${entity}`, 500)).toEqual(expected);
  },
);

test.each(entityNames)('%s with verbose=true shows embedded records', async (entity) => {
  const { rows } = await fetchApi(simulator, `/${entity}?verbose=true&limit=50`);
  expect(rows).toEqual(truth(entity, true).slice(0, 50));
});

test('an answer has the envelope, with links that keep the filter', async () => {
  const { text: body, page } = await fetchApi(simulator, '/TimeEntries?startDate=2026-06-10&limit=10&offset=20');
  expect(Object.keys(JSON.parse(body))).toEqual(['jsonapi', 'meta', 'data', 'errors', 'page']);
  const link = (offset: number): string =>
    `${simulator.url}/TimeEntries?startdate=2026-06-10&limit=10&offset=${offset}`;
  const last = Math.floor((page.count - 1) / 10) * 10;
  expect(page).toMatchObject({ limit: 10, offset: 20 });
  expect(page.links).toEqual({ self: link(20), first: link(0), previous: link(10), next: link(30), last: link(last) });
});

test('the last page has no next link, and a page beyond the end is empty but counts', async () => {
  const last = await fetchApi(simulator, '/TimeEntries?limit=500&offset=1000');
  expect([last.rows.length, last.page.links.next]).toEqual([203, null]);
  const beyond = await fetchApi(simulator, '/TimeEntries?limit=500&offset=99999');
  expect([beyond.rows.length, beyond.page.count, beyond.page.links.next]).toEqual([0, 1203, null]);
});

test.each([
  ['/TimeEntries', 100],
  ['/TimeEntries?limit=501', 500],
  ['/TimeEntries?LIMIT=3', 3],
  ['/Users?limit=5000', 1000],
  ['/Users', 100],
])('%s applies limit %i and says so', async (path, limit) => {
  expect((await fetchApi(simulator, path)).page.limit).toBe(limit);
});

test('an over-large limit can be made an error', async () => {
  const strict = await startSimulator({ timeEntries: 10, overLimit: 'error' });
  expect((await fetchApi(strict, '/TimeEntries?limit=501')).status).toBe(400);
  expect((await fetchApi(strict, '/TimeEntries?limit=500')).status).toBe(200);
  await strict.close();
});

test.each([
  ['/TimeEntries?limit=0', 'limit'],
  ['/TimeEntries?limit=-1', 'limit'],
  ['/TimeEntries?limit=abc', 'limit'],
  ['/TimeEntries?offset=1.5', 'offset'],
  ['/TimeEntries?StartDate=2026-02-30', 'StartDate'],
  ['/TimeEntries?EntryDate=yesterday', 'EntryDate'],
  ['/TimeEntries?UserID=', 'UserID'],
  ["/TimeEntries?jobid=a'b", 'JobID'],
  ['/Users?IsActive=yes', 'IsActive'],
  ['/Users?SecurityLevel=BOSS', 'SecurityLevel'],
  ['/Timesheets?Status=Submitted', 'Status'],
  ['/Timesheets?FromDate=2026', 'FromDate'],
])('%s is 400 and names %s', async (path, field) => {
  const { status, errors, data } = await fetchApi(simulator, path);
  expect([status, data]).toEqual([400, null]);
  expect(errors).toMatchObject([{ Field: field, MessageDetail: [] }]);
});

test.each(['/Nope', '/TimeEntries/x/y', '/Manage/Jobs', '/Me/Users', '/Users/x/TimeEntries', '/Reports'])(
  '%s is 404',
  async (path) => {
    expect((await fetchApi(simulator, path)).status).toBe(404);
  },
);

test('paths and parameter names are case-insensitive, unknown parameters ignored, paths outside the base 404', async () => {
  const usual = await fetchApi(simulator, '/Manage/Users?IsActive=true');
  expect(usual.rows).toEqual((await fetchApi(simulator, '/manage/uSERS?isactive=TRUE&nonsense=1')).rows);
  expect((await fetchApi({ url: simulator.url.replace('/v2', '/V2') }, '/users')).status).toBe(200);
  expect((await fetchApi({ url: simulator.url.replace('/v2', '') }, '/users')).status).toBe(404);
  expect((await fetchApi(simulator, '/TimeEntries/%ZZ')).status).toBe(400);
});

/** A path with a filter, the list it is on, and what the rows must satisfy. */
const filters: readonly (readonly [EntityName, () => string, (row: Row) => boolean])[] = [
  [
    'TimeEntries',
    () => 'StartDate=2026-06-10&EndDate=2026-06-20',
    (row) => text(row['Date']) >= '2026-06-10' && text(row['Date']) <= '2026-06-20',
  ],
  [
    'TimeEntries',
    () => 'EntryDate=2026-06-10&EntryDate=2026-07-01',
    (row) => ['2026-06-10', '2026-07-01'].includes(text(row['Date'])),
  ],
  [
    'TimeEntries',
    () => `UserID=${id('Users', 1)}&UserID=${id('Users', 4)}`,
    (row) => [id('Users', 1), id('Users', 4)].includes(text(row['UserID'])),
  ],
  [
    'TimeEntries',
    () => `JobID=${id('Jobs', 2)}&TaskID=${id('Tasks', 3)}`,
    (row) => row['JobID'] === id('Jobs', 2) && row['TaskID'] === id('Tasks', 3),
  ],
  [
    'TimeEntries',
    () => `UserID=${id('Users', 1)}&EndDate=2026-06-20`,
    (row) => row['UserID'] === id('Users', 1) && text(row['Date']) <= '2026-06-20',
  ],
  [
    'TimeEntries',
    () => `ID=${id('TimeEntries', 7)}&ID=${id('TimeEntries', 3)}&ID=unknown`,
    (row) => [id('TimeEntries', 7), id('TimeEntries', 3)].includes(text(row['ID'])),
  ],
  ['TimeEntries', () => 'StartDate=2026-07-20&EndDate=2026-06-20', () => false],
  ['Users', () => 'IsActive=false', (row) => row['IsActive'] === false],
  ['Users', () => 'IsActive=false&IsActive=true', () => true],
  ['Users', () => 'SecurityLevel=standard&SecurityLevel=ADMIN', (row) => row['SecurityLevel'] !== 'MANAGER'],
  ['Users', () => `DivisionID=${id('Divisions', 0)}`, (row) => row['DivisionID'] === id('Divisions', 0)],
  ['Users', () => 'Email=USER3@example.com', (row) => row['Email'] === 'user3@example.com'],
  ['Users', () => 'ManagerPermission=view+costs', (row) => row['SecurityLevel'] === 'ADMIN'],
  [
    'Users',
    () => `Name=${encodeURIComponent(text(at('Users', 2)['Name']).toUpperCase())}`,
    (row) => text(row['Name']).toLowerCase() === text(at('Users', 2)['Name']).toLowerCase(),
  ],
  [
    'Jobs',
    () => `ClientID=${id('Clients', 1)}&IsActive=true`,
    (row) => row['ClientID'] === id('Clients', 1) && row['IsActive'] === true,
  ],
  ['Jobs', () => 'JobNumber=20001&JobNumber=20003', (row) => ['20001', '20003'].includes(text(row['JobNumber']))],
  [
    'Jobs',
    () => `ProjectManagerID=${text(at('Jobs', 0)['ProjectManagerID'])}`,
    (row) => row['ProjectManagerID'] === at('Jobs', 0)['ProjectManagerID'],
  ],
  ['Clients', () => 'ShortName=acme', (row) => row['ShortName'] === 'ACME'],
  ['Tasks', () => 'TaskCode=dev&TaskCode=TES', (row) => ['DEV', 'TES'].includes(text(row['TaskCode']))],
  ['Divisions', () => 'Name=engineering', (row) => row['Name'] === 'Engineering'],
  [
    'Timesheets',
    () => 'Status=Approved&Status=Rejected',
    (row) => ['Approved', 'Rejected'].includes(text(row['Status'])),
  ],
  [
    'Timesheets',
    () => 'FromDate=2026-06-10&ToDate=2026-06-12',
    (row) => text(row['EndDate']) >= '2026-06-10' && text(row['StartDate']) <= '2026-06-12',
  ],
  [
    'Timesheets',
    () => `UserID=${id('Users', 1)}&FromDate=2026-07-01`,
    (row) => row['UserID'] === id('Users', 1) && text(row['EndDate']) >= '2026-07-01',
  ],
];

function at(entity: EntityName, index: number): Row {
  return truth(entity)[index] ?? {};
}
function id(entity: EntityName, index: number): string {
  return text(at(entity, index)['ID']);
}

test.each(filters.map(([entity, query, matches]) => ({ entity, query, matches, name: String(query).slice(6, 80) })))(
  '$entity?$name finds what the filter says, paged or not',
  async ({ entity, query, matches }) => {
    const expected = truth(entity).filter(matches);
    const path = `/${entity}?${query()}`;
    expect(await fetchAll(simulator, path, 500)).toEqual(expected);
    expect(await fetchAll(simulator, path, 3)).toEqual(expected);
    expect((await fetchApi(simulator, `${path}&limit=1`)).page.count).toBe(expected.length);
  },
);

test.each(entityNames)(
  'a single record of %s equals the row of the list, and an unknown one is 404',
  async (entity) => {
    const record = at(entity, 5 % truth(entity).length);
    const answer = await fetchApi(simulator, `/${entity}/${text(record['ID'])}`);
    expect(answer.data).toEqual(record);
    expect(JSON.parse(answer.text)).not.toHaveProperty('page');
    expect((await fetchApi(simulator, `/${entity}/unknown`)).status).toBe(404);
    expect((await fetchApi(simulator, `/${entity}/${text(record['ID']).toLowerCase()}`)).status).toBe(404);
  },
);

test('timesheets are found by date and user, and hold the entries of that user and week', async () => {
  const sheet = at('Timesheets', 40);
  const [sheetId, user, start, end] = [sheet['ID'], sheet['UserID'], sheet['StartDate'], sheet['EndDate']].map(text);
  for (const path of [
    `/Timesheets/${sheetId}/Users/${user}`,
    `/Timesheets/${end}/Users/${user}`,
    `/Manage/Timesheets/${start}/Users/${user}`,
  ]) {
    expect((await fetchApi(simulator, path)).data).toEqual(sheet);
  }
  expect((await fetchApi(simulator, `/Timesheets/${sheetId}/Users/${id('Users', 0)}x`)).status).toBe(404);
  const entries = await fetchApi(simulator, `/Timesheets/${sheetId}/TimeEntries`);
  const own = truth('TimeEntries').filter(
    (row) => row['UserID'] === user && text(row['Date']) >= (start ?? '') && text(row['Date']) <= (end ?? ''),
  );
  expect(entries.rows).toEqual(own);
});

test('custom-field definitions come per entity and all together', async () => {
  const { customFieldDefinitions } = simulator.company;
  const ofJobs = await fetchAll(simulator, '/Jobs/CustomFieldDefinitions', 2);
  expect(ofJobs).toEqual(customFieldDefinitions.filter(({ EntityType }) => EntityType === 'Job'));
  expect((await fetchApi(simulator, '/CustomFieldDefinitions')).rows).toEqual(customFieldDefinitions);
  const numbers = await fetchApi(simulator, '/CustomFieldDefinitions?DataType=Number&EntityType=Job');
  expect(numbers.rows).toEqual(ofJobs.filter((row) => row['DataType'] === 'Number'));
  expect((await fetchApi(simulator, '/Timesheets/CustomFieldDefinitions')).status).toBe(404);
});

test('/Me tells the caller and the token, and nothing of rates', async () => {
  const { data } = await fetchApi(simulator, '/Me');
  expect(data).toMatchObject({ ID: simulator.company.userId(0), AuthToken: { Token: 'demo-admin' } });
  for (const field of ['BillingRate', 'CostRate', 'CustomFields', 'Notes']) expect(data).not.toHaveProperty(field);
});

test('/Me accepts Basic with email and password, other paths do not', async () => {
  const headers = { authorization: `Basic ${Buffer.from('user2@example.com:demo-password').toString('base64')}` };
  expect((await fetchApi(simulator, '/Me', '', { headers })).data).toMatchObject({
    AuthToken: { Token: 'demo-standard' },
  });
  expect((await fetchApi(simulator, '/Me/Jobs', '', { headers })).status).toBe(401);
  const wrong = { authorization: `Basic ${Buffer.from('user2@example.com:guess').toString('base64')}` };
  expect((await fetchApi(simulator, '/Me', '', { headers: wrong })).status).toBe(401);
});

test('reports are entries by date ascending, with billability and more filters', async () => {
  const { rows: all } = await fetchApi(simulator, '/Reports/Time?limit=500&EndDate=2026-06-20');
  const ids = (rows: readonly Row[]): readonly string[] => rows.map((row) => text(row['ID'])).toSorted();
  expect(ids(all)).toEqual(ids(truth('TimeEntries').filter((row) => text(row['Date']) <= '2026-06-20')));
  const days = all.map((row) => text(row['Date']));
  expect(days).toEqual(days.toSorted());
  expect(all[0]).toHaveProperty('IsBillable');
  expect(all[0]).not.toHaveProperty('Comment');
  const jobs = new Map(truth('Jobs').map((job) => [job['ID'], job]));
  const filtered = await fetchAll(
    simulator,
    `/Reports/Time?ClientID=${id('Clients', 1)}&IsBillable=true&verbose=true&EndDate=2026-06-20`,
    500,
  );
  const billable = all.filter(
    ({ JobID, IsBillable }) => IsBillable === true && jobs.get(JobID)?.['ClientID'] === id('Clients', 1),
  );
  expect(ids(filtered)).toEqual(ids(billable));
  expect(filtered[0]).toHaveProperty('Comment');
});

test('what one day has comes in another order on each page of a report, so that pages may not lead on', async () => {
  const pages = await fetchAll(simulator, '/Reports/Time', 7);
  expect(pages).toHaveLength(truth('TimeEntries').length);
  expect(new Set(pages.map((row) => row['ID'])).size).toBeLessThan(pages.length);
});

test('lists of IDs are not paged', async () => {
  const { data } = await fetchApi(simulator, `/Jobs/${id('Jobs', 0)}/Tasks`);
  expect(data).toEqual(truth('Tasks').map((task) => task['ID']));
  expect((await fetchApi(simulator, '/Jobs/unknown/Users')).status).toBe(404);
});

test('only GET and HEAD are simulated', async () => {
  const headers = { authorization: 'TOKEN demo-admin' };
  const post = await fetchApi(simulator, '/Users', '', { method: 'POST', headers, body: '{}' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect((await fetchApi(simulator, '/Users', '', { method: 'HEAD', headers })).text).toBe('');
});

test('answers are compressed for clients that accept it, when asked to', async () => {
  const packed = await startSimulator({ timeEntries: 100, gzip: true });
  const answer = await fetchApi(packed, '/TimeEntries');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.rows).toEqual([...packed.company.list('TimeEntries')]);
  await packed.close();
});
