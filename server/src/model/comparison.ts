/**
 * Comparison of values by type (URL Conventions 5.1.1.1): numbers as numbers, texts by code unit, points in time as
 * such whatever their zone, enumeration members by value. Values of dynamic properties compare by the type they have.
 */
import { compareTexts } from '../util/compare-texts.ts';
import { compareDurations, parseDuration } from './duration.ts';
import type { EnumType, PropertyType } from './edm.ts';
import { compareDays, compareInstants, compareTimes, instantKey } from './instant.ts';
import { compareNumeric, isZero, toDouble, type Numeric } from './numeric.ts';
import { isList, type ComplexValue, type Present, type PrimitiveValue, type Value } from './values.ts';

/**
 * The type of a value, or of what an expression yields: a single one or a collection of one type. `type` is null where
 * none is declared: the null literal, dynamic properties of open types, navigation properties, and arithmetic on these
 * alone.
 */
export interface ValueType {
  readonly type: PropertyType | null;
  readonly collection: boolean;
}

/** Types whose values compare alike; of `text` and `boolean`, equal values are identical. */
export type Family =
  | 'number'
  | 'float'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timeOfDay'
  | 'instant'
  | 'duration'
  | 'enum'
  | 'structure'
  | 'dynamic';

/** Negative, zero, positive as `a` is below, equal to or above `b`; NaN where the two cannot be compared. */
export type Order = (a: Present, b: Present) => number;

export function familyOf({ type, collection }: ValueType): Family {
  if (collection || type?.kind === 'ComplexType') return 'structure';
  if (type === null) return 'dynamic';
  if (type.kind === 'EnumType') return 'enum';
  switch (type.name) {
    case 'Edm.Byte':
    case 'Edm.SByte':
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Decimal':
      return 'number';
    case 'Edm.Single':
    case 'Edm.Double':
      return 'float';
    case 'Edm.Boolean':
      return 'boolean';
    case 'Edm.Date':
      return 'date';
    case 'Edm.DateTimeOffset':
      return 'instant';
    case 'Edm.TimeOfDay':
      return 'timeOfDay';
    case 'Edm.Duration':
      return 'duration';
    case 'Edm.String':
    case 'Edm.Guid':
    case 'Edm.Binary':
      return 'text';
  }
}

/** The family two operands are compared in: a declared type beside a dynamic one decides, doubles beside decimals do. */
export function commonFamily(left: ValueType, right: ValueType): Family {
  const a = familyOf(left);
  const b = familyOf(right);
  if (a === b || b === 'dynamic') return a;
  if (a === 'dynamic') return b;
  return a === 'float' || b === 'float' ? 'float' : a;
}

/** The order of values of two types, of one type where no second one is given. */
export function orderOf(left: ValueType, right: ValueType = left): Order {
  switch (commonFamily(left, right)) {
    case 'number':
      return numerical(left, right, false);
    case 'float':
      return numerical(left, right, true);
    case 'boolean':
      return (a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : Number.NaN);
    case 'text':
      return textual(compareTexts);
    case 'date':
      return textual(compareDays);
    case 'timeOfDay':
      return textual(compareTimes);
    case 'instant':
      return textual(compareInstants);
    case 'duration':
      return textual(compareDurations);
    case 'enum':
      return enumOrder(enumTypeOf(left, right));
    case 'structure':
      return (a, b) => (sameStructure(a, b, left.type === null ? right : left) ? 0 : Number.NaN);
    case 'dynamic':
      return dynamicOrder;
  }
}

/** Equality of values of two types; NaN equals nothing. */
export function equalityOf(left: ValueType, right: ValueType): (a: Present, b: Present) => boolean {
  const order = orderOf(left, right);
  switch (commonFamily(left, right)) {
    case 'text':
    case 'boolean':
      return (a, b) => a === b;
    case 'number':
    case 'float':
      return (a, b) => (a === b ? a !== 'NaN' : (typeof a === 'string' || typeof b === 'string') && order(a, b) === 0);
    default:
      return (a, b) => order(a, b) === 0;
  }
}

/**
 * The order of `$orderby`, which must place everything: null before all values, NaN before all numbers; dynamic values
 * by their type, then by value.
 */
