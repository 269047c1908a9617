import type { Row } from '../model/values.ts';
import type { BoundExpand } from '../bound/bound.ts';
import type { CollectionPlan, PlanJoin } from '../plan/plan.ts';
import { printPlanInLine } from '../plan/print-plan.ts';
import type { Position, SourceBatch } from '../source/source.ts';
import type { Pace } from '../util/turns.ts';
import { compileFilter } from './evaluate/evaluate-row.ts';
import { checkTime, environmentOf, type Execution } from './execution.ts';
import { createJoins, type Joins } from './joins.ts';

/** Of one batch of the source, the rows that match the whole filter. */
export interface MatchedBatch {
  readonly rows: readonly Row[];
  /** The position behind the match `index`; behind the whole batch where that is the last one. */
  positionAfter(index: number): Position | undefined;
  /** Rows the source returned. */
  readonly size: number;
  /** Whether its position is further on than that of the batch before. */
  readonly advances: boolean;
  readonly total?: number;
  readonly last: boolean;
  /** Where later reads of the same answer have to begin behind. */
  readonly origin?: Position;
}

export interface ReadOptions {
  readonly after?: Position;
  readonly skip?: number;
  readonly limit?: number;
  /** The plan's joins, where the caller has a use of its own for them. */
  readonly joins?: Joins;
}

/** The entities a plan asks for, batch by batch in the source's order, filtered by what the source left to do. */
export async function* readMatches(
  execution: Execution,
  plan: CollectionPlan,
  options: ReadOptions = {},
): AsyncGenerator<MatchedBatch> {
  checkTime(execution);
  execution.context.trace?.note(printPlanInLine(plan));
  if (plan.empty) return;
  const { joins = joinsOf(execution, plan.joins), ...rest } = options;
  const { entitySet, predicates, properties, residual, ordered } = plan;
  const filter = residual === undefined ? undefined : compileFilter(residual, environmentOf(execution, joins));
  const request = { entitySet, predicates, properties, ...rest, ...(ordered && { ordered }) };
  for await (const batch of execution.source.read(request, execution.context)) {
    checkTime(execution);
    await joins.load(batch.rows);
    yield filter === undefined ? unfiltered(batch) : await filtered(batch, filter, execution.pace);
  }
}

/** Joins that read their entities by plans of their own. */
export const joinsOf = (
  execution: Execution,
  joins: readonly PlanJoin[],
  expands: readonly BoundExpand[] = [],
): Joins => createJoins(execution, joins, (plan) => readMatches(execution, plan), expands);

const advances = (batch: SourceBatch): boolean => batch.rows.length > 0 || batch.advances === true;

const unfiltered = (batch: SourceBatch): MatchedBatch => ({
  rows: batch.rows,
  positionAfter: (index) => (advances(batch) ? batch.positionAfter(index) : undefined),
  size: batch.rows.length,
  advances: advances(batch),
  ...(batch.total !== undefined && { total: batch.total }),
  last: batch.last === true,
  ...(batch.origin !== undefined && { origin: batch.origin }),
});

async function filtered(batch: SourceBatch, filter: (row: Row) => boolean, pace: Pace): Promise<MatchedBatch> {
  const indexes: number[] = [];
  const rows: Row[] = [];
  for (const [index, row] of batch.rows.entries()) {
    if (filter(row)) {
      indexes.push(index);
      rows.push(row);
    }
    if (pace.isDue()) await pace.pause();
  }
  return {
    rows,
    positionAfter: (index) => {
      const last = batch.rows.length - 1;
      const behind = index >= indexes.length - 1 ? last : (indexes[index] ?? last);
      return advances(batch) ? batch.positionAfter(behind) : undefined;
    },
    size: batch.rows.length,
    advances: advances(batch),
    last: batch.last === true,
    ...(batch.origin !== undefined && { origin: batch.origin }),
  };
}
