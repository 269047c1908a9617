/** What a position says when it comes back, and that it has room in a skiptoken. `paging.test.ts` goes on from positions. */
import { expect, test } from 'vitest';
import type { ExtractProgress } from '../../../src/clicktime/reading/extract-progress.ts';
import {
  decodePosition,
  encodePosition,
  MAX_ANCHORS,
  TRAVELLING_ANCHORS,
  type ListPosition,
} from '../../../src/clicktime/reading/position.ts';
import { encodeSkiptoken, LONGEST_SKIPTOKEN } from '../../../src/execution/skiptoken.ts';
import type { Position } from '../../../src/source/source.ts';

const travelled = (position: ListPosition): ListPosition =>
  decodePosition(JSON.parse(JSON.stringify(encodePosition(position))) as Position);

const place = { part: 0, offset: 9, anchors: ['a'] };
const extract = { page: 'p', rows: 3, progress: { repeats: 0, suspect: 0 } };

test.each<ListPosition>([
  {},
  { own: true },
  { place },
  { own: false, place },
  { place, extract },
  { place: { ...place, tie: { offset: 7, last: 5, before: 2 ** 32 - 1 } } },
  { place: { ...place, tie: { offset: 0, last: 5 } } },
  {
    place,
    extract: { ...extract, progress: { ...extract.progress, counts: [3, null], base: { rows: 2, distinct: 1 } } },
  },
])('it travels: %j', (position) => {
  expect(travelled(position)).toEqual(position);
});

const forged: readonly object[] = [
  { own: 'yes' },
  { at: 1, ids: [] },
  { place: { ...place, part: 8 } },
  { place: { ...place, offset: -1 } },
  { place: { ...place, offset: 1.5 } },
  { place: { ...place, anchors: [''] } },
  { place: { ...place, anchors: [1] } },
  { place: { ...place, anchors: ['a'.repeat(401)] } },
  { place: { ...place, anchors: Array(TRAVELLING_ANCHORS + 1).fill('a') } },
  { place: { ...place, more: 1 } },
  { place: { ...place, tie: { offset: 10, last: 5 } } },
  { place: { ...place, tie: { offset: 1 } } },
  { place: { ...place, tie: { offset: 1, last: 2, before: 3, more: 4 } } },
  { place: { ...place, tie: { offset: 1, last: -2 } } },
  { place: { ...place, tie: { offset: 1, last: 'a' } } },
  { place: { ...place, tie: {} } },
  { place: { ...place, tie: '1' } },
  { extract },
  { place, extract: { ...extract, page: 1 } },
  { place, extract: { ...extract, rows: -1 } },
  { place, extract: { ...extract, progress: { repeats: 0 } } },
  { place, extract: { ...extract, progress: { ...extract.progress, more: 1 } } },
  { place, extract: { ...extract, progress: { ...extract.progress, counts: Array(9).fill(1) } } },
];

test.each(forged)('what was not made here is refused: %j', (position) => {
  expect(() => decodePosition(position as Position)).toThrow(expect.objectContaining({ code: 'InvalidSkiptoken' }));
});

test('as many anchors travel as there is room for', () => {
  const ids = (length: number) => Array.from({ length: MAX_ANCHORS }, (_, index) => `${index}`.padEnd(length, '-'));
  const anchorsOf = (anchors: readonly string[]) => travelled({ place: { ...place, anchors } }).place?.anchors;
  expect(anchorsOf(ids(24))).toEqual(ids(24).slice(0, 8));
  expect(anchorsOf(ids(200))).toEqual(ids(200).slice(0, 3));
  expect(anchorsOf(ids(400))).toEqual(ids(400).slice(0, 1));
});

test.each(['a', '"', '中', '\u0001'])('of IDs of %j, the longest position has room in a skiptoken', (character) => {
  const many = 99_999_999;
  const group = 2 ** 32 - 1;
  const progress: ExtractProgress = {
    until: many,
    suspect: many,
    count: many,
    appeared: many,
    gone: many,
    came: many,
    earlier: many,
    edits: many,
    base: { rows: many, distinct: many },
    distinct: many,
    repeats: 8,
    revisits: 3,
    pageLimit: 500,
    byTies: true,
    counts: Array(8).fill(many),
  };
  const position: ListPosition = {
    own: false,
    place: {
      part: 7,
      offset: many,
      anchors: [character.repeat(400), 'a'.repeat(200)],
      tie: { offset: many, last: group, before: group },
    },
    extract: { page: 'A'.repeat(16), rows: many, progress },
  };
  const state = { skip: many, take: many, count: many, pageSize: 100_000, position: encodePosition(position) };
  expect(encodeSkiptoken(state, 'f'.repeat(22)).length).toBeLessThanOrEqual(LONGEST_SKIPTOKEN);
});
