import type { CompanyShape } from './shape.ts';
import { drawer } from './hash.ts';
import { formatDay, weekday } from './dates.ts';

/** On which days of its history the company works: weekdays that are no holidays. */

/** Month and day of the holidays that everybody knows. */
const fixed: Readonly<Record<string, string>> = {
  '01-01': "New Year's Day",
  '05-01': 'Labour Day',
  '06-19': 'Juneteenth',
  '07-04': 'Independence Day',
  '11-11': 'Veterans Day',
  '12-24': 'Christmas Eve',
  '12-25': 'Christmas Day',
  '12-26': 'Day after Christmas',
  '12-31': "New Year's Eve",
};

/** What a holiday is called; null where it has no name. */
export const holidayName = (day: number): string | null => fixed[formatDay(day).slice(5)] ?? null;

function isHoliday(shape: CompanyShape): (day: number) => boolean {
  const holiday = drawer(shape.seed, 'Holidays', 0);
  return shape.awkward ? (day) => holiday(day) % 40 === 0 : (day) => holidayName(day) !== null;
}

function daysWhere(shape: CompanyShape, wanted: (day: number) => boolean): readonly number[] {
  const days: number[] = [];
  for (let day = shape.firstDay; day <= shape.today; day++) if (weekday(day) < 5 && wanted(day)) days.push(day);
  return days;
}

/** Holidays on weekdays, ascending. */
export const holidaysOf = (shape: CompanyShape): readonly number[] => daysWhere(shape, isHoliday(shape));

/** Working days, ascending; at least one. */
export function workingDaysOf(shape: CompanyShape): readonly number[] {
  const holiday = isHoliday(shape);
  const days = daysWhere(shape, (day) => !holiday(day));
  return days.length > 0 ? days : [shape.today];
}
