import type { BoundExpression } from '../../bound/bound.ts';
import type { CollectionPlan, PlannedDerivation } from '../../plan/plan.ts';
import { printPlanInLine } from '../../plan/print-plan.ts';
import { referencesOf } from '../../plan/references.ts';
import type { Batch } from '../../source/batch.ts';
import type { Row, Value } from '../../model/values.ts';
import { paced } from '../../util/turns.ts';
import { compileColumns } from './view-columns.ts';
import { sharedJoins } from './view-joins.ts';
import { viewChoice } from './view-parts.ts';
import { viewTexts, type ViewTexts } from './view-texts.ts';
import { environmentOf, type Execution } from '../execution.ts';
import type { Joins } from '../joins.ts';

interface BaseReading {
  /** Reads the base set by a plan. */
  readonly read: (plan: CollectionPlan, texts: boolean, joins?: Joins) => AsyncIterable<Batch>;
  readonly joinsOf: (joins: CollectionPlan['joins']) => Joins;
  /** Rows may come as text. */
  readonly texts: boolean;
}

/**
 * The entities of a derived set: those of its base set, batch by batch, as the expressions make them that are needed.
 * What these lead through is read for a whole batch at once; where the filter leads through something, together with that.
 */
export async function* readDerived(
  execution: Execution,
  plan: CollectionPlan,
  { set, base }: PlannedDerivation,
  { read, joinsOf, texts }: BaseReading,
): AsyncGenerator<Batch> {
  execution.context.trace?.note(printPlanInLine(plan));
  const names = plan.properties.filter((name) => set.columns.has(name));
  const columns = names.flatMap((name) => set.columns.get(name) ?? []);
  const isFilteredByOthers = base.joins.length > 0 && base.residual !== undefined;
  const filtered: readonly BoundExpression[] = isFilteredByOthers && base.residual ? [base.residual] : [];
  const references = referencesOf([...filtered, ...columns]);
  const joins = joinsOf(sharedJoins(set, references.joins));
  const environment = environmentOf(execution, joins);
  const valuesOf = compileColumns(columns, environment);
  const rowOf = (row: Row): Row => asRow(names, valuesOf(row));
  const load = (rows: readonly Row[]): Promise<void> => joins.load(rows);
  const { pace, memory } = execution;
  const writer = texts ? viewChoice(set, names) : undefined;
  const properties = [...new Set([...base.properties, ...references.properties])];
  let asTexts: ViewTexts | undefined;
  for await (const batch of read({ ...base, properties }, texts, isFilteredByOthers ? joins : undefined)) {
    asTexts ??= writer && (await viewTexts(writer, batch.rows, { environment, load, rowOf, pace }));
    const kept = asTexts?.bytes ?? 0;
    const rows = (await asTexts?.rowsOf(batch.rows)) ?? (await plainRows(batch.rows));
    await memory.take((asTexts?.bytes ?? 0) - kept);
    yield { ...batch, rows };
  }

  async function plainRows(rows: readonly Row[]): Promise<readonly Row[]> {
    await load(rows);
    const made: Row[] = [];
    await paced(rows, pace, (row) => void made.push(rowOf(row)));
    return made;
  }
}

function asRow(names: readonly string[], values: readonly Value[]): Row {
  const row: Record<string, Value> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = values[index] ?? null;
  return row;
}
