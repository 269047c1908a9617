import { paced } from '../../util/turns.ts';
import { keepFirst, type Sorter } from '../sort.ts';
import { weighRow } from '../weigh.ts';
import { none, type Stage, type Workshop } from './stage.ts';

/** Rows beyond those that leave for which it is not worth sorting. */
const SPARE = 16;

/** The first so many rows in an order, of equal ones those that came first; little more is kept than will leave. */
export function firstRowsStage(count: number, sorter: Sorter, { execution, holdings }: Workshop): Stage {
  const first = keepFirst(count, sorter, execution.pace);
  let held = 0;
  return {
    take: async (rows) => {
      await paced(rows, execution.pace, (row) => first.add({ row, values: sorter.valuesOf(row) }));
      // Of many groups, each keeps little more than it will show.
      if (first.size() > 2 * count + SPARE || first.isFull()) await first.cut();
      const more = first.size() - held;
      holdings.hold(more, more * weighRow(rows));
      held += more;
      return none;
    },
    end: async () => (await first.rows()).map(({ row }) => row),
  };
}
