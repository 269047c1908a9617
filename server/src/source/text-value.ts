import type { Property } from '../model/edm.ts';
import type { Value } from '../model/values.ts';

/** How `JSON.stringify` begins to write half a character. */
const HALF_CHARACTER = String.raw`\ud`;

/** The JSON of a value; undefined where there is half a character in it, which cannot be sent. */
export function wellFormedJson(value: Value): string | undefined {
  const json = JSON.stringify(value);
  return json.includes(HALF_CHARACTER) ? undefined : json;
}

/** Numbers that are written digit by digit. */
const [SMALLEST, LARGEST] = [1e-6, 1e21];
const DIGITS = /^-?\d+(?:\.\d+)?$/;

/**
 * The value as it stands in a row that is text: OData's JSON where no client asked for another. Undefined where it does not
 * stand in such rows: numbers with exponents, infinite ones, halves of characters, and whatever has members or items.
 */
export function textOfValue(value: Value | undefined, { type, collection }: Property): string | undefined {
  if (value === null || value === undefined) return collection ? undefined : 'null';
  const isExact = type.kind === 'PrimitiveType' && (type.name === 'Edm.Decimal' || type.name === 'Edm.Int64');
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number': {
      const size = Math.abs(value);
      return !isExact || size === 0 || (size >= SMALLEST && size < LARGEST) ? String(value) : undefined;
    }
    case 'string': {
      if (isExact) return DIGITS.test(value) ? value : undefined;
      return wellFormedJson(value);
    }
    default:
      return undefined;
  }
}
