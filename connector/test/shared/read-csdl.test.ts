// The first layer: reading the service's description. What the columns become in Tableau is in columns.test.ts.
import { expect, test } from 'vitest';
import { caption } from '../../shared/captions.ts';
import { readCsdl } from '../../shared/read-csdl.ts';
import { catalog, csdl, entitySet } from '../samples.ts';

test('entity sets come in the order of the container, with descriptions of the set or else of its type', () => {
  expect(catalog.entitySets.map(({ name, caption: words, description }) => [name, words, description])).toEqual([
    ['TimeEntries', 'Time Entries', 'All hours.'],
    ['Users', 'Users', ''],
    ['Timesheets', 'Timesheets', ''],
  ]);
  const { TimeEntries } = csdl.ClickTime.Container;
  const plain = {
    ...csdl,
    ClickTime: { ...csdl.ClickTime, Container: { TimeEntries: { ...TimeEntries, '@Core.Description': '' } } },
  };
  expect(readCsdl(plain).entitySets[0]?.description).toBe('Hours one person logged.');
});

test('properties that fit a column become fields; collections, complex values and navigation do not', () => {
  expect(entitySet('TimeEntries').fields.map((field) => `${field.name}: ${field.type}`)).toEqual([
    'ID: Edm.String',
    'UserID: Edm.String',
    'Date: Edm.Date',
    'Hours: Edm.Decimal',
    'BillingRate: Edm.Decimal',
    'State: Edm.String',
  ]);
});

test('keys, and fields that point to another set, are known as such', () => {
  expect(entitySet('TimeEntries').fields.slice(0, 2)).toEqual([
    { name: 'ID', caption: 'ID', type: 'Edm.String', description: 'Identifier.', isKey: true },
    {
      name: 'UserID',
      caption: 'User ID',
      type: 'Edm.String',
      description: '',
      isKey: false,
      references: { entitySet: 'Users', field: 'ID' },
    },
  ]);
});

test('a namespace alias and another alias of the Core vocabulary are followed', () => {
  const document = {
    $EntityContainer: 'Self.Container',
    $Reference: { x: { $Include: [{ $Namespace: 'Org.OData.Core.V1', $Alias: 'C' }] } },
    'My.Model': {
      $Alias: 'Self',
      Thing: { $Kind: 'EntityType', $Key: ['Id'], Id: { $Type: 'Edm.Int32', '@C.Description': 'Number.' } },
      Container: { $Kind: 'EntityContainer', Things: { $Collection: true, $Type: 'Self.Thing' } },
    },
  };
  expect(readCsdl(document).entitySets[0]?.fields).toEqual([
    { name: 'Id', caption: 'Id', type: 'Edm.Int32', description: 'Number.', isKey: true },
  ]);
});

test.each([
  ['text', '<edmx:Edmx/>'],
  ['a list', []],
  ['nothing about a container', {}],
  ['a container that is not there', { $EntityContainer: 'A.B' }],
  ['a set of an unknown type', { $EntityContainer: 'A.B', A: { B: { Things: { $Collection: true, $Type: 'A.C' } } } }],
])('a document with %s is refused by name', (_, document) => {
  expect(() => readCsdl(document)).toThrow(/\(MetadataUnreadable\)$/);
});

test.each([
  ['BillingRate', 'Billing Rate'],
  ['UserID', 'User ID'],
  ['GDPRConsentStatus', 'GDPR Consent Status'],
  ['IncludeInRM', 'Include In RM'],
  ['ID', 'ID'],
  ['custom_field', 'Custom field'],
])('%s in words', (name, words) => {
  expect(caption(name)).toBe(words);
});
