import type { JobFields, TaskFields, TimeEntryFields, UserFields } from '../records.ts';
import type { EntryGenerator } from './entry-generator.ts';
import type { EntryGrid } from './entry-grid.ts';
import type { IdScheme } from './ids.ts';
import { parseDay } from './dates.ts';

/** What a query means for time entries: for records, and for the numbers of generated entries without making records. */

/** What narrows a list of time entries; conditions that are undefined do not. Days are day numbers, ends included. */
export interface EntryQuery {
  readonly ids?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
  readonly jobs?: readonly string[] | undefined;
  readonly tasks?: readonly string[] | undefined;
  readonly days?: readonly number[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The users, jobs and tasks that generated entries refer to. */
export interface EntryReferences {
  readonly users: readonly UserFields[];
  readonly jobs: readonly JobFields[];
  readonly tasks: readonly TaskFields[];
  readonly userIds: IdScheme;
  readonly jobIds: IdScheme;
  readonly taskIds: IdScheme;
}

/** Job and task number of every generated entry. */
interface Columns {
  readonly jobs: Uint16Array;
  readonly tasks: Int16Array;
}

/** A query in numbers. */
export interface EntryFilter {
  /** Numbers of the users asked for; undefined: all. */
  readonly users: readonly number[] | undefined;
  readonly ofUser: (number: number, workingDay: number) => boolean;
  /** Whether job and task match. */
  readonly rest: (number: number) => boolean;
}

/** Day number of a record's date; throws RangeError for what is no date. */
export function dayOf(record: TimeEntryFields): number {
  const number = parseDay(record.Date);
  if (number === undefined) throw new RangeError(`Date must be YYYY-MM-DD, but is '${record.Date}'.`);
  return number;
}

/** Whether a record satisfies a query, its IDs apart. */
export function matches(record: TimeEntryFields, { users, jobs, tasks, days, from, to }: EntryQuery): boolean {
  const day = dayOf(record);
  return (
    (users?.includes(record.UserID) ?? true) &&
    (jobs?.includes(record.JobID) ?? true) &&
    (tasks === undefined || (record.TaskID !== null && tasks.includes(record.TaskID))) &&
    (days?.includes(day) ?? true) &&
    day >= (from ?? -Infinity) &&
    day <= (to ?? Infinity)
  );
}

/** Makes the columns at the first filter that needs them: 4 bytes per entry. */
export function entryColumns(grid: EntryGrid, generator: EntryGenerator): () => Columns {
  let made: Columns | undefined;
  return () => {
    if (made !== undefined) return made;
    const jobs = new Uint16Array(grid.count);
    const tasks = new Int16Array(grid.count);
    grid.workingDays.forEach((_, workingDay) => {
      for (let number = grid.firstOf(workingDay); number < grid.firstOf(workingDay + 1); number++) {
        jobs[number] = generator.jobOf(number, grid.userOf(number, workingDay));
        tasks[number] = generator.taskOf(number);
      }
    });
    return (made = { jobs, tasks });
  };
}

/** The query in numbers of generated users, jobs and tasks; unknown IDs match nothing generated. */
export function entryFilter(
  query: EntryQuery,
  grid: EntryGrid,
  { users, jobs, tasks, userIds, jobIds, taskIds }: EntryReferences,
  columns: () => Columns,
): EntryFilter {
  const wantedUsers = query.users && indexes(query.users, userIds, users.length);
  const wantedJobs = query.jobs && new Set(indexes(query.jobs, jobIds, jobs.length));
  const wantedTasks = query.tasks && new Set(indexes(query.tasks, taskIds, tasks.length));
  const column = wantedJobs === undefined && wantedTasks === undefined ? undefined : columns();
  const userSet = wantedUsers && new Set(wantedUsers);
  return {
    users: wantedUsers,
    ofUser: (number, workingDay) => userSet?.has(grid.userOf(number, workingDay)) ?? true,
    rest: (number) =>
      (wantedJobs?.has(column?.jobs[number] ?? -1) ?? true) && (wantedTasks?.has(column?.tasks[number] ?? -1) ?? true),
  };
}

function indexes(ids: readonly string[], scheme: IdScheme, count: number): readonly number[] {
  return [...new Set(ids)].map((id) => scheme.decode(id) ?? -1).filter((index) => index >= 0 && index < count);
}
