import type { AggregateStep } from '../../bound/bound-apply.ts';
import { beginWork } from '../evaluate/row-work.ts';
import { compileAggregations } from './aggregation.ts';
import { eachRow, none, type Begin, type Workshop } from './stage.ts';

/** One row of all, even where there are none. */
export function aggregateStage({ items }: AggregateStep, workshop: Workshop): Begin {
  const aggregation = compileAggregations(items, workshop);
  return () => {
    const accumulators = aggregation.begin();
    return {
      take: async (rows) => {
        await aggregation.load(rows);
        await eachRow(rows, workshop.execution.pace, (row) => {
          beginWork();
          for (const accumulator of accumulators) accumulator.add(row);
        });
        return none;
      },
      end: () => [aggregation.end(accumulators)],
    };
  };
}
