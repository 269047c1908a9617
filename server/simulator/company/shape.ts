import { monthsBefore, parseDay } from './dates.ts';

/** What decides every byte of the made-up company. */
export interface CompanyOptions {
  /** Same seed (and size), same bytes. Default 1. */
  readonly seed?: number | undefined;
  /** Default 40, or what fits `timeEntries`. */
  readonly users?: number | undefined;
  /** Months of history up to `today`. Default 24, or what fits `timeEntries`. */
  readonly months?: number | undefined;
  /** Exact number of time entries; default: what the users plausibly logged (about 52 per user and month). */
  readonly timeEntries?: number | undefined;
  /** Last day of the history, YYYY-MM-DD. Default 2026-07-31. */
  readonly today?: string | undefined;
  /** What `CustomFields` objects are keyed by. Default `Name`. */
  readonly customFieldKeys?: 'ID' | 'Name' | 'DisplayName';
  /** Rows that test readers instead of looking like a company's: days of 36 hours, jobs of one name, any rate. Default false. */
  readonly awkward?: boolean | undefined;
  /** Whether jobs or tasks say what is billable. Default Job. */
  readonly billableSetting?: 'Job' | 'Task' | undefined;
}

/** Sizes and dates after defaults; days are numbers since 1970-01-01. */
export interface CompanyShape {
  readonly seed: number;
  readonly users: number;
  readonly divisions: number;
  readonly clients: number;
  readonly jobs: number;
  readonly tasks: number;
  readonly timeEntries: number | undefined;
  readonly firstDay: number;
  readonly today: number;
  readonly customFieldKeys: 'ID' | 'Name' | 'DisplayName';
  readonly awkward: boolean;
  readonly billableSetting: 'Job' | 'Task';
}

const entriesPerUserMonth = 52;

function sizeFor(timeEntries: number): { readonly users: number; readonly months: number } {
  const months = timeEntries < 5_000 ? 3 : timeEntries < 2_000_000 ? 24 : 36;
  return { months, users: clamp(Math.round(timeEntries / (months * entriesPerUserMonth)), 8, 5_000) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function wholeNumber(name: string, value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`${name} must be a whole number from ${low} to ${high}, but is ${value}.`);
}

/** Fills in defaults; throws RangeError naming the first option that is out of range. */
export function companyShape(options: CompanyOptions): CompanyShape {
  const fitted = options.timeEntries === undefined ? { users: 40, months: 24 } : sizeFor(options.timeEntries);
  const users = wholeNumber('users', options.users ?? fitted.users, 3, 20_000);
  const months = wholeNumber('months', options.months ?? fitted.months, 1, 240);
  const today = parseDay(options.today ?? '2026-07-31');
  if (today === undefined) throw new RangeError(`today must be a date YYYY-MM-DD, but is '${options.today}'.`);
  const clients = clamp(Math.round(users / 3), 6, 600);
  return {
    seed: wholeNumber('seed', options.seed ?? 1, 0, 0xffffffff),
    users,
    divisions: clamp(5 + Math.floor(users / 60), 5, 40),
    clients,
    jobs: clients * 4,
    tasks: 24,
    timeEntries:
      options.timeEntries === undefined ? undefined : wholeNumber('timeEntries', options.timeEntries, 0, 20_000_000),
    firstDay: monthsBefore(today, months - 1),
    today,
    customFieldKeys: options.customFieldKeys ?? 'Name',
    awkward: options.awkward ?? false,
    billableSetting: options.billableSetting ?? 'Job',
  };
}
