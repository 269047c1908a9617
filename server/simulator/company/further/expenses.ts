import type { ExpenseFields } from '../../further-records.ts';
import type { JobFields, Summary, UserFields } from '../../records.ts';
import type { CompanyShape } from '../shape.ts';
import { at, chance, choose, drawer } from '../hash.ts';
import { employment } from '../users.ts';
import { formatDay } from '../dates.ts';
import { idScheme } from '../ids.ts';
import { jobsOfUser } from '../jobs-of-user.ts';

/** Days from one expense sheet of a person to the next. */
const SHEET_DAYS = 30;
const statuses = ['open', 'approved', 'approved', 'paid', 'paid', 'waiting', 'rejected'] as const;

interface ExpenseReferences {
  readonly users: readonly UserFields[];
  readonly jobs: readonly JobFields[];
  readonly expenseTypes: readonly Summary[];
  readonly paymentTypes: readonly Summary[];
}

/** All expense items, the latest number first: one or a few on some of each person's sheets. */
export function makeExpenses(
  shape: CompanyShape,
  { users, jobs, expenseTypes, paymentTypes }: ExpenseReferences,
): readonly ExpenseFields[] {
  const [ids, sheets] = [idScheme(shape.seed, 'Expenses'), idScheme(shape.seed, 'ExpenseSheets')];
  const spent = users.flatMap(({ ID }, user) => {
    const { from, to } = employment(shape, user);
    const count = Math.ceil((to - from + 1) / SHEET_DAYS);
    return Array.from({ length: count }, (_, sheet) => ({
      ID,
      user,
      sheet,
      day: from + sheet * SHEET_DAYS,
      to,
    })).flatMap((of) => {
      const draw = drawer(shape.seed, 'Expenses', of.user * 1_000 + of.sheet);
      return Array.from({ length: choose([0, 0, 0, 1, 2, 3], draw(1)) }, (_, item) => ({ ...of, item, draw }));
    });
  });
  return spent
    .toSorted((a, b) => a.day - b.day || a.user - b.user)
    .map(({ ID, user, sheet, day, to, item, draw: of }, number): ExpenseFields => {
      const draw = drawer(shape.seed, 'ExpenseItems', number);
      const type = draw(1) % expenseTypes.length;
      const isMileage = type === 0 && chance(draw(2), 30);
      const miles = 10 + (draw(3) % 300);
      const amount = isMileage ? miles * 0.67 : choose([12.5, 48.2, '99.90', 150, 7.35, 420.75, 1_210], draw(4));
      return {
        ID: ids.encode(number),
        UserID: ID,
        JobID: chance(draw(5), 15) ? null : at(jobs, choose(jobsOfUser(shape, user), draw(6))).ID,
        ExpenseSheetID: sheets.encode(user * 1_000 + sheet),
        ExpenseTypeID: at(expenseTypes, type).ID,
        PaymentTypeID: choose(paymentTypes, draw(7)).ID,
        ExpenseDate: formatDay(Math.min(to, day + item * 3 + (draw(8) % 5))),
        ExpenseSheetStatus: choose(statuses, of(2)),
        ItemBillable: chance(draw(9), 60),
        ItemAmount: typeof amount === 'number' ? Math.round(amount * 100) / 100 : amount,
        MileageAmount: isMileage ? miles : null,
        MileageRate: isMileage ? '0.67' : null,
        Reimbursable: chance(draw(10), 70),
        HasReceipt: chance(draw(11), 80),
        ExpenseItemDescription: choose(
          ['Train to the client', 'Dinner with the team', 'Hotel, two nights', 'Books', 'Taxi'],
          draw(12),
        ),
        ExpenseItemNotes: chance(draw(13), 80) ? null : 'Receipt follows.',
      };
    })
    .reverse();
}
