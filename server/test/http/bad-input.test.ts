/**
 * Whatever a client gets wrong: each has a code, a status and a target, and no stack trace. The texts themselves are
 * proved where they are made; this file proves that every kind of mistake comes out as the error it is.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalOf } from '../../src/http/unreadable.ts';
import { type Fixture, get, type Reply, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

/** The error of an answer, which must be OData's and must not show how the service is made. */
function errorOf(reply: Reply): Readonly<Record<string, unknown>> {
  const body: { readonly error: Readonly<Record<string, unknown>> } = JSON.parse(reply.text);
  expect(reply.headers['content-type']).toMatch(/^application\/json;odata\.metadata=minimal/);
  expect(reply.headers['odata-version']).toBe('4.0');
  expect(Object.keys(body)).toEqual(['error']);
  expect(reply.text).not.toMatch(/\bat .+:\d+:\d+|node:internal|node_modules|\.ts\b|\.js\b/);
  expect(body.error['message']).toEqual(expect.stringMatching(/\S{3}/));
  return body.error;
}

const stranger = "There is no 'X'";

test.each<readonly [string, number, string, string | undefined]>([
  // Names
  ['Persons', 404, 'UnknownResource', 'Persons'],
  ['people', 404, 'UnknownResource', 'people'],
  ['People?$filter=Nam eq 1', 400, 'UnknownProperty', '$filter'],
  ['People?$select=Nam', 400, 'UnknownProperty', '$select'],
  ['People?$orderby=Nam', 400, 'UnknownProperty', '$orderby'],
  ['People?$expand=Trps', 400, 'UnknownProperty', '$expand'],
  ["People?$filter=startwith(FirstName,'a')", 400, 'UnknownFunction', '$filter'],
  ['People?$fitler=Age eq 1', 400, 'UnknownQueryOption', '$fitler'],
  ['People?$filter=Age eq @a', 400, 'UnknownParameterAlias', '@a'],
  // Values
  ['People?$top=-1', 400, 'InvalidQueryOption', '$top'],
  ['People?$top=abc', 400, 'InvalidQueryOption', '$top'],
  ['People?$skip=1.5', 400, 'InvalidQueryOption', '$skip'],
  ['People?$top=5&$top=6', 400, 'DuplicateQueryOption', '$top'],
  ['People?$top=5&top=6', 400, 'DuplicateQueryOption', '$top'],
  ["People?$filter=Age eq 'old'", 400, 'TypeMismatch', '$filter'],
  ['People?$filter=FirstName eq 5', 400, 'TypeMismatch', '$filter'],
  ['Trips?$filter=StartsOn eq 2024-02-30', 400, 'InvalidQueryOption', '$filter'],
  ['People?$filter=FirstName', 400, 'TypeMismatch', '$filter'],
  // Syntax
  ['People?$filter=', 400, 'SyntaxError', '$filter'],
  ["People?$filter=FirstName eq 'a", 400, 'SyntaxError', '$filter'],
  ['People?$filter=(Age eq 1', 400, 'SyntaxError', '$filter'],
  ['People?$filter=Age eqq 1', 400, 'SyntaxError', '$filter'],
  ["People('a'", 400, 'SyntaxError', 'path'],
  // Keys
  ["People('nobody here')", 404, 'EntityNotFound', undefined],
  ['People(5)', 400, 'InvalidKey', 'People'],
  ['Flights(1)', 400, 'InvalidKey', 'Flights'],
  // Places
  ["People('russellwhyte')?$filter=Age eq 1", 400, 'QueryOptionNotAllowed', '$filter'],
  ['?$top=5', 400, 'QueryOptionNotAllowed', '$top'],
  ['People/russellwhyte/x', 404, 'UnknownResource', 'x'],
  // Encoding
  ['People?$filter=FirstName%20eq%20%27%zz%27', 400, 'MalformedUrl', '$filter'],
  ['People?$filter=FirstName%20eq%20%27%ff%27', 400, 'MalformedUrl', '$filter'],
  ['Peo%ple', 400, 'MalformedUrl', 'path'],
  ["People('%C0%80')", 400, 'MalformedUrl', 'path'],
  // Next links
  ['People?$skiptoken=abc', 400, 'InvalidSkiptoken', '$skiptoken'],
  ['People?$skiptoken=', 400, 'InvalidQueryOption', '$skiptoken'],
  // Formats
  ['People?$format=atom', 406, 'NotAcceptable', '$format'],
  ['$metadata?$format=text/csv', 406, 'NotAcceptable', '$format'],
  ['People?$format=csv', 400, 'InvalidQueryOption', '$format'],
  // Known to OData, not done here
  ['People?$apply=groupby((Foo))', 400, 'UnknownProperty', '$apply'],
  ['People?$apply=aggregate(Age)', 400, 'InvalidQueryOption', '$apply'],
  ["People('russellwhyte')/Nonsense.Type", 404, 'UnknownResource', 'Nonsense.Type'],
  ['People?$apply=traverse($root/People,Tree,UserName,preorder)', 501, 'UnsupportedFeature', '$apply'],
  ['People?$deltatoken=x', 501, 'UnsupportedFeature', '$deltatoken'],
  ['People/$each', 501, 'UnsupportedFeature', '$each'],
])('%s', async (path, status, code, target) => {
  const reply = await get(server.serviceRoot, path);
  const error = errorOf(reply);
  expect({ status: reply.status, code: error['code'], target: error['target'] }).toEqual({ status, code, target });
});

