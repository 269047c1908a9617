import type { AggregateStep } from '../../bound/bound-apply.ts';
import { compileAggregations } from './aggregation.ts';
import { eachPortion, none, type Begin, type Workshop } from './stage.ts';

/** One row of all, even where there are none. */
export function aggregateStage({ items }: AggregateStep, workshop: Workshop): Begin {
  const aggregation = compileAggregations(items, workshop);
  return () => {
    const columns = aggregation.open();
    columns.addGroup();
    return {
      take: async (rows) => {
        await aggregation.load(rows);
        await eachPortion(rows, aggregation.isPlain, workshop.execution.pace, (portion) => columns.add(portion));
        return none;
      },
      end: () => [columns.end(0)],
    };
  };
}
