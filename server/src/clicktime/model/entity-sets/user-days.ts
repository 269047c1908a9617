import { defineEntitySet, type Gathering } from './definition.ts';
import { decimal, flag, key, keyDay } from './fields.ts';
import { toOne } from './navigation.ts';
import { descending, exactly } from './upstream.ts';

const byMonths: Gathering = { kind: 'Months', property: 'Date', from: 'StartDate', to: 'EndDate' };

/** What each person logged on each day. */
export const userDays = defineEntitySet({
  name: 'UserDays',
  entityType: 'UserDay',
  synonyms: ['DailyHours', 'DaySummary', 'DaySummaries', 'PersonDays'],
  description:
    'Hours of each person on each day, and whether the day is complete; newest day first. Without a filter that says from when, the present month and the eleven before it; a filter on Date may ask for up to 122 months.',
  entityDescription: 'Hours of one person on one day; a day that is not there has none.',
  key: ['UserID', 'Date'],
  fields: [
    key('The person: ID in Users.', 'UserID'),
    keyDay('Date', 'The day.'),
    decimal('Hours', 'Hours the person logged on the day.'),
    flag('IsComplete', 'True where these are as many as ClickTime expects of the person on the day.'),
  ],
  searchable: [],
  datedBy: ['Date'],
  navigation: [toOne('UserID', { name: 'User', target: 'Users', description: 'The person.' })],
  upstream: {
    path: 'Reports/TimeSummary/Daily',
    gathering: byMonths,
    byPath: false,
    pageLimit: 500,
    order: descending('Date', 'UserID'),
    predicates: {
      UserID: exactly('UserID'),
      Date: {
        in: { parameter: 'Date', precision: 'exact' },
        range: { from: 'StartDate', to: 'EndDate', precision: 'exact', widenDays: 0 },
      },
    },
    reference: false,
    access:
      "ClickTime shows the days of all people to administrators, and to managers with the permission 'Review timesheets' or 'Run Company Reports'.",
    own: {
      path: 'Me/Reports/TimeSummary/Daily',
      form: 'list',
      gathering: byMonths,
      unfiltered: ['UserID'],
      missing: [],
      meaning: 'the days of the person it belongs to',
    },
  },
});
