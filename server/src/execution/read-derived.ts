import type { BoundExpression } from '../bound/bound.ts';
import type { CollectionPlan, PlannedDerivation } from '../plan/plan.ts';
import { printPlanInLine } from '../plan/print-plan.ts';
import { referencesOf } from '../plan/references.ts';
import type { Batch } from '../source/batch.ts';
import type { Row, Value } from '../model/values.ts';
import { paced } from '../util/turns.ts';
import { compileColumns } from './view-columns.ts';
import { environmentOf, type Execution } from './execution.ts';
import type { Joins } from './joins.ts';

interface BaseReading {
  /** Reads the base set by a plan. */
  readonly read: (plan: CollectionPlan, joins?: Joins) => AsyncIterable<Batch>;
  readonly joinsOf: (joins: CollectionPlan['joins']) => Joins;
}

/**
 * The entities of a derived set: those of its base set, batch by batch, as the expressions make them that are needed.
 * What these lead through is read for a whole batch at once; where the filter leads through something, together with that.
 */
export async function* readDerived(
  execution: Execution,
  plan: CollectionPlan,
  { set, base }: PlannedDerivation,
  { read, joinsOf }: BaseReading,
): AsyncGenerator<Batch> {
  execution.context.trace?.note(printPlanInLine(plan));
  const names = plan.properties.filter((name) => set.columns.has(name));
  const columns = names.flatMap((name) => set.columns.get(name) ?? []);
  const isFilteredByOthers = base.joins.length > 0 && base.residual !== undefined;
  const filtered: readonly BoundExpression[] = isFilteredByOthers && base.residual ? [base.residual] : [];
  const references = referencesOf([...filtered, ...columns]);
  const joins = joinsOf(references.joins);
  const valuesOf = compileColumns(columns, environmentOf(execution, joins));
  const properties = [...new Set([...base.properties, ...references.properties])];
  for await (const batch of read({ ...base, properties }, isFilteredByOthers ? joins : undefined)) {
    await joins.load(batch.rows);
    const rows: Row[] = [];
    await paced(batch.rows, execution.pace, (row) => void rows.push(asRow(names, valuesOf(row))));
    yield { ...batch, rows };
  }
}

function asRow(names: readonly string[], values: readonly Value[]): Row {
  const row: Record<string, Value> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = values[index] ?? null;
  return row;
}
