import { defineEntitySet, type UpstreamPredicate } from './definition.ts';
import { day, flag, instant, key, personName, sumOfHours, text, verbose } from './fields.ts';
import { toOne } from './navigation.ts';
import { descending, exactly, oneOf } from './upstream.ts';

/**
 * ClickTime does not say whether its interval means the first day, the last day or any day of a timesheet; a timesheet
 * is at most a month long, so an interval wider by a month holds all that are meant.
 */
const periodWithin: UpstreamPredicate = {
  range: { from: 'FromDate', to: 'ToDate', precision: 'superset', widenDays: 31 },
};

/** The timesheets that people submit and managers approve. */
export const timesheets = defineEntitySet({
  name: 'Timesheets',
  entityType: 'Timesheet',
  synonyms: ['Sheet', 'Sheets', 'TimeCard', 'TimeCards'],
  description: 'Timesheets, one per person and period; latest period first.',
  entityDescription: 'The hours of one person in one period, with its state of approval.',
  fields: [
    key('Identifier of the timesheet; never changes.'),
    text('UserID', 'The person whose timesheet it is: ID in Users.'),
    day('StartDate', 'First day of the period.'),
    day('EndDate', 'Last day of the period.'),
    text(
      'Status',
      'State of approval: Open (still editable), JobHold (waits for project approval), TORAHold (waits for approval of time off), Waiting (submitted, waits for approval), Locked, Approved or Rejected.',
    ),
    flag('HasBeenSubmitted', 'True where the person has submitted the timesheet.'),
    text('SubmittedByUserID', 'Who submitted the timesheet: ID in Users.'),
    text('ApprovedByUserID', 'Who approved the timesheet: ID in Users.'),
    text('RejectedByUserID', 'Who rejected the timesheet: ID in Users.'),
    verbose(personName('SubmittedBy', 'Name of the person who submitted the timesheet.')),
    verbose(personName('ApprovedBy', 'Name of the person who approved the timesheet.')),
    verbose(personName('RejectedBy', 'Name of the person who rejected the timesheet.')),
    verbose(instant('SubmittedDate', 'When the timesheet was submitted.')),
    verbose(instant('ApprovedDate', 'When the timesheet was approved.')),
    verbose(instant('RejectedDate', 'When the timesheet was rejected.')),
    verbose(sumOfHours('TotalHours', 'DayTotals', 'Hours logged in the period, summed over its days.')),
  ],
  searchable: ['Status', 'SubmittedBy', 'ApprovedBy', 'RejectedBy'],
  navigation: [
    toOne('UserID', {
      name: 'User',
      target: 'Users',
      partner: 'Timesheets',
      description: 'The person whose timesheet it is.',
    }),
    {
      kind: 'NavigationProperty',
      name: 'TimeEntries',
      target: 'TimeEntries',
      collection: true,
      nullable: false,
      join: [
        { from: 'UserID', to: 'UserID', operator: 'eq' },
        { from: 'StartDate', to: 'Date', operator: 'ge' },
        { from: 'EndDate', to: 'Date', operator: 'le' },
      ],
      description: 'The hours the person logged in the period.',
    },
  ],
  datedBy: ['StartDate', 'EndDate'],
  upstream: {
    path: 'Timesheets',
    pageLimit: 500,
    order: descending('StartDate'),
    predicates: {
      ID: { recordPath: true },
      UserID: exactly('UserID'),
      Status: oneOf('Status', ['Open', 'JobHold', 'TORAHold', 'Waiting', 'Locked', 'Approved', 'Rejected']),
      StartDate: periodWithin,
      EndDate: periodWithin,
    },
    reference: false,
    access:
      "ClickTime shows all timesheets to administrators, and to managers with the permission 'Review timesheets' for all jobs.",
    own: {
      path: 'Me/Timesheets',
      form: 'list',
      unfiltered: ['UserID'],
      missing: [],
      meaning: 'its own timesheets',
    },
  },
});
