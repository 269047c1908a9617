/** The log's one line of a request: what it gave and took, over a real simulator; no token in any line. */
import { afterEach, expect, test } from 'vitest';
import { startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, send, startFixture, type Headers } from './fixture.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const admin: Headers = { Authorization: 'Token demo-admin', 'User-Agent': 'probe/1' };

interface Product extends RunningServer {
  /** The lines of answered requests. */
  answered(): readonly Readonly<Record<string, unknown>>[];
  readonly log: readonly string[];
}

async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const simulator = await startSimulator({ timeEntries: 1200, users: 12 });
  closing.push(() => simulator.close());
  const log: string[] = [];
  const server = await start(
    readConfig({ PORT: '0', ...environment }),
    { url: simulator.url, throttled: true },
    createLogger('info', { write: (line) => void log.push(line) }),
  );
  closing.push(() => server.close());
  const lines = () => log.map((line): Record<string, unknown> => JSON.parse(line));
  return { ...server, log, answered: () => lines().filter(({ msg }) => msg === 'answered') };
}

test('rows, bytes and what was sent to ClickTime', async () => {
  const server = await startProduct();
  const { text } = await get(server.serviceRoot, 'TimeEntries?$select=ID', admin);
  const rows = (JSON.parse(text) as { readonly value: readonly unknown[] }).value.length;
  expect(server.answered()).toEqual([
    expect.objectContaining({
      method: 'GET',
      path: '/odata/v4/TimeEntries',
      kind: 'CollectionRequest',
      status: 200,
      rows,
      bytes: Buffer.byteLength(text),
      userAgent: 'probe/1',
      caller: expect.stringMatching(/^[\w-]{10}$/),
    }),
  ]);
  // The sign-in, the definitions of custom fields, and 1,200 entries by 500 a page.
  expect(server.answered()[0]?.['upstreamRequests']).toBe(5);
});

test('time in the throttle', async () => {
  const server = await startProduct({ UPSTREAM_REQUESTS: '1', UPSTREAM_WINDOW_SECONDS: '1' });
  await get(server.serviceRoot, 'Jobs', admin);
  // One place, filled by the sign-in until a second after it was answered.
  expect(server.answered()[0]?.['waitedMs']).toBeGreaterThanOrEqual(990);
});

test('what was remembered', async () => {
  const server = await startProduct();
  for (const path of ['Jobs?$select=ID', 'Jobs?$select=ID', 'Jobs?$select=ID&$top=2'])
    await get(server.serviceRoot, path, admin);
  const [first, again, other] = server.answered();
  expect(first).not.toHaveProperty('rememberedAnswer');
  expect(again).toMatchObject({
    rememberedAnswer: true,
    upstreamRequests: 0,
    rows: first?.['rows'],
    kind: first?.['kind'],
  });
  expect(other).toMatchObject({ rows: 2 });
});

test('callers are told apart, and no line has a token', async () => {
  const server = await startProduct();
  for (const token of ['demo-admin', 'demo-manager', 'demo-admin', 'pass-word'])
    await get(server.serviceRoot, '$metadata', { Authorization: `Token ${token}` });
  const [a, b, c, d] = server.answered().map(({ caller }) => caller);
  expect([a === c, a === b, a === d]).toEqual([true, false, false]);
  expect(server.log.join('')).not.toMatch(/demo-(?:admin|manager)|pass-word/);
});

test('a request without credentials has no caller, one that is not understood no kind', async () => {
  const fixture = await startFixture();
  closing.push(() => fixture.close());
  await get(fixture.serviceRoot, 'People', {});
  await get(fixture.serviceRoot, 'Peple', { Authorization: 'Token any', 'User-Agent': `x${'y'.repeat(5000)}` });
  const [first, second] = fixture.log.map((line): Record<string, unknown> => JSON.parse(line));
  expect(first).toMatchObject({ status: 401, upstreamRequests: 0, waitedMs: 0 });
  expect(first).not.toHaveProperty('caller');
  expect(second).toMatchObject({ status: 404, userAgent: expect.stringMatching(/^xy{199}\.\.\.$/) });
  expect(second).not.toHaveProperty('kind');
});

test('a body that is not sent is not counted', async () => {
  const fixture = await startFixture();
  closing.push(() => fixture.close());
  await send(fixture.address, '/odata/v4/People', { Authorization: 'Token any' }, 'HEAD');
  expect(JSON.parse(fixture.log[0] ?? '')).toMatchObject({ status: 200, bytes: 0 });
});
