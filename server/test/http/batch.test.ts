/** Batches over real sockets: what clients send, what comes back, and what nobody should send. */
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { createMemoryBudget } from '../../src/util/memory-budget.ts';
import type { Batch } from '../../src/source/batch.ts';
import { abortable } from '../../src/util/abortable.ts';
import { systemClock } from '../../src/util/clock.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, type Headers, type Reply, send, signedIn, startFixture } from './fixture.ts';

/** However busy the machine is. */
vi.setConfig({ testTimeout: 30_000 });

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const multipart = (body: string, headers: Headers = {}, boundary = 'b'): Promise<Reply> =>
  send(
    server.serviceRoot,
    '/odata/v4/$batch',
    { ...signedIn, 'Content-Type': `multipart/mixed; boundary=${boundary}`, ...headers },
    'POST',
    body,
  );

interface JsonAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body?: unknown;
}

const json = (requests: readonly unknown[], headers: Headers = {}): Promise<Reply> =>
  send(
    server.serviceRoot,
    '/odata/v4/$batch',
    { ...signedIn, 'Content-Type': 'application/json', ...headers },
    'POST',
    JSON.stringify({ requests }),
  );

async function jsonAnswers(requests: readonly unknown[], headers?: Headers): Promise<readonly JsonAnswer[]> {
  const reply = await json(requests, headers);
  expect(reply.status).toBe(200);
  const { responses } = JSON.parse(reply.text) as { readonly responses: readonly JsonAnswer[] };
  return responses;
}

const getting = (url: string, id = '1', more = {}): Readonly<Record<string, unknown>> => ({
  id,
  method: 'GET',
  url,
  ...more,
});

/** A part as a client writes it. */
const part = (request: string, ...mime: readonly string[]): string =>
  ['--b', 'Content-Type: application/http', ...mime, '', request, '', '', ''].join('\r\n');

interface PartAnswer {
  readonly status: number;
  readonly contentId: string | undefined;
  readonly head: string;
  readonly body: string;
}

function partsOf({ headers, text }: Reply): readonly PartAnswer[] {
  const boundary = /^multipart\/mixed; boundary=(\S+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '?';
  const [, ...sections] = `\r\n${text}`.split(`\r\n--${boundary}`);
  expect(sections.pop()).toBe('--\r\n');
  return sections.map((section) => {
    const [mime = '', head = '', ...rest] = section.split('\r\n\r\n');
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
      contentId: /^Content-ID: (.*)$/m.exec(mime)?.[1]?.trim(),
      head,
      body: rest.join('\r\n\r\n'),
    };
  });
}

const russell = "People('russellwhyte')";

test('what the model of OpenUI5 sends in its default group', async () => {
  const accept = 'Accept:application/json;odata.metadata=minimal;IEEE754Compatible=true\r\nAccept-Language:en';
  const content = 'Content-Type:application/json;charset=UTF-8;IEEE754Compatible=true';
  const asked = [
    "People?$count=true&$filter=FirstName%20eq%20'Russell'&$select=UserName&$skip=0&$top=100",
    `${russell}?$select=Age,UserName&$expand=Trips($select=TripId)`,
  ];
  const boundary = 'batch_id-1700000000000-42';
  const lines = asked.flatMap((url) => [
    `--${boundary}`,
    'Content-Type:application/http',
    'Content-Transfer-Encoding:binary',
    '',
    `GET ${url} HTTP/1.1`,
    accept,
    content,
    '',
    '',
  ]);
  const reply = await multipart(
    [...lines, `--${boundary}--`, ''].join('\r\n'),
    {
      Accept: 'multipart/mixed',
      'OData-MaxVersion': '4.0',
      'OData-Version': '4.0',
      'X-CSRF-Token': 'Fetch',
      'MIME-Version': '1.0',
    },
    boundary,
  );
  expect(reply).toMatchObject({ status: 200, headers: { 'odata-version': '4.0' } });
  const [list, person, ...more] = partsOf(reply);
  expect(more).toEqual([]);
  expect(list).toMatchObject({ status: 200, contentId: undefined });
  expect(list?.head).toContain('OData-Version: 4.0');
  expect(JSON.parse(list?.body ?? '')).toMatchObject({ '@odata.count': '1', value: [{ UserName: 'russellwhyte' }] });
  expect(JSON.parse(person?.body ?? '')).toMatchObject({ Age: '41', Trips: expect.any(Array) });
});

