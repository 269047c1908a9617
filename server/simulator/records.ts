/**
 * ClickTime API v2 records as the simulator keeps and answers them, shared with tests.
 *
 * `...Fields` are the plain fields; the type without that suffix adds what only `verbose=true` shows. Which of the fields a
 * caller sees depends on role and permissions, so answers are `Visible<...>`: everything but `ID` may be absent.
 */

/** A decimal as ClickTime sends it: a JSON number, or the same number as text ("7.5"). */
export type Decimal = number | string;

/** Custom fields of one record by definition name; null where the company or record has none. */
export type CustomFields = Readonly<Record<string, string | number | boolean | null>>;

export type SecurityLevel = 'STANDARD' | 'MANAGER' | 'ADMIN';
type SecondaryBillingRateMode = 'INHERIT' | 'CUSTOM' | 'FLAT';
export type TimesheetStatus = 'Open' | 'JobHold' | 'TORAHold' | 'Waiting' | 'Locked' | 'Approved' | 'Rejected';

export interface Summary {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
}
export interface ListedSummary extends Summary {
  readonly ListDisplayText: string | null;
}
interface JobSummary extends ListedSummary {
  readonly ClientID: string;
}
export interface UserSummary extends Summary {
  readonly Email: string | null;
}

export interface TimeEntryFields {
  readonly ID: string;
  readonly UserID: string;
  readonly JobID: string;
  readonly TaskID: string | null;
  /** YYYY-MM-DD */
  readonly Date: string;
  readonly Hours: Decimal;
  readonly BreakTime: Decimal | null;
  /** HH:MM or HH:MM:SS */
  readonly StartTime: string | null;
  readonly EndTime: string | null;
  readonly Comment: string | null;
  readonly BillingRate: Decimal | null;
  readonly CostRate: Decimal | null;
  readonly CustomFields: CustomFields | null;
}
export interface TimeEntry extends TimeEntryFields {
  readonly Job: JobSummary | null;
  readonly Client: ListedSummary | null;
  readonly Task: ListedSummary | null;
  readonly User: UserSummary | null;
}

export interface UserFields {
  readonly ID: string;
  /** "Last, First" */
  readonly Name: string;
  readonly Email: string | null;
  readonly IsActive: boolean;
  readonly EmployeeNumber: string | null;
  readonly SecurityLevel: SecurityLevel;
  readonly Role: string | null;
  readonly StartDate: string | null;
  readonly EndDate: string | null;
  readonly DivisionID: string | null;
  readonly EmploymentTypeID: string | null;
  readonly TimesheetApproverID: string | null;
  readonly ExpenseApproverID: string | null;
  readonly TimeOffApproverID: string | null;
  readonly DefaultTaskID: string | null;
  readonly DefaultExpenseTypeID: string | null;
  readonly DefaultPaymentTypeID: string | null;
  readonly BillingRate: Decimal | null;
  readonly UseCompanyBillingRate: boolean | null;
  readonly CostModel: 'Hourly' | 'Salary' | null;
  readonly CostRate: Decimal | null;
  readonly CostPerTimesheet: Decimal | null;
  readonly MinimumTimeHours: Decimal | null;
  readonly MinimumTimePeriod: 'Day' | 'Week' | null;
  readonly PreferredTimeEntryView: 'ClassicDayView' | 'DayView' | 'WeekView' | null;
  readonly PreferredTimeFormat: '24Hour' | 'AMPM' | null;
  readonly GDPRConsentStatus: 'NotSubject' | 'WaitingForConsent' | 'Consented';
  readonly AccountingPackageID: string | null;
  readonly PayrollType: string | null;
  readonly Notes: string | null;
  readonly RequireComments: boolean | null;
  readonly RequireStartEndTime: boolean | null;
  readonly RequireStopwatch: boolean | null;
  readonly SkipWeekend: boolean | null;
  readonly EnableBreakTime: boolean | null;
  readonly SubjectToTimesheetCompletion: boolean;
  readonly SubjectToTimesheetApproval: boolean | null;
  readonly SubjectToExpenseApproval: boolean | null;
  readonly AllowIncompleteTimesheetSubmission: boolean | null;
  readonly IncludeInRM: boolean | null;
  readonly CustomFields: CustomFields | null;
}
export interface User extends UserFields {
  readonly Division: Summary | null;
  readonly EmploymentType: Summary | null;
  readonly TimesheetApprover: UserSummary | null;
  readonly ExpenseApprover: UserSummary | null;
  readonly TimeOffApprover: UserSummary | null;
  readonly DefaultTask: ListedSummary | null;
  readonly DefaultExpenseType: Summary | null;
  readonly DefaultPaymentType: Summary | null;
}

