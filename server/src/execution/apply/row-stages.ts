/** Transformations that look at one row at a time: `filter`, `search`, `compute`, `top` and `skip`. */
import type { Row, Value } from '../../model/values.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import type { ComputeStep } from '../../bound/bound-apply.ts';
import { paced } from '../../util/turns.ts';
import { compileExpressions, compileFilter } from '../evaluate/evaluate-row.ts';
import { none, type Begin, type Workshop } from './stage.ts';

/** The rows for which a condition is true. */
export function filterStage(condition: BoundExpression, { environment, execution }: Workshop): Begin {
  const matches = compileFilter(condition, environment);
  return () => ({
    take: async (rows) => {
      const kept: Row[] = [];
      await paced(rows, execution.pace, (row) => {
        if (matches(row)) kept.push(row);
      });
      return kept;
    },
    end: () => none,
  });
}

/** The rows with what is computed of each. */
export function computeStage({ items }: ComputeStep, { environment, execution }: Workshop): Begin {
  const names = items.map(({ name }) => name);
  const valuesOf = compileExpressions(
    items.map(({ expression }) => expression),
    environment,
  );
  return () => ({
    take: async (rows) => {
      const computed: Row[] = [];
      await paced(rows, execution.pace, (row) => {
        const values = valuesOf(row);
        const added: Record<string, Value | undefined> = { ...row };
        for (const [index, name] of names.entries()) added[name] = values[index] ?? null;
        computed.push(added);
      });
      return computed;
    },
    end: () => none,
  });
}

/** The first so many rows, or all but these, in the order in which they come. */
export function pageStage(method: 'top' | 'skip', value: number): Begin {
  return () => {
    let left = value;
    return {
      take: (rows) => {
        const count = Math.min(left, rows.length);
        left -= count;
        return method === 'top' ? rows.slice(0, count) : rows.slice(count);
      },
      end: () => none,
      isDone: () => method === 'top' && left === 0,
    };
  };
}
