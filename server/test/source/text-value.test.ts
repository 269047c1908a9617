/** The text of a value in a row that is text is what the writer of single values makes of it, or none. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PrimitiveTypeName, Property } from '../../src/model/edm.ts';
import { textOfValue } from '../../src/source/text-value.ts';

const property = (name: PrimitiveTypeName): Property => ({
  kind: 'Property',
  name: 'Value',
  type: { kind: 'PrimitiveType', name },
  collection: false,
  nullable: true,
});

test('decimals are digits, whatever form they have', () => {
  const decimal = property('Edm.Decimal');
  expect(['12.50', '123456789012345678.5', 0.25, -3, 0, null].map((value) => textOfValue(value, decimal))).toEqual([
    '12.50',
    '123456789012345678.5',
    '0.25',
    '-3',
    '0',
    'null',
  ]);
  for (const value of ['INF', 'NaN', 1e-7, 1e21, '1e5', { a: 1 }]) expect(textOfValue(value, decimal)).toBeUndefined();
});

test('texts are JSON; with half a character, or items, they are none', () => {
  const text = property('Edm.String');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(JSON.parse(textOfValue(value, text) ?? '')).toBe(value);
    }),
  );
  expect(textOfValue('half \ud83d', text)).toBeUndefined();
  expect(textOfValue(['a'], text)).toBeUndefined();
  expect(textOfValue(null, { ...text, collection: true })).toBeUndefined();
});
