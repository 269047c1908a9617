/*
 * Every fault as a client sees it on the wire, which requests it is for, and the logs of faults and requests. Answers without faults
 * are proved in api.test.ts; rows that change while someone reads in mutations.test.ts.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultAction, PageLie, WrongShape } from '../../simulator/faults.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 300 });
});
afterEach(() => {
  simulator.faults.clear();
  simulator.requests.reset();
});
afterAll(() => simulator.close());

const entries = '/TimeEntries?limit=50';
const once = (action: FaultAction): number => simulator.faults.add({ match: { path: '^/timeentries$' }, action });

test.each([
  [{ kind: 'status', status: 429, retryAfter: 7 }, 429, '7', 'A simulated fault.'],
  [{ kind: 'status', status: 429 }, 429, null, 'A simulated fault.'],
  [
    { kind: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' },
    503,
    'Wed, 21 Oct 2026 07:28:00 GMT',
    'A simulated fault.',
  ],
  [{ kind: 'status', status: 500, body: 'html' }, 500, null, '<!DOCTYPE html>'],
  [{ kind: 'status', status: 500, body: 'empty' }, 500, null, ''],
  [{ kind: 'html', status: 200 }, 200, null, '<!DOCTYPE html>'],
  [{ kind: 'html', status: 503 }, 503, null, '<!DOCTYPE html>'],
] as const)('%j answers %i, then the right answer', async (action, status, retryAfter, text) => {
  once(action);
  const answer = await fetchApi(simulator, entries);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
  expect(answer.text).toContain(text);
  expect(answer.headers.get('content-type')).toContain(text.startsWith('<') ? 'text/html' : 'application/json');
  expect((await fetchApi(simulator, entries)).rows).toHaveLength(50);
});

const lies: readonly (readonly [PageLie, number | undefined, object])[] = [
  ['count', 2, { page: { count: 2, limit: 50 } }],
  ['ownCount', undefined, { page: { count: 50 } }],
  ['limit', 7, { page: { count: 300, limit: 7 } }],
  ['offset', 3, { page: { offset: 3 } }],
  ['nextObject', undefined, { page: { links: { next: { href: expect.stringContaining('offset=150') } } } }],
  ['noNext', undefined, { page: { count: 300, links: { next: null } } }],
  ['noCountNorLinks', undefined, { page: { limit: 50, offset: 100 } }],
  ['emptyPage', undefined, { rows: [], page: { count: 300 } }],
  ['emptyList', undefined, { rows: [], page: { count: 0 } }],
  ['ignoredOffset', undefined, { page: { offset: 0 } }],
  ['ignoredLimit', undefined, { page: { limit: 500 } }],
  ['ignoredFilter', undefined, { page: { count: 300, offset: 100 } }],
  ['ownEnd', undefined, { page: { count: 50, links: { next: null } } }],
  ['ownCountAlone', undefined, { page: { count: 50, limit: 50, offset: 100 } }],
  ['countSoFar', undefined, { page: { count: 150, links: { next: null } } }],
  ['nextAlways', undefined, { page: { count: 300, links: { next: expect.stringContaining('offset=250') } } }],
  ['nextUntilEmpty', undefined, { page: { links: { next: 'next' } } }],
  ['halfPages', undefined, { rows: { length: 25 } }],
  ['wholeList', undefined, { rows: { length: 300 }, page: { count: 300, limit: 300, offset: 0 } }],
];

test.each(lies)('an answer that contradicts itself: %s %s', async (kind, value, expected) => {
  once({ kind: 'page', lie: kind, value });
  expect(await fetchApi(simulator, `${entries}&offset=100`)).toMatchObject(expected);
  const right = { count: 300, limit: 50, offset: 100 };
  expect((await fetchApi(simulator, `${entries}&offset=100`)).page).toMatchObject(right);
});

test('a row in the place of another, and a count that is another one each time', async () => {
  once({ kind: 'page', lie: 'repeatedRow' });
  const [first, second, third] = (await fetchApi(simulator, entries)).rows;
  expect([second, third]).toEqual([first, expect.not.objectContaining({ ID: first?.['ID'] })]);
  simulator.faults.add({ times: 5, action: { kind: 'page', lie: 'wildCount' } });
  const counts = new Set<number>();
  for (const _ of [1, 2, 3, 4, 5]) counts.add((await fetchApi(simulator, entries)).page.count);
  expect(counts.size).toBeGreaterThan(3);
});

test('equal rows come in another order each time, all others do not', async () => {
  const path = '/Timesheets?limit=1000';
  const usual = (await fetchApi(simulator, path)).rows;
  simulator.faults.add({ times: 3, action: { kind: 'ties', field: 'StartDate' } });
  const orders = new Set([JSON.stringify(usual)]);
  for (const _ of [1, 2, 3]) {
    const { rows } = await fetchApi(simulator, path);
    orders.add(JSON.stringify(rows));
    expect(rows.map((row) => row['StartDate'])).toEqual(usual.map((row) => row['StartDate']));
    expect(new Set(rows.map((row) => row['ID']))).toEqual(new Set(usual.map((row) => row['ID'])));
  }
  expect(orders.size).toBe(4);
});

test('a delayed answer is the right one', async () => {
  once({ kind: 'delay', milliseconds: 1 });
  expect((await fetchApi(simulator, entries)).rows).toHaveLength(50);
});

test('a truncated answer is complete for HTTP and cut for JSON', async () => {
  const whole = (await fetchApi(simulator, entries)).text;
  once({ kind: 'truncate', afterBytes: 1000 });
  const { status, text, headers } = await fetchApi(simulator, entries);
  expect([status, headers.get('content-length'), text]).toEqual([
    200,
    '1000',
    Buffer.from(whole).subarray(0, 1000).toString(),
  ]);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

/** Reads a body piece by piece until something goes wrong; resolves with bytes promised, bytes read and whether it broke. */
async function readBroken(
  signal: AbortSignal | null = null,
): Promise<{ promised: number; read: number; broke: boolean }> {
  const headers = { authorization: 'Token demo-admin' };
  const response = await fetch(simulator.url + entries, { headers, signal });
  const promised = Number(response.headers.get('content-length'));
  let read = 0;
  try {
    for await (const chunk of response.body ?? []) read += chunk.length;
    return { promised, read, broke: false };
  } catch {
    return { promised, read, broke: true };
  }
}

