/** Records behind the seven lists, as the simulator keeps and answers them; see `records.ts`. */
import type { CustomFields, Decimal } from './records.ts';

export interface EmploymentTypeFields {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
}

export interface TimeOffTypeFields {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly RequiresApproval: boolean;
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly CustomFields: CustomFields | null;
  readonly DefaultStartingBalance: Decimal | null;
  readonly DefaultAccrualRate: Decimal | null;
  readonly DefaultMaximumBalance: Decimal | null;
  readonly DefaultApproverID: string | null;
  readonly DisplayOnTimeEntryPages: boolean;
  readonly EmploymentTypeIDs: readonly string[];
}

export interface TimeOffFields {
  readonly ID: string;
  readonly UserID: string;
  readonly TimeOffTypeID: string;
  /** YYYY-MM-DD */
  readonly Date: string;
  readonly Hours: Decimal;
  readonly Notes: string | null;
  readonly TimeOffRequestID: string | null;
}

export interface HolidayTypeFields {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly EmploymentTypeIDs: readonly string[];
  readonly Notes: string | null;
  readonly AccountingPackageID: string | null;
  readonly CustomFields: CustomFields | null;
}

export interface HolidayFields {
  readonly ID: string;
  readonly HolidayTypeID: string;
  readonly Date: string;
  readonly Hours: Decimal;
  readonly Notes: string | null;
}

export interface ExpectedWorkFields {
  readonly ID: string;
  readonly UserID: string;
  readonly StartDate: string;
  readonly EndDate: string | null;
  readonly ExpectedHoursMonday: Decimal;
  readonly ExpectedHoursTuesday: Decimal;
  readonly ExpectedHoursWednesday: Decimal;
  readonly ExpectedHoursThursday: Decimal;
  readonly ExpectedHoursFriday: Decimal;
  readonly ExpectedHoursSaturday: Decimal;
  readonly ExpectedHoursSunday: Decimal;
  readonly SubjectToBillingGoal: boolean;
  readonly BillingGoalPercentage: number | null;
}

export interface LabelFields {
  readonly ID: string;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly Notes: string | null;
}

/** One expense item, of which `/Reports/Expense` makes a flat row. */
export interface ExpenseFields {
  readonly ID: string;
  readonly UserID: string;
  readonly JobID: string | null;
  readonly ExpenseSheetID: string;
  readonly ExpenseTypeID: string;
  readonly PaymentTypeID: string;
  readonly ExpenseDate: string;
  readonly ExpenseSheetStatus: 'open' | 'approved' | 'rejected' | 'waiting' | 'paid';
  readonly ItemBillable: boolean;
  readonly ItemAmount: Decimal;
  readonly MileageAmount: Decimal | null;
  readonly MileageRate: Decimal | null;
  readonly Reimbursable: boolean;
  readonly HasReceipt: boolean;
  readonly ExpenseItemDescription: string;
  readonly ExpenseItemNotes: string | null;
}
