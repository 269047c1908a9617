import type { BoundOrderbyItem } from '../../bound/bound.ts';
import { sortInSlices } from '../../util/sort-in-slices.ts';
import { paced } from '../../util/turns.ts';
import { byValues, createSorter, type SortedRow } from '../sort.ts';
import { weighRow } from '../weigh.ts';
import { firstRowsStage } from './first-rows-stage.ts';
import { none, type Begin, type Workshop } from './stage.ts';

/**
 * Rows in another order; those that it does not tell apart as they came (Data Aggregation 3.3.5). All of them, or as many
 * of the first as are looked at behind.
 */
export function orderbyStage(items: readonly BoundOrderbyItem[], workshop: Workshop, most?: number): Begin {
  const { environment, execution, holdings } = workshop;
  const sorter = createSorter(items, undefined, environment);
  if (most !== undefined) return () => firstRowsStage(most, sorter, workshop);
  return () => {
    const rows: SortedRow[] = [];
    return {
      take: async (more) => {
        holdings.hold(more.length, more.length * weighRow(more));
        await paced(more, execution.pace, (row) => void rows.push({ row, values: sorter.valuesOf(row) }));
        return none;
      },
      end: async () => (await sortInSlices(rows, byValues(sorter), execution.pace)).map(({ row }) => row),
    };
  };
}
