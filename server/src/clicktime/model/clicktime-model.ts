import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { clients } from './entity-sets/clients.ts';
import type { EntitySetDefinition } from './entity-sets/definition.ts';
import { divisions } from './entity-sets/divisions.ts';
import { customFieldsType } from './entity-sets/fields.ts';
import { jobs } from './entity-sets/jobs.ts';
import { tasks } from './entity-sets/tasks.ts';
import { timeEntries } from './entity-sets/time-entries.ts';
import { timesheets } from './entity-sets/timesheets.ts';
import { users } from './entity-sets/users.ts';
import { titleOf } from '../../model/title.ts';

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

/** The same model, whose descriptions say who gets only their own records. */
export const clicktimeModelWithOwnData: EdmModel = {
  ...clicktimeModel,
  entitySets: entitySetDefinitions.map(withOwnData),
};

function withOwnData({ entitySet, upstream }: EntitySetDefinition): EntitySet {
  const { description = '' } = entitySet;
  if (upstream.own === undefined) {
    return { ...entitySet, description: `${description} An account that may not read the company's list gets none.` };
  }
  const { meaning, missing } = upstream.own;
  const without = missing.length === 0 ? '' : `, without ${missing.join(', ')}`;
  return {
    ...entitySet,
    title: `${titleOf(entitySet)} (the company's, or your own)`,
    description: `${description} An account that may not read the company's list gets its own records instead: ${meaning}${without}.`,
  };
}