test.each([
  ['/odata/v4/People//', "behind '/People'"],
  ['/odata/v4/People//?$top=1', "behind '/People'"],
  ['/odata/v4//People', 'at its beginning'],
  ['/odata/v4//', 'at its beginning'],
  ['/odata/v4/People//Age', "behind '/People'"],
  ["/odata/v4/People('russellwhyte')//Trips", "behind '/People('russellwhyte')'"],
  ["/odata/v4/People('russellwhyte')/Age//$value", "behind '/People('russellwhyte')/Age'"],
  ['/odata/v4/$metadata//', "behind '/$metadata'"],
  ['/odata/v4/People//$count', "behind '/People'"],
  ['/odata/v4/People///', "behind '/People'"],
  ['//odata/v4/People', 'at its beginning'],
  ['/odata//v4/People', "behind '/odata'"],
  ['/connect//', "behind '/connect'"],
])('an empty path segment: %s', async (target, where) => {
  const reply = await send(server.serviceRoot, target);
  expect(reply.status).toBe(400);
  const error = errorOf(reply);
  expect(error).toMatchObject({ code: 'SyntaxError', target: 'path' });
  expect(error['message']).toBe(`The path has two slashes ${where}, with nothing in between. Write one.`);
});

test('near misses are named', async () => {
  const { text } = await get(server.serviceRoot, "People?$filter=FirstNam eq 'x'");
  expect(text).toContain("Did you mean 'FirstName'");
  expect(text).not.toContain(stranger);
});

test('a URL that is too long, in the path or in the query', async () => {
  const long = await get(server.serviceRoot, `People?$filter=Age eq ${'1'.repeat(4000)}`);
  expect(long.status).toBe(414);
  expect(errorOf(long)['code']).toBe('UrlTooLong');
  expect((await get(server.serviceRoot, 'P'.repeat(4000))).status).toBe(414);
  const endless = await get(server.serviceRoot, `People?$filter=${'('.repeat(100_000)}`);
  expect(endless.status).toBe(431);
  expect(errorOf(endless)['code']).toBe('UnreadableRequest');
});

test.each([
  ['with a query', 'People?x='],
  ['without', 'P'],
])(
  'a URL %s may be as long as is said, not one character longer, and the error counts all of them',
  async (_, start) => {
    const limit = 1_000;
    const own = await startFixture({ server: { maxUrlLength: limit } });
    const target = (length: number): string => `/odata/v4/${start}`.padEnd(length, 'x');
    expect((await send(own.serviceRoot, target(limit))).status).not.toBe(414);
    const longer = await send(own.serviceRoot, target(limit + 1));
    expect(longer.status).toBe(414);
    expect(errorOf(longer)['message']).toContain('1001');
    await own.close();
  },
);

