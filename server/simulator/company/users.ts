import type {
  CustomFieldDefinition,
  DivisionFields,
  SecurityLevel,
  Summary,
  TaskFields,
  UserFields,
} from '../records.ts';
import type { CompanyShape } from './shape.ts';
import type { Draw } from './hash.ts';
import { chance, choose, drawer } from './hash.ts';
import { firstNames, lastNames, noteTexts, plainNotes, roleNames } from './text-samples.ts';
import { customFields } from './custom-fields.ts';
import { formatDay } from './dates.ts';
import { idScheme } from './ids.ts';
import { rate } from './decimals.ts';

/** What a user points at. */
interface UserReferences {
  readonly divisions: readonly DivisionFields[];
  readonly tasks: readonly TaskFields[];
  readonly employmentTypes: readonly Summary[];
  readonly expenseTypes: readonly Summary[];
  readonly paymentTypes: readonly Summary[];
}

/** When a user worked: first and last day, both included, as day numbers. */
interface Employment {
  readonly from: number;
  readonly to: number;
}

/** Employment of user `index`; the first three (the demo tokens' users) are there from first to last day, the last one has left. */
export function employment(shape: CompanyShape, index: number): Employment {
  const draw = drawer(shape.seed, 'Employment', index);
  const days = shape.today - shape.firstDay + 1;
  const joinedLater = index > 2 && chance(draw(1), 25);
  const left = index > 2 && (chance(draw(2), 18) || index === shape.users - 1);
  const from = joinedLater ? shape.firstDay + (draw(3) % Math.ceil(days / 2)) : shape.firstDay;
  return { from, to: left ? from + Math.ceil((shape.today - from) / 2) : shape.today };
}

/** Users 0, 1 and 2 are an administrator, a manager and a standard user; of the others 3 % and 12 % are the first two. */
function securityLevel(index: number, hash: number): SecurityLevel {
  if (index === 0) return 'ADMIN';
  if (index === 1) return 'MANAGER';
  if (index === 2) return 'STANDARD';
  return chance(hash, 3) ? 'ADMIN' : chance(hash, 15) ? 'MANAGER' : 'STANDARD';
}

function name(index: number, draw: Draw): string {
  // Every 25th user is a namesake of the one before, so that Name does not decide the order.
  const source = index % 25 === 24 ? index - 1 : index;
  const salt = source === index ? 0 : 1;
  const last = choose(lastNames, source * 7 + Math.floor(source / lastNames.length));
  const first = choose(firstNames, source * 5 + Math.floor(source / firstNames.length));
  return draw(salt + 40) % 97 === 0 ? `${last.toLowerCase()}, ${first}` : `${last}, ${first}`;
}

function approver(
  index: number,
  draw: Draw,
  salt: number,
  shape: CompanyShape,
  id: (number: number) => string,
): string | null {
  return index === 0 || chance(draw(salt), 8) ? null : id(draw(salt + 1) % Math.min(4, shape.users));
}

type Rates = Pick<UserFields, 'BillingRate' | 'UseCompanyBillingRate' | 'CostModel' | 'CostRate' | 'CostPerTimesheet'>;

function anyRates(draw: Draw): Rates {
  const salaried = chance(draw(20), 30);
  return {
    BillingRate: chance(draw(25), 15) ? null : rate(draw(26)),
    UseCompanyBillingRate: chance(draw(27), 15) ? null : chance(draw(28), 30),
    CostModel: chance(draw(29), 10) ? null : salaried ? 'Salary' : 'Hourly',
    CostRate: chance(draw(30), 10) ? null : rate(draw(31)),
    CostPerTimesheet: salaried ? choose([2400, '2400.00', 3150.75, 1999.999999], draw(32)) : null,
  };
}

/** Billed and paid by what people do; weeks of salaried people cost the same however long they are. */
const hourly: Readonly<Record<string, readonly [billing: number, cost: number]>> = {
  Engineer: [140, 62],
  Designer: [125, 55],
  Analyst: [115, 50],
  'Project manager': [150, 70],
  Consultant: [175, 80],
  Intern: [60, 22],
  Director: [220, 105],
};

function ratesOf(role: string | null, draw: Draw): Rates {
  const [billing, cost] = hourly[role ?? ''] ?? [110, 50];
  const salaried = chance(draw(20), 30);
  const CostRate = cost + (draw(31) % 5) * 1.5;
  return {
    BillingRate: billing + (draw(26) % 5) * 5,
    UseCompanyBillingRate: false,
    CostModel: salaried ? 'Salary' : 'Hourly',
    CostRate,
    CostPerTimesheet: salaried ? CostRate * 40 : null,
  };
}

