import type {
  ClientFields,
  Job,
  JobFields,
  ListedSummary,
  Summary,
  Task,
  TaskFields,
  TimeEntry,
  TimeEntryFields,
  Timesheet,
  TimesheetFields,
  User,
  UserFields,
  UserSummary,
} from '../records.ts';
import type { Company } from './company.ts';
import type { WireText } from '../wire-text.ts';
import { choose, hashText, mix } from './hash.ts';
import { noteTexts } from './text-samples.ts';
import { toWireJson } from '../wire-text.ts';
import { parseDay, formatDay } from './dates.ts';

/** What `verbose=true` adds to the records: summaries of other records, looked up when asked for. */

interface Named {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
}

function summary(record: Named | undefined): Summary | null {
  return record === undefined ? null : { ID: record.ID, Name: record.Name, IsActive: record.IsActive };
}

function listed(record: (Named & { readonly ListDisplayText: string | null }) | undefined): ListedSummary | null {
  if (record === undefined) return null;
  return { ID: record.ID, Name: record.Name, IsActive: record.IsActive, ListDisplayText: record.ListDisplayText };
}

function person(record: UserFields | undefined): UserSummary | null {
  if (record === undefined) return null;
  return { ID: record.ID, Name: record.Name, Email: record.Email, IsActive: record.IsActive };
}

type Lookup = Pick<Company, 'tables' | 'seed' | 'types' | 'microHours' | 'isJobOf'>;

function user(company: Lookup, id: string | null): UserFields | undefined {
  return id === null ? undefined : company.tables.Users.byId(id);
}

/** A time entry with its job, client, task and user. */
export function verboseTimeEntry(company: Lookup, record: TimeEntryFields): TimeEntry {
  const job = company.tables.Jobs.byId(record.JobID);
  const client: ClientFields | undefined = job && company.tables.Clients.byId(job.ClientID);
  const task = record.TaskID === null ? undefined : company.tables.Tasks.byId(record.TaskID);
  const summarized = listed(job);
  return {
    ...record,
    Job: job === undefined || summarized === null ? null : { ...summarized, ClientID: job.ClientID },
    Client: listed(client),
    Task: listed(task),
    User: person(user(company, record.UserID)),
  };
}

/** JSON of what `verbose=true` adds to time entries, kept per job, task and user until `forget`. */
interface EmbeddedJson {
  /** `,"Job":...,"Client":...,"Task":...,"User":...` */
  readonly of: (record: TimeEntryFields) => WireText;
  readonly forget: () => void;
}

/** Embedded records of a company's time entries. */
export function embeddedJson(company: Lookup): EmbeddedJson {
  const kept = new Map<string, WireText>();
  const remember = (id: string, make: () => object): WireText => {
    const text = kept.get(id) ?? `,${toWireJson(make()).slice(1, -1)}`;
    kept.set(id, text);
    return text;
  };
  return {
    of: (record) =>
      remember(`job ${record.JobID}`, () => {
        const { Job, Client } = verboseTimeEntry(company, record);
        return { Job, Client };
      }) +
      remember(`task ${record.TaskID}`, () => ({ Task: verboseTimeEntry(company, record).Task })) +
      remember(`user ${record.UserID}`, () => ({ User: verboseTimeEntry(company, record).User })),
    forget: () => kept.clear(),
  };
}

/** A user with division, approvers, default task and types. */
export function verboseUser(company: Lookup, record: UserFields): User {
  const type = (list: readonly Summary[], id: string | null): Summary | null =>
    summary(list.find(({ ID }) => ID === id));
  return {
    ...record,
    Division: summary(record.DivisionID === null ? undefined : company.tables.Divisions.byId(record.DivisionID)),
    EmploymentType: type(company.types.employment, record.EmploymentTypeID),
    TimesheetApprover: person(user(company, record.TimesheetApproverID)),
    ExpenseApprover: person(user(company, record.ExpenseApproverID)),
    TimeOffApprover: person(user(company, record.TimeOffApproverID)),
    DefaultTask: listed(record.DefaultTaskID === null ? undefined : company.tables.Tasks.byId(record.DefaultTaskID)),
    DefaultExpenseType: type(company.types.expense, record.DefaultExpenseTypeID),
    DefaultPaymentType: type(company.types.payment, record.DefaultPaymentTypeID),
  };
}

/** A job with project manager, client and budget; `me` is the caller for `MyJobs`. */
export function verboseJob(company: Lookup, record: JobFields, me: string): Job {
  const hash = mix(company.seed, hashText(record.ID));
  return {
    ...record,
    ProjectManager: summary(user(company, record.ProjectManagerID)),
    LifetimeBudget: choose([null, 125_000, '250000.50', 1_234_567.89, '999999999.999999', 0], hash),
    Client: listed(company.tables.Clients.byId(record.ClientID)),
    MyJobs: company.isJobOf(record.ID, me),
  };
}

/** Whether a task is on a user's short list; all tasks are on the long one. */
export function isTaskOf(taskId: string, userId: string): boolean {
  return mix(hashText(taskId), hashText(userId)) % 3 !== 0;
}

/** A task as `me` sees it. */
export function verboseTask(record: TaskFields, me: string): Task {
  return { ...record, MyTasks: isTaskOf(record.ID, me) };
}

function actions(status: TimesheetFields['Status']): readonly { readonly Action: string }[] {
  switch (status) {
    case 'Open':
    case 'Rejected':
      return [{ Action: 'Submit' }, { Action: 'Lock' }];
    case 'Waiting':
      return [{ Action: 'Approve' }, { Action: 'Reject' }];
    case 'JobHold':
      return [{ Action: 'JobApproval' }];
    case 'TORAHold':
      return [{ Action: 'TimeOffRequestApproval' }];
    case 'Locked':
      return [{ Action: 'Unlock' }];
    case 'Approved':
      return [{ Action: 'UndoApproval' }];
  }
}

/** A timesheet with who did what when, and hours per day that equal the sum of its time entries. */
export function verboseTimesheet(company: Lookup, record: TimesheetFields): Timesheet {
  const hash = mix(company.seed, hashText(record.ID));
  const first = parseDay(record.StartDate) ?? 0;
  const last = parseDay(record.EndDate) ?? 0;
  const date = (id: string | null, after: number): string | null => {
    if (id === null) return null;
    const day = formatDay(last + after);
    return choose([day, `${day}T09:30:00`, `${day}T09:30:00Z`], hash >>> after);
  };
  return {
    ...record,
    SubmittedBy: user(company, record.SubmittedByUserID)?.Name ?? null,
    ApprovedBy: user(company, record.ApprovedByUserID)?.Name ?? null,
    RejectedBy: user(company, record.RejectedByUserID)?.Name ?? null,
    SubmittedDate: date(record.SubmittedByUserID, 1),
    ApprovedDate: date(record.ApprovedByUserID, 3),
    RejectedDate: date(record.RejectedByUserID, 3),
    DayTotals: Array.from({ length: last - first + 1 }, (_, index) => ({
      Date: formatDay(first + index),
      Hours: company.microHours(record.UserID, first + index) / 1e6,
    })),
    Actions: actions(record.Status),
    Comment: hash % 5 === 0 ? choose(noteTexts, hash >>> 6) : null,
    User: person(user(company, record.UserID)),
  };
}
