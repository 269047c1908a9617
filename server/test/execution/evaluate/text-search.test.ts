import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetOf } from '../../../src/execution/evaluate/text-search.ts';

const repetitive = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });

test('finds what the engine finds, whichever way is taken', () => {
  fc.assert(
    fc.property(repetitive(60), repetitive(6), fc.constantFrom(1, 2000), (text, searched, times) => {
      const [long, part] = [`${text}b`.repeat(times), `${searched}a`.repeat(times === 1 ? 1 : 50)];
      expect(offsetOf(long, part)).toBe(long.indexOf(part));
      expect(offsetOf(long + part, part)).toBe((long + part).indexOf(part));
    }),
    { seed: 5, numRuns: 300 },
  );
});

test.each([
  ['', '', 0],
  ['a', '', 0],
  ['', 'a', -1],
  ['x'.repeat(400_000), '', 0],
])('"%.5s" in "%.5s"', (text, searched, offset) => {
  expect(offsetOf(text, searched)).toBe(offset);
});
