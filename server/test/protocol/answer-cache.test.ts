/** Which answers are given again, to whom, and for how long; time is an argument. */
import { expect, test } from 'vitest';
import { createAnswerCache, type MakeAnswer } from '../../src/protocol/answer-cache.ts';
import { piecesOf, type ODataRequest, type ODataResponse } from '../../src/protocol/message.ts';
import { systemClock } from '../../src/util/clock.ts';

const request = (more: Partial<ODataRequest> = {}): ODataRequest => ({
  method: 'GET',
  path: 'Jobs',
  query: '$top=5',
  headers: {},
  serviceRoot: 'http://a/',
  signal: new AbortController().signal,
  ...more,
});

type Asked = readonly [request: ODataRequest, make: MakeAnswer];

interface Fixture {
  readonly cache: { readonly recall: (owner: string, ...asked: Asked) => Promise<ODataResponse> };
  readonly made: () => number;
  readonly make: () => Promise<ODataResponse>;
  readonly advance: (milliseconds: number) => void;
}

function fixture(response: Partial<ODataResponse> = {}, maxBytes = 10_000): Fixture {
  let now = 1_000_000;
  let made = 0;
  const clock = { ...systemClock, now: () => now, sleep: () => Promise.resolve() };
  const cache = createAnswerCache({ maxAgeMs: 1000, maxBytes }, clock);
  return {
    cache: {
      recall: (owner, ...asked) => cache.recall({ owner, deadline: Number.POSITIVE_INFINITY }, ...asked),
    },
    made: () => made,
    make: () => {
      made += 1;
      return Promise.resolve({ status: 200, headers: {}, body: `answer ${made}`, ...response });
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

async function textOf(answer: Promise<ODataResponse>): Promise<string> {
  const { body } = await answer;
  return Buffer.concat(piecesOf(body ?? '')).toString('utf8');
}

test('the same caller asking the same is answered from memory, for a while', async () => {
  const { cache, make, advance } = fixture();
  expect(await textOf(cache.recall('ann', request(), make))).toBe('answer 1');
  advance(999);
  expect(await textOf(cache.recall('ann', request({ method: 'HEAD' }), make))).toBe('answer 1');
  advance(2);
  expect(await textOf(cache.recall('ann', request(), make))).toBe('answer 2');
});

test('the same question asked twice at the same time is answered once', async () => {
  const { cache, make, made } = fixture();
  const both = await Promise.all([cache.recall('ann', request(), make), cache.recall('ann', request(), make)]);
  expect(made()).toBe(1);
  expect(both[0]).toBe(both[1]);
});

test('those who want it fresh, and other callers, do not share', async () => {
  const { cache, make, made } = fixture();
  const fresh = request({ headers: { 'cache-control': 'no-cache' } });
  await Promise.all([
    cache.recall('ann', request(), make),
    cache.recall('bob', request(), make),
    cache.recall('ann', fresh, make),
  ]);
  expect(made()).toBe(3);
});

test.each<readonly [string, string, Partial<ODataRequest>]>([
  ['another caller', 'bob', {}],
  ['another path', 'ann', { path: 'Users' }],
  ['other options', 'ann', { query: '$top=6' }],
  ['another address', 'ann', { serviceRoot: 'http://b/' }],
  ['another format', 'ann', { headers: { accept: 'application/json;odata.metadata=none' } }],
  ['another version', 'ann', { headers: { 'odata-maxversion': '4.01' } }],
  ['one who has a version of it', 'ann', { headers: { 'if-none-match': 'W/"x"' } }],
  ['other preferences', 'ann', { headers: { prefer: 'omit-values=nulls' } }],
  ['a caller who wants it fresh', 'ann', { headers: { 'cache-control': 'no-cache' } }],
])('%s is answered anew', async (_, caller, more) => {
  const { cache, make, made } = fixture();
  await cache.recall('ann', request(), make);
  await cache.recall(caller, request(more), make);
  expect(made()).toBe(2);
});

test.each<readonly [string, Partial<ODataResponse>, Partial<ODataRequest>]>([
  ['what is not a success', { status: 204 }, {}],
  ['a document with an entity tag', { headers: { ETag: 'W/"x"' } }, {}],
  ['a following page', {}, { query: '$skiptoken=abc' }],
  ['a following page, spelt otherwise', {}, { query: '%24SkipToken=abc' }],
  ['what is too large', { body: 'x'.repeat(2000) }, {}],
])('%s is not kept', async (_, response, more) => {
  const { cache, make, made } = fixture(response);
  await cache.recall('ann', request(more), make);
  await cache.recall('ann', request(more), make);
  expect(made()).toBe(2);
});

test('memory is bounded: the oldest answers go first', async () => {
  const { cache, make, made } = fixture({ body: 'x'.repeat(900) }, 8000);
  for (let i = 0; i < 20; i++) await cache.recall('ann', request({ path: `Jobs${i}` }), make);
  await cache.recall('ann', request({ path: 'Jobs19' }), make);
  expect(made()).toBe(20);
  await cache.recall('ann', request({ path: 'Jobs0' }), make);
  expect(made()).toBe(21);
});

test('an error is nobody else`s', async () => {
  const { cache, make } = fixture();
  await expect(cache.recall('ann', request(), () => Promise.reject(new Error('once')))).rejects.toThrow('once');
  expect(await textOf(cache.recall('ann', request(), make))).toBe('answer 1');
});
