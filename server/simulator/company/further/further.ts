import type { ExpectedWorkFields, ExpenseFields, LabelFields, TimeOffFields } from '../../further-records.ts';
import type { EntryGrid } from '../entry-grid.ts';
import type { CompanyShape } from '../shape.ts';
import type { JobFields, UserFields } from '../../records.ts';
import { companyProfile } from './profile.ts';
import { expectedWorkOf } from './expected-work.ts';
import { idScheme } from '../ids.ts';
import { makeEmploymentTypes, makeHolidays, makeHolidayTypes, makeTimeOff, makeTimeOffTypes } from './leave.ts';
import { makeExpenses } from './expenses.ts';
import { makeTypes } from '../reference-data.ts';
import { mix } from '../hash.ts';

/** Types that people and expenses have. */
export function companyTypes(seed: number) {
  return {
    employment: makeEmploymentTypes(seed),
    expense: makeTypes(seed, 'ExpenseTypes', ['Travel', 'Meals', 'Other']),
    payment: makeTypes(seed, 'PaymentTypes', ['Company card', 'Cash', 'Own card']),
  };
}

type CompanyTypes = ReturnType<typeof companyTypes>;

/** What the company has besides its seven lists; large lists are made when somebody asks for them. */
export type Further = ReturnType<typeof makeFurther>;

/** Labels that company reports can be filtered by. */
function makeLabels(seed: number): readonly LabelFields[] {
  const ids = idScheme(seed, 'Labels');
  return ['Invoiced', 'Overtime agreed', 'Under review (old)'].map((Name, index) => ({
    ID: ids.encode(index),
    Name,
    IsActive: index < 2,
    Notes: index === 0 ? 'Set by the accounting department.' : null,
  }));
}

/** The rest of a company. */
export function makeFurther(
  shape: CompanyShape,
  grid: EntryGrid,
  users: readonly UserFields[],
  jobs: readonly JobFields[],
  types: CompanyTypes,
) {
  const { seed } = shape;
  const timeOffTypes = makeTimeOffTypes(seed, types.employment);
  const holidayTypes = makeHolidayTypes(seed, types.employment);
  const labels = makeLabels(seed);
  let timeOff: readonly TimeOffFields[] | undefined;
  let expenses: readonly ExpenseFields[] | undefined;
  return {
    profile: companyProfile(shape),
    timeOffTypes,
    timeOff: () => (timeOff ??= makeTimeOff(shape, grid, users, timeOffTypes)),
    holidayTypes,
    holidays: makeHolidays(shape, holidayTypes),
    expectedWork: (user: number, id: string): readonly ExpectedWorkFields[] => expectedWorkOf(shape, user, id),
    expenses: () =>
      (expenses ??= makeExpenses(shape, { users, jobs, expenseTypes: types.expense, paymentTypes: types.payment })),
    labels,
    /** Whether a time entry, by its number, carries a label: every fifth one the first, fewer the others. */
    isLabelled: (entry: number, labelId: string): boolean => {
      const label = labels.findIndex(({ ID }) => ID === labelId);
      return label >= 0 && mix(mix(seed, 0x1abe1), entry) % (5 * (label + 1)) === label;
    },
  };
}
