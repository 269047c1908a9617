/** What paths in `aggregate` lead to, through navigation properties and collections (Data Aggregation 3.2.1.1). */
import type { ReachedValues } from '../../bound/bound-apply.ts';
import { canonicalKey } from '../../model/comparison.ts';
import type { EntitySet } from '../../model/edm.ts';
import { propertyOf, targetOf } from '../../model/model-index.ts';
import { isList, type Row, type Value } from '../../model/values.ts';
import { isObject } from '../../util/json-object.ts';
import { createRelated, type RelatedEntities } from '../related.ts';
import { readMatches } from '../read-matches.ts';
import type { Accumulator } from './accumulator.ts';
import type { Gatherer } from './gather.ts';
import type { Workshop } from './stage.ts';

interface Reach {
  load(rows: readonly Row[]): Promise<void>;
  /** Hands a gatherer the values, each entity's once. */
  gather(gatherer: Gatherer): Accumulator;
}

export function createReach({ navigation, path, dynamic }: ReachedValues, { execution, holdings }: Workshop): Reach {
  const names = [...path.map(({ name }) => name), ...dynamic];
  const steps: RelatedEntities[] = [];
  let last: EntitySet | undefined;
  for (const [index, each] of navigation.entries()) {
    const entitySet = targetOf(execution.index, each);
    const next = navigation[index + 1];
    const properties = next === undefined ? names.slice(0, 1) : next.join.map(({ from }) => from);
    const query = { navigation: each, entitySet, properties, purpose: 'evaluate' } as const;
    steps.push(createRelated(execution, query, (plan) => readMatches(execution, plan)));
    last = entitySet;
  }
  const identify = last === undefined ? undefined : identifierOf(last);
  return {
    load: async (rows) => {
      let reached = rows;
      for (const step of steps) reached = await step.load(reached);
    },
    gather: (gatherer) => {
      if (identify === undefined) return { add: (row) => flatten(row, names, gatherer), end: () => gatherer.end() };
      const seen = new Set<string>();
      const visit = (row: Row, depth: number): void => {
        const step = steps[depth];
        if (step !== undefined) for (const entity of step.of(row)) visit(entity, depth + 1);
        else {
          const key = identify(row);
          if (seen.has(key)) return;
          seen.add(key);
          holdings.hold(1);
          if (names.length === 0) gatherer.add(1 + seen.size);
          else flatten(row, names, gatherer);
        }
      };
      return { add: (row) => visit(row, 0), end: () => gatherer.end() };
    },
  };
}

/** A text that is the same for the same entity alone; what is no entity is what it consists of. */
function identifierOf({ entityType }: EntitySet): (row: Row) => string {
  const parts = entityType.key.map((name) => ({ name, keyOf: canonicalKey(propertyOf(entityType, name)) }));
  if (parts.length === 0) return (row) => JSON.stringify(row);
  const keyOf = (row: Row) =>
    parts.map((part) => {
      const value = row[part.name] ?? null;
      return value === null ? null : part.keyOf(value);
    });
  return (row) => JSON.stringify(keyOf(row));
}

/** All values at the end of the names, those of collections one by one. */
function flatten(value: Value, names: readonly string[], gatherer: Gatherer): void {
  if (value === null) return;
  if (isList(value)) for (const item of value) flatten(item, names, gatherer);
  else if (names.length === 0) gatherer.add(value);
  else {
    const [name = '', ...rest] = names;
    if (isObject(value)) flatten(Object.hasOwn(value, name) ? (value[name] ?? null) : null, rest, gatherer);
  }
}
