/**
 * What libraries would not send, byte by byte over sockets: each is answered in the service's own form, and nothing that
 * follows a good request spoils its answer.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, startFixture } from './fixture.ts';

/** Far more than the system keeps for a socket. */
const LONG = 20_000_000;
const airlines = Array.from({ length: 1_000 }, (_, index) => ({ Code: `${index}`, Name: 'x'.repeat(LONG / 1_000) }));

/** However busy the machine is. */
let server: Fixture;
beforeAll(async () => {
  const memory = createMemorySource({ rowsBySet: { ...tripPinRows, Airlines: airlines } });
  // Nothing is answered at once, so that whatever follows a request comes before its answer is made.
  const authenticate = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  server = await startFixture({ source: { ...memory, authenticate } });
});
afterAll(() => server.close());

function open(text: string, serviceRoot = server.serviceRoot): Socket {
  const { hostname, port } = new URL(serviceRoot);
  const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1')).setEncoding('latin1');
  socket.on('error', () => undefined);
  return socket;
}

/** What comes back until the server hangs up. */
async function talk(text: string): Promise<string> {
  const socket = open(text);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer;
}

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Every answer in what came back; each but an interim one says how long it is. */
function answersIn(text: string): readonly Answer[] {
  const answers: Answer[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const headers = rest.slice(0, end);
    const length = Number(/^Content-Length: (\d+)/im.exec(headers)?.[1] ?? 0);
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(headers) ?? [];
    answers.push({ status: Number(status), headers, body: rest.slice(end, end + length) });
    rest = rest.slice(end + length);
  }
  return answers;
}

const statusesOf = async (text: string): Promise<readonly number[]> =>
  answersIn(await talk(text)).map(({ status }) => status);

const auth = 'Authorization: Token any\r\n';
const close = 'Connection: close\r\n';
const versions = 'OData-MaxVersion: 4.01\r\nOData-MaxVersion: 4.0\r\n';
const root = '/odata/v4/';
const get = (target: string, headers = `Host: a\r\n${auth}`): string => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;

function expectOurForm({ headers, body }: Answer, code: string): void {
  expect(headers).toContain('Content-Type: application/json;odata.metadata=minimal;charset=utf-8\r\n');
  expect(headers).toContain('OData-Version: 4.0\r\n');
  expect(headers).toContain('Access-Control-Allow-Origin: *\r\n');
  expect(headers).toContain('X-Content-Type-Options: nosniff\r\n');
  expect(headers).toMatch(/^Date: .+ GMT\r$/m);
  expect(headers).toContain('Connection: close\r\n');
  expect(JSON.parse(body)).toMatchObject({ error: { code, message: expect.stringMatching(/\S{3}/) } });
}

test.each([
  ['no Host', get(root, auth), 400, 'UnreadableRequest'],
  ['two Hosts', get(root, `Host: a\r\nHost: b\r\n${auth}`), 400, 'UnreadableRequest'],
  ['two Hosts that are the same', get(root, `Host: a\r\nhost: a\r\n${auth}`), 400, 'UnreadableRequest'],
  ['a Host that is none', get(root, `Host: a b\r\n${auth}`), 400, 'UnreadableRequest'],
  ['a Host with a path', get(root, `Host: a/b\r\n${auth}`), 400, 'UnreadableRequest'],
  ['a Host with a user', get(root, `Host: a@b\r\n${auth}`), 400, 'UnreadableRequest'],
  ['a Host without end', get(root, `Host: ${'a'.repeat(301)}\r\n${auth}`), 400, 'UnreadableRequest'],
  ['two callers', get(root, `Host: a\r\n${auth}Authorization: Token other\r\n`), 400, 'UnreadableRequest'],
  ['one caller, told twice', get(root, `Host: a\r\n${auth}authorization: Token any\r\n`), 400, 'UnreadableRequest'],
  ['two callers of the liveness', get('/health', `Host: a\r\n${auth}${auth}`), 400, 'UnreadableRequest'],
  ['two callers in one', get(root, 'Host: a\r\nAuthorization: Token a, Basic b\r\n'), 400, 'UnreadableRequest'],
  ['two versions', get(root, `Host: a\r\n${auth}${close}${versions}`), 400, 'UnsupportedVersion'],
  ['an expectation nobody knows', get(root, `Host: a\r\nExpect: x\r\n${auth}`), 417, 'UnmetExpectation'],
  ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 405, 'MethodNotAllowed'],
  ['HTTP/0.9', 'GET /odata/v4/\r\n\r\n', 400, 'UnreadableRequest'],
  ['a version of HTTP that is not spoken', `GET ${root} HTTP/2.0\r\nHost: a\r\n\r\n`, 400, 'UnreadableRequest'],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'UnreadableRequest'],
  ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'UnreadableRequest'],
  ['two lengths', get(root, `Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n`), 400, 'UnreadableRequest'],
  [
    'a length and chunks',
    get(root, `Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n`),
    400,
    'UnreadableRequest',
  ],
])('%s', async (_, text, status, code) => {
  const [answer, ...others] = answersIn(await talk(text));
  expect([answer?.status, others]).toEqual([status, []]);
  if (answer !== undefined) expectOurForm(answer, code);
});

test('the answer to CONNECT says what is possible', async () => {
  expect(await talk('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n')).toContain('Allow: GET, HEAD, OPTIONS\r\n');
});

