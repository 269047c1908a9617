import { defineEntitySet } from './definition.ts';
import { day, decimal, flag, integer, key } from './fields.ts';
import { toOne } from './navigation.ts';
import { ascending, exactly } from './upstream.ts';
import { users } from './users.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** How much people are expected to work. */
export const expectedWork = defineEntitySet({
  name: 'ExpectedWork',
  entityType: 'ExpectedWorkPeriod',
  synonyms: ['Capacity', 'Capacities', 'ExpectedHours', 'WorkSchedule'],
  description:
    'Hours that people are expected to work, by day of the week, and how many of them should be billable. ClickTime is asked once for each person.',
  entityDescription:
    'The expected hours of one person from one day on; where several hold, the one that began last does.',
  key: ['UserID', 'ID'],
  fields: [
    key('The person: ID in Users.', 'UserID'),
    key('Identifier of the record.'),
    day('StartDate', 'The first day it holds for.'),
    day('EndDate', 'The last day it holds for; empty where there is none.'),
    ...weekdays.map((name) => decimal(`ExpectedHours${name}`, `Hours expected on a ${name}.`)),
    flag('SubjectToBillingGoal', 'True where the person should bill some of the hours.'),
    integer('BillingGoalPercentage', 'Of the expected hours, those that should be billable, in percent.'),
  ],
  searchable: [],
  navigation: [toOne('UserID', { name: 'User', target: 'Users', description: 'The person.' })],
  upstream: {
    path: 'Users',
    gathering: { kind: 'Each', of: users, below: 'ExpectedWork', property: 'UserID' },
    byPath: false,
    pageLimit: 500,
    order: ascending('UserID', 'ID'),
    predicates: { UserID: exactly('UserID') },
    reference: true,
    access:
      "ClickTime shows expected work to administrators, and to managers with the permission 'View Resource Management' or 'View People'.",
  },
});
