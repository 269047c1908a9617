import { defineEntitySet } from './definition.ts';
import { flag, json, key, text } from './fields.ts';
import { ascending } from './upstream.ts';

/** What ClickTime's lists of definitions are of; time entries' are open to everybody. */
const records = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions'];

/** The custom fields that the company has defined. */
export const customFieldDefinitions = defineEntitySet({
  name: 'CustomFieldDefinitions',
  entityType: 'CustomFieldDefinition',
  synonyms: ['CustomField', 'CustomFields', 'FieldDefinitions'],
  description: 'The custom fields that the company has defined.',
  entityDescription: 'A custom field of one kind of record.',
  fields: [
    key('Identifier of the definition; never changes.'),
    text('Name', 'Name of the field, which integrations know it by.'),
    text('DisplayName', 'What people see.'),
    text('DataType', "Kind of its values, in ClickTime's words."),
    text('EntityType', "Kind of record that has the field, in ClickTime's words."),
    flag('IsRequired', 'True where every new record needs a value.'),
    json('PulldownValues', 'The values to choose from, as JSON text of a list.'),
  ],
  searchable: ['Name', 'DisplayName'],
  navigation: [],
  upstream: {
    path: 'CustomFieldDefinitions',
    byPath: false,
    pageLimit: 500,
    order: ascending('EntityType', 'DisplayName'),
    predicates: {},
    reference: true,
    access: 'ClickTime shows all definitions to administrators only.',
    managed: {
      path: 'TimeEntries/CustomFieldDefinitions',
      gathering: { kind: 'Lists', paths: records.map((name) => `${name}/CustomFieldDefinitions`) },
      unfiltered: [],
      meaning: 'the definitions of time entries, and of people, jobs, clients, tasks and divisions as it may view them',
    },
  },
});
