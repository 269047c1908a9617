/** Which values a property may still have under some conditions: a set of values, or an interval with both ends included. */
import { canonicalKey, familyOf, orderOf } from '../model/comparison.ts';
import type { Property } from '../model/edm.ts';
import { formatDay, parseDay } from '../model/instant.ts';
import type { Scalar } from './bound.ts';
import { isIntegerName, primitiveName } from './type-rules.ts';

export type DomainValue = Exclude<Scalar, null>;

export type Domain = ValueSet | Interval;

export interface ValueSet {
  readonly kind: 'ValueSet';
  /** By canonical key, so that equal values meet. */
  readonly values: ReadonlyMap<DomainValue, DomainValue>;
}

/** At least one end is given. */
export interface Interval {
  readonly kind: 'Interval';
  readonly from?: DomainValue;
  readonly to?: DomainValue;
}

/** The set of some values of a property. */
export function valueSet(property: Property, values: readonly DomainValue[]): ValueSet {
  const keyOf = canonicalKey(property);
  return { kind: 'ValueSet', values: new Map(values.map((value) => [keyOf(value), value])) };
}

/** Whether a set may hold the value; NaN and the infinities are left to evaluation. */
export const isEquatable = (property: Property, value: DomainValue): boolean =>
  familyOf(property) !== 'structure' && !isSpecial(property, value);

const intervalFamilies: ReadonlySet<string> = new Set([
  'number',
  'float',
  'text',
  'date',
  'timeOfDay',
  'instant',
  'duration',
]);

/** Whether the value can be one end of an interval. */
export const isOrdered = (property: Property, value: DomainValue): boolean =>
  intervalFamilies.has(familyOf(property)) && !isSpecial(property, value);

function isSpecial(property: Property, value: DomainValue): boolean {
  const family = familyOf(property);
  return (family === 'number' || family === 'float') && (value === 'NaN' || value === 'INF' || value === '-INF');
}

/** Negative, zero or positive; both values must be ordered ones of the property. */
const compareValues = (property: Property, a: DomainValue, b: DomainValue): number => orderOf(property)(a, b);

/** The next value up (1) or down (-1), where the type has one: whole numbers and days. */
export function neighbour({ type }: Property, value: DomainValue, direction: 1 | -1): DomainValue | undefined {
  const name = primitiveName(type);
  if (name === undefined) return undefined;
  if (isIntegerName(name)) return Number.isSafeInteger(value) ? Number(value) + direction : undefined;
  const day = name === 'Edm.Date' && typeof value === 'string' ? parseDay(value) : null;
  return day === null ? undefined : formatDay(day + direction);
}

/** What satisfies both, or nothing where no value does. */
export function intersect(property: Property, a: Domain, b: Domain): Domain | undefined {
  if (a.kind === 'Interval' && b.kind === 'Interval') return intersectIntervals(property, a, b);
  if (a.kind === 'Interval') return intersect(property, b, a);
  const holds = (key: DomainValue, value: DomainValue): boolean =>
    b.kind === 'ValueSet' ? b.values.has(key) : isWithin(property, b, value);
  const values = new Map([...a.values].filter(([key, value]) => holds(key, value)));
  return values.size === 0 ? undefined : { kind: 'ValueSet', values };
}

const isWithin = (property: Property, { from, to }: Interval, value: DomainValue): boolean =>
  (from === undefined || compareValues(property, value, from) >= 0) &&
  (to === undefined || compareValues(property, value, to) <= 0);

function intersectIntervals(property: Property, a: Interval, b: Interval): Interval | undefined {
  const from = pick(a.from, b.from, (x, y) => compareValues(property, x, y) > 0);
  const to = pick(a.to, b.to, (x, y) => compareValues(property, x, y) < 0);
  if (from !== undefined && to !== undefined && compareValues(property, from, to) > 0) return undefined;
  return interval(from, to);
}

/** The end that wins, or the only one there is. */
function pick(
  a: DomainValue | undefined,
  b: DomainValue | undefined,
  wins: (x: DomainValue, y: DomainValue) => boolean,
): DomainValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return wins(a, b) ? a : b;
}

export const interval = (from: DomainValue | undefined, to: DomainValue | undefined): Interval => ({
  kind: 'Interval',
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** A domain that holds what satisfies either, perhaps more; nothing where that says nothing about the property. */
export function unite(property: Property, a: Domain, b: Domain): Domain | undefined {
  if (a.kind === 'ValueSet' && b.kind === 'ValueSet') {
    return { kind: 'ValueSet', values: new Map([...a.values, ...b.values]) };
  }
  const left = hull(property, a);
  const right = hull(property, b);
  if (left === undefined || right === undefined) return undefined;
  const from = outermost(left.from, right.from, (x, y) => compareValues(property, x, y) < 0);
  const to = outermost(left.to, right.to, (x, y) => compareValues(property, x, y) > 0);
  return from === undefined && to === undefined ? undefined : interval(from, to);
}

function outermost(
  a: DomainValue | undefined,
  b: DomainValue | undefined,
  wins: (x: DomainValue, y: DomainValue) => boolean,
): DomainValue | undefined {
  return a === undefined || b === undefined ? undefined : pick(a, b, wins);
}

/** The smallest interval around a domain, where its values are ordered. */
export function hull(property: Property, domain: Domain): Interval | undefined {
  if (domain.kind === 'Interval') return domain;
  const values = [...domain.values.values()];
  if (!values.every((value) => isOrdered(property, value))) return undefined;
  const sorted = values.toSorted((a, b) => compareValues(property, a, b));
  return interval(sorted[0], sorted.at(-1));
}
