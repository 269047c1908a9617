import type { CompanyShape } from '../shape.ts';
import { formatDay, monthsBefore } from '../dates.ts';
import { idScheme } from '../ids.ts';

/** What the company calls the things it plans with; captions to people, never names to programs. */
const terms = {
  Job: ['Project', 'Projects'],
  Client: ['Client', 'Clients'],
  Task: ['Activity', 'Activities'],
  Division: ['Department', 'Departments'],
  Phase: ['Phase', 'Phases'],
  SubPhase: ['Sub-phase', 'Sub-phases'],
} as const;

/** `/Company`: the company's own record; custom fields are for administrators. */
export type CompanyProfile = ReturnType<typeof companyProfile>;

/** The record of the made-up company. */
export function companyProfile(shape: CompanyShape) {
  return {
    ID: idScheme(shape.seed, 'Companies').encode(0),
    Name: 'Northwind Consulting',
    AccountNumber: '10042',
    CurrencyISO: 'USD',
    CurrencyName: 'US Dollar',
    CurrencySymbol: '$',
    CurrencyFormat: 'Symbol',
    ...Object.fromEntries(
      Object.entries(terms).flatMap(([thing, [singular, plural]]) => [
        [`${thing}TermSingular`, singular],
        [`${thing}TermPlural`, plural],
      ]),
    ),
    LockDate: formatDay(monthsBefore(shape.today, 2)),
    BillableSetting: shape.billableSetting,
    BillingRateModel: 'USER',
    DefaultBillingRate: 110,
    EnableTimeBillingFeatures: true,
    EnableProjectEstimationFeatures: true,
    EstimationModel: 'FORECASTING',
    WeekStartsOn: 'Monday',
    TimesheetModel: 'weekly',
    TimesheetModelCustomNumberOfDays: null,
    MinTimeIncrement: 0.25,
    PrecisionForHoursValues: 2,
    DateSetting: 'm/d/y',
    AllowWorkedTimeEntryInFuture: false,
    AllowZeroHourTimeEntries: shape.awkward,
    EnableProjectApprovals: true,
    PhasesEnabled: false,
    SubPhasesEnabled: false,
    AuditLoggingEnabled: false,
    HasNonAllocatedJobs: false,
    DisplayClientSelector: true,
    DisplayTaskSelector: true,
    JobRestrictionMethod: 'none',
    TaskRestrictionMethod: 'byjob',
    TimeOffTypeRestrictionMethod: 'none',
    DefaultTimeOffRequestHoursPerDay: {
      Monday: 8,
      Tuesday: 8,
      Wednesday: 8,
      Thursday: 8,
      Friday: 8,
      Saturday: 0,
      Sunday: 0,
    },
    MileageUnit: 'mi',
    AccountingApplication: null,
    PayrollApplication: null,
    StartDate: formatDay(shape.firstDay - 2_000),
    IsActive: true,
    IsTestCompany: false,
    CustomFields: {},
  };
}
