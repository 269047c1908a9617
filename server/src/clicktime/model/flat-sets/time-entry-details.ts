import { customFields, day, decimal, flag, key, text, time } from '../entity-sets/fields.ts';
import { toOne } from '../entity-sets/navigation.ts';
import { timeEntries } from '../entity-sets/time-entries.ts';
import { dayColumns } from './day-columns.ts';
import { column, defineFlatSet, same } from './definition.ts';

const company = (property: string): string => `$root/Company/${property}`;

/**
 * Whether ClickTime bills an entry: the job or the task says so, whichever the company decided. Where rates come from pairs
 * with tasks, single pairs may differ from their task, and nobody can tell.
 */
const isBillable = `case(${[
  `${company('EnableTimeBillingFeatures')} eq false:null`,
  `${company('BillableSetting')} eq 'Job':Job/IsBillable`,
  `${company('BillableSetting')} eq 'Task' and not (${company('BillingRateModel')} in ('TASK_JOB','TASK_USER')):Task/IsBillable`,
].join(',')})`;

/** A number of a billable entry, 0 of others, null where it cannot be known which it is. */
const ifBillable = (value: string): string => `case(${isBillable} eq true:${value},${isBillable} eq false:0)`;

const billableAmount = ifBillable('Hours mul BillingRate');
const cost = 'Hours mul CostRate';

const isLocked = `case(${[
  `Date lt ${company('LockDate')}:true`,
  `Timesheet/Status in ('Locked','Approved'):true`,
  'Timesheet/ID ne null:false',
].join(',')})`;

const RATES = 'Needs an administrator, or a manager who may view billing rates.';
const COSTS = 'Needs an administrator, or a manager who may view costs.';
const PEOPLE = 'Needs View People for all divisions.';
const SHEETS = 'Needs Review timesheets for all jobs.';

