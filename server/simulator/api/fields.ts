import type { EntityName, RecordByEntity, Visible } from '../records.ts';
import type { Caller, Permission } from './caller.ts';

/** Path family of a resource; it decides which fields there are. */
export type Family = 'Root' | 'Me' | 'Manage';

/** When a caller sees a field. */
interface Rule {
  /** All of these; none: everybody who may read the record. Outside `/Manage`, unless said otherwise. */
  readonly needs?: readonly Permission[];
  /** Only with `verbose=true`. */
  readonly verbose?: true;
  /** Path families that have the field; all by default. */
  readonly in?: readonly Family[];
}

const always: Rule = {};
const verbose: Rule = { verbose: true };
const needs = (...permissions: readonly Permission[]): Rule => ({ needs: permissions });
const company = (...permissions: readonly Permission[]): Rule => ({ needs: permissions, in: ['Root', 'Manage'] });
const people = needs('View People');
const peopleVerbose: Rule = { needs: ['View People'], verbose: true };
const costs = needs('View People', 'View Costs');
const jobs = company('View Jobs');
const jobRates = company('View Jobs', 'View Billingrates');
const clients = company('View Clients');
const tasks = company('View Tasks');
const taskRates = company('View Tasks', 'View Billingrates');

/** Every field of every record with its rule, in the order of the answers' JSON. */
const rules: { readonly [E in EntityName]: { readonly [F in keyof RecordByEntity[E]]: Rule } } = {
  TimeEntries: {
    ID: always,
    UserID: always,
    JobID: always,
    TaskID: always,
    Date: always,
    Hours: always,
    BreakTime: always,
    StartTime: always,
    EndTime: always,
    Comment: always,
    BillingRate: needs('View Billingrates'),
    CostRate: needs('View Costs'),
    CustomFields: always,
    Job: verbose,
    Client: verbose,
    Task: verbose,
    User: verbose,
  },
  Users: {
    ID: always,
    Name: always,
    Email: always,
    IsActive: always,
    EmployeeNumber: people,
    SecurityLevel: people,
    Role: people,
    StartDate: people,
    EndDate: people,
    DivisionID: people,
    EmploymentTypeID: people,
    TimesheetApproverID: people,
    ExpenseApproverID: people,
    TimeOffApproverID: people,
    DefaultTaskID: people,
    DefaultExpenseTypeID: people,
    DefaultPaymentTypeID: people,
    BillingRate: needs('View People', 'View Billingrates'),
    UseCompanyBillingRate: needs('View People', 'View Billingrates'),
    CostModel: costs,
    CostRate: costs,
    CostPerTimesheet: costs,
    MinimumTimeHours: people,
    MinimumTimePeriod: people,
    PreferredTimeEntryView: people,
    PreferredTimeFormat: people,
    GDPRConsentStatus: always,
    AccountingPackageID: people,
    PayrollType: people,
    Notes: people,
    RequireComments: people,
    RequireStartEndTime: people,
    RequireStopwatch: people,
    SkipWeekend: people,
    EnableBreakTime: people,
    SubjectToTimesheetCompletion: always,
    SubjectToTimesheetApproval: people,
    SubjectToExpenseApproval: people,
    AllowIncompleteTimesheetSubmission: people,
    IncludeInRM: always,
    CustomFields: people,
    Division: peopleVerbose,
    EmploymentType: peopleVerbose,
    TimesheetApprover: peopleVerbose,
    ExpenseApprover: peopleVerbose,
    TimeOffApprover: peopleVerbose,
    DefaultTask: peopleVerbose,
    DefaultExpenseType: peopleVerbose,
    DefaultPaymentType: peopleVerbose,
  },
  Jobs: {
    ID: always,
    ClientID: always,
    Name: always,
    JobNumber: always,
    ListDisplayText: always,
    ListDisplayName: company(),
    IsActive: always,
    StartDate: always,
    EndDate: always,
    Notes: jobs,
    AccountingPackageID: jobs,
    ProjectManagerID: jobs,
    BillingRate: jobRates,
    UseCompanyBillingRate: jobRates,
    SecondaryBillingRateMode: company(),
    IsBillable: jobs,
    TimeRequiresApproval: company(),
    IsEligibleTimeOffAllocation: company(),
    IncludeInRM: company(),
    CustomFields: jobs,
    ProjectManager: { ...jobs, verbose: true },
    LifetimeBudget: { ...jobs, verbose: true },
    Client: verbose,
    MyJobs: { verbose: true, in: ['Me'] },
  },
  Clients: {
    ID: always,
    Name: always,
    ShortName: always,
    ClientNumber: always,
    ListDisplayText: always,
    IsActive: always,
    CreatedDate: clients,
    Notes: clients,
    AccountingPackageID: clients,
    BillingRate: company('View Clients', 'View Billingrates'),
    SecondaryBillingRateMode: company('View Clients', 'View Billingrates'),
    IsEligibleTimeOffAllocation: company(),
    CustomFields: clients,
  },
  Tasks: {
    ID: always,
    Name: always,
    TaskCode: always,
    ListDisplayText: always,
    IsActive: always,
    IsBillable: tasks,
    BillingRate: taskRates,
    UseCompanyBillingRate: taskRates,
    Notes: tasks,
    AccountingPackageID: tasks,
    CustomFields: tasks,
    MyTasks: { verbose: true, in: ['Me'] },
  },
  Divisions: {
    ID: always,
    Name: always,
    IsActive: always,
    Notes: needs('View Divisions'),
    AccountingPackageID: needs('View Divisions'),
    CustomFields: needs('View Divisions'),
  },
  Timesheets: {
    ID: always,
    UserID: always,
    StartDate: always,
    EndDate: always,
    Status: always,
    HasBeenSubmitted: always,
    SubmittedByUserID: always,
    ApprovedByUserID: always,
    RejectedByUserID: always,
    SubmittedBy: verbose,
    ApprovedBy: verbose,
    RejectedBy: verbose,
    SubmittedDate: verbose,
    ApprovedDate: verbose,
    RejectedDate: verbose,
    DayTotals: verbose,
    Actions: verbose,
    Comment: { verbose: true, in: ['Me', 'Manage'] },
    User: verbose,
  },
};

/** Names of the fields that a caller sees, plain and verbose ones, in JSON order. */
export function visibleFields(
  entity: EntityName,
  family: Family,
  caller: Caller,
  isVerbose: boolean,
): readonly string[] {
  return Object.entries<Rule>(rules[entity])
    .filter(([name, rule]) => isVisible(rule, family, caller, isVerbose) && !adminOnly(entity, name, family, caller))
    .map(([name]) => name);
}

function isVisible(rule: Rule, family: Family, caller: Caller, isVerbose: boolean): boolean {
  return (
    (isVerbose || rule.verbose !== true) &&
    (rule.in?.includes(family) ?? true) &&
    (rule.needs?.every((permission) => caller.permissions.has(permission)) ?? true)
  );
}

/** Actions of timesheets are for administrators alone on the company-wide path. */
function adminOnly(entity: EntityName, name: string, family: Family, caller: Caller): boolean {
  return entity === 'Timesheets' && name === 'Actions' && family === 'Root' && caller.level !== 'ADMIN';
}

/** The named fields of a record, in the order of the names. */
export function pickFields<R>(record: Visible<R>, names: readonly string[]): Visible<R>;
export function pickFields(record: object, names: readonly string[]): object {
  const values: Readonly<Record<string, unknown>> = { ...record };
  const picked: Record<string, unknown> = {};
  for (const name of names) if (name in values) picked[name] = values[name];
  return picked;
}
