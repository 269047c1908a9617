import type { DerivedSet } from '../../bound/derived.ts';
import type { PlanJoin } from '../../plan/plan.ts';
import { referencesOf } from '../../plan/references.ts';

/** What all columns of a view look at, by the names of entity sets. */
const known = new WeakMap<DerivedSet, ReadonlyMap<string, ReadonlySet<string>>>();

/**
 * The joins, each with all properties that any column of the view looks at in the same entity set: whichever columns are
 * asked for, and whichever way leads there, the set is read and remembered in the same words.
 */
export function sharedJoins(set: DerivedSet, joins: readonly PlanJoin[]): readonly PlanJoin[] {
  const properties = known.get(set) ?? propertiesOf(referencesOf([...set.columns.values()]).joins);
  known.set(set, properties);
  const shared = (join: PlanJoin): PlanJoin => ({
    ...join,
    properties: [...new Set([...join.properties, ...(properties.get(join.navigation.target) ?? [])])],
    joins: join.joins.map(shared),
  });
  return joins.map(shared);
}

function propertiesOf(joins: readonly PlanJoin[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const visit = ({ navigation, properties, joins: inner }: PlanJoin): void => {
    const all = found.get(navigation.target) ?? new Set();
    found.set(navigation.target, all);
    for (const name of properties) all.add(name);
    inner.forEach(visit);
  };
  joins.forEach(visit);
  return found;
}