test('a part answers what the request answers by itself', async () => {
  const paths = [
    '',
    '$metadata',
    'People?$top=2',
    `${russell}/LastName/$value`,
    'People/$count',
    'Peple',
    `${russell}/x`,
  ];
  const bodies = await Promise.all(paths.map((path) => send(server.serviceRoot, `/odata/v4/${path}`)));
  const together = `${paths.map((path) => part(`GET /odata/v4/${path} HTTP/1.1`)).join('')}--b--`;
  const parts = partsOf(await multipart(together, { Prefer: 'continue-on-error' }));
  expect(parts.map(({ status, body }) => [status, body])).toEqual(bodies.map(({ status, text }) => [status, text]));
  const inJson = await jsonAnswers(
    paths.map((path, index) => getting(`/odata/v4/${path}`, `${index}`)),
    { Prefer: 'continue-on-error' },
  );
  const asText = ({ headers, body }: JsonAnswer): unknown => {
    if (headers['content-type']?.startsWith('application/xml') !== true) return body;
    return Buffer.from(String(body), 'base64url').toString('utf8');
  };
  const wanted = bodies.map(({ headers, text }) =>
    /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : text,
  );
  expect(inJson.map(asText)).toEqual(wanted);
});

test.each([
  ['relative to the root', 'People?$top=1'],
  ['with a dot in front', './People?$top=1'],
  ['with a slash in front', '/odata/v4/People?$top=1'],
  ['absolute', 'ROOT/People?$top=1'],
  ['with blanks and letters beyond ASCII', "People?$filter=FirstName eq 'Rüssell' or Age gt 0&$top=1"],
])('a URL %s', async (_, url) => {
  const [answer] = await jsonAnswers([getting(url.replace('ROOT/', server.serviceRoot))]);
  expect(answer).toMatchObject({ id: '1', status: 200, body: { value: [{}] } });
});

test.each([
  ['on another host', 'http://example.org/odata/v4/People'],
  ['beside the root', '/health'],
  ['above the root', '../../health'],
  ['above the root, encoded', 'People/%2e%2e/%2E%2e/health'],
  ['on another host, without a scheme', '//example.org/odata/v4/People'],
])('a URL %s leads nowhere', async (_, url) => {
  const [answer] = await jsonAnswers([getting(url)]);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UnknownResource' } } });
});

test.each([
  ['longer than MAX_URL_LENGTH', `People?$filter=Age eq 1${' or Age eq 1'.repeat(400)}`],
  ['of a megabyte', 'x'.repeat(1_000_000)],
  ['that grows by its reference', `$long/${'x'.repeat(3_000)}`],
])('a URL %s is refused', async (_, url) => {
  const long = getting(`People('${'x'.repeat(3_000)}')`, 'long');
  const [, answer] = await jsonAnswers([long, getting(url)], { Prefer: 'continue-on-error' });
  expect(answer).toMatchObject({ status: 414, body: { error: { code: 'UrlTooLong' } } });
});

test('a Host header that names another server leads nowhere either', async () => {
  const [answer] = partsOf(await multipart(`${part('GET /odata/v4/People HTTP/1.1\r\nHost: example.org')}--b--`));
  expect(answer?.status).toBe(404);
});

test('a path may begin with what an earlier request asked for', async () => {
  const answers = await jsonAnswers([getting(russell, 'r'), getting('$r/Trips/$count', 'n', { dependsOn: ['r'] })]);
  expect(answers.map(({ id, status }) => [id, status])).toEqual([
    ['r', 200],
    ['n', 200],
  ]);
  const parts = [
    part(`GET ${russell} HTTP/1.1`, 'Content-ID: 1'),
    part('GET $1/LastName/$value HTTP/1.1', 'Content-ID: 2'),
  ];
  const [, name] = partsOf(await multipart(`${parts.join('')}--b--`));
  expect(name).toMatchObject({ status: 200, contentId: '2', body: 'Whyte' });
});

test('$metadata stays what it is, whatever a request is called', async () => {
  const answers = await jsonAnswers([getting(russell, 'metadata'), getting('$metadata', '2')]);
  expect(answers[1]?.headers['content-type']).toMatch(/^application\/xml/);
});

