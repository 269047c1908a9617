/** Which values a property may still have under some conditions: a set of values, or ranges with both ends included. */
import { canonicalKey, familyOf, orderOf } from '../model/comparison.ts';
import type { Property } from '../model/edm.ts';
import { formatDay, parseDay } from '../model/instant.ts';
import type { PrimitiveValue } from '../model/values.ts';
import { isIntegerName, primitiveName } from '../bound/type-rules.ts';

export type Domain = ValueSet | Ranges;

interface ValueSet {
  readonly kind: 'ValueSet';
  /** By canonical key, so that equal values meet. */
  readonly values: ReadonlyMap<PrimitiveValue, PrimitiveValue>;
}

/** In ascending order, with a gap between each and the next; at least one. */
interface Ranges {
  readonly kind: 'Ranges';
  readonly ranges: readonly Range[];
}

/** At least one end is given. */
export interface Range {
  readonly from?: PrimitiveValue | undefined;
  readonly to?: PrimitiveValue | undefined;
}

/** Where a condition leaves more ranges than these, the one around them all stands for them. */
const MAX_RANGES = 32;

/** The set of some values of a property. */
export function valueSet(property: Property, values: readonly PrimitiveValue[]): ValueSet {
  const keyOf = canonicalKey(property);
  return { kind: 'ValueSet', values: new Map(values.map((value) => [keyOf(value), value])) };
}

/** Whether a set may hold the value; NaN and the infinities are left to evaluation. */
export const isEquatable = (property: Property, value: PrimitiveValue): boolean =>
  familyOf(property) !== 'structure' && !isSpecial(property, value);

const orderedFamilies: ReadonlySet<string> = new Set([
  'number',
  'float',
  'text',
  'date',
  'timeOfDay',
  'instant',
  'duration',
]);

/** Whether the value can be one end of a range. */
export const isOrdered = (property: Property, value: PrimitiveValue): boolean =>
  orderedFamilies.has(familyOf(property)) && !isSpecial(property, value);

function isSpecial(property: Property, value: PrimitiveValue): boolean {
  const family = familyOf(property);
  return (family === 'number' || family === 'float') && (value === 'NaN' || value === 'INF' || value === '-INF');
}

/** Negative, zero or positive; both values must be ordered ones of the property. */
const compareValues = (property: Property, a: PrimitiveValue, b: PrimitiveValue): number => orderOf(property)(a, b);

/** The next value up (1) or down (-1), where the type has one: whole numbers and days. */
export function neighbour({ type }: Property, value: PrimitiveValue, direction: 1 | -1): PrimitiveValue | undefined {
  const name = primitiveName(type);
  if (name === undefined) return undefined;
  if (isIntegerName(name)) return Number.isSafeInteger(value) ? Number(value) + direction : undefined;
  const day = name === 'Edm.Date' && typeof value === 'string' ? parseDay(value) : null;
  return day === null ? undefined : formatDay(day + direction);
}

/** The values between two ends. */
export const range = (from: PrimitiveValue | undefined, to: PrimitiveValue | undefined): Ranges => ({
  kind: 'Ranges',
  ranges: [rangeOf(from, to)],
});

const rangeOf = (from: PrimitiveValue | undefined, to: PrimitiveValue | undefined): Range => ({ from, to });

// ---- Both ------------------------------------------------------------------------------------------------------------

/** What satisfies both, or nothing where no value does. */
export function intersect(property: Property, a: Domain, b: Domain): Domain | undefined {
  if (a.kind === 'Ranges' && b.kind === 'Ranges') {
    const ranges = a.ranges.flatMap((left) => b.ranges.flatMap((right) => common(property, left, right)));
    return ranges.length === 0 ? undefined : { kind: 'Ranges', ranges };
  }
  if (a.kind === 'Ranges') return intersect(property, b, a);
  const holds = (key: PrimitiveValue, value: PrimitiveValue): boolean =>
    b.kind === 'ValueSet' ? b.values.has(key) : b.ranges.some((each) => isWithin(property, each, value));
  const values = new Map([...a.values].filter(([key, value]) => holds(key, value)));
  return values.size === 0 ? undefined : { kind: 'ValueSet', values };
}

