import type {
  EmploymentTypeFields,
  HolidayFields,
  HolidayTypeFields,
  TimeOffFields,
  TimeOffTypeFields,
} from '../../further-records.ts';
import type { UserFields } from '../../records.ts';
import type { CompanyShape } from '../shape.ts';
import type { EntryGrid } from '../entry-grid.ts';
import { at, chance, choose, drawer, mix } from '../hash.ts';
import { employment } from '../users.ts';
import { formatDay } from '../dates.ts';
import { holidayName, holidaysOf } from '../working-days.ts';
import { idScheme } from '../ids.ts';

/** Employment types, and the days on which nobody, or somebody, does not work. */

/** Employment types of the company, by number. */
export function makeEmploymentTypes(seed: number): readonly EmploymentTypeFields[] {
  const ids = idScheme(seed, 'EmploymentTypes');
  return ['Full time', 'Part time', 'Contractor', 'Intern (old)'].map((Name, index) => ({
    ID: ids.encode(index),
    Name,
    IsActive: index < 3,
    Notes: index === 2 ? 'Invoices by the hour.' : null,
    AccountingPackageID: index === 3 ? null : `ET-${index + 1}`,
  }));
}

/** Types of time off, by number. */
export function makeTimeOffTypes(
  seed: number,
  employmentTypes: readonly EmploymentTypeFields[],
): readonly TimeOffTypeFields[] {
  const ids = idScheme(seed, 'TimeOffTypes');
  return ['Vacation', 'Sick leave', 'Parental leave', 'Jury duty (old)'].map((Name, index) => ({
    ID: ids.encode(index),
    Name,
    IsActive: index < 3,
    RequiresApproval: index !== 1,
    Notes: index === 1 ? 'A note from the doctor from the third day on.' : null,
    AccountingPackageID: index === 3 ? null : `TO-${index + 1}`,
    CustomFields: null,
    DefaultStartingBalance: index === 0 ? '40.00' : null,
    DefaultAccrualRate: index === 0 ? 6.666667 : null,
    DefaultMaximumBalance: index === 0 ? 240 : null,
    DefaultApproverID: null,
    DisplayOnTimeEntryPages: index < 2,
    EmploymentTypeIDs: employmentTypes.slice(0, 2).map(({ ID }) => ID),
  }));
}

/** Types of holidays, by number. */
export function makeHolidayTypes(
  seed: number,
  employmentTypes: readonly EmploymentTypeFields[],
): readonly HolidayTypeFields[] {
  const ids = idScheme(seed, 'HolidayTypes');
  return ['Public holiday', 'Company day', 'Bridge day (old)'].map((Name, index) => ({
    ID: ids.encode(index),
    Name,
    IsActive: index < 2,
    EmploymentTypeIDs: employmentTypes.slice(0, 2).map(({ ID }) => ID),
    Notes: index === 1 ? 'Closed by the company itself.' : null,
    AccountingPackageID: null,
    CustomFields: null,
  }));
}

/** The holidays of the company's calendar, in the order Date descending; now and then two on a day. */
export function makeHolidays(shape: CompanyShape, types: readonly HolidayTypeFields[]): readonly HolidayFields[] {
  const ids = idScheme(shape.seed, 'Holidays');
  return holidaysOf(shape)
    .flatMap((day, index) => [{ day, type: 0 }, ...(index % 4 === 0 ? [{ day, type: 1 }] : [])])
    .map(({ day, type }, number) => ({
      ID: ids.encode(number),
      HolidayTypeID: at(types, type).ID,
      Date: formatDay(day),
      Hours: number % 3 === 0 ? '8.00' : 8,
      Notes: holidayName(day),
    }))
    .reverse();
}

/**
 * Time off, in the order Date and number descending: on some of the working days on which people who were employed
 * logged nothing.
 */
export function makeTimeOff(
  shape: CompanyShape,
  grid: EntryGrid,
  users: readonly UserFields[],
  types: readonly TimeOffTypeFields[],
): readonly TimeOffFields[] {
  const ids = idScheme(shape.seed, 'TimeOff');
  const requests = idScheme(shape.seed, 'TimeOffRequests');
  const periods = users.map((_, user) => employment(shape, user));
  const away = grid.workingDays.flatMap((day, index) =>
    users.flatMap(({ ID }, user) => {
      const { from, to } = at(periods, user);
      const draw = drawer(shape.seed, 'TimeOff', mix(day, user));
      const isAway = day >= from && day <= to && chance(draw(1), 70) && grid.entriesOf(user, index).length === 0;
      return isAway ? [{ day, UserID: ID, draw }] : [];
    }),
  );
  return away
    .map(({ day, UserID, draw }, number) => {
      const type = chance(draw(2), 65) ? 0 : choose([1, 1, 1, 2, 3], draw(3));
      return {
        ID: ids.encode(number),
        UserID,
        TimeOffTypeID: at(types, type).ID,
        Date: formatDay(day),
        Hours: choose([8, 8, 8, '8.00', 4, 7.5], draw(4)),
        Notes: chance(draw(5), 80) ? null : choose(['Family', 'Moving house', 'Flu'], draw(6)),
        TimeOffRequestID: type === 0 ? requests.encode(number) : null,
      };
    })
    .reverse();
}
