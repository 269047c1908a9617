/** `$apply` from the source to its output set, as rows stream by (Data Aggregation 3). */
import type { BoundExpression, CollectionOptions } from '../../bound/bound.ts';
import type { BoundApply, BoundTransformation } from '../../bound/bound-apply.ts';
import { expressionsOf } from '../../bound/apply-expressions.ts';
import { chain } from '../../bound/chain.ts';
import type { EntitySet } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import type { CollectionPlan } from '../../plan/plan.ts';
import { printApply } from '../../bound/print-apply.ts';
import { shownProperties } from '../../plan/plan-collection.ts';
import { referencesOf } from '../../plan/references.ts';
import { environmentOf, planFor, type Execution } from '../execution.ts';
import type { Joins } from '../joins.ts';
import { joinsOf, readMatches } from '../read-matches.ts';
import { semiJoined } from '../semi-join.ts';
import { compileSequence } from './compile-sequence.ts';
import { createHoldings } from './holdings.ts';
import { dividedSteps, isOrderFree } from './steps.ts';

/** What is transformed: entities that satisfy conditions. */
export interface ApplyQuery {
  readonly entitySet: EntitySet;
  readonly where: readonly BoundExpression[];
  readonly isEmpty: boolean;
  readonly apply: BoundApply;
  /** What is looked at behind the transformations. */
  readonly options: Partial<Pick<CollectionOptions, 'filter' | 'orderby' | 'projection'>>;
  /** How many of the first rows of what `$orderby` sorts are looked at; absent: all. */
  readonly shown?: number | undefined;
}

export interface AppliedRows {
  /** What the source is asked for. */
  readonly plan: CollectionPlan;
  /** What is done here with what it gives. */
  readonly steps: readonly BoundTransformation[];
  /** Related entities that were read on the way. */
  readonly joins: Joins;
  /** The output set with `$filter` and `$orderby` applied; ends early where nothing more can come. */
  read(): AsyncGenerator<readonly Row[]>;
  /** Whether the source gave no row at all; known when the output set has ended. */
  wasEmpty(): boolean;
}

/** Makes the transformations ready. Throws where an amount of theirs is none, and what reading throws. */
export async function applyRows(execution: Execution, query: ApplyQuery): Promise<AppliedRows> {
  const { plan: front, steps } = await planApply(execution, query);
  // What is left of a derived set's condition is evaluated over its base set.
  const residual = front.residual === undefined || front.derived !== undefined ? [] : [front.residual];
  const references = referencesOf([...residual, ...expressionsOf(steps)]);
  const plan = { ...front, properties: needed(query, front, references.properties), joins: references.joins };
  const joins = joinsOf(execution, plan.joins, { expands: query.options.projection?.expand ?? [] });
  const holdings = createHoldings(execution.limits.maxGroups, execution.memory);
  const begin = compileSequence(steps, { execution, environment: environmentOf(execution, joins), joins, holdings });
  let isEmpty = true;
  async function* read(): AsyncGenerator<readonly Row[]> {
    const stage = begin();
    execution.context.trace?.note(`apply ${printApply(steps)}`);
    for await (const { rows } of readMatches(execution, plan, { joins })) {
      isEmpty &&= rows.length === 0;
      const left = await stage.take(rows);
      await holdings.settle();
      if (left.length > 0) yield left;
      if (stage.isDone?.() === true) break;
    }
    const rest = await stage.end();
    if (rest.length > 0) yield rest;
  }
  return { plan, steps, joins, read, wasEmpty: () => isEmpty };
}

/** Filters at the front are conditions like that of `$filter`; what is left is done with the rows. */
async function planApply(execution: Execution, { entitySet, where, isEmpty, apply, options, shown }: ApplyQuery) {
  const { front, steps } = dividedSteps(apply, options, shown);
  const asked = { entitySet, where, ...(front.length > 0 && { filter: chain('and', front) }) };
  const planned = planFor(execution, isEmpty ? asked : (await semiJoined(execution, asked)).query);
  const plan = { ...planned, empty: planned.empty || isEmpty };
  return { plan: isOrderFree(steps) ? plan : inOrder(plan), steps };
}

/** The source has to keep to its order, as it is or as that of the set a derived one is based on. */
const inOrder = (plan: CollectionPlan): CollectionPlan => ({
  ...plan,
  ordered: true,
  derived: plan.derived && { ...plan.derived, base: inOrder(plan.derived.base) },
});

/** What the source has to deliver: what is looked at, and what of it is shown in the end. */
function needed(
  { options: { projection } }: ApplyQuery,
  plan: CollectionPlan,
  looked: ReadonlySet<string>,
): readonly string[] {
  // Of the whole set: conditions may look at what the service root does not show.
  const { open, properties } = plan.entitySet.entityType;
  const computed = referencesOf((projection?.computed ?? []).map(({ expression }) => expression));
  const names = new Set([...plan.properties, ...looked, ...shownProperties(projection), ...computed.properties]);
  const declared = properties.map(({ name }) => name);
  const known = new Set(declared);
  return [
    ...declared.filter((name) => names.has(name)),
    ...(open ? [...names].filter((name) => !known.has(name)) : []),
  ];
}
