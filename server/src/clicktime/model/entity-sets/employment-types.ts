import { defineEntitySet } from './definition.ts';
import { flag, key, text } from './fields.ts';
import { toMany } from './navigation.ts';
import { activity, ascending, exactly, roughly } from './upstream.ts';

/** The kinds of employment that people have. */
export const employmentTypes = defineEntitySet({
  name: 'EmploymentTypes',
  entityType: 'EmploymentType',
  synonyms: ['Employment', 'EmploymentKind'],
  description: 'Types of employment, such as full time or contractor.',
  entityDescription: 'A type of employment that people have.',
  fields: [
    key('Identifier of the employment type; never changes.'),
    text('Name', 'Name of the employment type.'),
    flag('IsActive', 'True while people can be given the type.'),
    text('Notes', 'Notes about the employment type. Needs View Employment Types.'),
    text(
      'AccountingPackageID',
      'Identifier of the employment type in the accounting software. Needs View Employment Types.',
    ),
  ],
  searchable: ['Name', 'Notes'],
  navigation: [
    toMany('EmploymentTypeID', {
      name: 'Users',
      target: 'Users',
      partner: 'EmploymentType',
      description: 'The people who are employed so.',
    }),
  ],
  upstream: {
    path: 'EmploymentTypes',
    byPath: false,
    pageLimit: 500,
    order: ascending('Name'),
    predicates: { ID: exactly('ID'), Name: roughly('Name'), IsActive: activity('IsActive') },
    reference: true,
    access: 'ClickTime shows employment types to managers and administrators only.',
  },
});