export interface JobFields {
  readonly ID: string;
  readonly ClientID: string;
  readonly Name: string;
  readonly JobNumber: string | null;
  readonly ListDisplayText: string | null;
  readonly ListDisplayName: string | null;
  readonly IsActive: boolean;
  readonly StartDate: string | null;
  readonly EndDate: string | null;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly ProjectManagerID: string | null;
  readonly BillingRate: Decimal | null;
  readonly UseCompanyBillingRate: boolean | null;
  readonly SecondaryBillingRateMode: SecondaryBillingRateMode | null;
  readonly IsBillable: boolean | null;
  readonly TimeRequiresApproval: boolean | null;
  readonly IsEligibleTimeOffAllocation: boolean | null;
  readonly IncludeInRM: boolean | null;
  readonly CustomFields: CustomFields | null;
}
export interface Job extends JobFields {
  readonly ProjectManager: Summary | null;
  readonly LifetimeBudget: Decimal | null;
  readonly Client: ListedSummary | null;
  /** Only under `/Me/Jobs`. */
  readonly MyJobs: boolean;
}

export interface ClientFields {
  readonly ID: string;
  readonly Name: string;
  readonly ShortName: string | null;
  readonly ClientNumber: string | null;
  readonly ListDisplayText: string | null;
  readonly IsActive: boolean;
  /** YYYY-MM-DDTHH:MM:SSZ, some without the zone */
  readonly CreatedDate: string | null;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly BillingRate: Decimal | null;
  readonly SecondaryBillingRateMode: SecondaryBillingRateMode | null;
  readonly IsEligibleTimeOffAllocation: boolean | null;
  readonly CustomFields: CustomFields | null;
}
type Client = ClientFields;

export interface TaskFields {
  readonly ID: string;
  readonly Name: string;
  readonly TaskCode: string | null;
  readonly ListDisplayText: string | null;
  readonly IsActive: boolean;
  readonly IsBillable: boolean | null;
  readonly BillingRate: Decimal | null;
  readonly UseCompanyBillingRate: boolean | null;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly CustomFields: CustomFields | null;
}
export interface Task extends TaskFields {
  /** Only under `/Me/Tasks`. */
  readonly MyTasks: boolean;
}

export interface DivisionFields {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly CustomFields: CustomFields | null;
}
type Division = DivisionFields;

export interface TimesheetFields {
  readonly ID: string;
  readonly UserID: string;
  readonly StartDate: string;
  readonly EndDate: string;
  readonly Status: TimesheetStatus;
  readonly HasBeenSubmitted: boolean | null;
  readonly SubmittedByUserID: string | null;
  readonly ApprovedByUserID: string | null;
  readonly RejectedByUserID: string | null;
}
export interface Timesheet extends TimesheetFields {
  readonly SubmittedBy: string | null;
  readonly ApprovedBy: string | null;
  readonly RejectedBy: string | null;
  readonly SubmittedDate: string | null;
  readonly ApprovedDate: string | null;
  readonly RejectedDate: string | null;
  readonly DayTotals: readonly { readonly Date: string; readonly Hours: Decimal }[];
  readonly Actions: readonly { readonly Action: string }[];
  /** Only under `/Me` and `/Manage`. */
  readonly Comment: string | null;
  readonly User: UserSummary | null;
}

export interface CustomFieldDefinition {
  readonly ID: string;
  readonly Name: string;
  readonly DisplayName: string;
  readonly DataType: 'Text' | 'Number' | 'Date' | 'Checkbox' | 'Pulldown';
  readonly EntityType: 'TimeEntry' | 'User' | 'Job' | 'Client' | 'Task' | 'Division';
  readonly IsRequired: boolean;
  readonly PulldownValues: readonly string[];
}

/** Stored fields per list. */
export interface FieldsByEntity {
  readonly TimeEntries: TimeEntryFields;
  readonly Users: UserFields;
  readonly Jobs: JobFields;
  readonly Clients: ClientFields;
  readonly Tasks: TaskFields;
  readonly Divisions: DivisionFields;
  readonly Timesheets: TimesheetFields;
}
/** Stored and verbose fields per list. */
export interface RecordByEntity {
  readonly TimeEntries: TimeEntry;
  readonly Users: User;
  readonly Jobs: Job;
  readonly Clients: Client;
  readonly Tasks: Task;
  readonly Divisions: Division;
  readonly Timesheets: Timesheet;
}
export type EntityName = keyof FieldsByEntity;

/** The seven lists, in the order of the service document. */
export const entityNames: readonly EntityName[] = [
  'TimeEntries',
  'Users',
  'Jobs',
  'Clients',
  'Tasks',
  'Divisions',
  'Timesheets',
];

/** A record as one caller sees it. */
export type Visible<R> = { readonly [K in keyof R]?: R[K] } & { readonly ID: string };