test('behind an error nothing is answered, unless the client prefers to continue', async () => {
  const requests = [getting('People/$count'), getting('Nobody', '2'), getting('People/$count', '3')];
  const codes = async (headers: Headers): Promise<readonly number[]> =>
    (await jsonAnswers(requests, headers)).map(({ status }) => status);
  expect(await codes({})).toEqual([200, 404]);
  expect(await codes({ Prefer: 'continue-on-error=false' })).toEqual([200, 404]);
  expect(await codes({ Prefer: 'odata.continue-on-error' })).toEqual([200, 404, 200]);
  const { headers } = await json(requests, { Prefer: 'odata.continue-on-error=true' });
  expect(headers['preference-applied']).toBe('odata.continue-on-error');
});

test('what depends on a failure fails, and what depends on that', async () => {
  const requests = [
    getting('Nobody', 'a'),
    getting('People/$count', 'b', { dependsOn: ['a'] }),
    getting('$b', 'c'),
    getting('People/$count', 'd'),
  ];
  const answers = await jsonAnswers(requests, { Prefer: 'continue-on-error' });
  expect(answers.map(({ status }) => status)).toEqual([404, 424, 424, 200]);
});

test('what changes data is refused part by part', async () => {
  const answers = await jsonAnswers(
    [
      { id: '1', method: 'POST', url: 'People', body: {} },
      getting('People/$count', '2', { atomicityGroup: 'g' }),
      getting('People/$count', '3', { dependsOn: ['g'] }),
      getting('People/$count', '4', { if: '$1/x' }),
      getting('People/$count', '5'),
    ],
    { Prefer: 'continue-on-error' },
  );
  expect(answers.map(({ status }) => status)).toEqual([405, 405, 424, 501, 200]);
  const changes = '--b\r\nContent-Type: multipart/mixed; boundary=c\r\nContent-ID: 7\r\n\r\n--c\r\n\r\n--c--\r\n';
  const [refused, ...others] = partsOf(await multipart(`${changes}${part('GET People HTTP/1.1')}--b--`));
  expect(refused).toMatchObject({ status: 405, contentId: '7' });
  expect(others).toEqual([]);
});

test('HEAD has headers alone', async () => {
  const [inParts] = partsOf(await multipart(`${part('HEAD People HTTP/1.1')}--b--`));
  expect(inParts).toMatchObject({ status: 200, body: '' });
  const [inJson] = await jsonAnswers([{ id: '1', method: 'head', url: 'People' }]);
  expect(inJson).not.toHaveProperty('body');
});

test('a part may be explained', async () => {
  const [plain, explained] = await jsonAnswers([
    getting('People'),
    getting('People', '2', { headers: { prefer: 'explain' } }),
  ]);
  expect(plain?.headers).not.toHaveProperty('query-plan');
  expect(explained?.headers).toMatchObject({ 'preference-applied': 'explain', 'query-plan': expect.any(String) });
});

test('the whole is compressed for clients that ask', async () => {
  const reply = await multipart(`${part('GET People HTTP/1.1')}--b--`, { 'Accept-Encoding': 'gzip' });
  expect(reply.headers['content-encoding']).toBe('gzip');
});

test('nobody else can be asked for', async () => {
  const others = { headers: { Authorization: 'Token other' } };
  const [other] = await jsonAnswers([getting('People', '1', others)]);
  expect(other).toMatchObject({ status: 403, body: { error: { code: 'OtherCredentials' } } });
  const [same] = await jsonAnswers([getting('People', '1', { headers: signedIn })]);
  expect(same?.status).toBe(200);
});

test('parts are of the version of the whole, or of their own', async () => {
  const requests = [getting('People'), getting('People', '2', { headers: { 'odata-maxversion': '4.0' } })];
  const reply = await json(requests, { 'OData-MaxVersion': '4.01' });
  expect(reply.headers['odata-version']).toBe('4.01');
  const answers = await jsonAnswers(requests, { 'OData-MaxVersion': '4.01' });
  expect(answers.map(({ headers }) => headers['odata-version'])).toEqual(['4.01', '4.0']);
});

test.each([
  ['nothing', {}, /^multipart\/mixed; /],
  ['anything', { Accept: '*/*' }, /^multipart\/mixed; /],
  ['JSON', { Accept: 'application/json;odata.metadata=minimal' }, /^application\/json/],
  ['both', { Accept: 'application/json, multipart/mixed' }, /^multipart\/mixed; /],
  ['all but multipart', { Accept: 'multipart/mixed;q=0, */*' }, /^application\/json/],
])('the Accept header of the whole asks for %s', async (_, headers, type) => {
  const reply = await multipart(`${part('GET People HTTP/1.1')}--b--`, headers);
  expect(reply.headers['content-type']).toMatch(type);
});

