import { sourcePlan, type CollectionPlan } from '../plan/plan.ts';
import { printCountInLine } from '../plan/print-plan.ts';
import type { Execution } from './execution.ts';
import { readMatches } from './read-matches.ts';

/** How many entities match: asked of the source where it does the whole filter, else by reading them all. */
export async function countMatches(execution: Execution, plan: CollectionPlan): Promise<number> {
  if (plan.residual === undefined && !plan.empty) return countExact(execution, plan);
  let count = 0;
  for await (const { rows } of readMatches(execution, plan, { texts: true })) count += rows.length;
  return count;
}

export function countExact({ source, context }: Execution, plan: CollectionPlan): Promise<number> {
  const asked = sourcePlan(plan);
  context.trace?.note(printCountInLine(asked));
  const { entitySet, predicates } = asked;
  return source.count({ entitySet, predicates }, context);
}
