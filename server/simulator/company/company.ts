import type { CustomFieldDefinition, FieldsByEntity, JobFields, TaskFields, UserFields } from '../records.ts';
import type { CompanyOptions, CompanyShape } from './shape.ts';
import type { EntryGenerator } from './entry-generator.ts';
import type { EntryStore } from './entry-store.ts';
import type { Further } from './further/further.ts';
import type { IdScheme } from './ids.ts';
import type { Table } from './table.ts';
import type { TimesheetSource } from './timesheets.ts';
import { at, mix } from './hash.ts';
import { companyShape } from './shape.ts';
import { companyTypes, makeFurther } from './further/further.ts';
import { customFieldDefinitions } from './custom-fields.ts';
import { awkwardEntries } from './entry-generator.ts';
import { jobsOfUser } from './jobs-of-user.ts';
import { plausibleEntries } from './plausible-entries.ts';
import { entryGrid } from './entry-grid.ts';
import { entryStore } from './entry-store.ts';
import { idScheme } from './ids.ts';
import { makeClients, makeDivisions, makeJobs, makeTasks } from './reference-data.ts';
import { makeUsers } from './users.ts';
import { table } from './table.ts';
import { timesheetSource } from './timesheets.ts';

/** The six small lists. */
type Tables = { readonly [E in Exclude<keyof FieldsByEntity, 'TimeEntries'>]: Table<FieldsByEntity[E]> };

/** A made-up company: everything the simulator answers comes from here. */
export interface Company {
  readonly seed: number;
  readonly shape: CompanyShape;
  readonly tables: Tables;
  readonly entries: EntryStore;
  readonly generator: EntryGenerator;
  readonly definitions: readonly CustomFieldDefinition[];
  readonly types: ReturnType<typeof companyTypes>;
  readonly further: Further;
  readonly userIds: IdScheme;
  readonly timesheets: TimesheetSource;
  /** Hours of one user on one day in millionths. */
  readonly microHours: (userId: string, day: number) => number;
  /** Whether a job is on a user's job list (access, not hours worked). */
  readonly isJobOf: (jobId: string, userId: string) => boolean;
  /** Number of the user with this email. */
  readonly userByEmail: (email: string) => number | undefined;
}

/** Order of texts as the server sorts: without regard to case. */
function compareNames(a: string | null, b: string | null): number {
  const [left, right] = [(a ?? '').toLowerCase(), (b ?? '').toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function held<R extends { readonly ID: string }>(
  records: readonly R[],
  ids: IdScheme,
  compare: (a: R, b: R) => number,
  tieBreak: (a: number, b: number) => number = (a, b) => a - b,
): Table<R> {
  return table({
    count: records.length,
    record: (number) => at(records, number),
    idOf: ids.encode,
    numberOf: ids.decode,
    compare,
    tieBreak,
    presorted: false,
  });
}

/** Makes the company that the options describe; same options, same bytes. */
export function makeCompany(options: CompanyOptions = {}): Company {
  const shape = companyShape(options);
  const { seed } = shape;
  const ids = (kind: string): IdScheme => idScheme(seed, kind);
  const definitions = customFieldDefinitions(seed);
  const types = companyTypes(seed);
  const divisions = makeDivisions(shape, definitions);
  const clients = makeClients(shape, definitions);
  const tasks: readonly TaskFields[] = makeTasks(shape, definitions);
  const users: readonly UserFields[] = makeUsers(shape, definitions, {
    divisions,
    tasks,
    employmentTypes: types.employment,
    expenseTypes: types.expense,
    paymentTypes: types.payment,
  });
  const managers = users.filter(({ SecurityLevel }) => SecurityLevel !== 'STANDARD').map(({ ID }) => ID);
  const jobs: readonly JobFields[] = makeJobs(shape, definitions, clients, managers);
  const grid = entryGrid(shape);
  const generator = (shape.awkward ? awkwardEntries : plausibleEntries)(shape, grid, users, jobs, tasks, definitions);
  const userIds = ids('Users');
  const jobIds = ids('Jobs');
  const entries = entryStore(grid, generator, { users, jobs, tasks, userIds, jobIds, taskIds: ids('Tasks') });
  const timesheets = timesheetSource(shape, users);
  // Users and divisions are sorted by Name alone: what decides among namesakes has nothing to do with their numbers.
  const shuffled = (a: number, b: number): number => mix(seed, a) - mix(seed, b);

  return {
    seed,
    shape,
    entries,
    generator,
    definitions,
    types,
    further: makeFurther(shape, grid, users, jobs, types),
    userIds,
    timesheets,
    tables: {
      Users: held(users, userIds, (a, b) => compareNames(a.Name, b.Name), shuffled),
      Jobs: held(jobs, jobIds, (a, b) => compareNames(a.ListDisplayText, b.ListDisplayText)),
      Clients: held(clients, ids('Clients'), (a, b) => compareNames(a.ListDisplayText, b.ListDisplayText)),
      Tasks: held(tasks, ids('Tasks'), (a, b) => compareNames(a.Name, b.Name)),
      Divisions: held(divisions, ids('Divisions'), (a, b) => compareNames(a.Name, b.Name), shuffled),
      Timesheets: table(timesheets),
    },
    microHours: entries.microHours,
    userByEmail(email) {
      const index = users.findIndex(({ Email }) => Email?.toLowerCase() === email.toLowerCase());
      return index < 0 ? undefined : index;
    },
    isJobOf(jobId, userId) {
      const job = jobIds.decode(jobId);
      const user = userIds.decode(userId);
      if (job === undefined || user === undefined) return false;
      return mix(mix(seed, user), job) % 4 === 0 || jobsOfUser(shape, user).includes(job);
    },
  };
}
