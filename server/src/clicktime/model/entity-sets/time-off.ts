import { defineEntitySet } from './definition.ts';
import { day, decimal, key, text } from './fields.ts';
import { toOne } from './navigation.ts';
import { descending, exactly } from './upstream.ts';

/** Hours that people are away. */
export const timeOff = defineEntitySet({
  name: 'TimeOff',
  entityType: 'TimeOffEntry',
  synonyms: ['Leave', 'Leaves', 'Absence', 'Absences', 'Vacation', 'Vacations', 'PTO', 'TimesOff'],
  description: 'Time off that people have taken or will take, one entity per person and day; newest day first.',
  entityDescription: 'Hours off of one person on one day.',
  fields: [
    key('Identifier of the time off; never changes.'),
    text('UserID', 'Who is away: ID in Users.'),
    text('TimeOffTypeID', 'The kind of time off: ID in TimeOffTypes.'),
    day('Date', 'The day of the time off; no time zone applies.'),
    decimal('Hours', 'Hours of time off on the day.'),
    text('Notes', 'Notes about the time off.'),
    text('TimeOffRequestID', 'Identifier of the request that it was granted by.'),
  ],
  searchable: ['Notes'],
  datedBy: ['Date'],
  navigation: [
    toOne('UserID', { name: 'User', target: 'Users', description: 'Who is away.' }),
    toOne('TimeOffTypeID', {
      name: 'TimeOffType',
      target: 'TimeOffTypes',
      partner: 'TimeOff',
      description: 'The kind of time off.',
    }),
  ],
  upstream: {
    path: 'TimeOff',
    byPath: false,
    pageLimit: 500,
    order: descending('Date', 'ID'),
    predicates: {
      ID: exactly('ID'),
      UserID: exactly('UserID'),
      TimeOffTypeID: exactly('TimeOffTypeID'),
      Date: { range: { from: 'FromDate', to: 'ToDate', precision: 'exact', widenDays: 0 } },
    },
    reference: false,
    access: 'ClickTime shows all time off to administrators only.',
    managed: {
      path: 'Manage/Timesheets/TimeOff',
      unfiltered: [],
      meaning: "the time off of the people whose timesheets it manages, with the permission 'Lock timesheets'",
    },
    own: { path: 'Me/TimeOff', form: 'list', unfiltered: ['UserID'], missing: [], meaning: 'its own time off' },
  },
});
