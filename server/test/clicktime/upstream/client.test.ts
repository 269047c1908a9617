/**
 * Single attempts over real sockets: what is sent, and what becomes of answers that are not as they should be.
 * `envelope.test.ts` sorts whole answers by table; this adds the connection itself.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createClickTimeClient, defaultClientOptions } from '../../../src/clicktime/upstream/client.ts';
import type { ClickTimeClient, ClickTimeClientOptions } from '../../../src/clicktime/upstream/client.ts';
import { Secret } from '../../../src/util/secret.ts';

/** A byte every now and then, for ever. */
const drip: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Length': 1_000 });
  const next = (): unknown => response.write(' ', () => setTimeout(next, 20));
  next();
};

let open: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(open.map((close) => close()));
  open = [];
});

/** A server that answers as told, and a client of it. */
async function pair(
  listener: RequestListener,
  options: Partial<ClickTimeClientOptions> = {},
): Promise<ClickTimeClient> {
  const server = await new Promise<Server>((resolve) => {
    const started = createServer(listener).listen(0, '127.0.0.1', () => resolve(started));
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = createClickTimeClient({
    ...defaultClientOptions,
    baseUrl: `http://127.0.0.1:${port}/v2/`,
    ...options,
  });
  open.push(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return client;
}

const request = { path: 'Jobs', query: 'limit=2', credentials: new Secret('t0ken') };
const never = new AbortController().signal;
const list = JSON.stringify({ data: [{ ID: 'a' }], errors: [], page: { count: 1, limit: 2 } });

test('a request carries the token, the path below the base URL, and no body', async () => {
  const seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const client = await pair((incoming, response) => {
    seen.push(incoming);
    response.end(list);
  });
  expect(await client.get(request, never)).toMatchObject({ kind: 'Envelope', data: [{ ID: 'a' }] });
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/v2/Jobs?limit=2' });
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Token t0ken', accept: 'application/json' });
});

test('requests one after another share connections', async () => {
  const ports = new Set<unknown>();
  const client = await pair((incoming, response) => {
    ports.add(incoming.socket.remotePort);
    response.end(list);
  });
  for (let turn = 0; turn < 20; turn++) await client.get(request, never);
  // The next request may come before the connection of the last is free again.
  expect(ports.size).toBeLessThanOrEqual(2);
});

test('compressed answers are read, and asked for only where that pays', async () => {
  const asked: unknown[] = [];
  const answer: RequestListener = (incoming, response) => {
    asked.push(incoming.headers['accept-encoding']);
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(list));
  };
  const far = await pair(answer, { gzip: true });
  expect(await far.get(request, never)).toMatchObject({ kind: 'Envelope', bytes: list.length });
  const near = await pair(answer);
  expect(await near.get(request, never)).toMatchObject({ kind: 'Envelope' });
  expect(asked).toEqual(['gzip', 'identity']);
});

const bomb = gzipSync(Buffer.alloc(200_000, ' '));

const damaged = (packed: Buffer): Buffer => {
  const copy = Buffer.from(packed);
  copy.fill(0xff, 12, 20);
  return copy;
};

const accented = Buffer.from(JSON.stringify({ data: [{ ID: 'é' }], errors: [] }), 'utf8');
const latin1 = Buffer.from(JSON.stringify({ data: [{ ID: 'é' }], errors: [] }), 'latin1');
/** Ends between the two bytes of its é. */
const cutInCharacter = accented.subarray(0, accented.indexOf(0xc3) + 1);
/** A token that nobody may see, as a proxy shows it. */
const echo = `<title>No access for t0ken</title>`;

test.each<[string, RequestListener, object]>([
  ['a body that is too large', (_, response) => response.end(' '.repeat(200_000)), { kind: 'TooLarge' }],
  [
    'a body that unpacks too large',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
    { kind: 'TooLarge' },
  ],
  [
    'a compressed body that was cut',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(list).subarray(0, 30)),
    { kind: 'Interrupted', reason: 'its answer ended in the middle.' },
  ],
  [
    'a compressed body that is damaged',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(damaged(gzipSync(list))),
    { kind: 'Interrupted', reason: 'its answer was damaged on the way.' },
  ],
  [
    'an encoding nobody asked for',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'br' }).end('x'),
    { kind: 'Unreadable' },
  ],
  [
    'no encoding where gzip is said',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(list),
    { kind: 'Envelope' },
  ],
  ['gzip where no encoding is said', (_, response) => response.end(gzipSync(list)), { kind: 'Envelope' }],
  [
    'another content type',
    (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(list),
    { kind: 'Envelope' },
  ],
  ['bytes that are no UTF-8', (_, response) => response.end(latin1), { kind: 'Garbled', reason: 'it is not UTF-8.' }],
  ['a body cut within a character', (_, response) => response.end(cutInCharacter), { kind: 'Interrupted' }],
  [
    'half a character behind the JSON',
    (_, response) => response.end(Buffer.concat([accented, Buffer.from([0xc3])])),
    { kind: 'Interrupted' },
  ],
  [
    'an error page that does not end',
    (_, response) => {
      response.writeHead(503, { 'Retry-After': '7' });
      const more = (): unknown => response.write('x'.repeat(10_000), () => setTimeout(more, 1));
      more();
    },
    { kind: 'ServerError', status: 503, retryAfterMs: 7_000 },
  ],
  [
    'an error page whose encoding is a lie',
    (_, response) =>
      response.writeHead(503, { 'Content-Encoding': 'gzip', 'Retry-After': '7' }).end(damaged(gzipSync(list))),
    { kind: 'ServerError', status: 503, retryAfterMs: 7_000 },
  ],
  [
    'a refusal of another, which repeats the token',
    (_, response) => response.writeHead(403, { Server: 'nginx', 'Content-Type': 'text/html' }).end(echo),
    { kind: 'Foreign', message: 'status 403 and text/html, sent by \'nginx\': "No access for [secret]"' },
  ],
  [
    'what is no HTTP',
    (incoming) => incoming.socket.end('hello\r\n\r\n'),
    { kind: 'Interrupted', reason: 'what came is no HTTP.' },
  ],
  [
    'headers that do not end',
    (_, response) => response.writeHead(200, { 'X-Long': 'x'.repeat(40_000) }).end(list),
    { kind: 'Interrupted', reason: 'the headers of its answer do not end.' },
  ],
  [
    'another protocol that nobody asked for',
    (incoming) =>
      incoming.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    { kind: 'Interrupted' },
  ],
  [
    'words in advance, and then the answer',
    (_, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.end(list);
    },
    { kind: 'Envelope' },
  ],
  ['a body that drips', drip, { kind: 'TimedOut', milliseconds: 300 }],
  ['a body with a byte order mark', (_, response) => response.end(`\uFEFF${list}`), { kind: 'Envelope' }],
  [
    'a redirect',
    (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    { kind: 'Unreadable' },
  ],
  [
    'a connection that breaks',
    (incoming) => incoming.socket.destroy(),
    { kind: 'Interrupted', reason: 'the connection broke off.' },
  ],
  ['silence', () => undefined, { kind: 'TimedOut', milliseconds: 300 }],
])('%s', async (_name, listener, expected) => {
  // What does not wait for the time to be over has more of it than any machine needs.
  const attemptTimeoutMs = 'milliseconds' in expected ? 300 : 20_000;
  const client = await pair(listener, { attemptTimeoutMs, maxBodyBytes: 100_000 });
  expect(await client.get(request, never)).toMatchObject(expected);
});

test('a server that is not there', async () => {
  const client = createClickTimeClient({ ...defaultClientOptions, baseUrl: 'http://127.0.0.1:1' });
  expect(await client.get(request, never)).toMatchObject({
    kind: 'Interrupted',
    reason: 'the connection was refused.',
  });
  await client.close();
});

test('a server that does not speak TLS where it should', async () => {
  const server = await new Promise<Server>((resolve) => {
    const started = createServer((_, response) => response.end(list)).listen(0, '127.0.0.1', () => resolve(started));
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = createClickTimeClient({ ...defaultClientOptions, baseUrl: `https://127.0.0.1:${port}` });
  expect(await client.get(request, never)).toMatchObject({
    kind: 'Interrupted',
    unreachable: true,
    reason: expect.stringMatching(/^no secure connection came about \([A-Z_]+\)\.$/),
  });
  await client.close();
  server.close();
});

test('an abort ends the attempt at both ends', async () => {
  const controller = new AbortController();
  let left: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (left = resolve));
  const client = await pair((_, response) => {
    response.once('close', left);
    response.writeHead(200, { 'Content-Length': '1000' }).write('{');
    controller.abort(new Error('the client left'));
  });
  await expect(client.get(request, controller.signal)).rejects.toThrow('the client left');
  await gone;
  await expect(client.get(request, controller.signal)).rejects.toThrow('the client left');
});

test.each([400, 200])('a token that is repeated in an answer of status %i is taken out', async (status) => {
  const client = await pair((_, response) => {
    response.writeHead(status).end('{"data":null,"errors":[{"Message":"No such token: t0ken"}]}');
  });
  expect(await client.get(request, never)).toMatchObject({ message: 'No such token: [secret]' });
});

test.each(['a\r\nX-Other: b', '', 'with blank', 'caf\u00e9'])(
  'a token that cannot be a header is refused here: %j',
  async (token) => {
    let requests = 0;
    const client = await pair((_, response) => {
      requests++;
      response.end(list);
    });
    expect(await client.get({ ...request, credentials: new Secret(token) }, never)).toMatchObject({
      kind: 'Refused',
      status: 401,
    });
    expect(requests).toBe(0);
  },
);
