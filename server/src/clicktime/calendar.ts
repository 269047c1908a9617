/**
 * The days ClickTime can be asked about. OData knows days before and behind its calendar; asked about one of those, it
 * would refuse the whole request.
 */
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import { compareDays, formatDay, parseDay } from '../model/instant.ts';
import type { Value } from '../model/values.ts';
import type { SourcePredicate, ValueRange } from '../source/source.ts';

/** No record is of a day before or behind these. */
const CALENDAR = { first: '0001-01-01', last: '9999-12-31' };

/** What databases of ClickTime's kind take for the first day there is; its records may have earlier ones as defaults. */
export const FIRST_ASKED = '1753-01-01';

/** The predicates without days that no record can have; nothing where one of them then allows none at all. */
export function withinCalendar(
  { entitySet }: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
): readonly SourcePredicate[] | undefined {
  const { properties } = entitySet.entityType;
  const days = new Set(properties.filter(({ type }) => type.name === 'Edm.Date').map(({ name }) => name));
  const kept = predicates.map((predicate) => (days.has(predicate.property) ? clipped(predicate) : predicate));
  return kept.some(isNothing) ? undefined : kept;
}

const isNothing = (predicate: SourcePredicate): boolean =>
  (predicate.kind === 'InPredicate' ? predicate.values : predicate.ranges).length === 0;

const clipped = (predicate: SourcePredicate): SourcePredicate =>
  predicate.kind === 'InPredicate'
    ? { ...predicate, values: predicate.values.filter(isKnown) }
    : { ...predicate, ranges: predicate.ranges.flatMap(clippedRange) };

const isBefore = (a: Value | undefined, b: Value | undefined): boolean =>
  typeof a === 'string' && typeof b === 'string' && compareDays(a, b) < 0;

const isKnown = (day: Value): boolean => !isBefore(day, CALENDAR.first) && !isBefore(CALENDAR.last, day);

/** Without an end that says nothing. */
function clippedRange({ from, to }: ValueRange): readonly ValueRange[] {
  if (isBefore(CALENDAR.last, from) || isBefore(to, CALENDAR.first)) return [];
  return [
    {
      from: isBefore(CALENDAR.first, from) ? from : undefined,
      to: isBefore(to, CALENDAR.last) ? to : undefined,
    },
  ];
}

/** The day so many days off; nothing where that is off the calendar. */
export function shiftDay(day: string, days: number): string | undefined {
  const known = parseDay(day);
  const shifted = known === null ? day : formatDay(known + days);
  return isKnown(shifted) ? shifted : undefined;
}