export function ascendingOrder(type: ValueType): (a: Value, b: Value) => number {
  const order = orderOf(type);
  return (a, b) => {
    if (a === null || b === null) return Number(a !== null) - Number(b !== null);
    const result = order(a, b);
    return Number.isNaN(result) ? rankOf(a) - rankOf(b) : result;
  };
}

const rankOf = (value: Present): number =>
  value === 'NaN' ? 0 : ['boolean', 'number', 'string', 'object'].indexOf(typeof value) + 1;

/** A key that two values of a type share just when they are equal; for sets, joins and groups. */
export function canonicalKey(type: ValueType): (value: Present) => PrimitiveValue {
  const family = familyOf(type);
  const enumType = enumTypeOf(type);
  const valueOf = enumType === undefined ? undefined : enumValues(enumType);
  return (value) => {
    if (typeof value === 'object') return JSON.stringify(value);
    if (typeof value !== 'string') return value;
    switch (family) {
      case 'instant':
        return instantKey(value);
      case 'duration':
        return parseDuration(value) ?? value;
      case 'float':
        return toDouble(value);
      case 'enum':
        return valueOf?.(value) ?? value;
      case 'number':
        return isZero(value) ? 0 : value;
      default:
        return value;
    }
  };
}

/** The number behind the member names of an enumeration value, comma-separated for flags; NaN for an unknown name. */
export function enumValues(type: EnumType): (text: string) => number {
  const members = new Map(type.members.map(({ name, value }) => [name, value]));
  return (text) => {
    const single = members.get(text);
    if (single !== undefined) return single;
    if (!type.isFlags) return Number.NaN;
    const bits = text.split(',').map((name) => members.get(name.trim()));
    return bits.reduce<number>((sum, value) => (value === undefined ? Number.NaN : union(sum, value)), 0);
  };
}

/** Bits of either, for values up to 2^53. */
const union = (a: number, b: number): number => (Number.isNaN(a) ? a : Number(BigInt(a) | BigInt(b)));

const enumTypeOf = (...types: readonly ValueType[]): EnumType | undefined =>
  types.map(({ type }) => type).find((type) => type?.kind === 'EnumType');

function numerical(left: ValueType, right: ValueType, asDoubles: boolean): Order {
  const [leftOf, rightOf] = [numericOf(left), numericOf(right)];
  return (a, b) => {
    const [x, y] = [leftOf(a), rightOf(b)];
    return x === null || y === null ? Number.NaN : compareNumeric(x, y, asDoubles);
  };
}

/** Reads numbers of a type; texts are digits only where the type is numeric, not as values of dynamic properties. */
export function numericOf(type: ValueType): (value: Value) => Numeric | null {
  const isDynamic = familyOf(type) === 'dynamic';
  return (value) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' && !isDynamic ? value : null;
  };
}

const textual =
  (compare: (a: string, b: string) => number): Order =>
  (a, b) =>
    typeof a === 'string' && typeof b === 'string' ? compare(a, b) : Number.NaN;

function enumOrder(type: EnumType | undefined): Order {
  if (type === undefined) return textual(compareTexts);
  const valueOf = enumValues(type);
  return textual((a, b) => (a === b ? 0 : valueOf(a) - valueOf(b)));
}

function dynamicOrder(a: Present, b: Present): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const areStructures = typeof a === 'object' && typeof b === 'object';
  return areStructures && sameStructure(a, b, unknown) ? 0 : Number.NaN;
}

const unknown: ValueType = { type: null, collection: false };

/** Same structure and same values, by the types that are declared; a property that is absent is null. */
function sameStructure(a: Value | undefined, b: Value | undefined, { type }: ValueType): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  if ((a ?? null) === null || (b ?? null) === null) return false;
  const itemType = { type, collection: false };
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return type?.kind !== 'ComplexType' && equalityOf(itemType, itemType)(a as Present, b as Present);
  }
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameStructure(item, b[index], itemType));
  }
  const declared = new Map(type?.kind === 'ComplexType' ? type.properties.map((each) => [each.name, each]) : []);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => sameStructure(memberOf(a, name), memberOf(b, name), declared.get(name) ?? unknown));
}

const memberOf = (value: object, name: string): Value | undefined =>
  Object.hasOwn(value, name) ? (value as ComplexValue)[name] : undefined;
