/** What the calendar says of a day, as expressions: OData's functions know years, months and days, but no weeks. */
import { day, integer } from '../entity-sets/fields.ts';
import { column, type Column } from './definition.ts';

const DAYS_OF_WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The day so many days away. */
const shifted = (date: string, days: string): string => `${date} add (duration'P1D' mul (${days}))`;

/** Days from one to another, a whole number. */
const daysBetween = (from: string, to: string): string =>
  `cast(totalseconds((${to}) sub (${from})) divby 86400,Edm.Int64)`;

const modulo7 = (days: string): string => `(((${days}) mod 7 add 7) mod 7)`;

/** 0 for Monday to 6: the first day of 2001 was one. */
const weekday = (date: string): string => modulo7(daysBetween('2001-01-01', date));

/** What is asked of weeks is asked of their Thursdays, which decide what year a week is of (ISO 8601). */
const thursday = (date: string): string => shifted(date, `3 sub ${weekday(date)}`);

const firstOfYear = (date: string): string => `cast(concat(cast(year(${date}),Edm.String),'-01-01'),Edm.Date)`;

/** The first day of the week that a day is in; `firstDay` is an expression for the name of the day that weeks begin with. */
function weekStart(date: string, firstDay: string): string {
  const number = `case(${DAYS_OF_WEEK.map((name, index) => `${firstDay} eq '${name}':${index}`).join(',')})`;
  return shifted(date, `0 sub ${modulo7(`${weekday(date)} sub ${number}`)}`);
}

/** The columns for the property that holds the day. */
export const dayColumns = (date: string, firstDay: string): readonly Column[] => [
  column(integer('Year', 'Calendar year of the day.'), `year(${date})`),
  column(integer('Quarter', 'Calendar quarter of the day, 1 to 4.'), `(month(${date}) add 2) div 3`),
  column(integer('Month', 'Month of the day, 1 to 12.'), `month(${date})`),
  column(day('MonthStart', 'First day of the month.'), shifted(date, `1 sub day(${date})`)),
  column(
    day('WeekStart', 'First day of the week, as weeks begin in your company (WeekStartsOn of Company).'),
    weekStart(date, firstDay),
  ),
  column(integer('ISOYear', 'Year that the ISO week is of.'), `year(${thursday(date)})`),
  column(
    integer('ISOWeek', 'ISO week of the day, 1 to 53.'),
    `${daysBetween(firstOfYear(`(${thursday(date)})`), thursday(date))} div 7 add 1`,
  ),
  column(integer('DayOfWeek', 'Day of the week: 1 is Monday, 7 Sunday.'), `${weekday(date)} add 1`),
];
