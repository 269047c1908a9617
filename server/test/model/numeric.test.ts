/** Exact decimals: the fast ways on doubles must give what decimal.js gives on the digits. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  ceiling,
  compareNumeric,
  divide,
  floor,
  multiply,
  negate,
  remainder,
  round,
  subtract,
  toNumeric,
  truncate,
  type Numeric,
} from '../../src/model/numeric.ts';

const Exact = Decimal.clone({ precision: 100 });

/** Decimals as they are in rows and literals: up to 24 digits, most of them short. */
const numeric: fc.Arbitrary<Numeric> = fc
  .tuple(
    fc.oneof(fc.bigInt(-(10n ** 6n), 10n ** 6n), fc.bigInt(-(10n ** 24n), 10n ** 24n)),
    fc.integer({ min: 0, max: 8 }),
  )
  .map(([digits, scale]) => toNumeric(new Exact(`${digits}e-${scale}`)));

const nonZero = numeric.filter((value) => value !== 0);

const exactly = (value: Decimal): Numeric => toNumeric(value);

test('sums, differences and products are exact', () => {
  fc.assert(
    fc.property(numeric, numeric, (a, b) => {
      expect(add(a, b)).toBe(exactly(new Exact(a).plus(b)));
      expect(subtract(a, b)).toBe(exactly(new Exact(a).minus(b)));
      expect(multiply(a, b)).toBe(exactly(new Exact(a).times(b)));
    }),
    { seed: 1, numRuns: 5000 },
  );
});

test('remainders are exact, quotients have 34 digits', () => {
  const Quotient = Decimal.clone({ precision: 34 });
  fc.assert(
    fc.property(numeric, nonZero, (a, b) => {
      expect(remainder(a, b)).toBe(exactly(new Exact(a).mod(b)));
      expect(divide(a, b)).toBe(exactly(new Quotient(a).div(b)));
    }),
    { seed: 2, numRuns: 5000 },
  );
});

test('rounding and comparison see the digits', () => {
  fc.assert(
    fc.property(numeric, numeric, (a, b) => {
      const exact = new Exact(a);
      expect(round(a)).toBe(exactly(exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP)));
      expect(floor(a)).toBe(exactly(exact.floor()));
      expect(ceiling(a)).toBe(exactly(exact.ceil()));
      expect(truncate(a)).toBe(exactly(exact.trunc()));
      expect(negate(negate(a))).toBe(a);
      expect(Math.sign(compareNumeric(a, b, false))).toBe(exact.comparedTo(b));
    }),
    { seed: 3, numRuns: 3000 },
  );
});

test('zero has one form', () => {
  const zeros = [
    add(0.1, -0.1),
    multiply(-1, 0),
    negate(0),
    remainder(-5, 5),
    ceiling(-0.5),
    round(-0.4),
    divide(0, -3),
  ];
  for (const zero of zeros) expect(zero).toBe(0);
});

test('a thousand tenths are a hundred', () => {
  const tenths = Array.from({ length: 1000 }, (): Numeric => 0.1);
  expect(tenths.reduce(add, 0)).toBe(100);
});

test.each([
  [1, 'NaN'],
  ['NaN', 'NaN'],
  ['INF', 'NaN'],
])('%s and %s cannot be compared', (a, b) => {
  expect(compareNumeric(a, b, false)).toBeNaN();
});

test.each([
  ['INF', '99999999999999999999', 1],
  ['-INF', 0, -1],
  ['INF', 'INF', 0],
  ['12345678901234567.5', 12345678901234500, 1],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareNumeric(a, b, false))).toBe(sign);
});
