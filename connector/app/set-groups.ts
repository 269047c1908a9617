import type { Catalog, EntitySetInfo } from '../shared/catalog.ts';

interface SetGroup {
  readonly title: string;
  readonly entitySets: readonly EntitySetInfo[];
}

/** The flat table that comes first where the service has it. */
const FLAT = ['TimeEntryDetails'];

const MODEL = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'];

/** The set that is chosen before anyone chose. */
export const firstSet = (catalog: Catalog): string | undefined =>
  [...FLAT, ...MODEL].find((name) => catalog.entitySets.some((entitySet) => entitySet.name === name));

/** The entity sets in the order in which they are offered: one table for charts, those of a model, all others. */
export function setGroups({ entitySets }: Catalog): readonly SetGroup[] {
  const named = (names: readonly string[]) => entitySets.filter(({ name }) => names.includes(name));
  const others = entitySets.filter(({ name }) => !FLAT.includes(name) && !MODEL.includes(name));
  return [
    { title: 'One table, ready to chart', entitySets: named(FLAT) },
    { title: 'For a model of your own', entitySets: named(MODEL) },
    { title: 'Further sets', entitySets: others },
  ].filter((group) => group.entitySets.length > 0);
}
