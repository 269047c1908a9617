import type { Row } from '../model/values.ts';
import type { CollectionPlan, PlanJoin } from '../plan/plan.ts';
import { printPlanInLine } from '../plan/print-plan.ts';
import { narrowed, type Batch } from '../source/batch.ts';
import type { Position } from '../source/source.ts';
import type { Pace } from '../util/turns.ts';
import { compileFilter } from './evaluate/evaluate-row.ts';
import { checkTime, environmentOf, type Execution } from './execution.ts';
import { readDerived } from './views/read-derived.ts';
import { viewReading } from './views/view-related.ts';
import { createJoins, type Joins, type JoinsOptions } from './joins.ts';

interface ReadOptions {
  readonly after?: Position | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  /** Entities that the answer takes in all of its pages; absent: what `limit` says. */
  readonly wanted?: number | undefined;
  /** Whether rows may come as text. */
  readonly texts?: boolean;
  /** The plan's joins, where the caller has a use of its own for them. */
  readonly joins?: Joins;
}

/** The entities a plan asks for, batch by batch in the source's order, filtered by what the source left to do. */
export async function* readMatches(
  execution: Execution,
  plan: CollectionPlan,
  options: ReadOptions = {},
): AsyncGenerator<Batch> {
  checkTime(execution);
  const { joins = joinsOf(execution, plan.joins, { byBatch: true }), wanted = options.limit, ...rest } = options;
  if (plan.derived !== undefined && !plan.empty) {
    const read = (base: CollectionPlan, texts: boolean, baseJoins?: Joins): AsyncIterable<Batch> =>
      readMatches(execution, base, { ...rest, texts, ...(baseJoins && { joins: baseJoins }) });
    const view = viewReading(plan.derived.base, wanted);
    const reading = {
      read,
      joinsOf: (needed: readonly PlanJoin[]) => joinsOf(execution, needed, { view }),
      // What is sorted is looked at.
      texts: rest.texts === true && plan.sort === undefined,
    };
    for await (const batch of readDerived(execution, plan, plan.derived, reading)) {
      await joins.load(batch.rows);
      yield batch;
    }
    return;
  }
  execution.context.trace?.note(printPlanInLine(plan));
  if (plan.empty) return;
  const { entitySet, predicates, properties, residual, ordered } = plan;
  const filter = residual === undefined ? undefined : compileFilter(residual, environmentOf(execution, joins));
  const request = { entitySet, predicates, properties, ...rest, ordered };
  for await (const batch of execution.source.read(request, execution.context)) {
    checkTime(execution);
    await joins.load(batch.rows);
    yield filter === undefined ? batch : await matching(batch, filter, execution.pace);
  }
}

/** Joins that read their entities by plans of their own. */
export const joinsOf = (execution: Execution, joins: readonly PlanJoin[], options: JoinsOptions = {}): Joins =>
  createJoins(
    execution,
    joins,
    (plan, within = execution, limit?: number) => readMatches(within, plan, { limit }),
    options,
  );

async function matching(batch: Batch, filter: (row: Row) => boolean, pace: Pace): Promise<Batch> {
  const kept: number[] = [];
  for (const [index, row] of batch.rows.entries()) {
    if (filter(row)) kept.push(index);
    if (pace.isDue()) await pace.pause();
  }
  return { ...narrowed(batch, kept), total: undefined };
}
