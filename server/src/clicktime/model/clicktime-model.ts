import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { clients } from './entity-sets/clients.ts';
import { company } from './entity-sets/company.ts';
import { customFieldDefinitions } from './entity-sets/custom-field-definitions.ts';
import type { EntitySetDefinition } from './entity-sets/definition.ts';
import { divisions } from './entity-sets/divisions.ts';
import { employmentTypes } from './entity-sets/employment-types.ts';
import { expectedWork } from './entity-sets/expected-work.ts';
import { expenseDetails } from './entity-sets/expense-details.ts';
import { customFieldsType } from './entity-sets/fields.ts';
import { holidays, holidayTypes } from './entity-sets/holidays.ts';
import { jobSummaries } from './entity-sets/job-summaries.ts';
import { jobs } from './entity-sets/jobs.ts';
import { tasks } from './entity-sets/tasks.ts';
import { timeEntries } from './entity-sets/time-entries.ts';
import { timeOffTypes } from './entity-sets/time-off-types.ts';
import { timeOff } from './entity-sets/time-off.ts';
import { timesheets } from './entity-sets/timesheets.ts';
import { userDays } from './entity-sets/user-days.ts';
import { users } from './entity-sets/users.ts';
import { timeEntryDetails } from './flat-sets/time-entry-details.ts';
import { titleOf } from '../../model/title.ts';

/** The entity sets in the order clients list them, and the singletons. */
export const entitySetDefinitions: readonly EntitySetDefinition[] = [
  timeEntries,
  users,
  jobs,
  clients,
  tasks,
  divisions,
  timesheets,
  company,
  employmentTypes,
  customFieldDefinitions,
  jobSummaries,
  userDays,
  timeOff,
  timeOffTypes,
  holidays,
  holidayTypes,
  expectedWork,
  expenseDetails,
];

/** ClickTime's data as an OData model. */
export const clicktimeModel: EdmModel = {
  namespace: 'ClickTime',
  containerName: 'Container',
  enumTypes: [],
  complexTypes: [customFieldsType],
  ...containers(withFlatSets(entitySetDefinitions.map(({ entitySet }) => entitySet))),
};

/** Those that are made of others stand behind the last one that they are made of. */
function withFlatSets(entitySets: readonly EntitySet[], flat = timeEntryDetails): readonly EntitySet[] {
  return entitySets.flatMap((entitySet) => (entitySet.name === 'Timesheets' ? [entitySet, flat] : [entitySet]));
}

function containers(all: readonly EntitySet[]): Pick<EdmModel, 'entitySets' | 'singletons'> {
  return {
    entitySets: all.filter(({ kind }) => kind === 'EntitySet'),
    singletons: all.filter(({ kind }) => kind === 'Singleton'),
  };
}

/** The same model, whose descriptions say who gets only their own records. */
export const clicktimeModelWithOwnData: EdmModel = {
  ...clicktimeModel,
  ...containers(
    withFlatSets(entitySetDefinitions.map(withOwnData), withOwnData({ ...timeEntries, entitySet: timeEntryDetails })),
  ),
};

function withOwnData({ entitySet, upstream }: EntitySetDefinition): EntitySet {
  const { description = '' } = entitySet;
  const { own, managed, isOpen } = upstream;
  if (isOpen === true) return entitySet;
  const refused =
    managed === undefined ? "An account that may not read the company's list" : 'One that may not read these';
  if (own === undefined) {
    return managed === undefined ? { ...entitySet, description: `${description} ${refused} gets none.` } : entitySet;
  }
  const without = own.missing.length === 0 ? '' : `, without ${own.missing.join(', ')}`;
  return {
    ...entitySet,
    title: `${titleOf(entitySet)} (the company's, or your own)`,
    description: `${description} ${refused} gets its own records instead: ${own.meaning}${without}.`,
  };
}
