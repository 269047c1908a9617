/** What is left of a batch, and what of it lies in front of a row. */
import { expect, test } from 'vitest';
import { narrowed, readUpTo, type Batch } from '../../src/source/batch.ts';

const batch: Batch = { rows: [0, 1, 2, 3, 4, 5].map((Id) => ({ Id })), size: 6, mark: 'here' };
const idsOf = ({ rows }: Batch): readonly unknown[] => rows.map(({ Id }) => Id);

test('whoever leaves rows out narrows what the one before has left', () => {
  const once = narrowed(batch, [1, 3, 4]);
  expect([idsOf(once), once.indexes]).toEqual([
    [1, 3, 4],
    [1, 3, 4],
  ]);
  const twice = narrowed(once, [0, 2]);
  expect([idsOf(twice), twice.indexes]).toEqual([
    [1, 4],
    [1, 4],
  ]);
  expect([twice.size, twice.mark]).toEqual([6, 'here']);
});

test('a batch of which all is kept stays as it is', () => {
  const once = narrowed(batch, [0, 1, 2, 3, 4, 5]);
  expect(once).toBe(batch);
});

test.each([
  ['a row', batch, 2, 3],
  ['the last row', batch, 5, 6],
  ['none', batch, -1, 0],
  ['a row of those left', narrowed(batch, [1, 3, 4]), 1, 4],
  ['the last of those left', narrowed(batch, [1, 3, 4]), 2, 6],
  ['the last, where nothing is left', narrowed(batch, []), -1, 6],
  ['the last, where nothing was read', { rows: [], size: 0, mark: undefined }, -1, 0],
])('read up to %s', (_what, some, index, expected) => {
  expect(readUpTo(some, index)).toBe(expected);
});
