import type { CollectionPlan } from '../query/plan.ts';
import type { Execution } from './execution.ts';
import { readMatches } from './read-matches.ts';

/** How many entities match: asked of the source where it does the whole filter, else by reading them all. */
export async function countMatches(execution: Execution, plan: CollectionPlan): Promise<number> {
  if (plan.empty) return 0;
  if (plan.residual === undefined) return countExact(execution, plan);
  let count = 0;
  for await (const { rows } of readMatches(execution, plan)) count += rows.length;
  return count;
}

export const countExact = (
  { source, context }: Execution,
  { entitySet, predicates }: CollectionPlan,
): Promise<number> => source.count({ entitySet, predicates }, context);
