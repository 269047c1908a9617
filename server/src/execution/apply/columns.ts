/** What is gathered of many groups at once: one column of sums for each item, by the numbers of the groups. */
import { ExactSum, unitsOf, FULL_UNITS, numericOfUnits } from '../../model/exact-sum.ts';
import type { Numeric } from '../../model/numeric.ts';
import type { Row, Value } from '../../model/values.ts';
import type { Accumulator } from './accumulator.ts';

/** Rows that are gathered in one go: those at some places of a batch, and the group of each. */
export interface Portion {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly to: number;
  /** By place behind `from`. */
  readonly groups: Int32Array;
}

export interface Column {
  /** Makes room for one more group. */
  addGroup(): void;
  add(portion: Portion): void;
  /** What came of a group. */
  end(group: number): Value;
}

/** An accumulator for each group. */
export function accumulating(begin: () => Accumulator): Column {
  const accumulators: Accumulator[] = [];
  return {
    addGroup: () => void accumulators.push(begin()),
    add: ({ rows, from, to, groups }) => {
      for (let index = from; index < to; index += 1) {
        const row = rows[index];
        if (row !== undefined) accumulators[groups[index - from] ?? 0]?.add(row);
      }
    },
    end: (group) => accumulators[group]?.end() ?? null,
  };
}

/** What is made of a sum and of how many values it is; only asked where there are some. */
type Finish = (total: Numeric, count: number) => Numeric;

/**
 * Exact sums of a property of rows: as whole numbers of millionths in one array for all groups, and with all their digits
 * where these do not say them.
 */
export function summing(name: string, read: (value: Value) => Numeric | null, finish: Finish): Column {
  let units = new Float64Array(8);
  let counts = new Uint32Array(8);
  let size = 0;
  const others = new Map<number, ExactSum>();
  const addOther = (group: number, numeric: Numeric): void => {
    const other = others.get(group) ?? new ExactSum();
    others.set(group, other);
    other.add(numeric);
  };
  return {
    addGroup: () => {
      size += 1;
      if (size <= units.length) return;
      const [before, countsBefore] = [units, counts];
      units = new Float64Array(size * 2);
      units.set(before);
      counts = new Uint32Array(size * 2);
      counts.set(countsBefore);
    },
    add: ({ rows, from, to, groups }) => {
      // Local names are faster than those around.
      const [sums, numbers] = [units, counts];
      for (let index = from; index < to; index += 1) {
        const value = rows[index]?.[name];
        const group = groups[index - from] ?? 0;
        const sum = (sums[group] ?? 0) + (typeof value === 'number' ? unitsOf(value) : Number.NaN);
        if (sum < FULL_UNITS && sum > -FULL_UNITS) sums[group] = sum;
        else {
          const numeric = read(value ?? null);
          if (numeric === null) continue;
          addOther(group, numeric);
        }
        numbers[group] = (numbers[group] ?? 0) + 1;
      }
    },
    end: (group) => {
      const count = counts[group] ?? 0;
      if (count === 0) return null;
      const own = numericOfUnits(units[group] ?? 0);
      const other = others.get(group);
      other?.add(own);
      return finish(other?.total() ?? own, count);
    },
  };
}
