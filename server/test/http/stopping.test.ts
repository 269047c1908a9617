/**
 * What everybody gets who has to do with a server that stops. That answers under way are finished and slow readers served
 * is in lifecycle.test.ts; this is about those that cannot be waited for, each told what happens instead of a reset.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { start } from '../../src/start.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { get, type Reply, startFixture, type Fixture } from './fixture.ts';

/** Half of it for answers under way, half for telling the others. */
const closeTimeoutMs = 3_000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const memory = createMemorySource({ rowsBySet: tripPinRows });

/** A server on which requests with `Prefer: wait=1` are never answered by themselves. */
async function startSlow(): Promise<Fixture & { readonly waiting: () => Promise<void> }> {
  let count = 0;
  let noted = (): void => undefined;
  const authenticate: typeof memory.authenticate = ({ credentials, signal }) => {
    if (credentials.reveal() !== 'slow') return Promise.resolve();
    count += 1;
    noted();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
  };
  const server = await startFixture({ source: { ...memory, authenticate }, server: { closeTimeoutMs } });
  const waiting = async (): Promise<void> => {
    while (count === 0) await new Promise<void>((resolve) => (noted = resolve));
  };
  return { ...server, waiting };
}

const slow = { Authorization: 'Token slow' };

/** What a reply says that matters here. */
const outlineOf = ({ status, headers, text }: Reply): unknown => ({
  status,
  retryAfter: headers['retry-after'],
  connection: headers['connection'],
  version: headers['odata-version'],
  language: headers['content-language'],
  body: JSON.parse(text),
});

const stopping = {
  status: 503,
  retryAfter: '5',
  connection: 'close',
  version: '4.0',
  language: 'en',
  body: { error: { code: 'ServiceStopping', message: expect.stringMatching(/again/) } },
};

/** A connection to send requests over byte by byte, and all that came back so far. */
interface Line {
  readonly socket: Socket;
  readonly received: () => string;
  readonly hasReceived: (text: string, times?: number) => Promise<void>;
}

async function lineTo({ address }: RunningServer): Promise<Line> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let text = '';
  socket.on('error', () => undefined).on('data', (chunk: string) => (text += chunk));
  await once(socket, 'connect');
  const hasReceived = async (part: string, times = 1): Promise<void> => {
    while (text.split(part).length <= times) await once(socket, 'data');
  };
  return { socket, received: () => text, hasReceived };
}

