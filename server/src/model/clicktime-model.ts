import type { EdmModel } from './edm.ts';
import { clients } from './entity-sets/clients.ts';
import { customFieldsType, type EntitySetDefinition } from './entity-sets/definition.ts';
import { divisions } from './entity-sets/divisions.ts';
import { jobs } from './entity-sets/jobs.ts';
import { tasks } from './entity-sets/tasks.ts';
import { timeEntries } from './entity-sets/time-entries.ts';
import { timesheets } from './entity-sets/timesheets.ts';
import { users } from './entity-sets/users.ts';

/** The entity sets in the order clients list them. */
export const entitySetDefinitions: readonly EntitySetDefinition[] = [
  timeEntries,
  users,
  jobs,
  clients,
  tasks,
  divisions,
  timesheets,
];

/** ClickTime's data as an OData model. */
export const clicktimeModel: EdmModel = {
  namespace: 'ClickTime',
  containerName: 'Container',
  enumTypes: [],
  complexTypes: [customFieldsType],
  entitySets: entitySetDefinitions.map(({ entitySet }) => entitySet),
};
