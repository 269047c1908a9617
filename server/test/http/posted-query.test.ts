/** Query options in the body (URL Conventions 4.17): what a GET with the same options answers, and no more than that. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, get, getJson, limits, type Reply, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const post = (path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  send(
    server.serviceRoot,
    `${new URL(server.serviceRoot).pathname}${path}`,
    { ...signedIn, 'Content-Type': 'text/plain', ...headers },
    'POST',
    body,
  );

test.each([
  [
    'People/$query',
    "$filter=FirstName%20eq%20'Russell'&$select=UserName,Age",
    "People?$filter=FirstName eq 'Russell'&$select=UserName,Age",
  ],
  ['People/%24query?$select=Age', '$top=1', 'People?$select=Age&$top=1'],
  ['People/$query', '', 'People'],
  ["People('russellwhyte')/Trips/$query", '$orderby=Name+desc', "People('russellwhyte')/Trips?$orderby=Name desc"],
  ["People('russellwhyte')/FirstName/$query", '$format=json', "People('russellwhyte')/FirstName"],
  ['People/$count/$query', '$filter=Age%20eq%2041', 'People/$count?$filter=Age eq 41'],
  ['$entity/$query', "$id=People('russellwhyte')", "$entity?$id=People('russellwhyte')"],
  ['$query', '', ''],
])('POST %s with %s', async (path, body, same) => {
  const posted = await post(path, body);
  const got = await get(server.serviceRoot, same);
  expect(posted.status).toBe(200);
  expect(posted.text).toBe(got.text);
});

test('next links are to be got, and have all options', async () => {
  const { text } = await post('People/$query?$select=UserName', '$orderby=UserName', { Prefer: 'maxpagesize=2' });
  const next = String(JSON.parse(text)['@odata.nextLink']);
  expect(next).toContain('People?$select=UserName&$orderby=UserName&$skiptoken=');
  expect(await getJson(server.serviceRoot, next.slice(server.serviceRoot.length))).toHaveProperty('value');
});

test.each<readonly [path: string, body: string, headers: Record<string, string>, status: number, code: string]>([
  ['People/$query', '$top=1', { 'Content-Type': 'application/json' }, 415, 'UnsupportedMediaType'],
  ['People/$query', '$top=1', { 'Content-Type': '' }, 415, 'UnsupportedMediaType'],
  ['People/$query', '$top=1', { 'Content-Encoding': 'gzip' }, 415, 'UnsupportedMediaType'],
  ['People/$query', '$filter=Age eq 41', {}, 400, 'MalformedUrl'],
  ['People/$query', '$top=1\n$skip=1', {}, 400, 'MalformedUrl'],
  ['People/$query?$top=1', '$top=2', {}, 400, 'DuplicateQueryOption'],
  ['People/$query', '$filter=Ag%20eq%201', {}, 400, 'UnknownProperty'],
  ['People/$query', `$filter=Age%20eq%201${'%20or%20Age%20eq%201'.repeat(300)}`, {}, 413, 'BodyTooLarge'],
  ['People/$query', 'x'.repeat(5_000_000), {}, 413, 'BodyTooLarge'],
  [
    `People/$query?$filter=${'a'.repeat(limits.maxUrlLength / 2)}`,
    'b'.repeat(limits.maxUrlLength / 2),
    {},
    414,
    'UrlTooLong',
  ],
  ['Peple/$query', '', {}, 404, 'UnknownResource'],
  ['People/query', '', {}, 405, 'MethodNotAllowed'],
])('POST %s is refused (%#)', async (path, body, headers, status, code) => {
  const reply = await post(path, body, headers);
  expect({ status: reply.status, code: JSON.parse(reply.text).error.code }).toEqual({ status, code });
});

test('a body without a Content-Type is refused, and without signing in nothing is read', async () => {
  const target = `${new URL(server.serviceRoot).pathname}People/$query`;
  expect((await send(server.serviceRoot, target, signedIn, 'POST', '$top=1')).status).toBe(415);
  expect((await send(server.serviceRoot, target, { 'Content-Type': 'text/plain' }, 'POST', '$top=1')).status).toBe(401);
});

test('there is nothing to get', async () => {
  const { status, headers } = await get(server.serviceRoot, 'People/$query');
  expect([status, headers.allow]).toEqual([405, 'POST, OPTIONS']);
});

test('in batches of both formats', async () => {
  const json = {
    requests: [
      {
        id: '1',
        method: 'post',
        url: 'People/$query',
        headers: { 'content-type': 'text/plain' },
        body: '$filter=Age%20eq%2041&$select=Age',
      },
      { id: '2', method: 'get', url: '$1/$count' },
      {
        id: '3',
        method: 'post',
        url: 'People/$query',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(5_000),
      },
    ],
  };
  const prefer = { Prefer: 'continue-on-error' };
  const answered = await post('$batch', JSON.stringify(json), { 'Content-Type': 'application/json', ...prefer });
  expect(JSON.parse(answered.text)).toMatchObject({
    responses: [{ status: 200, body: { value: [{ Age: 41 }] } }, { status: 200, body: '5' }, { status: 413 }],
  });
  const lines = [
    '--b',
    'Content-Type: application/http',
    '',
    'POST People/$query HTTP/1.1',
    'Content-Type: text/plain',
    '',
    '$filter=Age%20eq%2041&$select=Age',
    '--b--',
    '',
  ];
  const multipart = await post('$batch', lines.join('\r\n'), { 'Content-Type': 'multipart/mixed;boundary=b' });
  expect(multipart.text).toContain('"Age":41}]');
});
