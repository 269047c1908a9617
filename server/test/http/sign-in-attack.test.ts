/**
 * Strangers by the thousand over real sockets: what ClickTime hears of them, and what it does to everybody else. The
 * gate's decisions are proved in `sign-in-gate.test.ts`.
 */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { defaultSignInGateOptions } from '../../src/clicktime/sign-in/sign-in-gate.ts';
import type { Allowance } from '../../src/clicktime/sign-in/sign-in-budget.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, type Headers } from './fixture.ts';

const { ofAddress, inAll } = defaultSignInGateOptions.budget;

let simulator: Simulator;
let server: RunningServer;
const sockets: Socket[] = [];

beforeEach(async () => {
  simulator = await startSimulator({ timeEntries: 100, users: 12 });
  server = await start(
    readConfig({ PORT: '0', TRUST_PROXY: 'loopback', LOG_LEVEL: 'silent' }),
    { url: simulator.url, throttled: true },
    createLogger('silent'),
  );
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
  await simulator.close();
});

const from = (address: string, token: string): Headers => ({
  Authorization: `Token ${token}`,
  'X-Forwarded-For': address,
});

/** Sends requests with tokens that nobody has down one connection without waiting, and gives all that comes back. */
function pipeline(count: number, name: string, address: (index: number) => string): Promise<string> {
  const { hostname, port } = new URL(server.serviceRoot);
  const requests = Array.from(
    { length: count },
    (_, index) =>
      `GET /odata/v4/ HTTP/1.1\r\nHost: a\r\nAuthorization: Token bad-${name}-${index}\r\nX-Forwarded-For: ${address(index)}\r\n${index === count - 1 ? 'Connection: close\r\n' : ''}\r\n`,
  );
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(requests.join('')));
    sockets.push(socket);
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

/** How many answers there are of each status. */
function statuses(answers: readonly string[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [, status] of answers.join('').matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
    counts.set(Number(status), (counts.get(Number(status)) ?? 0) + 1);
  }
  return counts;
}

/** How many tokens ClickTime may have been asked about in vain since then, however slow this machine is. */
const mostSince = (began: number, { refusals, forgiveMs }: Allowance): number =>
  refusals + Math.ceil((performance.now() - began) / forgiveMs);

test('one address with thousands of bad tokens: ClickTime hears of few, and nobody else of any', async () => {
  expect((await get(server.serviceRoot, 'Jobs', from('192.0.2.1', 'demo-admin'))).status).toBe(200);
  const began = performance.now();
  const attack = Promise.all(
    Array.from({ length: 20 }, (_, connection) => pipeline(32, `${connection}`, () => '203.0.113.7')),
  );
  const known = await get(server.serviceRoot, 'Clients', from('192.0.2.1', 'demo-admin'));
  const fresh = await get(server.serviceRoot, 'Jobs', from('192.0.2.2', 'demo-manager'));
  // Known before, it works from the attacker's address too.
  const there = await get(server.serviceRoot, 'Tasks', from('203.0.113.7', 'demo-admin'));
  expect([known.status, fresh.status, there.status]).toEqual([200, 200, 200]);
  const answers = await attack;
  const counts = statuses(answers);
  expect(new Set(counts.keys())).toEqual(new Set([401, 429]));
  expect((counts.get(401) ?? 0) + (counts.get(429) ?? 0)).toBe(640);
  expect(simulator.requests.statuses().get(401)).toBeLessThanOrEqual(mostSince(began, ofAddress));
  expect(answers.join('')).toMatch(/Retry-After: \d+\r\n(?:.+\r\n)*\r\n\{"error":\{"code":"TooManySignIns"/);
});

test('bad tokens from everywhere: a newcomer from a clean address is signed in all the same', async () => {
  const began = performance.now();
  const attack = Array.from({ length: 20 }, (_, connection) =>
    pipeline(16, `${connection}`, (index) => `203.0.113.${index}`),
  );
  await expect.poll(() => simulator.requests.statuses().get(401)).toBeGreaterThanOrEqual(inAll.refusals);
  // All that may be asked about is used up, and hundreds wait, but from addresses that had a token refused already.
  const fresh = await get(server.serviceRoot, 'Jobs', from('192.0.2.2', 'demo-admin'));
  expect(fresh.status).toBe(200);
  expect(simulator.requests.statuses().get(401)).toBeLessThanOrEqual(mostSince(began, inAll));
  void attack;
});

test('one network of IPv6 is one address', async () => {
  const began = performance.now();
  await pipeline(16, 'a', (index) => `2001:db8::${index + 1}`);
  await pipeline(16, 'b', (index) => `2001:db8::1:${index + 1}`);
  expect(simulator.requests.statuses().get(401)).toBeLessThanOrEqual(mostSince(began, ofAddress));
  expect((await get(server.serviceRoot, 'Jobs', from('2001:db8:0:1::1', 'demo-admin'))).status).toBe(200);
});

test('who is not trusted as a proxy does not choose an address', async () => {
  const direct = await start(
    readConfig({ PORT: '0', LOG_LEVEL: 'silent' }),
    { url: simulator.url, throttled: true },
    createLogger('silent'),
  );
  const began = performance.now();
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, index) => get(direct.serviceRoot, '', from(`203.0.113.${index}`, `bad-${index}`))),
  );
  await direct.close();
  expect(replies.some(({ status }) => status === 429)).toBe(true);
  expect(simulator.requests.statuses().get(401)).toBeLessThanOrEqual(mostSince(began, ofAddress));
});

test('the same bad token again costs ClickTime nothing, from wherever it comes', async () => {
  for (const last of [1, 2, 3, 4, 5]) {
    const reply = await get(server.serviceRoot, 'Jobs', from(`192.0.2.${last}`, 'mistyped'));
    expect(reply.status).toBe(401);
  }
  expect(simulator.requests.count()).toBe(1);
});
