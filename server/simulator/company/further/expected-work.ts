import type { ExpectedWorkFields } from '../../further-records.ts';
import type { CompanyShape } from '../shape.ts';
import { chance, choose, drawer } from '../hash.ts';
import { employment } from '../users.ts';
import { formatDay } from '../dates.ts';
import { idScheme } from '../ids.ts';

/** Hours of a full week by day, Monday first. */
const weeks = [
  [8, 8, 8, 8, 8, 0, 0],
  [8, 8, 8, 8, '8.0', 0, 0],
  [7.5, 7.5, 7.5, 7.5, 7.5, 0, 0],
  [8, 8, 8, 0, 0, 0, 0],
] as const;

/** The hours that one user is expected to work, one record for each stretch of time; some users have none. */
export function expectedWorkOf(shape: CompanyShape, user: number, UserID: string): readonly ExpectedWorkFields[] {
  const ids = idScheme(shape.seed, 'ExpectedWork');
  const draw = drawer(shape.seed, 'ExpectedWork', user);
  const { from, to } = employment(shape, user);
  if (user > 2 && chance(draw(1), 8)) return [];
  const turn = from + Math.floor((to - from) / 2);
  const stretches = chance(draw(2), 30)
    ? [
        { first: from, last: turn },
        { first: turn + 1, last: undefined },
      ]
    : [{ first: from, last: undefined }];
  return stretches.map(({ first, last }, index) => {
    const [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday] = choose(weeks, draw(10 + index));
    const SubjectToBillingGoal = chance(draw(20), 75);
    return {
      ID: ids.encode(user * 2 + index),
      UserID,
      StartDate: formatDay(first),
      EndDate: last === undefined ? null : formatDay(last),
      ExpectedHoursMonday: Monday,
      ExpectedHoursTuesday: Tuesday,
      ExpectedHoursWednesday: Wednesday,
      ExpectedHoursThursday: Thursday,
      ExpectedHoursFriday: Friday,
      ExpectedHoursSaturday: Saturday,
      ExpectedHoursSunday: Sunday,
      SubjectToBillingGoal,
      BillingGoalPercentage: SubjectToBillingGoal ? choose([60, 70, 75, 80, 85], draw(21)) : null,
    };
  });
}