test('a reset within the body breaks after the bytes asked for', async () => {
  once({ kind: 'reset', afterBytes: 2000 });
  const { promised, read, broke } = await readBroken();
  expect(promised).toBeGreaterThan(10_000);
  expect([read, broke]).toEqual([2000, true]);
});

test('a reset before any header is no answer at all', async () => {
  once({ kind: 'reset', afterBytes: -1 });
  await expect(fetchApi(simulator, entries)).rejects.toThrow('fetch failed');
  expect((await fetchApi(simulator, entries)).status).toBe(200);
});

test('a stalled body sends its first bytes and then nothing until the client leaves', async () => {
  once({ kind: 'stall', afterBytes: 500 });
  const abort = new AbortController();
  const headers = { authorization: 'Token demo-admin' };
  const response = await fetch(simulator.url + entries, { headers, signal: abort.signal });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(first?.value?.length).toBe(500);
  expect(simulator.requests.inFlight().now).toBe(1);
  const rest = reader?.read();
  abort.abort();
  await expect(rest).rejects.toThrow('aborted');
});

test.each<[WrongShape, (data: unknown) => boolean]>([
  ['dataNotArray', (data) => typeof data === 'object' && data !== null && 'rows' in data],
  ['dataMissing', (data) => data === undefined],
  ['recordNotObject', (data) => Array.isArray(data) && data[1] === null],
  ['missingField', (data) => Array.isArray(data) && !('ID' in data[1]) && 'ID' in data[0]],
  ['wrongFieldType', (data) => Array.isArray(data) && typeof data[1].ID === 'object'],
  ['unknownField', (data) => Array.isArray(data) && data[1].BrandNew === 'unheard of' && 'ID' in data[1]],
  ['errorsInSuccess', (data) => data === null],
])('shape %s bends the answer', async (shape, isBent) => {
  once({ kind: 'shape', shape });
  const answer = await fetchApi(simulator, entries);
  expect([answer.status, isBent(answer.data)]).toEqual([200, true]);
});

