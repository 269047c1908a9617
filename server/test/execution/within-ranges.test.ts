/** The rows whose ranges hold a value are those that looking at every row finds, in the same order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withinRanges } from '../../src/execution/within-ranges.ts';
import type { Present } from '../../src/model/values.ts';

const bound = fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 });
const order = (a: Present, b: Present): number => Number(a) - Number(b);

test('as by looking at every row, however they overlap', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ from: bound, to: bound }), { maxLength: 40 }), (rows) => {
      const find = withinRanges(rows, { from: 'from', to: 'to', order });
      for (let value = -1; value <= 21; value += 1) {
        const expected = rows.filter(({ from, to }) => from !== null && to !== null && from <= value && value <= to);
        expect(find(value)).toEqual(expected);
        expect(find(value).every((row, index) => row === expected[index])).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('of many periods that follow one another, it looks at few', () => {
  let looks = 0;
  const counting = (a: Present, b: Present): number => {
    looks += 1;
    return order(a, b);
  };
  const rows = Array.from({ length: 1000 }, (_, week) => ({ from: week * 7, to: week * 7 + 6 }));
  const find = withinRanges(rows, { from: 'from', to: 'to', order: counting });
  looks = 0;
  expect(find(3503)).toEqual([rows[500]]);
  expect(looks).toBeLessThan(20);
});
