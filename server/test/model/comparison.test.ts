/** test/execution shows comparison in filters; here the total order that sorting needs, and the keys that joins need. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ascendingOrder, canonicalKey, equalityOf, type ValueType } from '../../src/model/comparison.ts';
import type { PrimitiveTypeName } from '../../src/model/edm.ts';
import type { Present, Value } from '../../src/model/values.ts';
import { feature, gender } from '../models/trip-pin.ts';

const of = (name: PrimitiveTypeName): ValueType => ({ type: { kind: 'PrimitiveType', name }, collection: false });
const dynamic: ValueType = { type: null, collection: false };

const sequences: readonly (readonly [name: string, type: ValueType, ascending: readonly Value[]])[] = [
  ['numbers', of('Edm.Decimal'), [null, -1.5, 0, 0.1, 10, '12345678901234567.5', '123456789012345678.5']],
  ['doubles', of('Edm.Double'), [null, 'NaN', '-INF', -1, 0, 1e300, 'INF']],
  ['texts', of('Edm.String'), [null, '', 'A', 'B', 'a', 'aa', '\u00e4']],
  ['truth', of('Edm.Boolean'), [null, false, true]],
  ['dates', of('Edm.Date'), [null, '-0001-01-01', '2023-12-31', '2024-01-01', '10000-01-01']],
  [
    'points in time',
    of('Edm.DateTimeOffset'),
    [null, '2024-01-01T01:00:00+02:00', '2023-12-31T23:30:00Z', '2023-12-31T22:00:00-02:00'],
  ],
  ['times', of('Edm.TimeOfDay'), [null, '08:00:00', '08:00:00.5', '21:00:00']],
  ['durations', of('Edm.Duration'), [null, '-P1D', 'PT0S', 'PT90M', 'PT2H', 'P1D']],
  ['members', { type: gender, collection: false }, [null, 'Male', 'Female', 'Unknown']],
  [
    'flags',
    { type: feature, collection: false },
    [null, 'None', 'Window', 'Vegetarian', 'Silence', 'Window,Silence,Vegetarian'],
  ],
  ['dynamic values', dynamic, [null, false, true, -1, 7, '10', '9']],
];

test.each(sequences)('%s have one order', (_name, type, ascending) => {
  const order = ascendingOrder(type);
  fc.assert(
    fc.property(fc.shuffledSubarray([...ascending], { minLength: ascending.length }), (shuffled) => {
      expect(shuffled.toSorted(order)).toEqual(ascending);
    }),
    { seed: 1, numRuns: 200 },
  );
});

const equalTexts: readonly (readonly [type: ValueType, a: Present, b: Present])[] = [
  [of('Edm.DateTimeOffset'), '2024-01-01T01:00:00+01:00', '2024-01-01T00:00:00.000Z'],
  [of('Edm.Duration'), 'PT90M', 'PT1H30M'],
  [{ type: feature, collection: false }, 'Silence,Window', 'Comfort'],
  [{ type: feature, collection: false }, 'Window,Silence', 'Silence,Window'],
  [of('Edm.Double'), '7.5', 7.5],
  [of('Edm.Int64'), '9007199254740993', '9007199254740993'],
];

test.each(equalTexts)('%o: %s and %s are equal and share a key', (type, a, b) => {
  expect(equalityOf(type, type)(a, b)).toBe(true);
  expect(canonicalKey(type)(a)).toBe(canonicalKey(type)(b));
});

test('structures are equal where all their values are', () => {
  const equal = equalityOf({ type: null, collection: true }, { type: null, collection: true });
  expect(equal([{ a: 1, b: null }], [{ a: 1 }])).toBe(true);
  expect(equal([{ a: 1 }, 2], [{ a: 1 }])).toBe(false);
  expect(equal([{ a: [1] }], [{ a: { 0: 1 } }])).toBe(false);
});