test('errors in a success may name a field', async () => {
  once({ kind: 'shape', shape: 'errorsInSuccess' });
  expect(JSON.parse((await fetchApi(simulator, entries)).text)).toMatchObject({ errors: [{ Field: null }] });
  once({ kind: 'shape', shape: 'errorsInSuccess', field: 'JobID' });
  expect(JSON.parse((await fetchApi(simulator, entries)).text)).toMatchObject({ errors: [{ Field: 'JobID' }] });
});

test('shapes can bend a chosen field to a chosen value, and whole envelopes', async () => {
  once({ kind: 'shape', shape: 'wrongFieldType', field: 'Hours', value: 'lots' });
  expect((await fetchApi(simulator, entries)).rows[1]).toMatchObject({ Hours: 'lots' });
  once({ kind: 'shape', shape: 'pageMissing' });
  expect(JSON.parse((await fetchApi(simulator, entries)).text)).not.toHaveProperty('page');
  once({ kind: 'shape', shape: 'notAnObject' });
  expect((await fetchApi(simulator, entries)).text).toBe('"OK"');
});

test('a fault is for the path, query, role and user it names, after those it skips, as often as it says', async () => {
  const statuses = async (
    ...requests: readonly (readonly [path: string, token: string])[]
  ): Promise<readonly number[]> => {
    const seen: number[] = [];
    for (const [path, token] of requests) seen.push((await fetchApi(simulator, path, token)).status);
    return seen;
  };
  const [admin, manager] = [simulator.tokens.admin, simulator.tokens.manager];
  const teapot: FaultAction = { kind: 'status', status: 418 };

  simulator.faults.add({ match: { query: /offset=10\b/ }, action: teapot });
  expect(await statuses(['/Users?offset=1', admin], ['/Users?offset=10', admin], ['/Users?offset=10', admin])).toEqual([
    200, 418, 200,
  ]);

  simulator.faults.add({ match: { caller: 'manager' }, action: teapot, skip: 1, times: 2 });
  expect(
    await statuses(['/Jobs', admin], ['/Jobs', manager], ['/Jobs', manager], ['/Jobs', manager], ['/Jobs', manager]),
  ).toEqual([200, 200, 418, 418, 200]);

  simulator.faults.add({ match: { user: 0, path: 'clients' }, action: teapot, times: Infinity });
  expect(await statuses(['/Clients', manager], ['/Clients', admin], ['/Clients', admin])).toEqual([200, 418, 418]);
  expect(simulator.faults.pending()).toHaveLength(1);
  expect(simulator.faults.fired().map(({ path }) => path)).toEqual([
    '/Users',
    '/Jobs',
    '/Jobs',
    '/Clients',
    '/Clients',
  ]);
  expect(simulator.faults.remove(simulator.faults.pending()[0]?.id ?? 0)).toBe(true);
  expect(await statuses(['/Clients', admin])).toEqual([200]);
});

test('a refused token gets the fault too, as anonymous', async () => {
  simulator.faults.add({ match: { caller: 'anonymous' }, action: { kind: 'status', status: 503 } });
  expect((await fetchApi(simulator, '/Users', 'wrong')).status).toBe(503);
  expect((await fetchApi(simulator, '/Users', 'wrong')).status).toBe(401);
});

test('the request log tells what was asked by whom and what came of it, and no token', async () => {
  once({ kind: 'html', status: 503 });
  await fetchApi(simulator, `${entries}&offset=50`);
  await fetchApi(simulator, '/Me/Jobs', 'demo-standard');
  await fetchApi(simulator, '/Me/Jobs', 'secret-guess');
  const log = simulator.requests.all();
  expect(log).toMatchObject([
    {
      method: 'GET',
      path: '/TimeEntries',
      query: 'limit=50&offset=50',
      caller: 'admin',
      user: 0,
      status: 503,
      fault: 'html',
      version: 0,
    },
    { path: '/Me/Jobs', query: '', caller: 'standard', user: 2, status: 200, fault: undefined },
    { path: '/Me/Jobs', caller: 'anonymous', user: undefined, status: 401 },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/secret-guess|demo-/);
  expect(simulator.requests.count()).toBe(3);
  expect(Object.fromEntries(simulator.requests.statuses())).toEqual({ 200: 1, 401: 1, 503: 1 });
  simulator.requests.reset();
  expect([simulator.requests.count(), simulator.requests.all()]).toEqual([0, []]);
});
