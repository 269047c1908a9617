/** The compact set of IDs against a plain map, from seeds; `extract-memory.test.ts` builds on it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdHash } from '../../../src/clicktime/reading/id-hash.ts';
import { SeenIds } from '../../../src/clicktime/reading/seen-ids.ts';

/** A set of the IDs themselves. */
function createSeenIds(salt: number) {
  const [ids, hash] = [new SeenIds(), new IdHash(salt)];
  return {
    ids,
    get: (text: string) => {
      hash.of(text);
      return ids.get(hash);
    },
    set: (text: string, number: number) => {
      hash.of(text);
      ids.set(hash.low, hash.high, number);
    },
  };
}

const id = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.stringMatching(/^[A-Za-z0-9_-]{24}$/),
  fc.string({ unit: 'grapheme' }),
);
const notes = fc.array(fc.tuple(id, fc.nat({ max: 2 ** 32 - 2 })), { maxLength: 300 });

test('what was noted is known, and nothing else', () => {
  fc.assert(
    fc.property(notes, id, fc.nat({ max: 2 ** 32 - 1 }), (noted, other, salt) => {
      const ids = createSeenIds(salt);
      for (const [text, number] of noted) ids.set(text, number);
      const expected = new Map(noted);
      for (const [text, number] of expected) expect(ids.get(text)).toBe(number);
      expect(ids.get(other)).toBe(expected.get(other));
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('a copy holds what is chosen', () => {
  const [from, to] = [createSeenIds(1), createSeenIds(1)];
  for (let number = 0; number < 1_000; number++) from.set(`r${number}`, number);
  to.set('own', 5);
  from.ids.copyTo(to.ids, (number) => (number < 400 ? number + 1 : undefined));
  expect([to.get('own'), to.get('r0'), to.get('r399'), to.get('r400')]).toEqual([5, 1, 400, undefined]);
});

test('the parts of a set are the set, and none of them is large', () => {
  const [from, to] = [createSeenIds(1), createSeenIds(1)];
  for (let number = 0; number < 100_000; number++) from.set(`r${number}`, number);
  let largest = 0;
  for (const part of from.ids.parts()) {
    const before = to.ids.size;
    part.copyTo(to.ids, (number) => number);
    largest = Math.max(largest, to.ids.size - before);
  }
  expect([to.ids.size, to.get('r99999')]).toEqual([100_000, 99_999]);
  expect(largest).toBeLessThan(1_000);
});

test('a million IDs are all told apart, in about 20 bytes each', () => {
  const ids = createSeenIds(7);
  let known = 0;
  for (let number = 0; number < 1_000_000; number++) {
    const text = `ID_${number}_of_a_time_entry`;
    if (ids.get(text) !== undefined) known++;
    ids.set(text, 0);
  }
  expect(known).toBe(0);
  expect(ids.ids.bytes).toBeLessThanOrEqual(26_000_000);
});

test('a hash is that of its text alone, and another with another salt', () => {
  const [one, other] = [new IdHash(1), new IdHash(2)];
  one.of('a');
  const first = [one.low, one.high];
  one.of('b');
  expect([one.low, one.high]).not.toEqual(first);
  one.of('a');
  other.of('a');
  expect([one.low, one.high]).toEqual(first);
  expect([other.low, other.high]).not.toEqual(first);
});
