/** Preferences over HTTP (Protocol 8.2.8): what is not honoured changes nothing and is not acknowledged. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, get, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const ask = (path: string, prefer?: string) =>
  get(server.serviceRoot, path, prefer === undefined ? signedIn : { ...signedIn, Prefer: prefer });

const ignored = [
  'respond-async',
  'respond-async, wait=10',
  'track-changes',
  'odata.track-changes',
  'include-annotations="*"',
  'odata.include-annotations="-*"',
  'callback; url="http://127.0.0.1:9/called"',
  'continue-on-error',
  'odata.continue-on-error=false',
  'allow-entityreferences',
  'odata.allow-entityreferences',
  'return=minimal',
  'return=representation',
  'handling=strict',
  'unknown=1; and=2',
];

test.each(ignored)('Prefer: %s', async (prefer) => {
  for (const path of ['People?$expand=BestFriend', "People('russellwhyte')", 'People/$count', '$metadata', '']) {
    const plain = await ask(path);
    const preferred = await ask(path, prefer);
    expect({ status: preferred.status, text: preferred.text }).toEqual({ status: 200, text: plain.text });
    expect(preferred.headers['preference-applied']).toBeUndefined();
    expect(preferred.headers).not.toHaveProperty('location');
  }
});

test('what is honoured is said, beside what is not', async () => {
  const prefer = 'respond-async, odata.maxpagesize=2, track-changes, omit-values=nulls, return=minimal';
  const { headers, text } = await ask('People', prefer);
  expect(headers['preference-applied']).toBe('odata.maxpagesize=2, omit-values=nulls');
  expect(text).toContain('nextLink');
  expect(text).not.toContain('deltaLink');
  expect(headers['vary']).toMatch(/prefer/i);
});

test('the last page has neither a next link nor a delta link, whatever was preferred', async () => {
  const { text } = await ask('Airlines', 'track-changes');
  expect(text).not.toMatch(/nextLink|deltaLink/);
});

test('continue-on-error is for batches, which acknowledge it', async () => {
  const body = '{"requests":[{"id":"1","method":"get","url":"Peple"},{"id":"2","method":"get","url":"People/$count"}]}';
  const target = `${new URL(server.serviceRoot).pathname}$batch`;
  const headers = { ...signedIn, 'Content-Type': 'application/json', Prefer: 'continue-on-error' };
  const reply = await send(server.serviceRoot, target, headers, 'POST', body);
  expect(reply.headers['preference-applied']).toBe('continue-on-error');
  expect(JSON.parse(reply.text)).toMatchObject({ responses: [{ status: 404 }, { status: 200 }] });
});

test.each([
  ['People?$filter=Nam eq 1', 400],
  ['Peple', 404],
  ["People('nobody')", 404],
  ['People?$deltatoken=x', 501],
  ['People?$at=2024-01-01', 501],
  ['People?$from=2024-01-01&$to=2024-02-01', 501],
  ['People?$format=atom', 406],
])('the language of the error of %s is said', async (path, status) => {
  const reply = await ask(path);
  expect([reply.status, reply.headers['content-language']]).toEqual([status, 'en']);
  expect(JSON.parse(reply.text).error.message.length).toBeGreaterThan(10);
});
