import { defineEntitySet } from './definition.ts';
import { customFields, decimal, flag, key, text } from './fields.ts';
import { toMany } from './navigation.ts';
import { activity, ascending, exactly, roughly } from './upstream.ts';

/** The kinds of work that hours are logged under. */
export const tasks = defineEntitySet({
  name: 'Tasks',
  entityType: 'Task',
  synonyms: ['Activity', 'Activities', 'WorkType', 'WorkTypes'],
  description: 'Tasks (kinds of work) of the company, active and inactive.',
  entityDescription: 'A task (kind of work), under which people log hours.',
  fields: [
    key('Identifier of the task; never changes.'),
    text('Name', 'Name of the task.'),
    text('TaskCode', "The company's own code of the task."),
    text('ListDisplayText', 'What ClickTime shows in lists.'),
    flag('IsActive', 'True while hours can be logged under the task.'),
    flag('IsBillable', 'True where hours of the task are billed. Needs View Tasks.'),
    decimal('BillingRate', 'Billing rate per hour, where the company bills by task. Needs View Billingrates.'),
    flag('UseCompanyBillingRate', "True where the company's rate applies instead of one of the task's own."),
    text('Notes', 'Notes about the task. Needs View Tasks.'),
    text('AccountingPackageID', 'Identifier of the task in the accounting software. Needs View Tasks.'),
    ...customFields('task'),
  ],
  searchable: ['Name', 'TaskCode', 'Notes'],
  navigation: [
    toMany('TaskID', {
      name: 'TimeEntries',
      target: 'TimeEntries',
      partner: 'Task',
      description: 'The hours logged under the task.',
    }),
  ],
  upstream: {
    path: 'Tasks',
    pageLimit: 500,
    order: ascending('Name', 'ID'),
    predicates: {
      ID: exactly('ID'),
      IsActive: activity('IsActive'),
      Name: roughly('Name'),
      TaskCode: roughly('TaskCode'),
    },
    reference: true,
    access: 'ClickTime shows the list of tasks to managers and administrators only.',
    own: {
      path: 'Me/Tasks',
      form: 'list',
      unfiltered: [],
      missing: [
        'IsBillable',
        'BillingRate',
        'UseCompanyBillingRate',
        'Notes',
        'AccountingPackageID',
        'CustomFields',
        'CustomFieldsStr',
      ],
      meaning: 'the tasks it may log hours under',
    },
  },
});
