/** `topcount`, `topsum`, `toppercent` and their `bottom` kin (Data Aggregation 3.3.1). */
import { ODataError } from '../../errors/odata-error.ts';
import { numericOf } from '../../model/comparison.ts';
import { compareNumeric, isSpecial, multiply, type Numeric } from '../../model/numeric.ts';
import { ExactSum } from '../../model/exact-sum.ts';
import type { RankStep } from '../../bound/bound-apply.ts';
import { sortInSlices } from '../../util/sort-in-slices.ts';
import { paced } from '../../util/turns.ts';
import { compileExpressions } from '../evaluate/evaluate-row.ts';
import { byValues, createSorter, type SortedRow } from '../sort.ts';
import { weighRow } from '../weigh.ts';
import { firstRowsStage } from './first-rows-stage.ts';
import { none, type Begin, type Workshop } from './stage.ts';

/** The rows that count are those first in the order of the value, of equal ones those that came first; so they leave. */
export function rankStage(step: RankStep, workshop: Workshop): Begin {
  const { environment } = workshop;
  const amount = amountOf(step, workshop);
  const sorter = createSorter([{ expression: step.value, descending: step.descending }], undefined, environment);
  return step.until === 'count'
    ? () => firstRowsStage(Number(amount), sorter, workshop)
    : () => firstShare({ step, amount, read: numericOf(step.value.type) }, sorter, workshop);
}

/** How many or how much: the same for all rows. */
function amountOf({ amount, until }: RankStep, { environment }: Workshop): Numeric {
  const [value = null] = compileExpressions([amount], environment)({});
  const numeric = numericOf(amount.type)(value);
  const isFit = numeric !== null && !isSpecial(numeric) && fits(numeric, until);
  if (numeric !== null && isFit) return numeric;
  const reason = `what to rank is limited by ${JSON.stringify(value)}, which has to be ${needed[until]}.`;
  throw ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}

const needed = {
  count: 'a positive whole number',
  sum: 'a number',
  percent: 'a number above 0 and up to 100',
} as const;

function fits(amount: Numeric, until: RankStep['until']): boolean {
  if (until === 'count') return Number.isSafeInteger(Number(amount)) && Number(amount) > 0;
  return until === 'sum' || (compareNumeric(amount, 0, false) > 0 && compareNumeric(amount, 100, false) <= 0);
}

type Sorter = ReturnType<typeof createSorter>;

interface Share {
  readonly step: RankStep;
  readonly amount: Numeric;
  readonly read: (value: SortedRow['values'][number]) => Numeric | null;
}

/** Rows until the sum of their values reaches what was asked for, for which all have to be here. */
function firstShare(
  { step, amount, read }: Share,
  sorter: Sorter,
  { execution, holdings }: Workshop,
): ReturnType<Begin> {
  const all: SortedRow[] = [];
  const total = new ExactSum();
  const valueOf = ({ values: [value = null] }: SortedRow): Numeric => read(value) ?? 0;
  return {
    take: async (rows) => {
      holdings.hold(rows.length, rows.length * weighRow(rows));
      await paced(rows, execution.pace, (row) => {
        const ranked = { row, values: sorter.valuesOf(row) };
        all.push(ranked);
        total.add(valueOf(ranked));
      });
      return none;
    },
    end: async () => {
      const ranked = await sortInSlices(all, byValues(sorter), execution.pace);
      const isReached = step.until === 'sum' ? reaches(amount) : reachesPercent(amount, total.total());
      const sum = new ExactSum();
      const first: SortedRow[] = [];
      for (const each of ranked) {
        if (isReached(sum.total())) break;
        first.push(each);
        sum.add(valueOf(each));
        if (execution.pace.isDue()) await execution.pace.pause();
      }
      return first.map(({ row }) => row);
    },
  };
}

/** At least as much, below zero at most. */
const reaches =
  (amount: Numeric) =>
  (sum: Numeric): boolean => {
    const order = compareNumeric(sum, amount, false);
    return compareNumeric(amount, 0, false) < 0 ? order <= 0 : order >= 0;
  };

/** So many percent of the total, in its direction; of nothing no part is enough. */
function reachesPercent(percent: Numeric, total: Numeric): (sum: Numeric) => boolean {
  const part = multiply(total, percent);
  const sign = compareNumeric(total, 0, false);
  if (sign === 0) return () => false;
  return (sum) => sign * compareNumeric(multiply(sum, 100), part, false) >= 0;
}