const ask = (path: string, token = 'any'): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Token ${token}\r\n\r\n`;

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test('a request that waits is told, when it is not waited for any longer', async () => {
  const server = await startSlow();
  const replies = Promise.all([get(server.serviceRoot, 'People', slow), get(server.serviceRoot, '$metadata', slow)]);
  await server.waiting();
  await server.close();
  expect((await replies).map(outlineOf)).toEqual([stopping, stopping]);
});

let simulator: Simulator;

/** The product over a simulator, with one place for ClickTime in a long window where it is throttled. */
async function startProduct(throttled: boolean): Promise<RunningServer> {
  simulator = await startSimulator({ users: 5, timeEntries: 100 });
  const config = readConfig({
    PORT: '0',
    UPSTREAM_REQUESTS: '1',
    UPSTREAM_WINDOW_SECONDS: '60',
    UPSTREAM_TIMEOUT_MS: '600000',
    REQUEST_TIMEOUT_MS: '3600000',
    LOG_LEVEL: 'silent',
  });
  const upstream = { url: simulator.url, throttled };
  const server = await start(config, upstream, createLogger('silent'), closeTimeoutMs);
  closing.push(() => simulator.close());
  return server;
}

const admin = { Authorization: 'Token demo-admin' };

test('so is one that waits for its place in the throttle', async () => {
  const server = await startProduct(true);
  const reply = get(server.serviceRoot, 'Jobs', admin);
  // Signing in takes the one place.
  while (simulator.requests.all().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  expect(outlineOf(await reply)).toEqual(stopping);
});

test('so is one whose answer ClickTime has not sent, or not to its end', async () => {
  const server = await startProduct(false);
  simulator.faults.add({ match: { path: '^/Jobs$' }, action: { kind: 'delay', milliseconds: 600_000 }, times: 9 });
  simulator.faults.add({ match: { path: '^/Users$' }, action: { kind: 'stall' }, times: 9 });
  const replies = ['Jobs', 'Jobs', 'Users', 'Users/$count'].map((path) => get(server.serviceRoot, path, admin));
  while (simulator.requests.all().length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  expect((await Promise.all(replies)).map(outlineOf)).toEqual([stopping, stopping, stopping, stopping]);
});

/** What is not 200. */
const answers: Readonly<Record<string, RegExp>> = {
  '/odata/v4/Nothing': /HTTP\/1\.1 404 /,
  '/ready': /HTTP\/1\.1 503 .*"server":"stopping"/s,
};

test.each(['/odata/v4/People', '/health', '/odata/v4/Nothing', '/ready'])(
  'who asks for %s over a connection that is open still gets an answer, the last of the connection',
  async (path) => {
    const server = await startSlow();
    const open = await lineTo(server);
    open.socket.write(ask('/health'));
    await open.hasReceived('"ok"');
    const held = get(server.serviceRoot, 'People', slow);
    await server.waiting();
    const closed = server.close();
    open.socket.write(ask(path));
    await once(open.socket, 'close');
    expect(open.received()).toMatch(answers[path] ?? /HTTP\/1\.1 200 .*HTTP\/1\.1 200 /s);
    expect(count(open.received(), /^Connection: close/gim)).toBe(1);
    await closed;
    expect(outlineOf(await held)).toEqual(stopping);
  },
);

test('of what is pipelined on a connection, all is answered', async () => {
  const server = await startSlow();
  const line = await lineTo(server);
  line.socket.write(ask('/odata/v4/People', 'slow') + ask('/odata/v4/People'));
  await server.waiting();
  const closed = server.close();
  await once(line.socket, 'close');
  const text = line.received();
  expect([...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).toEqual(['503', '200']);
  expect(count(text, /^Connection: close/gim)).toBe(1);
  expect(text.indexOf('Connection: close')).toBeGreaterThan(text.lastIndexOf('HTTP/1.1 200'));
  await closed;
});

test('a request that has not arrived whole is told, and a connection without one is just closed', async () => {
  const server = await startSlow();
  const [half, idle, unused] = [await lineTo(server), await lineTo(server), await lineTo(server)];
  half.socket.write(ask('/odata/v4/People').slice(0, -2));
  idle.socket.write(ask('/health'));
  await idle.hasReceived('"ok"');
  const held = get(server.serviceRoot, 'People', slow);
  await server.waiting();
  await server.close();
  expect(outlineOf(await held)).toEqual(stopping);
  expect(half.received()).toMatch(/^HTTP\/1\.1 503 /);
  expect(half.received()).toContain('ServiceStopping');
  expect(half.received()).toMatch(/^Retry-After: 5/im);
  expect(count(idle.received(), /HTTP\/1\.1/g)).toBe(1);
  expect(unused.received()).toBe('');
});

test('an answer that is made and not read is cut off in the end, where it does not look whole', async () => {
  const Airlines = Array.from({ length: 1000 }, (_, index) => ({ Code: `${index}`, Name: 'x'.repeat(20_000) }));
  const source = createMemorySource({ rowsBySet: { ...tripPinRows, Airlines } });
  const server = await startFixture({ source, server: { closeTimeoutMs } });
  const line = await lineTo(server);
  line.socket.write(ask('/odata/v4/Airlines'));
  await line.hasReceived('HTTP/1.1 200');
  line.socket.pause();
  await server.close();
  const left = once(line.socket, 'close');
  line.socket.resume();
  await left;
  const [, length] = /Content-Length: (\d+)/i.exec(line.received()) ?? [];
  expect(line.received().length).toBeLessThan(Number(length));
});
