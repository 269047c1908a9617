import { defineEntitySet } from './definition.ts';
import { decimal, flag, key, text } from './fields.ts';
import { toMany } from './navigation.ts';
import { activity, ascending, exactly, roughly } from './upstream.ts';

/** The kinds of time off. */
export const timeOffTypes = defineEntitySet({
  name: 'TimeOffTypes',
  entityType: 'TimeOffType',
  synonyms: ['LeaveType', 'LeaveTypes', 'AbsenceTypes'],
  description: 'Types of time off, such as vacation or sick leave.',
  entityDescription: 'A type of time off.',
  fields: [
    key('Identifier of the type; never changes.'),
    text('Name', 'Name of the type.'),
    flag('IsActive', 'True while such time off can be taken.'),
    flag('RequiresApproval', 'True where such time off has to be requested.'),
    text('Notes', 'Notes about the type.'),
    text('AccountingPackageID', 'Identifier of the type in the accounting software. Needs an administrator.'),
    decimal('DefaultStartingBalance', 'Hours that people begin with. Needs an administrator.'),
    decimal('DefaultAccrualRate', 'Hours that people earn. Needs the Time Off Management module.'),
    decimal('DefaultMaximumBalance', 'The most hours that people can save. Needs the Time Off Management module.'),
    text('DefaultApproverID', 'Who approves such time off: ID in Users. Needs the Time Off Management module.'),
    flag(
      'DisplayOnTimeEntryPages',
      'True where it is offered when logging time. Needs the Time Off Management module.',
    ),
  ],
  searchable: ['Name', 'Notes'],
  navigation: [
    toMany('TimeOffTypeID', {
      name: 'TimeOff',
      target: 'TimeOff',
      partner: 'TimeOffType',
      description: 'The time off of this type.',
    }),
  ],
  upstream: {
    path: 'TimeOffTypes',
    byPath: false,
    pageLimit: 500,
    order: ascending('Name'),
    predicates: {
      ID: exactly('ID'),
      Name: roughly('Name'),
      IsActive: activity('IsActive'),
      RequiresApproval: exactly('RequiresApproval'),
    },
    reference: true,
    access:
      "ClickTime shows types of time off to administrators, and to managers with the permission 'View People' or 'Add/Edit Employment Types'.",
    own: {
      path: 'Me/TimeOffTypes',
      form: 'list',
      unfiltered: [],
      missing: [
        'Notes',
        'AccountingPackageID',
        'DefaultStartingBalance',
        'DefaultAccrualRate',
        'DefaultMaximumBalance',
        'DefaultApproverID',
        'DisplayOnTimeEntryPages',
      ],
      meaning: 'the types of time off it may take',
    },
  },
});