test('$format overrides Accept, and nothing else has a meaning for a batch', async () => {
  const ask = (query: string): Promise<Reply> =>
    send(
      server.serviceRoot,
      `/odata/v4/$batch?${query}`,
      { ...signedIn, 'Content-Type': 'multipart/mixed; boundary=b', Accept: 'multipart/mixed' },
      'POST',
      `${part('GET People HTTP/1.1')}--b--`,
    );
  expect(await ask('$format=json')).toMatchObject({ status: 200, headers: { 'content-type': /^application\/json/ } });
  expect((await ask('$top=1')).status).toBe(400);
});

const one = `${part('GET People HTTP/1.1')}--b--`;
const type = (value: string): Headers => ({ 'Content-Type': value });

test.each([
  ['of another type', one, type('text/plain'), 415, 'UnsupportedMediaType'],
  ['without a boundary', one, type('multipart/mixed'), 400, 'MalformedBatch'],
  [
    'with a boundary of 10,000 characters',
    one,
    type(`multipart/mixed;boundary=${'b'.repeat(9_000)}`),
    400,
    'MalformedBatch',
  ],
  ['that is compressed', one, { 'Content-Encoding': 'gzip' }, 415, 'UnsupportedMediaType'],
  ['whose answer must be XML', one, { Accept: 'application/xml' }, 406, 'NotAcceptable'],
  ['of version 3', one, { 'OData-MaxVersion': '3.0' }, 400, 'UnsupportedVersion'],
  ['of a snapshot', one, { 'OData-Isolation': 'snapshot' }, 412, 'UnsupportedIsolation'],
  ['that is cut off', part('GET People HTTP/1.1'), {}, 400, 'MalformedBatch'],
  ['that is empty', '', {}, 400, 'MalformedBatch'],
  ['of too many parts', `${part('GET People HTTP/1.1').repeat(101)}--b--`, {}, 413, 'BatchTooLarge'],
  ['of too many bytes', 'x'.repeat(1_048_577), {}, 413, 'BodyTooLarge'],
  ['of no JSON', '{"requests":[', type('application/json'), 400, 'MalformedBatch'],
  ['of deep JSON', '['.repeat(1_000_000), type('application/json'), 400, 'MalformedBatch'],
  ['of too much JSON', `[${'{},'.repeat(20_001)}{}]`, type('application/json'), 400, 'MalformedBatch'],
  ['of JSON without requests', '{}', type('application/json'), 400, 'MalformedBatch'],
  ['of JSON in another encoding', '{}', type('application/json;charset=latin1'), 415, 'UnsupportedMediaType'],
])('a batch %s is refused', async (_, body, headers, status, code) => {
  const reply = await multipart(body, headers);
  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { code } });
});

test.each([
  ['two with one id', [getting('People'), getting('People')]],
  ['what depends on a later one', [getting('People', '1', { dependsOn: ['2'] }), getting('People', '2')]],
  ['one without an id', [{ method: 'GET', url: 'People' }]],
  ['more than a hundred', Array.from({ length: 101 }, (_, index) => getting('People', `${index}`))],
])('a JSON batch of %s is refused as a whole', async (_, requests) => {
  expect([400, 413]).toContain((await json(requests)).status);
});

test.each([
  ['no request line', 'People'],
  ['another version of HTTP', 'GET People HTTP/2'],
  ['a blank in its URL', 'GET People?$filter=Age eq 1 HTTP/1.1'],
  ['headers without end', `GET People HTTP/1.1\r\n${'X: y\r\n'.repeat(65)}`],
  ['a header without end', `GET People HTTP/1.1\r\nX: ${'y'.repeat(20_000)}`],
  ['another batch inside', 'POST $batch HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"requests":[]}'],
  ['another batch inside, encoded', 'POST /odata/v4/%24batch/ HTTP/1.1'],
])('a part with %s is refused, and the others are answered', async (_, request) => {
  const reply = await multipart(`${part(request)}${part('GET People HTTP/1.1')}--b--`, { Prefer: 'continue-on-error' });
  expect(partsOf(reply).map(({ status }) => status)).toEqual([400, 200]);
});

