/**
 * The product put together: `start` over a simulator. The extract checks in `e2e/` read everything as Tableau does; this
 * file proves the wiring, and what each role and each wrong token gets.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, getJson, type Headers } from './fixture.ts';

let simulator: Simulator;
let server: RunningServer;
const log: string[] = [];

beforeAll(async () => {
  const today = new Date().toISOString().slice(0, 10);
  simulator = await startSimulator({ timeEntries: 3000, users: 12, today });
  server = await start(
    readConfig({ PORT: '0' }),
    { url: simulator.url, throttled: false },
    createLogger('info', { write: (line) => void log.push(line) }),
  );
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const basic = (token: string, user = 'clicktime'): Headers => ({
  Authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`,
});

const sets = clicktimeModel.entitySets.map(({ name }) => name);

test.each(sets)('%s is whole, and its count agrees', async (name) => {
  const { value } = await getJson(server.serviceRoot, name, basic('demo-admin'));
  const count = await get(server.serviceRoot, `${name}/$count`, basic('demo-admin'));
  expect(value).toHaveLength(Number(count.text));
  expect(Number(count.text)).toBeGreaterThan(0);
});

test('the company is one, and has its properties at their own addresses', async () => {
  const signedIn = basic('demo-standard');
  const company = await getJson(server.serviceRoot, 'Company', signedIn);
  expect(company).toMatchObject({ Name: 'Northwind Consulting', CurrencyISO: 'USD', JobTermPlural: 'Projects' });
  expect(company['@odata.context']).toBe(`${server.serviceRoot}$metadata#Company`);
  expect((await get(server.serviceRoot, 'Company/LockDate/$value', signedIn)).text).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('keys of two parts, navigation and a filter lead to the same day of the same person', async () => {
  const signedIn = basic('demo-admin');
  const { value } = await getJson(server.serviceRoot, 'UserDays?$top=1&$expand=User($expand=EmploymentType)', signedIn);
  const [day] = value as [{ UserID: string; Date: string; Hours: number; User: { Name: string } }];
  const key = `UserID='${day.UserID}',Date=${day.Date}`;
  expect(await getJson(server.serviceRoot, `UserDays(${key})`, signedIn)).toMatchObject({ Hours: day.Hours });
  expect(await getJson(server.serviceRoot, `UserDays(${key})/User`, signedIn)).toMatchObject({ Name: day.User.Name });
  const filter = `User/Name eq '${day.User.Name.replaceAll("'", "''")}' and Date eq ${day.Date}`;
  const found = await getJson(server.serviceRoot, `UserDays?$filter=${encodeURIComponent(filter)}`, signedIn);
  expect(found['value']).toMatchObject([{ UserID: day.UserID, Hours: day.Hours }]);
});

test.each([
  ['UserDays', 'Date'],
  ['TimeOff', 'Date'],
  ['ExpenseDetails', 'ExpenseDate'],
])('a root of a period holds the days of %s in it, all of them and no others', async (name, property) => {
  const signedIn = { ...basic('demo-admin'), 'Cache-Control': 'no-cache' };
  const days = async (path: string): Promise<readonly string[]> => {
    const { value } = await getJson(server.serviceRoot, `${path}?$select=${property}`, signedIn);
    return (value as readonly Readonly<Record<string, string>>[]).map((row) => row[property] ?? '');
  };
  const all = await days(name);
  const month = all[Math.floor(all.length / 2)]?.slice(0, 7) ?? '';
  expect(await days(`${month}/${name}`)).toEqual(all.filter((day) => day.startsWith(month)));
});

test('all three ways to sign in lead to the same data', async () => {
  const ways: readonly Headers[] = [
    basic('demo-admin'),
    { Authorization: 'Token demo-admin' },
    { Authorization: 'Bearer demo-admin' },
  ];
  const replies = await Promise.all(ways.map((way) => get(server.serviceRoot, 'Jobs', way)));
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
  expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
});

test.each(['', '$metadata', 'Jobs', 'Jobs/$count'])('a token ClickTime refuses opens nothing: "%s"', async (path) => {
  const reply = await get(server.serviceRoot, path, basic('nonsense'));
  expect(reply.status).toBe(401);
  expect(reply.headers['www-authenticate']).toMatch(/^Basic /);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'InvalidToken' } });
});

test('the wrong user name is told what to type', async () => {
  const reply = await get(server.serviceRoot, 'Jobs', basic('demo-admin', 'ann@example.com'));
  expect(reply.status).toBe(401);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'WrongUserName' } });
});

test('a standard user is told what the account may not read', async () => {
  const reply = await get(server.serviceRoot, 'Users', basic('demo-standard'));
  expect(reply.status).toBe(403);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'Forbidden' } });
});

/** Days that ClickTime's calendar does not have, in every comparison; they answer with everything or nothing. */
const offCalendar = ['10000-01-01', '9999-12-31', '9999-12-31T23:00:00Z', '0001-01-01', '0000-02-29', '-0044-03-15'];
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'].flatMap((operator) =>
  offCalendar.flatMap((day) => [`Date ${operator} ${day}`, `not (Date ${operator} ${day})`]),
);

