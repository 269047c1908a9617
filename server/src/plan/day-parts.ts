/**
 * What a condition on parts of a day, such as `year(Date) eq 2026 and month(Date) le 3`, says of the day itself. A year is
 * a range of days by itself; a month or a day of the month is one only where it is known between which days.
 */
import type { Property } from '../model/edm.ts';
import { formatDay, parseDay } from '../model/instant.ts';
import type { PrimitiveValue } from '../model/values.ts';
import type { CanonicalFunction } from '../bound/canonical-functions.ts';
import { intersect, rangesOf, united, valueSet, type Domain, type Range } from './value-domain.ts';

export type DayPart = Extract<CanonicalFunction, 'year' | 'month' | 'day'>;

const parts: ReadonlySet<string> = new Set<DayPart>(['year', 'month', 'day']);

export const isDayPart = (method: string): method is DayPart => parts.has(method);

/** What parts of a day are compared as: whole numbers. */
export const partNumber: Property = {
  kind: 'Property',
  name: '',
  type: { kind: 'PrimitiveType', name: 'Edm.Int32' },
  collection: false,
  nullable: true,
};

/** The name that a domain of a property's part goes by; no property has such a one. */
export const partName = (part: DayPart, { name }: Property): string => `${part}(${name})`;

export const isPartName = (name: string): boolean => name.endsWith(')');

/** The days within years; nothing where the years say no whole numbers. */
export function daysOfYears(property: Property, years: Domain): Domain | undefined {
  const ranges = rangesOf(partNumber, years) ?? [];
  const ends = ranges.flatMap(({ from, to }) => [from ?? 0, to ?? 0]);
  if (ranges.length === 0 || !ends.every((end) => Number.isSafeInteger(end))) return undefined;
  const days = ranges.map(({ from, to }) => ({
    from: from === undefined ? undefined : `${yearText(from)}-01-01`,
    to: to === undefined ? undefined : `${yearText(to)}-12-31`,
  }));
  return united(property, days).domain;
}

function yearText(year: PrimitiveValue): string {
  const value = Number(year);
  return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(4, '0')}`;
}

/** Months that are looked through for those of a condition: ten years. */
const MOST_MONTHS = 120;
/** What is more scattered would be read as the range around it anyway. */
const MOST_RANGES = 12;

/**
 * The days of a domain that are within some months, and some days of their months; nothing at all, `undefined`, where the
 * domain is too wide to tell, or what is left of it too scattered to be said.
 */
export function daysWithin(
  property: Property,
  days: Domain,
  { month, day }: { readonly month: Domain | undefined; readonly day: Domain | undefined },
): Domain | 'none' | undefined {
  const ranges = (rangesOf(property, days) ?? [{}]).map(numbered);
  if (!ranges.every((range) => range !== undefined)) return undefined;
  if (ranges.reduce((sum, { from, to }) => sum + (to - from) / 28 + 2, 0) > MOST_MONTHS) return undefined;
  const numbers = { months: numbersIn(month, 12), days: numbersIn(day, 31) };
  const kept: Days[] = [];
  for (const each of asked(ranges, numbers)) {
    const last = kept.at(-1);
    if (last !== undefined && last.to + 1 === each.from) kept[kept.length - 1] = { from: last.from, to: each.to };
    else kept.push(each);
    if (kept.length > MOST_RANGES) return undefined;
  }
  if (kept.length === 0) return 'none';
  return { kind: 'Ranges', ranges: kept.map(({ from, to }) => ({ from: formatDay(from), to: formatDay(to) })) };
}

/** Days since 1970-01-01, both ends included. */
interface Days {
  readonly from: number;
  readonly to: number;
}

function numbered({ from, to }: Range): Days | undefined {
  const ends = [from, to].map((end) => (typeof end === 'string' ? parseDay(end) : null));
  const [first = null, last = null] = ends;
  return first === null || last === null ? undefined : { from: first, to: last };
}

/** Those of the days whose numbers, and those of their months, are asked for, in ascending order. */
function* asked(ranges: readonly Days[], numbers: Numbers): Generator<Days> {
  for (const range of ranges) yield* askedOf(range, numbers);
}

function* askedOf({ from, to }: Days, { months, days }: Numbers): Generator<Days> {
  for (let first = from; first <= to;) {
    const text = formatDay(first);
    const zeroth = first - Number(text.slice(-2));
    const behind = firstOfNextMonth(zeroth + 1);
    const whole = { from: first, to: Math.min(to, behind - 1) };
    if (months?.includes(Number(text.slice(-5, -3))) !== false)
      yield* days === undefined ? [whole] : daysOf(whole, zeroth, days);
    first = behind;
  }
}

const daysOf = ({ from, to }: Days, zeroth: number, numbers: readonly number[]): readonly Days[] =>
  numbers.flatMap((number) => {
    const day = zeroth + number;
    return day < from || day > to ? [] : [{ from: day, to: day }];
  });

/** Days since 1970-01-01 of the first day of the month behind the one that begins then. */
function firstOfNextMonth(first: number): number {
  const inNext = first + 31;
  return inNext - Number(formatDay(inNext).slice(-2)) + 1;
}

/** Numbers that are asked for; absent: all of them. */
interface Numbers {
  readonly months: readonly number[] | undefined;
  readonly days: readonly number[] | undefined;
}

/** The numbers from 1 to `last` that are in a domain. */
function numbersIn(domain: Domain | undefined, last: number): readonly number[] | undefined {
  if (domain === undefined) return undefined;
  const all = Array.from({ length: last }, (_, index) => index + 1);
  const found = intersect(partNumber, domain, valueSet(partNumber, all));
  return found?.kind === 'ValueSet' ? [...found.values.values()].map(Number).toSorted((a, b) => a - b) : [];
}
