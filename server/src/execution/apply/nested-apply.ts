/** `$apply` in the parentheses of `$expand` (Data Aggregation 3.6): the related entities of each entity, transformed. */
import type { BoundExpand } from '../../bound/bound.ts';
import type { BoundApply } from '../../bound/bound-apply.ts';
import { expressionsOf } from '../../bound/apply-expressions.ts';
import { chain } from '../../bound/chain.ts';
import { targetOf } from '../../model/model-index.ts';
import type { Row } from '../../model/values.ts';
import { shownProperties } from '../../plan/plan-collection.ts';
import { referencesOf } from '../../plan/references.ts';
import type { Execution } from '../execution.ts';
import { readMatches } from '../read-matches.ts';
import { createRelated, type RelatedEntities } from '../related.ts';
import { compileSequence } from './compile-sequence.ts';
import { createHoldings } from './holdings.ts';
import { dividedSteps } from './steps.ts';
import { transformEach } from './transform-each.ts';

/** What the nested transformations and then `$filter` leave of the related entities; to be ordered and cut like those. */
export function appliedEntities(
  execution: Execution,
  { navigation, options }: BoundExpand,
  apply: BoundApply,
): RelatedEntities {
  const { filter, orderby, projection } = options;
  const entitySet = targetOf(execution.index, navigation);
  const { front, steps } = dividedSteps(apply, { filter });
  const expressions = [...orderby, ...(projection.computed ?? [])].map(({ expression }) => expression);
  const named = [...referencesOf([...expressionsOf(steps), ...expressions]).properties, ...shownProperties(projection)];
  const { open, properties } = entitySet.entityType;
  const isOwn = (name: string): boolean => open || properties.some((property) => property.name === name);
  const query = {
    navigation,
    entitySet,
    properties: named.filter(isOwn),
    purpose: 'expand',
    ...(front.length > 0 && { filter: chain('and', front) }),
  } as const;
  const related = createRelated(execution, query, (plan) => readMatches(execution, plan));
  const holdings = createHoldings(execution.limits.maxGroups, execution.memory);
  const transform = transformEach(steps, { execution, holdings }, compileSequence);
  const left = new Map<Row, readonly Row[]>();
  return {
    of: (entity) => left.get(entity) ?? [],
    load: async (entities) => {
      await related.load(entities);
      const all: Row[] = [];
      for (const entity of entities) {
        const rows = await transform(related.of(entity));
        left.set(entity, rows);
        for (const row of rows) all.push(row);
        await holdings.settle();
        if (execution.pace.isDue()) await execution.pace.pause();
      }
      return all;
    },
  };
}
