/**
 * Periods of days a person can ask for. All but `custom` are kept by name and worked out when data is read, so that a
 * nightly refresh moves on with the calendar.
 */
import type { EntitySetInfo } from './catalog.ts';

export const RELATIVE_RANGES = [
  'last30Days',
  'last90Days',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
] as const;

export type RelativeRange = (typeof RELATIVE_RANGES)[number];

/** Days as `yyyy-MM-dd`, both ends included; an absent end is open. */
export type DateRange =
  | { readonly kind: 'all' }
  | { readonly kind: RelativeRange }
  | { readonly kind: 'custom'; readonly from?: string; readonly to?: string };

export interface DateBounds {
  readonly from?: string;
  readonly to?: string;
}

/** The names of the properties a period is compared with: the row's last day with `from`, its first with `to`. */
interface DateFields {
  readonly lastDay: string;
  readonly firstDay: string;
}

const DATE_FIELDS: Readonly<Record<string, DateFields>> = {
  TimeEntries: { lastDay: 'Date', firstDay: 'Date' },
  TimeEntryDetails: { lastDay: 'Date', firstDay: 'Date' },
  Timesheets: { lastDay: 'EndDate', firstDay: 'StartDate' },
  UserDays: { lastDay: 'Date', firstDay: 'Date' },
  TimeOff: { lastDay: 'Date', firstDay: 'Date' },
  Holidays: { lastDay: 'Date', firstDay: 'Date' },
  ExpenseDetails: { lastDay: 'ExpenseDate', firstDay: 'ExpenseDate' },
};

/** The date fields of an entity set that is usually read for a period of time; undefined for the others. */
export function dateFieldsOf(entitySet: EntitySetInfo): DateFields | undefined {
  const fields = DATE_FIELDS[entitySet.name];
  if (fields === undefined) return undefined;
  const isDate = (name: string): boolean =>
    entitySet.fields.some((field) => field.name === name && field.type === 'Edm.Date');
  return isDate(fields.lastDay) && isDate(fields.firstDay) ? fields : undefined;
}

/** The first and last day of a period, `today` given as `yyyy-MM-dd`. */
export function boundsOf(range: DateRange, today: string): DateBounds {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const quarterStart = month - ((month - 1) % 3);
  switch (range.kind) {
    case 'all':
      return {};
    case 'custom': {
      const { kind: _, ...bounds } = range;
      return bounds;
    }
    case 'last30Days':
      return { from: day(year, month, Number(today.slice(8, 10)) - 29), to: today };
    case 'last90Days':
      return { from: day(year, month, Number(today.slice(8, 10)) - 89), to: today };
    case 'thisMonth':
      return { from: day(year, month, 1), to: day(year, month + 1, 0) };
    case 'lastMonth':
      return { from: day(year, month - 1, 1), to: day(year, month, 0) };
    case 'thisQuarter':
      return { from: day(year, quarterStart, 1), to: day(year, quarterStart + 3, 0) };
    case 'lastQuarter':
      return { from: day(year, quarterStart - 3, 1), to: day(year, quarterStart, 0) };
    case 'thisYear':
      return { from: day(year, 1, 1), to: day(year, 12, 31) };
    case 'lastYear':
      return { from: day(year - 1, 1, 1), to: day(year - 1, 12, 31) };
  }
}

/** The condition of `$filter` that keeps rows of the period, or undefined for all rows. */
export function dateFilter(fields: DateFields, bounds: DateBounds): string | undefined {
  const conditions = [
    ...(bounds.from === undefined ? [] : [`${fields.lastDay} ge ${bounds.from}`]),
    ...(bounds.to === undefined ? [] : [`${fields.firstDay} le ${bounds.to}`]),
  ];
  return conditions.length === 0 ? undefined : conditions.join(' and ');
}

/** Whether text is a day of the calendar, written `yyyy-MM-dd`. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts !== null && day(Number(parts[1]), Number(parts[2]), Number(parts[3])) === text;
}

export type RangeProblem = 'noDay' | 'fromAfterTo' | 'empty';

/** What is wrong with a period someone typed in, or undefined. */
export function rangeProblem(range: DateRange): RangeProblem | undefined {
  if (range.kind !== 'custom') return undefined;
  const { from, to } = range;
  if (from === undefined && to === undefined) return 'empty';
  if ((from !== undefined && !isDay(from)) || (to !== undefined && !isDay(to))) return 'noDay';
  return from !== undefined && to !== undefined && from > to ? 'fromAfterTo' : undefined;
}

/** Today by the local calendar of the machine, as `yyyy-MM-dd`. */
export function localDay(now: Date): string {
  return day(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** Months and days outside their range carry over, as in `Date.UTC`. */
function day(year: number, month: number, dayOfMonth: number): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  return date.toISOString().slice(0, 10);
}
