import type { CustomFieldDefinition, JobFields, TaskFields, TimeEntryFields, UserFields } from '../records.ts';
import type { CompanyShape } from './shape.ts';
import type { EntryGenerator } from './entry-generator.ts';
import type { EntryGrid } from './entry-grid.ts';
import { at, choose, drawer, mix } from './hash.ts';
import { clockTime } from './clock-time.ts';
import { customFields } from './custom-fields.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';
import { jobsOfUser, jobsPerUser } from './jobs-of-user.ts';
import { numberedComments, plainComments } from './text-samples.ts';
import { timeOffTasks } from './reference-data.ts';
import { toWireJson } from '../wire-text.ts';

/** Time entries of people who work about eight hours a day, in quarters of an hour, on a few jobs. */

/** Hours of a day, in quarters. */
const days = [32, 32, 32, 32, 30, 33, 34, 28, 36];
/** When the day begins, in minutes. */
const MORNING = 9 * 60;
/** Where an entry takes this many hours there is a break in it. */
const LONG_HOURS = 6;
/** One person in so many logs start and end. */
const CLOCKS = 3;

/** Hours of one of several entries of a day: as even as quarters allow, then moved between neighbours. */
function quartersOf(day: number, index: number, of: number, hash: number): number {
  const even = Math.floor(day / of);
  const own = even + (index < day % of ? 1 : 0);
  const isAlone = index % 2 === 0 && index === of - 1;
  const moved = isAlone ? 0 : mix(hash, index >> 1) % (Math.floor(even / 2) + 1);
  return index % 2 === 0 ? own + moved : own - moved;
}

/** Hours of each entry of a day; never 0, and 24 at most in all. */
function hoursOf(day: number, of: number, hash: number): readonly number[] {
  if (of > day) return Array.from({ length: of }, () => Math.floor((day / 4 / of) * 1e6) / 1e6);
  return Array.from({ length: of }, (_, index) => quartersOf(day, index, of, hash) / 4);
}

/** The generator of a company that looks like one. */
export function plausibleEntries(
  shape: CompanyShape,
  grid: EntryGrid,
  users: readonly UserFields[],
  jobs: readonly JobFields[],
  tasks: readonly TaskFields[],
  definitions: readonly CustomFieldDefinition[],
): EntryGenerator {
  const ids = idScheme(shape.seed, 'TimeEntries');
  const key = mix(shape.seed, 0x7e);
  const userJobs = Uint16Array.from(users.flatMap((_, user) => jobsOfUser(shape, user)));
  const isoDays = grid.workingDays.map(formatDay);
  const own = definitions.filter(({ EntityType }) => EntityType === 'TimeEntry');
  const custom = Array.from({ length: 64 }, (_, index) =>
    customFields(own, shape, drawer(shape.seed, 'TimeEntryCustomFields', index)),
  );

  const jobOf = (number: number, user: number): number =>
    userJobs[user * jobsPerUser + (mix(key, number) & (jobsPerUser - 1))] ?? 0;
  const taskOf = (number: number): number => (mix(key, number) >>> 8) % (tasks.length - timeOffTasks);
  const commentOf = (hash: number): string | null => {
    if (hash % 4 === 0) return null;
    return hash % 8 === 1
      ? `${at(numberedComments, (hash >>> 9) % 3)}${(hash >>> 11) % 5000}`
      : choose(plainComments, hash >>> 4);
  };
  const hoursIn = (number: number, workingDay: number, user: number) => {
    const [index, of] = grid.shareOf(number, workingDay, user);
    const hash = mix(mix(key, user), workingDay);
    return { hours: hoursOf(choose(days, hash), of, hash), index };
  };

  const record = (number: number): TimeEntryFields => {
    const workingDay = grid.workingDayOf(number);
    const user = grid.userOf(number, workingDay);
    const person = at(users, user);
    const { hours, index } = hoursIn(number, workingDay, user);
    const Hours = at(hours, index);
    const before = hours.slice(0, index);
    const pause = (each: number): number => (each >= LONG_HOURS ? 0.5 : 0);
    const start = MORNING + before.reduce((sum, each) => sum + (each + pause(each)) * 60, 0);
    const hasClock = user % CLOCKS === 0;
    return {
      ID: ids.encode(number),
      UserID: person.ID,
      JobID: at(jobs, jobOf(number, user)).ID,
      TaskID: at(tasks, taskOf(number)).ID,
      Date: at(isoDays, workingDay),
      Hours,
      BreakTime: hasClock && pause(Hours) > 0 ? pause(Hours) : null,
      StartTime: hasClock ? clockTime(start) : null,
      EndTime: hasClock ? clockTime(start + (Hours + pause(Hours)) * 60) : null,
      Comment: commentOf(mix(key ^ 0x5bd1e995, number)),
      BillingRate: person.BillingRate,
      CostRate: person.CostRate,
      CustomFields: at(custom, mix(key, number) >>> 26),
    };
  };

  return {
    idOf: ids.encode,
    numberOf: ids.decode,
    jobOf,
    taskOf,
    record,
    microHours(number) {
      const workingDay = grid.workingDayOf(number);
      const { hours, index } = hoursIn(number, workingDay, grid.userOf(number, workingDay));
      return Math.round(at(hours, index) * 1e6);
    },
    json(number, billingRate, costRate) {
      const { BillingRate, CostRate, CustomFields, ...open } = record(number);
      const rates = { ...(billingRate && { BillingRate }), ...(costRate && { CostRate }) };
      return toWireJson({ ...open, ...rates, CustomFields });
    },
  };
}