/** One table, ready to chart: who worked when, for whom, at what price and cost. */
export const timeEntryDetails = defineFlatSet({
  name: 'TimeEntryDetails',
  entityType: 'TimeEntryDetail',
  base: timeEntries.entitySet,
  synonyms: ['TimeEntryDetail', 'Details', 'LabourCost', 'LaborCost', 'Labour', 'Labor', 'Timesheet lines'],
  description:
    'Hours logged by people with the names, rates and amounts that belong to them, in one table: one entity per time entry; newest day first.',
  entityDescription:
    'A time entry with what is known today of its person, job, client, task and timesheet. Profit margin is the sum of Profit divided by the sum of BillableAmount.',
  searchable: ['Comment', 'UserName', 'JobName', 'JobNumber', 'ClientName', 'TaskName', 'DivisionName'],
  datedBy: ['Date'],
  columns: [
    same(key('Identifier of the time entry; never changes.')),
    same(day('Date', 'The day the hours were worked, as the person logged it; no time zone applies.')),
    same(decimal('Hours', 'Hours worked, breaks not included.')),
    column(text('UserName', "Full name of the person, as 'Last, First'."), 'User/Name'),
    column(text('ClientName', 'Name of the client that the job is done for.'), 'Job/Client/Name'),
    column(text('JobName', 'Name of the job.'), 'Job/Name'),
    column(text('TaskName', 'Name of the task.'), 'Task/Name'),
    column(
      flag('IsBillable', 'True where the hours are billed, by the job or the task as the company decided.'),
      isBillable,
    ),
    column(decimal('BillableHours', 'Hours where they are billed, else 0.'), ifBillable('Hours')),
    same(decimal('BillingRate', `Billing rate per hour, in the company currency. ${RATES}`)),
    column(
      decimal('BillableAmount', `Hours times BillingRate where they are billed, else 0. ${RATES}`),
      billableAmount,
    ),
    same(decimal('CostRate', `Labor cost per hour, in the company currency. ${COSTS}`)),
    column(decimal('Cost', `Hours times CostRate. ${COSTS}`), cost),
    column(decimal('Profit', `BillableAmount less Cost. ${COSTS}`), `${billableAmount} sub ${cost}`),
    column(text('CurrencyISO', 'Currency of all rates and amounts, such as USD.'), company('CurrencyISO')),
    ...dayColumns('Date', company('WeekStartsOn')),
    same(text('Comment', 'What the person wrote about the work.')),
    same(decimal('BreakTime', 'Hours of break within the time from start to end.')),
    same(time('StartTime', 'When the work began, as HH:MM on a 24-hour clock.')),
    same(time('EndTime', 'When the work ended, as HH:MM on a 24-hour clock.')),
    same(text('UserID', 'The person who logged the hours: ID in Users.')),
    column(text('UserEmail', 'E-mail address of the person.'), 'User/Email'),
    column(flag('UserIsActive', 'True while the person may use ClickTime.'), 'User/IsActive'),
    column(text('EmployeeNumber', `The company's own number of the person. ${PEOPLE}`), 'User/EmployeeNumber'),
    column(text('UserRole', `The person's function in the company. ${PEOPLE}`), 'User/Role'),
    column(text('DivisionID', `The person's division today: ID in Divisions. ${PEOPLE}`), 'User/DivisionID'),
    column(text('DivisionName', `Name of the person's division today. ${PEOPLE}`), 'User/Division/Name'),
    column(text('EmploymentTypeID', `The person's employment type. ${PEOPLE}`), 'User/EmploymentTypeID'),
    column(text('EmploymentTypeName', `Name of the employment type. ${PEOPLE}`), 'User/EmploymentType/Name'),
    column(
      text('TimesheetApproverName', `Who approves the person's timesheets. ${PEOPLE}`),
      'User/TimesheetApprover/Name',
    ),
    same(text('JobID', 'The job the hours were worked for: ID in Jobs.')),
    column(text('JobNumber', "The company's own number of the job."), 'Job/JobNumber'),
    column(text('JobDisplayText', 'What ClickTime shows of the job in lists.'), 'Job/ListDisplayText'),
    column(flag('JobIsActive', 'True while hours can be logged for the job.'), 'Job/IsActive'),
    column(text('ProjectManagerID', 'The project manager: ID in Users. Needs View Jobs.'), 'Job/ProjectManagerID'),
    column(text('ProjectManagerName', 'Name of the project manager. Needs View Jobs.'), 'Job/ProjectManager/Name'),
    column(text('ClientID', 'The client that the job is done for: ID in Clients.'), 'Job/ClientID'),
    column(text('ClientNumber', "The company's own number of the client."), 'Job/Client/ClientNumber'),
    column(text('ClientShortName', 'Short name of the client.'), 'Job/Client/ShortName'),
    same(text('TaskID', 'The kind of work: ID in Tasks.')),
    column(text('TaskCode', "The company's own code of the task."), 'Task/TaskCode'),
    column(text('TimesheetID', `The timesheet that the day is on: ID in Timesheets. ${SHEETS}`), 'Timesheet/ID'),
    column(text('TimesheetStatus', `State of approval of that timesheet. ${SHEETS}`), 'Timesheet/Status'),
    column(day('TimesheetStartDate', `First day of that timesheet. ${SHEETS}`), 'Timesheet/StartDate'),
    column(day('TimesheetEndDate', `Last day of that timesheet. ${SHEETS}`), 'Timesheet/EndDate'),
    column(
      flag('IsLocked', `True where the entry cannot be changed: its day or its timesheet is closed. ${SHEETS}`),
      isLocked,
    ),
    ...customFields('time entry').map(same),
  ],
  navigation: [
    toOne('UserID', { name: 'User', target: 'Users', description: 'The person who logged the hours.' }),
    toOne('JobID', { name: 'Job', target: 'Jobs', description: 'The job the hours were worked for.' }),
    toOne('ClientID', { name: 'Client', target: 'Clients', description: 'The client that the job is done for.' }),
    toOne('TaskID', { name: 'Task', target: 'Tasks', description: 'The kind of work.' }),
  ],
  ways: [
    {
      kind: 'NavigationProperty',
      name: 'Timesheet',
      target: 'Timesheets',
      collection: false,
      nullable: true,
      join: [
        { from: 'UserID', to: 'UserID', operator: 'eq' },
        { from: 'Date', to: 'StartDate', operator: 'le' },
        { from: 'Date', to: 'EndDate', operator: 'ge' },
      ],
    },
  ],
});