test('a batch is posted, and browsers are told so', async () => {
  const reply = await send(server.serviceRoot, '/odata/v4/$batch');
  expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
  const preflight = await send(server.serviceRoot, '/odata/v4/$batch', {}, 'OPTIONS');
  expect(preflight.headers['access-control-allow-methods']).toBe('POST, OPTIONS');
});

test('without credentials the body is not read', async () => {
  expect((await multipart(one, { Authorization: '' })).status).toBe(401);
});

/** What comes back for bytes, until `isEnough`. */
async function talk(text: readonly string[], isEnough: (answer: string) => boolean): Promise<string> {
  const { hostname, port } = new URL(server.serviceRoot);
  const socket = connect(Number(port), hostname)
    .setEncoding('latin1')
    .on('error', () => undefined);
  let answer = '';
  const enough = new Promise<void>((resolve) => {
    socket.on('close', resolve).on('data', (data: string) => {
      answer += data;
      if (isEnough(answer)) resolve();
    });
  });
  for (const piece of text) {
    socket.write(piece);
    await setImmediate();
  }
  await enough;
  socket.destroy();
  return answer;
}

const head = (...more: readonly string[]): string =>
  ['POST /odata/v4/$batch HTTP/1.1', 'Host: x', 'Authorization: Token any', 'Content-Type: multipart/mixed; boundary=b']
    .concat(more, '', '')
    .join('\r\n');
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

test('a body may come in chunks, when it is asked for, and the connection goes on', async () => {
  const pieces = [
    head('Transfer-Encoding: chunked', 'Expect: 100-continue'),
    chunk(one.slice(0, 30)),
    chunk(one.slice(30)),
  ];
  const next = 'GET /odata/v4/People/$count HTTP/1.1\r\nHost: x\r\nAuthorization: Token any\r\n\r\n';
  const answer = await talk([...pieces, '0\r\n\r\n', next], (text) => text.endsWith('\r\n\r\n5'));
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  expect(answer).not.toMatch(/^Connection: close/m);
});

test('a body that never ends is refused as soon as it is too large', async () => {
  const endless = Array.from({ length: 20 }, () => chunk('x'.repeat(65_536)));
  const answer = await talk([head('Transfer-Encoding: chunked'), ...endless], (text) => text.includes('BodyTooLarge'));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/^Connection: close/m);
});

test('the answers of a batch are counted, and give their memory back', async () => {
  const memory = createMemoryBudget({ total: 16 * 1_048_576, clock: systemClock });
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ Code: `${index}`, Name: 'x'.repeat(4_000) }));
  const source = createMemorySource({ rowsBySet: { ...tripPinRows, Airlines: rows } });
  const small = await startFixture({ memory, source, server: { memory } });
  const requests = Array.from({ length: 8 }, (_, index) => getting('Airlines', `${index}`));
  const ask = (): Promise<Reply> =>
    send(
      small.serviceRoot,
      '/odata/v4/$batch',
      { ...signedIn, 'Content-Type': 'application/json', Prefer: 'continue-on-error' },
      'POST',
      JSON.stringify({ requests }),
    );
  const statuses = (reply: Reply): readonly number[] =>
    (JSON.parse(reply.text) as { readonly responses: readonly JsonAnswer[] }).responses.map(({ status }) => status);
  const first = statuses(await ask());
  expect(first).toEqual([200, 413, 413, 413, 413, 413, 413, 413]);
  expect(statuses(await ask())).toEqual(first);
  await small.close();
});

test('parts that are not answered in time say so, and those before are there', async () => {
  const memory = createMemorySource({ rowsBySet: tripPinRows });
  const never = { ...memory, read: (_: unknown, { signal }: { readonly signal: AbortSignal }) => readingFor(signal) };
  const slow = await startFixture({ source: never, limits: { requestTimeoutMs: 1_000 } });
  const reply = await send(
    slow.serviceRoot,
    '/odata/v4/$batch',
    { ...signedIn, 'Content-Type': 'application/json', Prefer: 'continue-on-error' },
    'POST',
    JSON.stringify({ requests: [getting(''), getting('People', '2'), getting('', '3')] }),
  );
  const { responses } = JSON.parse(reply.text) as { readonly responses: readonly JsonAnswer[] };
  expect(responses.map(({ status }) => status)).toEqual([200, 504, 504]);
  await slow.close();
});

/** Reads nothing until it is not waited for any more. */
async function* readingFor(signal: AbortSignal): AsyncGenerator<Batch> {
  yield await abortable<Batch>(signal, () => () => undefined);
}