const isWithin = (property: Property, { from, to }: Range, value: PrimitiveValue): boolean =>
  (from === undefined || compareValues(property, value, from) >= 0) &&
  (to === undefined || compareValues(property, value, to) <= 0);

function common(property: Property, a: Range, b: Range): readonly Range[] {
  const from = pick(a.from, b.from, (x, y) => compareValues(property, x, y) > 0);
  const to = pick(a.to, b.to, (x, y) => compareValues(property, x, y) < 0);
  if (from !== undefined && to !== undefined && compareValues(property, from, to) > 0) return [];
  return [rangeOf(from, to)];
}

/** The end that wins, or the only one there is. */
function pick(
  a: PrimitiveValue | undefined,
  b: PrimitiveValue | undefined,
  wins: (x: PrimitiveValue, y: PrimitiveValue) => boolean,
): PrimitiveValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return wins(a, b) ? a : b;
}

// ---- Either ----------------------------------------------------------------------------------------------------------

interface Union {
  readonly domain: Domain;
  /** It holds nothing else than what satisfies either. */
  readonly exact: boolean;
}

/** A domain that holds what satisfies either; nothing where that says nothing about the property. */
export function unite(property: Property, a: Domain, b: Domain): Union | undefined {
  if (a.kind === 'ValueSet' && b.kind === 'ValueSet') {
    return { domain: { kind: 'ValueSet', values: new Map([...a.values, ...b.values]) }, exact: true };
  }
  const [left, right] = [rangesOf(property, a), rangesOf(property, b)];
  if (left === undefined || right === undefined) return undefined;
  const union = united(property, [...left, ...right]);
  const isEverything = union.domain.ranges.some(({ from, to }) => from === undefined && to === undefined);
  return isEverything ? undefined : union;
}

/** Some ranges as a domain; where they are too many, the one around them all. */
export function united(property: Property, some: readonly Range[]): Union & { readonly domain: Ranges } {
  const ranges = merged(property, some);
  const exact = ranges.length <= MAX_RANGES;
  return { domain: { kind: 'Ranges', ranges: exact ? ranges : [around(ranges)] }, exact };
}

/** The ranges in ascending order, those that overlap or touch made one. */
function merged(property: Property, ranges: readonly Range[]): readonly Range[] {
  const sorted = ranges.toSorted((a, b) => compareStarts(property, a, b));
  const result: Range[] = [];
  for (const each of sorted) {
    const last = result.at(-1);
    if (last === undefined || isGapBetween(property, last, each)) result.push(each);
    else {
      const isOpen = last.to === undefined || each.to === undefined;
      const to = isOpen ? undefined : pick(last.to, each.to, (x, y) => compareValues(property, x, y) > 0);
      result[result.length - 1] = rangeOf(last.from, to);
    }
  }
  return result;
}

function compareStarts(property: Property, { from: a }: Range, { from: b }: Range): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareValues(property, a, b);
}

/** Whether there are values between the end of one range and the start of one that does not start before it. */
function isGapBetween(property: Property, { to }: Range, { from }: Range): boolean {
  if (to === undefined || from === undefined) return false;
  return compareValues(property, from, neighbour(property, to, 1) ?? to) > 0;
}

// ---- Forms -----------------------------------------------------------------------------------------------------------

/** A domain as ranges, where its values are ordered. */
export function rangesOf(property: Property, domain: Domain): readonly Range[] | undefined {
  if (domain.kind === 'Ranges') return domain.ranges;
  const values = [...domain.values.values()];
  if (!values.every((value) => isOrdered(property, value))) return undefined;
  return values.toSorted((a, b) => compareValues(property, a, b)).map((value) => rangeOf(value, value));
}

/** The one range around ranges in ascending order. */
export const around = (ranges: readonly Range[]): Range => rangeOf(ranges[0]?.from, ranges.at(-1)?.to);
