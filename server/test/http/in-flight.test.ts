/** How many requests may be under way: of one connection, of one token and in all; refused in OData's words. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createRequestTurns, defaultRequestTurns } from '../../src/http/in-turns.ts';
import { perConnection } from '../../src/http/per-connection.ts';
import { createUnanswered } from '../../src/http/unanswered.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { createAdmission } from '../../src/protocol/admission.ts';
import type { EntitySource } from '../../src/source/source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { send, startFixture } from './fixture.ts';

/** A source whose sign-in ends only with the request. */
function endlessSource(): { readonly source: EntitySource; readonly underWay: () => number } {
  let underWay = 0;
  return {
    underWay: () => underWay,
    source: {
      ...createMemorySource({ rowsBySet: tripPinRows }),
      authenticate: ({ signal }) =>
        new Promise((_, reject) => {
          underWay += 1;
          signal.addEventListener('abort', () => {
            underWay -= 1;
            reject(signal.reason);
          });
        }),
    },
  };
}

const line = (token: string): string =>
  `GET /odata/v4/People HTTP/1.1\r\nHost: a\r\nAuthorization: Token ${token}\r\n\r\n`;

function open(root: string, text: string): { readonly socket: Socket; readonly answer: () => string } {
  const { hostname, port } = new URL(root);
  const socket = connect(Number(port), hostname, () => socket.write(text));
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => undefined);
  return { socket, answer: () => answer };
}

test('of what is pipelined on one connection sixteen are begun, and the others answered in their turn', async () => {
  const endless = endlessSource();
  const server = await startFixture({ source: endless.source, limits: { requestTimeoutMs: 1_000 } });
  const { socket, answer } = open(server.serviceRoot, line('any').repeat(32));
  await expect.poll(endless.underWay).toBe(16);
  await expect.poll(() => answer().match(/HTTP\/1\.1 /g)?.length).toBe(32);
  const statuses = [...answer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  expect(statuses).toEqual([...Array<string>(16).fill('504'), ...Array<string>(16).fill('429')]);
  expect(answer()).toContain('Retry-After: 1\r\n');
  expect(answer()).toContain('{"error":{"code":"TooManyRequests"');
  // What was answered counts no more.
  socket.write('GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  await expect.poll(answer).toContain('{"status":"ok"}');
  socket.destroy();
  await server.close();
});

test('a connection with far too many ends behind the first of these, and the others are not looked at', async () => {
  const endless = endlessSource();
  const server = await startFixture({ source: endless.source, limits: { requestTimeoutMs: 1_000 } });
  const { socket, answer } = open(server.serviceRoot, line('any').repeat(2_000));
  await once(socket, 'close');
  const statuses = [...answer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  expect(statuses).toEqual([...Array<string>(16).fill('504'), ...Array<string>(17).fill('429')]);
  expect(answer().match(/Connection: close\r\n/g)).toHaveLength(1);
  await server.close();
});

test('a connection that ends is not read on, however much comes down it', async () => {
  let handed = 0;
  const handle = perConnection(createUnanswered(), createRequestTurns(defaultRequestTurns), () => undefined);
  const server = createServer((request, response) => {
    handed += 1;
    handle(request, response);
  }).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const text = line('any');
  const { socket } = open(`http://127.0.0.1:${port}`, text.repeat(100_000));
  const soFar = async (): Promise<number> => {
    const before = handed;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return handed > 0 && handed === before ? handed : Number.NaN;
  };
  // Whatever was read together with the first ones is one chunk of 64 KB.
  await expect.poll(soFar).toBeLessThan(33 + 3 * (65_536 / text.length));
  socket.destroy();
  server.closeAllConnections();
  server.close();
});

test('a client that leaves ends all that it pipelined', async () => {
  const endless = endlessSource();
  const server = await startFixture({ source: endless.source });
  const { socket } = open(server.serviceRoot, line('any').repeat(10));
  await expect.poll(endless.underWay).toBe(10);
  socket.destroy();
  await expect.poll(endless.underWay).toBe(0);
  await server.close();
});

test('a token with too many requests under way is told so, and no other is', async () => {
  const endless = endlessSource();
  const server = await startFixture({ source: endless.source });
  const sockets = Array.from({ length: 8 }, () => open(server.serviceRoot, line('greedy').repeat(16)).socket);
  await expect.poll(endless.underWay).toBe(128);
  const refused = await send(server.serviceRoot, '/odata/v4/People', { Authorization: 'Bearer greedy' });
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'TooManyRequests' } });
  const other = open(server.serviceRoot, line('another'));
  await expect.poll(endless.underWay).toBe(129);
  for (const socket of [...sockets, other.socket]) socket.destroy();
  await expect.poll(endless.underWay).toBe(0);
  await server.close();
});

test('where all together are too many it is the service that is busy', () => {
  const admit = createAdmission({ each: 10, inAll: 3 });
  const leave = admit('a');
  admit('b');
  admit('c');
  expect(() => admit('d')).toThrow(expect.objectContaining({ code: 'ServiceBusy', status: 503, retryAfterSeconds: 5 }));
  leave();
  expect(() => admit('d')).not.toThrow();
});
