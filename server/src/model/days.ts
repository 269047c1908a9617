/** Periods as days of a calendar, both ends included. */
import type { CalendarPeriod, RollingPeriod, RootPeriod } from '../../../grammar/index.ts';
import { formatDay, parseDay } from './instant.ts';

/** `yyyy-MM-dd`; an end that is absent is open. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** How many of its units a rolling period may have at most: ten years. */
export const MOST_ROLLING: Readonly<Record<RollingPeriod['unit'], number>> = {
  days: 3660,
  weeks: 520,
  months: 120,
  years: 10,
};

/** The days of a period, where today is `yyyy-MM-dd`; rolling ones end today. */
export function daysOf(period: RootPeriod, today: string): Days {
  switch (period.kind) {
    case 'DayPeriod':
      return { from: period.from, to: period.to ?? undefined };
    case 'YearPeriod': {
      const { first, last } = period.months;
      return monthsFrom(12 * period.year + first - 1, last - first + 1);
    }
    case 'CalendarPeriod':
      return calendarDays(period, today);
    case 'RollingPeriod':
      return { from: rollingStart(period, today), to: today };
  }
}

const monthsOf: Readonly<Record<CalendarPeriod['unit'], number>> = { month: 1, quarter: 3, year: 12 };

function calendarDays({ which, unit }: CalendarPeriod, today: string): Days {
  const length = monthsOf[unit];
  const month = monthOf(today);
  const current = month - (month % length);
  if (which === 'toDate') return { from: firstOf(current), to: today };
  return monthsFrom(which === 'this' ? current : current - length, length);
}

/** Months and years go back to the day behind the same one of an earlier month, so that no day counts twice. */
function rollingStart({ count, unit }: RollingPeriod, today: string): string {
  if (unit === 'days' || unit === 'weeks') return shifted(today, 1 - count * (unit === 'weeks' ? 7 : 1));
  const month = monthOf(today) - count * (unit === 'years' ? 12 : 1);
  const same = `${firstOf(month).slice(0, -2)}${today.slice(-2)}`;
  return parseDay(same) === null ? firstOf(month + 1) : shifted(same, 1);
}

const monthsFrom = (first: number, length: number): Days => ({
  from: firstOf(first),
  to: shifted(firstOf(first + length), -1),
});

/** Months since the beginning of the year 0. */
const monthOf = (day: string): number => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)) - 1;

function firstOf(month: number): string {
  const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}-01`;
}

const shifted = (day: string, by: number): string => formatDay((parseDay(day) ?? 0) + by);

/** The day that it is at a point in time in a time zone of IANA's. */
export function dayIn(timeZone: string, date: Date): string {
  const parts = formatterOf(timeZone).formatToParts(date);
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** The last formatter made: they take long to make, and a process has one time zone. */
let formatter: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  if (formatter?.timeZone !== timeZone) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    formatter = { timeZone, format: new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', ...fields }) };
  }
  return formatter.format;
}
