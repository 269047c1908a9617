/** Whether requests are to be sent here: what `/ready` answers while the server runs, lacks something, and stops. */
import { afterEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { hasRedis, startRedis } from '../redis-server.ts';
import { get, send, startFixture, type Headers } from './fixture.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const admin: Headers = { Authorization: 'Token demo-admin' };

async function simulated(): Promise<Simulator> {
  const simulator = await startSimulator({ port: 0 });
  closing.push(() => simulator.close());
  return simulator;
}

async function product(url: string, environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const server = await start(
    readConfig({ PORT: '0', ...environment }),
    { url, throttled: true },
    createLogger('silent'),
  );
  closing.push(() => server.close());
  return server;
}

async function readiness({ address }: RunningServer): Promise<readonly [number, Record<string, string>]> {
  const { status, text } = await send(address, '/ready', {});
  const states: Record<string, string> = JSON.parse(text);
  return [status, states];
}

test('ClickTime that was not asked yet, and one that answers, keep no requests away', async () => {
  const server = await product((await simulated()).url);
  expect(await readiness(server)).toEqual([200, { status: 'ready', server: 'running', clicktime: 'not asked yet' }]);
  await get(server.serviceRoot, 'Jobs?$top=1', admin);
  expect(await readiness(server)).toEqual([200, { status: 'ready', server: 'running', clicktime: 'answers' }]);
});

test('a refusal is an answer', async () => {
  const server = await product((await simulated()).url);
  expect((await get(server.serviceRoot, 'Jobs', { Authorization: 'Token nobody' })).status).toBe(401);
  expect(await readiness(server)).toEqual([200, expect.objectContaining({ clicktime: 'answers' })]);
});

test('a ClickTime that has never answered keeps requests away', async () => {
  const simulator = await startSimulator({ port: 0 });
  await simulator.close();
  const server = await product(simulator.url, { REQUEST_TIMEOUT_MS: '1000' });
  await get(server.serviceRoot, 'Jobs?$top=1', admin);
  const reply = await send(server.address, '/ready', {});
  expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
  expect(JSON.parse(reply.text)).toEqual({ status: 'not ready', server: 'running', clicktime: 'does not answer' });
  expect((await send(server.address, '/health', {})).status).toBe(200);
});

test('one that has answered before may fail: what its failure is told as says more than being away', async () => {
  const simulator = await simulated();
  const server = await product(simulator.url, { REQUEST_TIMEOUT_MS: '1000' });
  await get(server.serviceRoot, 'Jobs?$top=1', admin);
  simulator.faults.add({ match: {}, action: { kind: 'status', status: 500 }, times: 99 });
  await get(server.serviceRoot, 'Users?$top=1', admin);
  expect(await readiness(server)).toEqual([200, expect.objectContaining({ clicktime: 'does not answer' })]);
});

test('a Redis that was never there keeps requests away', async () => {
  const secret = { REDIS_SECRET: 'a secret of all the servers' };
  const server = await product((await simulated()).url, { REDIS_URL: 'redis://127.0.0.1:1', ...secret });
  expect(await readiness(server)).toEqual([503, expect.objectContaining({ redis: 'has not answered yet' })]);
});

test.skipIf(!hasRedis())('one that was there may be away, for each server goes on by itself', async () => {
  const redis = await startRedis();
  closing.push(() => redis.stop());
  const simulator = await simulated();
  const server = await product(simulator.url, { REDIS_URL: redis.url, REDIS_SECRET: 'a secret of all the servers' });
  expect(await readiness(server)).toEqual([200, expect.objectContaining({ redis: 'answers' })]);
  await redis.stop();
  await expect
    .poll(() => readiness(server), { timeout: 30_000 })
    .toEqual([200, expect.objectContaining({ redis: 'away' })]);
});

test('it is only read, and its place is exact', async () => {
  const fixture = await startFixture();
  closing.push(() => fixture.close());
  expect((await send(fixture.address, '/ready', {}, 'POST')).status).toBe(405);
  expect((await send(fixture.address, '/ready/x', {})).status).toBe(401);
});
