/*
 * Who may read what: one table of paths and roles, the fields that permissions hide, and that nothing of one user's own data shows to
 * another. What the lists hold for an administrator is proved in api.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator } from '../../simulator/simulator.ts';
import { fetchAll, fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ users: 12, months: 2, timeEntries: 800 });
  simulator.tokens.add('bare-manager', 1, []);
});
afterAll(() => simulator.close());

const companyWide = ['/TimeEntries', '/Users', '/Jobs', '/Clients', '/Tasks', '/Divisions', '/Timesheets'];
const managed = ['/Manage/Timesheets/TimeEntries', '/Manage/Users', '/Manage/Divisions', '/Manage/Timesheets'];
const own = [
  '/Me',
  '/Me/TimeEntries',
  '/Me/Jobs',
  '/Me/Clients',
  '/Me/Tasks',
  '/Me/Timesheets',
  '/TimeEntries/CustomFieldDefinitions',
];
const open = ['/Users', '/Jobs', '/Clients', '/Tasks', '/Divisions'];

test.each([
  ...[...companyWide, ...managed, '/Reports/Time'].map((path) => [path, 200, 200, 403] as const),
  ...own.map((path) => [path, 200, 200, 200] as const),
  ['/Jobs/CustomFieldDefinitions', 200, 200, 403] as const,
  ['/CustomFieldDefinitions', 200, 403, 403] as const,
])('%s answers administrator %i, manager %i, standard user %i', async (path, ...statuses) => {
  const answers = await Promise.all(
    ['demo-admin', 'demo-manager', 'demo-standard'].map((token) => fetchApi(simulator, path, token)),
  );
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

test('a manager without permissions reads only what every manager may', async () => {
  for (const path of [...companyWide, ...managed]) {
    expect([path, (await fetchApi(simulator, path, 'bare-manager')).status]).toEqual([
      path,
      open.includes(path) ? 200 : 403,
    ]);
  }
  const { rows } = await fetchApi(simulator, '/Users', 'bare-manager');
  expect(Object.keys(rows[0] ?? {})).toEqual([
    'ID',
    'Name',
    'Email',
    'IsActive',
    'GDPRConsentStatus',
    'SubjectToTimesheetCompletion',
    'IncludeInRM',
  ]);
});

test('403 and 401 say why in the envelope', async () => {
  const forbidden = await fetchApi(simulator, '/Users', 'demo-standard');
  expect(forbidden.errors).toEqual([
    { Field: null, Message: 'You must be an administrator or a manager to do this.', MessageDetail: [] },
  ]);
  const refused = await fetchApi(simulator, '/Users', 'wrong');
  expect([refused.status, refused.text]).toEqual([401, '{"data":null,"errors":[{"Message":"Invalid Credentials"}]}']);
});

test.each(['', 'Token', 'Token ', 'Bearer demo-admin', 'Basic ZGVtbzpkZW1v', 'demo-admin', 'Token a b'])(
  'Authorization "%s" is 401',
  async (authorization) => {
    const headers: Record<string, string> = authorization === '' ? {} : { authorization };
    expect((await fetchApi(simulator, '/Users', '', { headers })).status).toBe(401);
  },
);

test('the manager sees no costs, with and without permissions that show them', async () => {
  const seen = async (path: string, token: string): Promise<readonly string[]> =>
    Object.keys((await fetchApi(simulator, path, token)).rows[0] ?? {});
  for (const path of ['/TimeEntries', '/Users']) {
    expect(await seen(path, 'demo-admin')).toContain('CostRate');
    expect(await seen(path, 'demo-manager')).not.toContain('CostRate');
    expect(await seen(path, 'demo-manager')).toContain('BillingRate');
  }
  expect(await seen('/Users', 'demo-manager')).not.toContain('CostModel');
  expect(await seen('/Me/TimeEntries', 'demo-standard')).not.toContain('BillingRate');
});

test('what the ground truth says for a token is what the token gets', async () => {
  for (const entity of ['TimeEntries', 'Users', 'Jobs'] as const) {
    const token = simulator.tokens.manager;
    expect(await fetchAll(simulator, `/${entity}?verbose=true`, 500, token)).toEqual([
      ...simulator.company.list(entity, { token, verbose: true }),
    ]);
  }
});

test('/Me lists hold what belongs to the caller and nothing of others, also when many ask at once', async () => {
  const users = Array.from({ length: 12 }, (_, user) => user).filter((user) => {
    const record = simulator.company.record('Users', simulator.company.userId(user));
    return record?.IsActive === true;
  });
  expect(users.length).toBeGreaterThan(5);
  const rounds = [...users, ...users, ...users];
  await Promise.all(
    rounds.map(async (user) => {
      const token = simulator.tokens.ofUser(user);
      for (const entity of ['TimeEntries', 'Timesheets', 'Jobs', 'Clients', 'Tasks'] as const) {
        const rows = await fetchAll(simulator, `/Me/${entity}`, 50, token);
        expect(rows).toEqual([...simulator.company.list(entity, { token, mine: true })]);
        const strangers = rows.filter((row) => 'UserID' in row && row['UserID'] !== simulator.company.userId(user));
        expect(strangers).toEqual([]);
      }
    }),
  );
});

test('single records of others are 404 under /Me', async () => {
  const [entry] = [...simulator.company.list('TimeEntries')].filter(
    ({ UserID }) => UserID !== simulator.company.userId(2),
  );
  const [sheet] = [...simulator.company.list('Timesheets')].filter(
    ({ UserID }) => UserID !== simulator.company.userId(2),
  );
  expect((await fetchApi(simulator, `/Me/TimeEntries/${entry?.ID}`, 'demo-standard')).status).toBe(404);
  expect((await fetchApi(simulator, `/Me/Timesheets/${sheet?.ID}`, 'demo-standard')).status).toBe(404);
  const mine = await fetchApi(simulator, '/Me/Timesheets/2026-07-15', 'demo-standard');
  expect(mine.data).toMatchObject({ UserID: simulator.company.userId(2), StartDate: '2026-07-13' });
});

test('a company without modules answers 403 where they are needed', async () => {
  const small = await startSimulator({ timeEntries: 50, divisionsModule: false, timesheetApprovalsModule: false });
  for (const path of [
    '/Divisions',
    '/Manage/Divisions',
    '/Divisions/CustomFieldDefinitions',
    '/Manage/Timesheets',
    '/Manage/Timesheets/TimeEntries',
  ]) {
    expect([path, (await fetchApi(small, path)).status]).toEqual([path, 403]);
  }
  expect((await fetchApi(small, '/Timesheets')).status).toBe(200);
  await small.close();
});

test('tokens of inactive users and revoked tokens are 401, until added again', async () => {
  const inactive = [...simulator.company.list('Users')].find(({ IsActive }) => IsActive === false);
  const number =
    Array.from({ length: 12 }, (_, user) => user).find((user) => simulator.company.userId(user) === inactive?.ID) ?? -1;
  expect((await fetchApi(simulator, '/Me', simulator.tokens.ofUser(number))).status).toBe(401);
  const token = simulator.tokens.ofUser(0);
  simulator.tokens.revoke(token);
  expect((await fetchApi(simulator, '/Me', token)).status).toBe(401);
  simulator.tokens.add(token, 0);
  expect((await fetchApi(simulator, '/Me', token)).status).toBe(200);
});