test.each([
  ['an empty Host, where the target has none', get(root, `Host:\r\n${auth}${close}`), 200],
  ['a Host that only containers have', get(root, `Host: my_service:8080\r\n${auth}${close}`), 200],
  ['an address as Host', get(root, `Host: [::1]:8080\r\n${auth}${close}`), 200],
  ['HTTP/1.0 without Host', `GET ${root} HTTP/1.0\r\n${auth}\r\n`, 200],
  ['HTTP/1.0, which knows no expectations', `GET ${root} HTTP/1.0\r\nExpect: x\r\n${auth}\r\n`, 200],
  [
    'the promise of a body, which nobody asks for',
    get(root, `Host: a\r\n${auth}Expect: 100-continue\r\n${close}`),
    200,
  ],
  ['that promise in other letters', get(root, `Host: a\r\n${auth}Expect: 100-Continue\r\n${close}`), 200],
  [
    'a body that is promised and not wanted',
    `POST ${root} HTTP/1.1\r\nHost: a\r\n${auth}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n`,
    405,
  ],
  [
    'an upgrade to another protocol',
    get(root, `Host: a\r\n${auth}Connection: Upgrade, close\r\nUpgrade: websocket\r\n`),
    200,
  ],
  ['an upgrade to HTTP/2', get(root, `Host: a\r\n${auth}Connection: Upgrade, close\r\nUpgrade: h2c\r\n`), 200],
  ['the whole URL as target', get(`http://a${root}People`, `Host: a\r\n${auth}${close}`), 200],
  ['the whole URL of the liveness', get('http://a/health', `Host: a\r\n${close}`), 200],
  ['OPTIONS of the server as a whole', `OPTIONS * HTTP/1.1\r\nHost: a\r\n${close}\r\n`, 204],
  ['OPTIONS without credentials', `OPTIONS ${root}People HTTP/1.1\r\nHost: a\r\n${close}\r\n`, 204],
  ['a star for GET', get('*', `Host: a\r\n${auth}${close}`), 404],
  ['empty lines in front', `\r\n\r\n${get(root, `Host: a\r\n${auth}${close}`)}`, 200],
])('%s', async (_, text, status) => {
  expect(await statusesOf(text)).toEqual([status]);
});

test.each([
  ['that is nothing like HTTP', 'garbage garbage\r\n\r\n', [200, 400]],
  ['that is another request, and then garbage', `${get(root)}garbage\r\n\r\n`, [200, 200, 400]],
  ['that is a URL with a blank', 'GET /odata/v4/a b HTTP/1.1\r\nHost: a\r\n\r\n', [200, 400]],
  ['that is a request without Host', get(root, auth), [200, 400]],
  ['that is CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', [200, 405]],
  ['that is an expectation', get(root, `Host: a\r\nExpect: x\r\n`), [200, 417]],
  ['that is headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(60_000)}`, [200, 431]],
])('a good request, and behind it something %s', async (_, behind, statuses) => {
  expect(await statusesOf(`${get(root)}${behind}`)).toEqual(statuses);
});

test('behind a request that is the last one nothing is answered', async () => {
  const answers = answersIn(await talk(`${get(root, `Host: a\r\n${auth}${close}`)}garbage\r\n\r\n`));
  expect(answers.map(({ status }) => status)).toEqual([200]);
});

test.each([
  ['with garbage behind it', get(`${root}Airlines`), 'garbage\r\n\r\n'.repeat(100_000)],
  ['as the last one', get(`${root}Airlines`, `Host: a\r\n${auth}${close}`), 'garbage\r\n\r\n'.repeat(100_000)],
  [
    'with CONNECT behind it',
    get(`${root}Airlines`),
    `CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n${'x'.repeat(1_000_000)}`,
  ],
])('a long answer that is read slowly comes whole, %s', async (_, request, behind) => {
  const socket = open(`${request}${behind}`);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'data');
  socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.resume();
  await once(socket, 'close');
  const [first] = answersIn(answer);
  expect(first?.status).toBe(200);
  expect(first?.body.length).toBeGreaterThan(LONG);
  expect(first?.body.endsWith('}')).toBe(true);
});

test('a long body that nobody reads does not cost its client the answer', async () => {
  const body = 'x'.repeat(5_000_000);
  const text = await talk(`POST ${root} HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: ${body.length}\r\n\r\n${body}`);
  expect(answersIn(text).map(({ status }) => status)).toEqual([405]);
});

test.each([
  ['pipelines', get(`${root}Airlines`)],
  ['asks for CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
])('a client that %s and leaves does not keep the server from closing', async (_, behind) => {
  const memory = createMemorySource({ rowsBySet: { ...tripPinRows, Airlines: airlines } });
  const own = await startFixture({ source: memory });
  const socket = open(`${get(`${root}Airlines`)}${behind}`, own.serviceRoot);
  await once(socket, 'data');
  socket.destroy();
  await expect(own.close()).resolves.toBeUndefined();
});

test('a client that goes on sending what is not read does not keep its connection', async () => {
  const socket = open('garbage\r\n\r\n');
  const more = setInterval(() => socket.write('garbage\r\n'), 20);
  socket.resume();
  await once(socket, 'close');
  clearInterval(more);
  expect(socket.destroyed).toBe(true);
});
