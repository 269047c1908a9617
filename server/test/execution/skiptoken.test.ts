/** paging.test.ts follows tokens; here what a token may look like when it comes back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { decodeSkiptoken, encodeSkiptoken, type PageState } from '../../src/execution/skiptoken.ts';

const states: fc.Arbitrary<PageState> = fc.record(
  {
    skip: fc.nat(),
    take: fc.nat(),
    count: fc.nat(),
    pageSize: fc.integer({ min: 1 }),
    position: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
    sortValues: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { maxLength: 3 }),
    key: fc.array(fc.string(), { maxLength: 2 }),
    now: fc.constant('2026-01-31T12:00:00.000Z'),
  },
  { requiredKeys: ['skip'] },
);

test('a token says what was put into it, in characters that need no encoding', () => {
  fc.assert(
    fc.property(states, (state) => {
      const token = encodeSkiptoken(state, 'fingerprint');
      expect(token).toMatch(/^[\w-]+$/);
      expect(decodeSkiptoken(token, 'fingerprint')).toEqual(state);
    }),
    { seed: 1, numRuns: 500 },
  );
});

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const tampered: readonly (readonly [what: string, token: string])[] = [
  ['nothing', ''],
  ['no base64', '!!!'],
  ['base64 with padding', `${json({ v: 2, f: 'x', skip: 0 })}==`],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['no object', json([1])],
  ['another version', json({ v: 1, f: 'x', skip: 0 })],
  ['no fingerprint', json({ v: 2, skip: 0 })],
  ['a token of the version before', json({ v: 1, f: 'x', p: { at: 1, ids: [] }, s: 1 })],
  ['a negative skip', json({ v: 2, f: 'x', skip: -1 })],
  ['a fraction', json({ v: 2, f: 'x', skip: 0, take: 1.5 })],
  ['a page of nothing', json({ v: 2, f: 'x', skip: 0, pageSize: 0 })],
  ['a position that is no object', json({ v: 2, f: 'x', skip: 0, position: 'a' })],
  ['a now that is no point in time', json({ v: 2, f: 'x', skip: 0, now: 'yesterday' })],
  ['a now longer than any', json({ v: 2, f: 'x', skip: 0, now: `2026-01-01T00:00:00.${'0'.repeat(99)}Z` })],
  ['something unknown', json({ v: 2, f: 'x', skip: 0, z: 1 })],
  ['too much', json({ v: 2, f: 'x', skip: 0, position: { a: 'a'.repeat(5000) } })],
  [
    'what no stack holds',
    Buffer.from(`{"v":2,"f":"x","skip":0,"position":{"a":${'['.repeat(1400)}${']'.repeat(1400)}}}`).toString(
      'base64url',
    ),
  ],
  ['bytes that are no text', Buffer.from([0xff, 0xfe]).toString('base64url')],
];

test('what they are tampered from is one', () => {
  expect(decodeSkiptoken(json({ v: 2, f: 'x', skip: 0 }), 'x')).toEqual({ skip: 0 });
});

test.each(tampered)('%s is no token', (_what, token) => {
  expect(() => decodeSkiptoken(token, 'x')).toThrow(
    expect.objectContaining({ code: 'InvalidSkiptoken', status: 400, target: '$skiptoken' }),
  );
});

test('a token of another query is refused', () => {
  const token = encodeSkiptoken({ skip: 1 }, 'one query');
  expect(() => decodeSkiptoken(token, 'another')).toThrow(ODataError);
  expect(() => decodeSkiptoken(token, 'another')).toThrow(expect.objectContaining({ code: 'SkiptokenMismatch' }));
});

test('a token never gets too long for a link: long sort values are left to be read again', () => {
  const state: PageState = { skip: 0, sortValues: ['x'.repeat(10_000)], key: ['a'] };
  const token = encodeSkiptoken(state, 'f');
  expect(token.length).toBeLessThan(200);
  expect(decodeSkiptoken(token, 'f')).toEqual({ skip: 0, key: ['a'] });
});
