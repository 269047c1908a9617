import type {
  CustomFieldDefinition,
  CustomFields,
  Decimal,
  JobFields,
  TaskFields,
  TimeEntryFields,
  UserFields,
} from '../records.ts';
import type { CompanyShape } from './shape.ts';
import type { EntryGrid } from './entry-grid.ts';
import { at, choose, drawer, mix } from './hash.ts';
import { fixedComments, numberedComments, plainComments } from './text-samples.ts';
import { clockTime } from './clock-time.ts';
import { customFields } from './custom-fields.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';
import { jobsOfUser, jobsPerUser } from './jobs-of-user.ts';
import { text } from './decimals.ts';
import { toWireJson } from '../wire-text.ts';

/** Makes any time entry from its number, as a record or directly as JSON text (the text is what a page of 500 costs). */
export interface EntryGenerator {
  readonly record: (number: number) => TimeEntryFields;
  /** The record's JSON as wire text; rates only where the caller may see them. */
  readonly json: (number: number, billingRate: boolean, costRate: boolean) => string;
  readonly idOf: (number: number) => string;
  readonly numberOf: (id: string) => number | undefined;
  /** Index of job or task (-1: none), for compact columns. */
  readonly jobOf: (number: number, user: number) => number;
  readonly taskOf: (number: number) => number;
  /** Hours of an entry in millionths. */
  readonly microHours: (number: number) => number;
}

/** Values with their JSON, written once. */
interface Pool<T> {
  readonly values: readonly T[];
  readonly json: readonly string[];
}

const hours = [8, 7.5, 4, 2, 1, 0.25, 0.5, 1.5, 3.75, 2.333333, 0.1, 7.2, 6, 1.1, 5.5, 0.333333, 3, 0.75, 2.5, 0.7, 0];

function pool<T>(field: string, values: readonly T[]): Pool<T> {
  return { values, json: values.map((value) => `,"${field}":${toWireJson(value)}`) };
}

function hoursPool(): Pool<Decimal> & { readonly micro: readonly number[] } {
  // One in seven is text: the same value, sometimes padded.
  const variants = hours.flatMap((value, index) => [value, value, value, value, value, value, text(value, index)]);
  return { ...pool<Decimal>('Hours', variants), micro: variants.map((value) => Math.round(Number(value) * 1e6)) };
}

function timesPool(): Pool<{ readonly StartTime: string | null; readonly EndTime: string | null }> {
  const values = Array.from({ length: 64 }, (_, index) => {
    const start = 6 * 60 + 15 * index;
    const seconds = index % 8 === 3;
    return {
      StartTime: clockTime(start, seconds),
      EndTime: index % 16 === 5 ? null : clockTime(start + 45 + index, seconds),
    };
  });
  const none = { StartTime: null, EndTime: null };
  const all = [...values, ...Array.from({ length: 64 }, () => none)];
  return { values: all, json: all.map((value) => `,${JSON.stringify(value).slice(1, -1)}`) };
}

function customFieldPool(
  shape: CompanyShape,
  definitions: readonly CustomFieldDefinition[],
): Pool<CustomFields | null> {
  const own = definitions.filter((definition) => definition.EntityType === 'TimeEntry');
  const values = Array.from({ length: 64 }, (_, index) =>
    customFields(own, shape, drawer(shape.seed, 'TimeEntryCustomFields', index)),
  );
  return pool('CustomFields', values);
}

/** The generator of an awkward company: any hours, any text, any rate, as fast as can be. */
export function awkwardEntries(
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
  const userJson = users.map(({ ID }) => `","UserID":"${ID}"`);
  const jobJson = jobs.map(({ ID }) => `,"JobID":"${ID}"`);
  const taskJson = [...tasks.map(({ ID }) => `,"TaskID":"${ID}"`), ',"TaskID":null'];
  const dayIso = grid.workingDays.map(formatDay);
  const dayJson = dayIso.map((day) => `,"Date":"${day}"`);
  const hourPool = hoursPool();
  const breaks = pool<Decimal | null>('BreakTime', [null, null, null, null, null, 0.5, '0.25', 1]);
  const times = timesPool();
  const comments = pool<string | null>('Comment', [
    ...Array.from({ length: 16 }, () => null),
    ...plainComments,
    ...plainComments,
    ...plainComments,
    ...plainComments,
    ...plainComments,
    ...fixedComments,
  ]);
  const numbered = pool('Comment', numberedComments).json.map((json) => json.slice(0, -1));
  const billing = pool<Decimal | null>('BillingRate', [null, ...users.map(({ BillingRate }) => BillingRate)]);
  const cost = pool<Decimal | null>(
    'CostRate',
    users.map(({ CostRate }) => CostRate),
  );
  const custom = customFieldPool(shape, definitions);

  const jobOf = (number: number, user: number): number =>
    userJobs[user * jobsPerUser + (mix(key, number) & (jobsPerUser - 1))] ?? 0;
  const taskOf = (number: number): number => {
    const hash = mix(key, number) >>> 8;
    return hash % 41 === 0 ? -1 : hash % tasks.length;
  };
  const secondHash = (number: number): number => mix(key ^ 0x5bd1e995, number);
  const hourOf = (number: number): number => (secondHash(number) >>> 2) % hourPool.values.length;
  /** One in eight comments carries a number; -1 for the others. */
  const commentNumber = (hash: number): number => ((hash & 7) === 1 ? (hash >>> 9) % 5000 : -1);

  return {
    idOf: ids.encode,
    numberOf: ids.decode,
    jobOf,
    taskOf,
    microHours: (number) => at(hourPool.micro, hourOf(number)),
    json(number, billingRate, costRate) {
      const day = grid.workingDayOf(number);
      const user = grid.userOf(number, day);
      const a = mix(key, number);
      const b = secondHash(number);
      const task = taskOf(number);
      const noted = commentNumber(a >>> 4);
      return (
        `{"ID":"${ids.encode(number)}${userJson[user]}${jobJson[jobOf(number, user)]}` +
        `${taskJson[task < 0 ? tasks.length : task]}${dayJson[day]}${hourPool.json[hourOf(number)]}` +
        `${breaks.json[(b >>> 11) & 7]}${times.json[(b >>> 14) & 127]}` +
        (noted < 0 ? comments.json[(a >>> 7) % comments.json.length] : `${numbered[(a >>> 20) & 7]}${noted}"`) +
        (billingRate ? billing.json[(b >>> 21) % 10 === 0 ? 0 : user + 1] : '') +
        (costRate ? cost.json[user] : '') +
        custom.json[(b >>> 25) & 63] +
        '}'
      );
    },
    record(number) {
      const day = grid.workingDayOf(number);
      const user = grid.userOf(number, day);
      const a = mix(key, number);
      const b = secondHash(number);
      const task = taskOf(number);
      const noted = commentNumber(a >>> 4);
      return {
        ID: ids.encode(number),
        UserID: at(users, user).ID,
        JobID: at(jobs, jobOf(number, user)).ID,
        TaskID: task < 0 ? null : at(tasks, task).ID,
        Date: at(dayIso, day),
        Hours: at(hourPool.values, hourOf(number)),
        BreakTime: at(breaks.values, (b >>> 11) & 7),
        ...at(times.values, (b >>> 14) & 127),
        Comment: noted < 0 ? choose(comments.values, a >>> 7) : `${at(numberedComments, (a >>> 20) & 7)}${noted}`,
        BillingRate: at(billing.values, (b >>> 21) % 10 === 0 ? 0 : user + 1),
        CostRate: at(cost.values, user),
        CustomFields: at(custom.values, (b >>> 25) & 63),
      };
    },
  };
}
