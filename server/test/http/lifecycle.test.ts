/** Requests that end early and servers that end while requests are under way. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EntitySource, RequestContext } from '../../src/source/source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { get, signedIn, startFixture } from './fixture.ts';

interface Gate {
  /** Resolves with the context of the first request that arrives. */
  readonly arrived: Promise<RequestContext>;
  readonly open: () => void;
  readonly source: EntitySource;
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/** A promise to be settled from outside. */
function deferred<Value>(): Deferred<Value> {
  let settle: Pick<Deferred<Value>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (reason) => settle?.reject(reason) };
}

/** A source whose sign-in waits until the gate opens, or until the request is over. */
function gatedSource(): Gate {
  const arrived = deferred<RequestContext>();
  const opened = deferred<void>();
  const memory = createMemorySource({ rowsBySet: tripPinRows });
  return {
    arrived: arrived.promise,
    open: () => opened.resolve(),
    source: {
      ...memory,
      authenticate: async (context) => {
        arrived.resolve(context);
        const over = deferred<never>();
        context.signal.addEventListener('abort', () => over.reject(context.signal.reason));
        await Promise.race([opened.promise, over.promise]);
      },
    },
  };
}

test('a client that leaves ends its request', async () => {
  const gate = gatedSource();
  const server = await startFixture({ source: gate.source });
  const request = httpRequest(`${server.serviceRoot}People`, { headers: signedIn, agent: false });
  request.on('error', () => undefined).end();
  const { signal } = await gate.arrived;
  const aborted = once(signal, 'abort');
  request.destroy();
  await aborted;
  await server.close();
  expect(server.log.join('')).toContain('the client left');
  expect(server.log.join('')).not.toContain('"level":50');
});

test('a request that takes too long is told so', async () => {
  const gate = gatedSource();
  const server = await startFixture({ source: gate.source, limits: { requestTimeoutMs: 100 } });
  const reply = await get(server.serviceRoot, 'People');
  expect(reply.status).toBe(504);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'RequestTimeout' } });
  await server.close();
});

test('answers under way are finished before the server is gone', async () => {
  const gate = gatedSource();
  const server = await startFixture({ source: gate.source });
  const reply = get(server.serviceRoot, 'People');
  await gate.arrived;
  const closed = server.close();
  gate.open();
  expect(await reply).toMatchObject({ status: 200, headers: { connection: 'close' } });
  await closed;
  await expect(get(server.serviceRoot, 'People')).rejects.toThrow('ECONNREFUSED');
});

/** An answer far longer than what the system keeps for a socket. */
const longAnswer = createMemorySource({
  rowsBySet: {
    ...tripPinRows,
    Airlines: Array.from({ length: 1000 }, (_, index) => ({ Code: `${index}`, Name: 'x'.repeat(20_000) })),
  },
});

/** A client that has read the beginning of the long answer and then stopped. */
async function beginReading(serviceRoot: string): Promise<{ readonly socket: Socket; readonly begun: string }> {
  const { hostname, port } = new URL(serviceRoot);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.write('GET /odata/v4/Airlines HTTP/1.1\r\nHost: a\r\nAuthorization: Token any\r\n\r\n');
  const [begun]: readonly unknown[] = await once(socket, 'data');
  socket.pause();
  return { socket, begun: String(begun) };
}

test('an answer that is made is also sent to its end, however slowly it is read', async () => {
  const server = await startFixture({ source: longAnswer });
  const { socket, begun } = await beginReading(server.serviceRoot);
  const closed = server.close();
  let answer = begun;
  socket.on('data', (text: string) => (answer += text)).resume();
  await once(socket, 'close');
  await closed;
  const [, length] = /Content-Length: (\d+)/.exec(answer) ?? [];
  expect(answer.length - answer.indexOf('\r\n\r\n') - 4).toBe(Number(length));
});

test('a client that stops reading is let go, so that it does not hold its answer for ever', async () => {
  const server = await startFixture({
    source: longAnswer,
    server: { stallTimeoutMs: 500, closeTimeoutMs: 3_600_000 },
  });
  const { socket, begun } = await beginReading(server.serviceRoot);
  expect(begun).toMatch(/^HTTP\/1\.1 200 /);
  await server.close();
  socket.destroy();
});

test('a fault of ours is told by an id that the log has too', async () => {
  const source: EntitySource = {
    ...createMemorySource({ rowsBySet: tripPinRows }),
    read: () => {
      throw new TypeError('a secret detail');
    },
  };
  const server = await startFixture({ source });
  const reply = await get(server.serviceRoot, 'People');
  await server.close();
  const id = String(reply.headers['x-request-id']);
  expect(reply.status).toBe(500);
  expect(JSON.parse(reply.text)).toEqual({
    error: { code: 'InternalError', message: expect.stringContaining(id) },
  });
  expect(reply.text).not.toContain('secret detail');
  expect(server.log.find((line) => line.includes('secret detail'))).toContain(`"id":"${id}"`);
});

test('what the source says about when to come back is passed on', async () => {
  const source: EntitySource = {
    ...createMemorySource({ rowsBySet: tripPinRows }),
    authenticate: () => Promise.reject(ODataError.of('UpstreamThrottled', { seconds: 7 }, { retryAfterSeconds: 6.2 })),
  };
  const server = await startFixture({ source });
  const reply = await get(server.serviceRoot, 'People');
  await server.close();
  expect(reply.status).toBe(429);
  expect(reply.headers['retry-after']).toBe('7');
});

test('a port that is taken is an error, not a silence', async () => {
  const first = await startFixture();
  const { port } = new URL(first.address);
  await expect(startFixture({ server: { port: Number(port) } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});
