/** Numbers as they are written: the short way to their value is the exact one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDecimal, toNumeric } from '../../src/model/numeric.ts';
import { decimalValue } from '../../src/model/literals.ts';

test('a short number has the value that its digits have', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+]?\d{1,12}(\.\d{1,12})?$/), (text) => {
      const exact = toDecimal(text);
      expect(decimalValue(text)).toBe(exact === null ? undefined : toNumeric(exact));
    }),
    { seed: 7, numRuns: 5_000 },
  );
});

test.each([
  ['-0', 0],
  ['007', 7],
  ['0.10', 0.1],
  ['123456789012345', 123_456_789_012_345],
  ['1234567890123456', '1234567890123456'],
  ['0.1234567890123456', '0.1234567890123456'],
])('%s', (text, value) => {
  expect(decimalValue(text)).toBe(value);
});
