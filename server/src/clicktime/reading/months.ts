/** Which months a list that is gathered by months is asked for. Pure. */
import { ODataError } from '../../errors/odata-error.ts';
import { formatDay, parseDay } from '../../model/instant.ts';
import type { SourcePredicate, ValueRange } from '../../source/source.ts';
import { compareTexts } from '../../util/compare-texts.ts';

/** Months up to the present one, where a request does not say from when. */
export const MONTHS_BY_DEFAULT = 12;
/** Months of one request, each one to ClickTime: ten years may begin and end within one. */
export const MOST_MONTHS = 122;

/** Days of one calendar month, both ends included; all days are of the calendar's ten characters. */
export interface Month {
  readonly from: string;
  readonly to: string;
  /** The same days in two; none where there is one. */
  readonly halves: () => readonly Month[];
}

export interface MonthsAsked {
  /** The latest first. */
  readonly months: readonly Month[];
  /** The first day, where the predicates do not say it. */
  readonly since: string | undefined;
}

/**
 * The months with days that a predicate allows. Where it does not say from when, from the first day of the eleventh month
 * before the present one, or before the one up to which it asks; where it does not say up to when, up to the end of the
 * present month, or of the one from which it asks.
 * @throws QueryTooComplex where they are too many.
 */
export function monthsWithin(
  entitySet: string,
  predicate: SourcePredicate | undefined,
  { today, since }: { readonly today: string; readonly since: string | undefined },
): MonthsAsked {
  const present = lastOfMonth(today);
  const asked = predicate === undefined ? [{}] : rangesOf(predicate);
  const days = asked.map(({ from, to }): Days => {
    const last = to ?? later(present, lastOfMonth(from ?? today));
    return { from: from ?? since ?? monthsBefore(earlier(last, present), MONTHS_BY_DEFAULT - 1), to: last };
  });
  const open = asked.findIndex(({ from }) => from === undefined);
  return { months: byMonth(days, entitySet), since: days[open]?.from };
}

function rangesOf(predicate: SourcePredicate): readonly Partial<Days>[] {
  const ranges: readonly ValueRange[] =
    predicate.kind === 'RangePredicate' ? predicate.ranges : predicate.values.map((day) => ({ from: day, to: day }));
  return ranges.map(({ from, to }) => ({
    ...(typeof from === 'string' && { from }),
    ...(typeof to === 'string' && { to }),
  }));
}

interface Days {
  readonly from: string;
  readonly to: string;
}

function byMonth(ranges: readonly Days[], entitySet: string): readonly Month[] {
  const byName = new Map<string, Days>();
  for (const { from, to } of ranges) {
    for (let first = from; first <= to; first = dayAfter(lastOfMonth(first))) {
      const name = first.slice(0, 7);
      const last = earlier(lastOfMonth(first), to);
      const known = byName.get(name) ?? { from: first, to: last };
      byName.set(name, { from: earlier(known.from, first), to: later(known.to, last) });
      if (byName.size > MOST_MONTHS) throw tooMany(entitySet);
    }
  }
  return [...byName.values()].toSorted((a, b) => compareTexts(b.from, a.from)).map(monthOf);
}

const monthOf = ({ from, to }: Days): Month => ({
  from,
  to,
  halves: () => {
    const [first, last] = [parseDay(from) ?? 0, parseDay(to) ?? 0];
    if (first >= last) return [];
    const middle = Math.floor((first + last) / 2);
    return [
      { from, to: formatDay(middle) },
      { from: formatDay(middle + 1), to },
    ].map(monthOf);
  },
});

const tooMany = (entitySet: string): ODataError =>
  ODataError.of('QueryTooComplex', {
    reason: `it asks for days of more than ${MOST_MONTHS} months, and ClickTime sums the days of ${entitySet} for a month at a time. Ask for fewer, such as 'Date ge 2024-01-01'.`,
  });

const later = (a: string, b: string): string => (a < b ? b : a);
const earlier = (a: string, b: string): string => (a < b ? a : b);
const dayAfter = (day: string): string => formatDay((parseDay(day) ?? 0) + 1);

/** The first day of the month so many months before that of a day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const count = Math.max(12, year * 12 + month - 1 - months);
  return formatDay(
    parseDay(`${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`) ?? 0,
  );
}

/** The last day of the month of a day. */
function lastOfMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return `${day.slice(0, 7)}-${days}`;
}
