import { defineEntitySet } from './definition.ts';
import { customFields, flag, key, text } from './fields.ts';
import { toMany } from './navigation.ts';
import { activity, ascending, exactly, roughly } from './upstream.ts';

/** The divisions that people belong to. */
export const divisions = defineEntitySet({
  name: 'Divisions',
  entityType: 'Division',
  synonyms: ['Department', 'Departments', 'Team', 'Teams'],
  description:
    'Divisions of the company, active and inactive. Only companies with the right ClickTime module have them.',
  entityDescription: 'A division, to which people belong.',
  fields: [
    key('Identifier of the division; never changes.'),
    text('Name', 'Name of the division.'),
    flag('IsActive', 'True while people can be assigned to the division.'),
    text('Notes', 'Notes about the division. Needs View Divisions.'),
    text('AccountingPackageID', 'Identifier of the division in the accounting software. Needs View Divisions.'),
    ...customFields('division'),
  ],
  searchable: ['Name', 'Notes'],
  navigation: [
    toMany('DivisionID', {
      name: 'Users',
      target: 'Users',
      partner: 'Division',
      description: 'The people of the division.',
    }),
  ],
  upstream: {
    path: 'Divisions',
    pageLimit: 500,
    order: ascending('Name'),
    predicates: {
      ID: exactly('ID'),
      Name: roughly('Name'),
      IsActive: activity('IsActive'),
    },
    reference: true,
    access:
      'ClickTime shows divisions to managers and administrators only, and only where the company has the Corporate or Enterprise module.',
  },
});
