/** Clients that ask for much and do not read it: their bodies are counted once, and they are let go. Real sockets. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { createMemoryBudget, type MemoryBudget } from '../../src/util/memory-budget.ts';
import { systemClock } from '../../src/util/clock.ts';
import type { LeastPace } from '../../src/http/least-pace.ts';
import { get, startFixture, type Fixture } from './fixture.ts';

const MB = 1_048_576;
const long = 'x'.repeat(20_000);
const rows = Array.from({ length: 500 }, (_, index): Row => ({ Code: `C${index}`, Name: `${long}${index}` }));

let fixture: Fixture | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await fixture?.close();
});

/** A budget whose charges can be looked at. */
function watched(megabytes: number) {
  const budget = createMemoryBudget({ total: megabytes * MB, clock: systemClock });
  let charged = 0;
  let most = 0;
  const memory: MemoryBudget = {
    ...budget,
    charge: (owner, bytes, letGo) => {
      charged += bytes;
      most = Math.max(most, charged);
      const giveBack = budget.charge(owner, bytes, letGo);
      return () => {
        charged -= bytes;
        giveBack();
      };
    },
  };
  return { memory, charged: () => charged, most: () => most };
}

async function start(memory: MemoryBudget, stallTimeoutMs: number, pace?: LeastPace): Promise<Fixture> {
  const source = createMemorySource({ rowsBySet: { Airlines: rows } });
  fixture = await startFixture({
    source,
    memory,
    server: { memory, stallTimeoutMs, leastPace: pace },
  });
  return fixture;
}

/** A client that sends a request and reads nothing. */
async function ask(root: string, token: string): Promise<{ readonly socket: Socket; readonly gone: Promise<unknown> }> {
  const { hostname, port, pathname } = new URL(root);
  const socket = connect({
    host: hostname,
    port: Number(port),
    onread: { buffer: Buffer.alloc(1), callback: () => false },
  });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${pathname}Airlines HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${token}\r\n\r\n`);
  return { socket, gone: once(socket, 'close') };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('a hundred clients that do not read are let go, hold no more than there is, and others are served then', async () => {
  const { memory, charged, most } = watched(128);
  const { serviceRoot, log } = await start(memory, 500);
  for (let index = 0; index < 100; index += 1) await ask(serviceRoot, `token-${index}`);
  await until(() => charged() > 0);
  // Each body has 10 MB.
  const patient = get(serviceRoot, 'Airlines?$top=1');
  expect((await patient).status).toBe(200);
  await until(() => log.filter((line) => line.includes('"answered"')).length >= 100 && charged() === 0);
  expect(most()).toBeLessThanOrEqual(128 * MB);
});

test('a client that leaves gives back what it held', async () => {
  const { memory, charged } = watched(128);
  const { serviceRoot } = await start(memory, 60_000);
  const { socket } = await ask(serviceRoot, 'token');
  await until(() => charged() > 0);
  socket.destroy();
  await until(() => charged() === 0);
  expect(charged()).toBe(0);
});

test('a client that reads slowly is kept', async () => {
  const { memory, charged } = watched(128);
  const { serviceRoot } = await start(memory, 1000);
  const { hostname, port, pathname } = new URL(serviceRoot);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.write(`GET ${pathname}Airlines HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Token t\r\n\r\n`);
  let bytes = 0;
  for await (const chunk of socket) {
    bytes += (chunk as Buffer).length;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(bytes).toBeGreaterThan(500 * 20_000);
  await until(() => charged() === 0);
});

test('a client that reads, but less than the least pace, is let go', async () => {
  const { memory, charged } = watched(128);
  const { serviceRoot } = await start(memory, 60_000, { graceMs: 200, bytesPerSecond: 1e9 });
  const { hostname, port, pathname } = new URL(serviceRoot);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(`GET ${pathname}Airlines HTTP/1.1\r\nHost: x\r\nAuthorization: Token t\r\n\r\n`);
  let bytes = 0;
  try {
    for await (const chunk of socket) {
      bytes += (chunk as Buffer).length;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch {
    // Cut off.
  }
  expect(bytes).toBeLessThan(500 * 20_000);
  await until(() => charged() === 0);
});

test('a long answer that is compressed leaves no listeners behind', async () => {
  const { memory } = watched(128);
  const { serviceRoot } = await start(memory, 60_000);
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  const reply = await get(serviceRoot, 'Airlines', { Authorization: 'Token t', 'Accept-Encoding': 'br' });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(reply.headers['content-encoding']).toBe('br');
  expect(warnings).toEqual([]);
});
