import type { EntityName } from '../records.ts';
import type { Family } from './fields.ts';
import type { Access } from './request.ts';

/** One list of the API: what it holds, who may read it, how it can be narrowed. */
export interface ListResource extends Access {
  readonly path: string;
  readonly entity: EntityName;
  readonly family: Family;
  readonly parameters: readonly string[];
}

const entryParameters = ['ID', 'JobID', 'TaskID', 'UserID', 'StartDate', 'EndDate', 'EntryDate'];
const jobParameters = ['ID', 'ClientID', 'Name', 'JobNumber', 'IsActive'];
const clientParameters = ['ID', 'IsActive', 'Name', 'ShortName', 'ClientNumber'];
const taskParameters = ['ID', 'IsActive', 'Name', 'TaskCode', 'TaskName'];
const divisionParameters = ['ID', 'Name', 'IsActive'];
const timesheetParameters = ['Status', 'UserID', 'DivisionID', 'EmploymentTypeID', 'FromDate', 'ToDate'];
const managedUserParameters = [
  'ID',
  'Name',
  'Email',
  'DivisionID',
  'EmploymentTypeID',
  'TimesheetApproverID',
  'ExpenseApproverID',
  'SecurityLevel',
  'ManagerPermission',
  'IsActive',
];

/** `/TimeEntries`. */
export const entryResource: ListResource = {
  path: 'TimeEntries',
  entity: 'TimeEntries',
  family: 'Root',
  level: 'MANAGER',
  permission: 'Review timesheets',
  parameters: entryParameters,
};

/** All lists, by their path under `/v2`. */
export const listResources: readonly ListResource[] = [
  entryResource,
  {
    path: 'Me/TimeEntries',
    entity: 'TimeEntries',
    family: 'Me',
    level: 'STANDARD',
    parameters: entryParameters.filter((name) => name !== 'UserID'),
  },
  {
    path: 'Manage/Timesheets/TimeEntries',
    entity: 'TimeEntries',
    family: 'Manage',
    level: 'MANAGER',
    permission: 'Lock timesheets',
    module: 'TimesheetApprovals',
    parameters: entryParameters,
  },
  {
    path: 'Users',
    entity: 'Users',
    family: 'Root',
    level: 'MANAGER',
    parameters: [...managedUserParameters, 'JobID', 'SubjectToTimesheetCompletion', 'WithPermission'],
  },
  {
    path: 'Manage/Users',
    entity: 'Users',
    family: 'Manage',
    level: 'MANAGER',
    permission: 'View People',
    parameters: managedUserParameters,
  },
  {
    path: 'Jobs',
    entity: 'Jobs',
    family: 'Root',
    level: 'MANAGER',
    parameters: [...jobParameters, 'ProjectManagerID', 'UserID'],
  },
  { path: 'Me/Jobs', entity: 'Jobs', family: 'Me', level: 'STANDARD', parameters: [...jobParameters, 'MyJobs'] },
  { path: 'Clients', entity: 'Clients', family: 'Root', level: 'MANAGER', parameters: clientParameters },
  { path: 'Me/Clients', entity: 'Clients', family: 'Me', level: 'STANDARD', parameters: clientParameters },
  { path: 'Tasks', entity: 'Tasks', family: 'Root', level: 'MANAGER', parameters: taskParameters },
  { path: 'Me/Tasks', entity: 'Tasks', family: 'Me', level: 'STANDARD', parameters: [...taskParameters, 'MyTasks'] },
  {
    path: 'Divisions',
    entity: 'Divisions',
    family: 'Root',
    level: 'MANAGER',
    module: 'Divisions',
    parameters: divisionParameters,
  },
  {
    path: 'Manage/Divisions',
    entity: 'Divisions',
    family: 'Manage',
    level: 'MANAGER',
    permission: 'View Divisions',
    module: 'Divisions',
    parameters: divisionParameters,
  },
  {
    path: 'Timesheets',
    entity: 'Timesheets',
    family: 'Root',
    level: 'MANAGER',
    permission: 'Review timesheets',
    parameters: timesheetParameters,
  },
  {
    path: 'Manage/Timesheets',
    entity: 'Timesheets',
    family: 'Manage',
    level: 'MANAGER',
    permission: 'Lock timesheets',
    module: 'TimesheetApprovals',
    parameters: timesheetParameters,
  },
  {
    path: 'Me/Timesheets',
    entity: 'Timesheets',
    family: 'Me',
    level: 'STANDARD',
    parameters: ['Status', 'FromDate', 'ToDate'],
  },
];
