import type {
  ClientFields,
  DivisionFields,
  EntityName,
  FieldsByEntity,
  JobFields,
  TaskFields,
  TimesheetFields,
  UserFields,
} from '../records.ts';
import type { EntryQuery } from '../company/entry-filter.ts';
import type { FilterContext, Parameter, Parameters, QueryValues } from './parameter-kinds.ts';
import { invalidParameter } from './problem.ts';
import { isTaskOf } from '../company/verbose.ts';
import { conditionOf, flag, id, isId, oneOf, since, text, until } from './parameter-kinds.ts';
import { makeCaller } from './caller.ts';
import { parseDay } from '../company/dates.ts';

/** What the lists can be filtered by. */

function withPermission(record: UserFields, values: readonly string[], context: FilterContext): boolean {
  const caller = makeCaller(record.ID, record.SecurityLevel, context.managerPermissions);
  return values.some((value) => [...caller.permissions].some((name) => name.toLowerCase() === value.toLowerCase()));
}

const permissionParameter: Parameter<UserFields> = {
  expected: 'a permission',
  valid: () => true,
  matches: withPermission,
};

const users: Parameters<UserFields> = {
  id: id((user) => user.ID),
  name: text((user) => user.Name),
  email: text((user) => user.Email),
  divisionid: id((user) => user.DivisionID),
  timesheetapproverid: id((user) => user.TimesheetApproverID),
  expenseapproverid: id((user) => user.ExpenseApproverID),
  employmenttypeid: id((user) => user.EmploymentTypeID),
  jobid: {
    expected: 'an ID',
    valid: isId,
    matches: (user, values, { company }) => values.some((job) => company.isJobOf(job, user.ID)),
  },
  securitylevel: oneOf(['STANDARD', 'MANAGER', 'ADMIN'], (user) => user.SecurityLevel),
  managerpermission: permissionParameter,
  isactive: flag((user) => user.IsActive),
  subjecttotimesheetcompletion: flag((user) => user.SubjectToTimesheetCompletion),
  withpermission: permissionParameter,
};

const jobs: Parameters<JobFields> = {
  id: id((job) => job.ID),
  clientid: id((job) => job.ClientID),
  name: text((job) => job.Name),
  jobnumber: text((job) => job.JobNumber),
  isactive: flag((job) => job.IsActive),
  projectmanagerid: id((job) => job.ProjectManagerID),
  userid: {
    expected: 'an ID',
    valid: isId,
    matches: (job, values, { company }) => values.some((user) => company.isJobOf(job.ID, user)),
  },
  myjobs: flag((job, { company, me }) => company.isJobOf(job.ID, me)),
};

const clients: Parameters<ClientFields> = {
  id: id((client) => client.ID),
  isactive: flag((client) => client.IsActive),
  name: text((client) => client.Name),
  shortname: text((client) => client.ShortName),
  clientnumber: text((client) => client.ClientNumber),
};

const tasks: Parameters<TaskFields> = {
  id: id((task) => task.ID),
  isactive: flag((task) => task.IsActive),
  name: text((task) => task.Name),
  taskname: text((task) => task.Name),
  taskcode: text((task) => task.TaskCode),
  mytasks: flag((task, { me }) => isTaskOf(task.ID, me)),
};

const divisions: Parameters<DivisionFields> = {
  id: id((division) => division.ID),
  name: text((division) => division.Name),
  isactive: flag((division) => division.IsActive),
};

const statuses = ['Open', 'JobHold', 'TORAHold', 'Waiting', 'Locked', 'Approved', 'Rejected'];

const timesheets: Parameters<TimesheetFields> = {
  status: oneOf(statuses, (timesheet) => timesheet.Status),
  userid: id((timesheet) => timesheet.UserID),
  divisionid: id(({ UserID }, { company }) => company.tables.Users.byId(UserID)?.DivisionID),
  employmenttypeid: id(({ UserID }, { company }) => company.tables.Users.byId(UserID)?.EmploymentTypeID),
  // Periods that overlap the range, not only those that start in it.
  fromdate: since(({ EndDate }) => EndDate),
  todate: until(({ StartDate }) => StartDate),
};

const byEntity: { readonly [E in Exclude<EntityName, 'TimeEntries'>]: Parameters<FieldsByEntity[E]> } = {
  Users: users,
  Jobs: jobs,
  Clients: clients,
  Tasks: tasks,
  Divisions: divisions,
  Timesheets: timesheets,
};

/** The condition of a request on one of the six small lists, or undefined when it has none; 400 for a bad value. */
export function recordFilter<E extends Exclude<EntityName, 'TimeEntries'>>(
  entity: E,
  allowed: readonly string[],
  query: QueryValues,
  context: FilterContext,
): ((record: FieldsByEntity[E]) => boolean) | undefined {
  return conditionOf<FieldsByEntity[E]>(byEntity[entity], allowed, query, context);
}

/** The condition of a request on a list of time entries; 400 for a bad value. */
export function entryQuery(allowed: readonly string[], query: QueryValues): EntryQuery {
  const values = (name: string): readonly string[] | undefined =>
    allowed.includes(name) ? query.get(name.toLowerCase()) : undefined;
  const ids = (name: string): readonly string[] | undefined => {
    const given = values(name);
    for (const value of given ?? []) if (!isId(value)) throw invalidParameter(name, value, 'an ID');
    return given;
  };
  const days = (name: string): readonly number[] | undefined =>
    values(name)?.map((value) => {
      const day = parseDay(value);
      if (day === undefined) throw invalidParameter(name, value, 'a date YYYY-MM-DD');
      return day;
    });
  const from = days('StartDate');
  const to = days('EndDate');
  return {
    ids: ids('ID'),
    users: ids('UserID'),
    jobs: ids('JobID'),
    tasks: ids('TaskID'),
    days: days('EntryDate'),
    from: from && Math.max(...from),
    to: to && Math.min(...to),
  };
}