test('nesting without end', async () => {
  const reply = await get(server.serviceRoot, `People?$filter=${'('.repeat(1500)}Age eq 1${')'.repeat(1500)}`);
  expect(reply.status).toBe(400);
  expect(errorOf(reply)['code']).toBe('QueryTooComplex');
});

test('a next link of another query, and one whose bytes were changed', async () => {
  const page = await get(server.serviceRoot, 'People?$top=3', { ...signedIn, Prefer: 'maxpagesize=1' });
  const { '@odata.nextLink': link } = JSON.parse(page.text);
  const token = new URL(link).searchParams.get('$skiptoken') ?? '';
  const other = await get(server.serviceRoot, `Trips?$skiptoken=${encodeURIComponent(token)}`);
  expect(errorOf(other)).toMatchObject({ code: 'SkiptokenMismatch', target: '$skiptoken' });
  const changed = await get(server.serviceRoot, `People?$top=3&$skiptoken=${encodeURIComponent(`${token}x`)}`);
  expect(changed.status).toBe(400);
  expect(errorOf(changed)['target']).toBe('$skiptoken');
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is not possible', async (method) => {
  const reply = await send(server.serviceRoot, '/odata/v4/People', signedIn, method);
  expect(reply.status).toBe(405);
  expect(reply.headers['allow']).toBe('GET, HEAD, OPTIONS');
  expect(errorOf(reply)['code']).toBe('MethodNotAllowed');
});

test.each([
  ['Accept', 'application/atom+xml', 406, 'NotAcceptable'],
  ['OData-MaxVersion', '3.0', 400, 'UnsupportedVersion'],
  ['OData-Version', '2.0', 400, 'UnsupportedVersion'],
  ['OData-Isolation', 'snapshot', 412, 'UnsupportedIsolation'],
  ['Isolation', 'snapshot', 412, 'UnsupportedIsolation'],
])('%s: %s', async (name, value, status, code) => {
  const reply = await get(server.serviceRoot, 'People', { ...signedIn, [name]: value });
  expect(reply.status).toBe(status);
  expect(errorOf(reply)).toMatchObject({ code, target: name });
});

test.each([
  ['a path that leads nowhere', '/elsewhere', 404, 'UnknownResource'],
  ['a root in other letters', '/OData/V4/People', 404, 'UnknownResource'],
  ['a way out', '/odata/v4/../../etc/passwd', 400, 'SyntaxError'],
])('%s', async (_, target, status, code) => {
  const reply = await send(server.serviceRoot, target);
  expect(reply.status).toBe(status);
  expect(errorOf(reply)['code']).toBe(code);
});

test.each([
  ['nothing like HTTP', 'hello\r\n\r\n', 'UnreadableRequest', 'not valid HTTP'],
  [
    'a URL with a space',
    'GET /odata/v4/People?$filter=Age eq 1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'MalformedUrl',
    'a space as %20',
  ],
  [
    'a URL with a letter beyond ASCII',
    'GET /odata/v4/Zo\u00eb HTTP/1.1\r\nHost: a\r\n\r\n',
    'MalformedUrl',
    'percent-encoded',
  ],
  ['a header without a name', 'GET /odata/v4/ HTTP/1.1\r\n: x\r\n\r\n', 'UnreadableRequest', 'headers is not valid'],
  [
    'a length that is none',
    'GET /odata/v4/ HTTP/1.1\r\nContent-Length: x\r\n\r\n',
    'UnreadableRequest',
    'headers is not',
  ],
])('%s', async (_, text, code, said) => {
  const reply = await raw(text);
  expect(reply).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(reply).toContain('Connection: close');
  expect(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).toMatchObject({
    error: { code, message: expect.stringContaining(said) },
  });
});

test('headers without end, and a request that does not come to its end', () => {
  expect(refusalOf('HPE_HEADER_OVERFLOW').status).toBe(431);
  expect(refusalOf('ERR_HTTP_REQUEST_TIMEOUT').status).toBe(408);
});

/** Sends bytes as they are and gives what comes back until the server hangs up. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(server.serviceRoot);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

test('the log tells of errors without the query, which may hold data', () => {
  const text = server.log.join('');
  expect(text).toContain('"path":"/odata/v4/People"');
  expect(text).not.toContain('FirstNam');
});