/** Hours that people have to log, and per what. */
function minimumTime(draw: Draw, awkward: boolean): Pick<UserFields, 'MinimumTimeHours' | 'MinimumTimePeriod'> {
  if (chance(draw(50), 30)) return { MinimumTimeHours: null, MinimumTimePeriod: null };
  if (!awkward) return choose(periods, draw(51));
  return {
    MinimumTimeHours: choose([40, 8, '37.5', 35, '40.0'], draw(51)),
    MinimumTimePeriod: choose(['Day', 'Week'] as const, draw(52)),
  };
}

const periods = [
  { MinimumTimeHours: 8, MinimumTimePeriod: 'Day' },
  { MinimumTimeHours: 40, MinimumTimePeriod: 'Week' },
  { MinimumTimeHours: 37.5, MinimumTimePeriod: 'Week' },
] as const;

/** The preferences of a user, each sometimes unknown. */
function preferences(draw: Draw, awkward: boolean) {
  const flag = (salt: number): boolean | null => (chance(draw(salt), 15) ? null : chance(draw(salt + 100), 40));
  return {
    ...minimumTime(draw, awkward),
    PreferredTimeEntryView: chance(draw(53), 10)
      ? null
      : choose(['ClassicDayView', 'DayView', 'WeekView'] as const, draw(54)),
    PreferredTimeFormat: chance(draw(55), 10) ? null : choose(['24Hour', 'AMPM'] as const, draw(56)),
    GDPRConsentStatus: choose(['NotSubject', 'NotSubject', 'WaitingForConsent', 'Consented'] as const, draw(57)),
    AccountingPackageID: chance(draw(58), 60) ? null : `EMP-${draw(59) % 10_000}`,
    PayrollType: chance(draw(60), 40) ? null : choose(['Salary', 'Hourly', '1099'], draw(61)),
    Notes: chance(draw(62), 75) ? null : choose(awkward ? noteTexts : plainNotes, draw(63)),
    RequireComments: flag(64),
    RequireStartEndTime: flag(65),
    RequireStopwatch: flag(66),
    SkipWeekend: flag(67),
    EnableBreakTime: flag(68),
    SubjectToTimesheetCompletion: chance(draw(69), 85),
    SubjectToTimesheetApproval: flag(70),
    SubjectToExpenseApproval: flag(71),
    AllowIncompleteTimesheetSubmission: flag(72),
    IncludeInRM: flag(73),
  };
}

/** All users, in the order of their numbers. */
export function makeUsers(
  shape: CompanyShape,
  definitions: readonly CustomFieldDefinition[],
  references: UserReferences,
): readonly UserFields[] {
  const ids = idScheme(shape.seed, 'Users');
  const own = definitions.filter((definition) => definition.EntityType === 'User');
  return Array.from({ length: shape.users }, (_, index): UserFields => {
    const draw = drawer(shape.seed, 'Users', index);
    const { from, to } = employment(shape, index);
    const left = to < shape.today;
    const role = shape.awkward && chance(draw(4), 15) ? null : choose(roleNames, draw(5));
    return {
      ID: ids.encode(index),
      Name: name(index, draw),
      Email: index > 2 && chance(draw(1), 4) ? null : `user${index}@example.com`,
      IsActive: !left,
      EmployeeNumber: chance(draw(2), 12) ? null : String(1000 + index),
      SecurityLevel: securityLevel(index, draw(3)),
      Role: role,
      StartDate: chance(draw(6), 10) ? null : formatDay(from === shape.firstDay ? from - (draw(7) % 2000) : from),
      EndDate: left ? formatDay(to) : null,
      DivisionID: chance(draw(8), 6) ? null : choose(references.divisions, draw(9)).ID,
      EmploymentTypeID: chance(draw(10), 20) ? null : choose(references.employmentTypes, draw(11)).ID,
      TimesheetApproverID: approver(index, draw, 12, shape, ids.encode),
      ExpenseApproverID: approver(index, draw, 14, shape, ids.encode),
      TimeOffApproverID: approver(index, draw, 16, shape, ids.encode),
      DefaultTaskID: chance(draw(18), 40) ? null : choose(references.tasks, draw(19)).ID,
      DefaultExpenseTypeID: chance(draw(21), 60) ? null : choose(references.expenseTypes, draw(22)).ID,
      DefaultPaymentTypeID: chance(draw(23), 60) ? null : choose(references.paymentTypes, draw(24)).ID,
      ...(shape.awkward ? anyRates(draw) : ratesOf(role, draw)),
      ...preferences(draw, shape.awkward),
      CustomFields: customFields(own, shape, draw),
    };
  });
}
