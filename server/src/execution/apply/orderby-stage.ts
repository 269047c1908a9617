import type { BoundOrderbyItem } from '../../bound/bound.ts';
import { sortInSlices } from '../../util/sort-in-slices.ts';
import { paced } from '../../util/turns.ts';
import { byValues, createSorter, type SortedRow } from '../sort.ts';
import { weighRow } from '../weigh.ts';
import { none, type Begin, type Workshop } from './stage.ts';

/** All rows in another order; those that it does not tell apart as they came (Data Aggregation 3.3.5). */
export function orderbyStage(
  items: readonly BoundOrderbyItem[],
  { environment, execution, holdings }: Workshop,
): Begin {
  const sorter = createSorter(items, undefined, environment);
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
