import { defineEntitySet } from './definition.ts';
import { customFields, decimal, flag, instant, key, text } from './fields.ts';
import { toMany } from './navigation.ts';
import { activity, ascending, exactly, roughly } from './upstream.ts';

/** The clients that jobs are done for. */
export const clients = defineEntitySet({
  name: 'Clients',
  entityType: 'Client',
  synonyms: ['Customer', 'Customers', 'Account', 'Accounts'],
  description: 'Clients of the company, active and inactive.',
  entityDescription: 'A client, for which jobs are done.',
  fields: [
    key('Identifier of the client; never changes.'),
    text('Name', 'Name of the client.'),
    text('ShortName', 'Short name of the client.'),
    text('ClientNumber', "The company's own number of the client."),
    text('ListDisplayText', 'What ClickTime shows in lists.'),
    flag('IsActive', 'True while hours can be logged for the client.'),
    instant('CreatedDate', 'When the client was entered in ClickTime. Needs View Clients.'),
    text('Notes', 'Notes about the client. Needs View Clients.'),
    text('AccountingPackageID', 'Identifier of the client in the accounting software. Needs View Clients.'),
    decimal('BillingRate', 'Billing rate per hour, where the company bills by client. Needs View Billingrates.'),
    text('SecondaryBillingRateMode', 'Where rates by person come from: INHERIT, CUSTOM or FLAT.'),
    flag('IsEligibleTimeOffAllocation', 'True where time off can be allocated to the client.'),
    ...customFields('client'),
  ],
  searchable: ['Name', 'ShortName', 'ClientNumber', 'Notes'],
  navigation: [
    toMany('ClientID', {
      name: 'Jobs',
      target: 'Jobs',
      partner: 'Client',
      description: 'The jobs done for the client.',
    }),
  ],
  upstream: {
    path: 'Clients',
    pageLimit: 500,
    order: ascending('ListDisplayText', 'ID'),
    predicates: {
      ID: exactly('ID'),
      IsActive: activity('IsActive'),
      Name: roughly('Name'),
      ShortName: roughly('ShortName'),
      ClientNumber: roughly('ClientNumber'),
    },
    reference: true,
    access: 'ClickTime shows the list of clients to managers and administrators only.',
    own: {
      path: 'Me/Clients',
      form: 'list',
      unfiltered: [],
      missing: [
        'CreatedDate',
        'Notes',
        'AccountingPackageID',
        'BillingRate',
        'SecondaryBillingRateMode',
        'IsEligibleTimeOffAllocation',
        'CustomFields',
        'CustomFieldsStr',
      ],
      meaning: 'the clients it may log hours for',
    },
  },
});
