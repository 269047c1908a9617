import type { ComputedProperty } from '../bound/bound.ts';
import type { Row } from '../model/values.ts';
import { compileExpressions } from './evaluate/evaluate-row.ts';
import { besideIt, type Its } from './beside-it.ts';
import type { Execution } from './execution.ts';
import { weighRow } from './weigh.ts';

/** Entities whose computed values are counted together: a hundred texts of each can be made 64 kB long. */
const AT_ONCE = 4;

/**
 * The entities with what is computed for them: the same ones where nothing is, else copies. What the expressions lead
 * through is read for all of them at once. Throws the errors of evaluation.
 */
export async function computeRows(
  execution: Execution,
  rows: readonly Row[],
  computed: readonly ComputedProperty[] = [],
  its: Its = {},
): Promise<readonly Row[]> {
  if (computed.length === 0 || rows.length === 0) return rows;
  const expressions = computed.map(({ expression }) => expression);
  const { environment, standFor, load } = besideIt(execution, its, expressions);
  await load(rows, rows);
  const valuesOf = compileExpressions(expressions, environment);
  const withValues: Row[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const added: Row[] = [];
    for (const row of rows.slice(from, from + AT_ONCE)) {
      standFor(row);
      const values = valuesOf(row);
      const own = Object.fromEntries(computed.map(({ name }, index) => [name, values[index] ?? null]));
      added.push(own);
      withValues.push({ ...row, ...own });
      if (execution.pace.isDue()) await execution.pace.pause();
    }
    await execution.memory.take(added.length * 2 * weighRow(added));
  }
  return withValues;
}
