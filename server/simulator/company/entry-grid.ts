import type { CompanyShape } from './shape.ts';
import { mix } from './hash.ts';
import { employment } from './users.ts';
import { workingDaysOf } from './working-days.ts';

/**
 * Who logged how many time entries on which working day, as one array of running totals: 4 bytes per user and working day
 * instead of an object per entry. Entries are numbered from 0 by day; within a day the users' entries are shuffled.
 */
export interface EntryGrid {
  readonly count: number;
  /** Day numbers of the working days, ascending. */
  readonly workingDays: readonly number[];
  /** Number of the first entry of working day `index`; for `index` = number of days the total. */
  readonly firstOf: (index: number) => number;
  /** Index of the working day that entry `number` is on. */
  readonly workingDayOf: (number: number) => number;
  /** Index of the user whose entry `number` is. */
  readonly userOf: (number: number, workingDay: number) => number;
  /** Of that user's entries on that day, which one an entry is, and how many there are. */
  readonly shareOf: (number: number, workingDay: number, user: number) => readonly [index: number, of: number];
  /** Numbers of one user's entries on one working day, in no special order. */
  readonly entriesOf: (user: number, workingDay: number) => readonly number[];
}

/** Weights of a day: how many entries a user logs when no exact total is asked for. */
const weights = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 6];
/** Primes; the first that does not divide a day's count shuffles the day. */
const primes = [7919, 104_729, 611_953];

/** Running totals of weights, then scaled to the exact count that is asked for. */
function runningTotals(shape: CompanyShape, workingDays: readonly number[]): Uint32Array {
  const totals = new Uint32Array(workingDays.length * shape.users + 1);
  const periods = Array.from({ length: shape.users }, (_, user) => employment(shape, user));
  const key = mix(shape.seed, 0xe7);
  let cell = 0;
  let total = 0;
  for (const day of workingDays) {
    for (const { from, to } of periods) {
      if (day >= from && day <= to) total += weights[mix(key, cell) & 15] ?? 0;
      totals[++cell] = total;
    }
  }
  const wanted = shape.timeEntries;
  if (wanted === undefined) return totals;
  for (let i = 0; i < totals.length; i++) totals[i] = Math.floor(((totals[i] ?? 0) * wanted) / Math.max(total, 1));
  return totals;
}

function inverseModulo(a: number, n: number): number {
  let [r, nextR, t, nextT] = [n, a % n, 0, 1];
  while (nextR !== 0) {
    const quotient = Math.floor(r / nextR);
    [r, nextR] = [nextR, r - quotient * nextR];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return t < 0 ? t + n : t;
}

/** Lays out all time entries of a company. */
export function entryGrid(shape: CompanyShape): EntryGrid {
  const { users } = shape;
  const workingDays = workingDaysOf(shape);
  const totals = runningTotals(shape, workingDays);
  const firstOf = (index: number): number => totals[index * users] ?? 0;
  const multiplier = (size: number): number => primes.find((prime) => size % prime !== 0) ?? 1;

  /** Greatest `i` in [low, high) whose total is at most `number`, over totals at `stride` steps. */
  const search = (number: number, base: number, stride: number, size: number): number => {
    let low = 0;
    let high = size;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((totals[base + middle * stride] ?? 0) <= number) low = middle;
      else high = middle;
    }
    return low;
  };

  /** Where an entry stands among those of its day, user by user. */
  const placeOf = (number: number, workingDay: number): number => {
    const first = firstOf(workingDay);
    const size = firstOf(workingDay + 1) - first;
    return first + (((number - first) * multiplier(size)) % size);
  };

  return {
    count: firstOf(workingDays.length),
    workingDays,
    firstOf,
    workingDayOf: (number) => search(number, 0, users, workingDays.length),
    userOf: (number, workingDay) => search(placeOf(number, workingDay), workingDay * users, 1, users),
    shareOf(number, workingDay, user) {
      const from = totals[workingDay * users + user] ?? 0;
      return [placeOf(number, workingDay) - from, (totals[workingDay * users + user + 1] ?? 0) - from];
    },
    entriesOf(user, workingDay) {
      const first = firstOf(workingDay);
      const size = firstOf(workingDay + 1) - first;
      const from = (totals[workingDay * users + user] ?? 0) - first;
      const to = (totals[workingDay * users + user + 1] ?? 0) - first;
      if (to === from) return [];
      const inverse = inverseModulo(multiplier(size), size);
      return Array.from({ length: to - from }, (_, index) => first + (((from + index) * inverse) % size));
    },
  };
}
