import { defineEntitySet } from './definition.ts';
import { customFields, day, decimal, key, text, time } from './fields.ts';
import { toOne } from './navigation.ts';
import { descending, exactly } from './upstream.ts';

/** Hours people logged, one entity per person, day, job and task. */
export const timeEntries = defineEntitySet({
  name: 'TimeEntries',
  entityType: 'TimeEntry',
  synonyms: ['Entry', 'Entries', 'TimeRecord', 'TimeRecords', 'Time', 'Hours', 'TimeLog', 'TimeLogs'],
  description: 'Hours logged by people on jobs and tasks; newest day first.',
  entityDescription: 'Hours one person logged on one day for one job and task.',
  fields: [
    key('Identifier of the time entry; never changes.'),
    text('UserID', 'The person who logged the hours: ID in Users.'),
    text('JobID', 'The job the hours were worked for: ID in Jobs.'),
    text('TaskID', 'The kind of work: ID in Tasks. Empty where the company does not use tasks.'),
    day('Date', 'The day the hours were worked, as the person logged it; no time zone applies.'),
    decimal('Hours', 'Hours worked, breaks not included. 7.5 means seven and a half hours.'),
    decimal('BreakTime', 'Hours of break within the time from start to end.'),
    time('StartTime', 'When the work began, as HH:MM on a 24-hour clock, where the person logs start and end.'),
    time('EndTime', 'When the work ended, as HH:MM on a 24-hour clock, where the person logs start and end.'),
    text('Comment', 'What the person wrote about the work.'),
    decimal(
      'BillingRate',
      'Billing rate per hour, in the company currency. Needs an administrator, or a manager who may view billing rates.',
    ),
    decimal(
      'CostRate',
      'Labor cost per hour, in the company currency. Needs an administrator, or a manager who may view costs.',
    ),
    ...customFields('time entry'),
  ],
  searchable: ['Comment'],
  navigation: [
    toOne('UserID', {
      name: 'User',
      target: 'Users',
      partner: 'TimeEntries',
      description: 'The person who logged the hours.',
    }),
    toOne('JobID', {
      name: 'Job',
      target: 'Jobs',
      partner: 'TimeEntries',
      description: 'The job the hours were worked for.',
    }),
    toOne('TaskID', { name: 'Task', target: 'Tasks', partner: 'TimeEntries', description: 'The kind of work.' }),
  ],
  datedBy: ['Date'],
  upstream: {
    path: 'TimeEntries',
    pageLimit: 500,
    order: descending('Date', 'ID'),
    predicates: {
      ID: exactly('ID'),
      UserID: exactly('UserID'),
      JobID: exactly('JobID'),
      TaskID: exactly('TaskID'),
      Date: {
        in: { parameter: 'EntryDate', precision: 'exact' },
        range: { from: 'StartDate', to: 'EndDate', precision: 'exact', widenDays: 0 },
      },
    },
    reference: false,
    access:
      "ClickTime shows all time entries to administrators, and to managers with the permission 'Review timesheets' for all jobs.",
    own: {
      path: 'Me/TimeEntries',
      form: 'list',
      unfiltered: ['UserID'],
      missing: [],
      meaning: 'the hours it logged itself',
    },
  },
});
