import { defineEntitySet } from './definition.ts';
import { decimal, flag, key, text } from './fields.ts';
import { toOne } from './navigation.ts';
import { ascending } from './upstream.ts';

/** What each job comes to over its whole life. */
export const jobSummaries = defineEntitySet({
  name: 'JobSummaries',
  entityType: 'JobSummary',
  synonyms: ['JobTotals', 'ProjectSummary', 'ProjectSummaries'],
  description:
    'Hours, billings, cost and profit of each job over its whole life, as ClickTime sums them, and what it was estimated at.',
  entityDescription: 'Sums of one job over its whole life.',
  key: ['JobID'],
  fields: [
    key('The job: ID in Jobs.', 'JobID'),
    text('JobName', 'Name of the job.'),
    text('JobNumber', "The company's own number of the job."),
    flag('JobIsActive', 'True while hours can be logged for the job.'),
    flag('IsBillable', 'True where hours for the job are billed.'),
    text('ClientID', 'The client: ID in Clients.'),
    text('ClientName', 'Name of the client.'),
    decimal('Hours', 'All hours worked for the job.'),
    decimal('BillableHours', 'Those of them that are billed.'),
    decimal('Billings', 'Billable hours times their rates, in the company currency. Needs View Billingrates.'),
    decimal('Cost', 'All hours times their labor cost, in the company currency. Needs View Costs.'),
    decimal(
      'Profit',
      'Billings less Cost. For a margin divide the sum of Profit by the sum of Billings. Needs View Costs.',
    ),
    decimal('EstimateHours', 'Hours that were estimated. Needs the Forecasting module.'),
    decimal('EstimateBillings', 'Billings that were estimated. Needs the Forecasting module.'),
    text(
      'EstimationType',
      'How it was estimated: NoBudgets, ByHours, ByCurrency, ByTask, ByPerson or ByTaskPerson. Needs the Forecasting module.',
    ),
  ],
  searchable: ['JobName', 'JobNumber', 'ClientName'],
  navigation: [
    toOne('JobID', { name: 'Job', target: 'Jobs', description: 'The job.' }),
    toOne('ClientID', { name: 'Client', target: 'Clients', description: 'The client the job is done for.' }),
  ],
  upstream: {
    path: 'Reports/TimeSummary/Jobs',
    gathering: { kind: 'Whole' },
    byPath: false,
    pageLimit: 500,
    order: ascending('JobID'),
    predicates: { JobIsActive: { in: { parameter: 'JobIsActive', precision: 'exact', otherwise: [true, false] } } },
    reference: true,
    access: 'ClickTime shows sums of jobs to managers and administrators only.',
  },
});