test.each([...comparisons, `Date in (${offCalendar.join(',')})`, 'Date ge -0044-03-15 and Date lt 10000-01-01'])(
  'days off the calendar are no fault of a request: %s',
  async (filter) => {
    const isLate = /\d{5}|9999/.test(filter);
    const operator = filter.replace(/^not \(/, '').split(' ')[1] ?? '';
    const isNegated = filter.startsWith('not');
    const isAll =
      filter.includes(' and ') || (operator === 'ne' || (isLate ? /^l/ : /^g/).test(operator)) !== isNegated;
    const path = filter.replaceAll(' ', '%20');
    const days = filter.startsWith('Date in') ? 'none' : isAll ? 'all' : 'none';
    const total = await get(server.serviceRoot, 'TimeEntries/$count', basic('demo-admin'));
    const counted = await get(server.serviceRoot, `TimeEntries/$count?$filter=${path}`, basic('demo-admin'));
    expect([counted.status, counted.text]).toEqual([200, days === 'all' ? total.text : '0']);
    const read = await get(server.serviceRoot, `TimeEntries?$top=2&$filter=${path}`, basic('demo-admin'));
    expect(JSON.parse(read.text)).toMatchObject({ value: { length: days === 'all' ? 2 : 0 } });
    const sheets = await get(
      server.serviceRoot,
      `Timesheets?$top=1&$filter=${path.replaceAll('Date', 'StartDate')}%20or%20${path.replaceAll('Date', 'EndDate')}`,
      basic('demo-admin'),
    );
    expect(JSON.parse(sheets.text)).toMatchObject({ value: { length: days === 'all' ? 1 : 0 } });
  },
);

test('a filter, an expansion and a navigation across sets', async () => {
  const { value } = await getJson(
    server.serviceRoot,
    'TimeEntries?$filter=Hours gt 7 and Job/IsActive eq true&$expand=Job($select=Name;$expand=)&$top=3'.replace(
      ';$expand=',
      '',
    ),
    basic('demo-admin'),
  );
  const rows: readonly { readonly Hours: number; readonly Job: object; readonly JobID: string }[] = Array.isArray(value)
    ? value
    : [];
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    expect(row.Hours).toBeGreaterThan(7);
    expect(row.Job).toHaveProperty('Name');
  }
  const job = await getJson(
    server.serviceRoot,
    `Jobs('${rows[0]?.JobID}')/TimeEntries?$count=true&$top=1`,
    basic('demo-admin'),
  );
  expect(Number(job['@odata.count'])).toBeGreaterThan(0);
});

test('the same question by the same caller goes upstream once, by another caller again', async () => {
  const path = 'Clients?$top=2&$orderby=Name';
  const first = await get(server.serviceRoot, path, basic('demo-admin'));
  const asked = simulator.requests.all().length;
  expect((await get(server.serviceRoot, path, basic('demo-admin'))).text).toBe(first.text);
  expect(simulator.requests.all()).toHaveLength(asked);
  await get(server.serviceRoot, path, basic('demo-manager'));
  expect(simulator.requests.all().length).toBeGreaterThan(asked);
  const beforeFresh = simulator.requests.all().length;
  await get(server.serviceRoot, path, { ...basic('demo-admin'), 'Cache-Control': 'no-cache' });
  expect(simulator.requests.all().length).toBeGreaterThan(beforeFresh);
});

test('a page of 5,000 time entries is ten requests, the first one as those that follow', async () => {
  const large = await startSimulator({ timeEntries: 12_000 });
  const config = readConfig({ PORT: '0' });
  const extract = await start(config, { url: large.url, throttled: false }, createLogger('silent'));
  await get(extract.serviceRoot, '$metadata', basic('demo-admin'));
  const costs: (readonly [rows: number, requests: number])[] = [];
  for (let path = 'TimeEntries'; path !== '';) {
    large.requests.reset();
    const { value, '@odata.nextLink': next } = await getJson(extract.serviceRoot, path, basic('demo-admin'));
    costs.push([Array.isArray(value) ? value.length : 0, large.requests.count()]);
    path = typeof next === 'string' ? next.slice(extract.serviceRoot.length) : '';
  }
  await extract.close();
  await large.close();
  // 500 rows, then 499 behind each row that tells that nothing was lost in between.
  expect(costs.slice(0, 2)).toEqual([
    [4991, 10],
    [4990, 10],
  ]);
  expect(costs.reduce((sum, [rows]) => sum + rows, 0)).toBe(12_000);
});

test('no token is in the log', () => {
  expect(log.length).toBeGreaterThan(10);
  expect(log.join('')).not.toMatch(/demo-(?:admin|manager|standard)|nonsense/);
});
