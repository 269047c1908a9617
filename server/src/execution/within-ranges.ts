/** The rows whose ranges hold a value, without looking at all of them: most periods begin late or end early. */
import type { Order } from '../model/comparison.ts';
import type { Present, Row } from '../model/values.ts';

/** Rows as few as these are looked at one by one. */
const FEW = 8;

interface Ranges {
  /** Property that says where a row's range begins, and how its values compare. */
  readonly from: string;
  /** Where it ends, both inclusive. */
  readonly to: string;
  readonly order: Order;
}

/**
 * Finds those of the rows, in their order, whose range holds a value. Null at either end is no range. Rows are sorted by
 * their beginnings; from the last one that begins early enough one goes back as long as any before it ends late enough.
 */
export function withinRanges(rows: readonly Row[], { from, to, order }: Ranges): (value: Present) => readonly Row[] {
  const ranges: Range[] = [];
  for (const [index, row] of rows.entries()) {
    const [begin, end] = [row[from] ?? null, row[to] ?? null];
    if (begin !== null && end !== null) ranges.push({ index, row, begin, end, lastEnd: end });
  }
  const holds = (value: Present, { begin, end }: Range): boolean => order(begin, value) <= 0 && order(end, value) >= 0;
  const rowOf = ({ row }: Range): Row => row;
  if (ranges.length <= FEW) return (value) => ranges.filter((range) => holds(value, range)).map(rowOf);

  ranges.sort((one, other) => order(one.begin, other.begin) || one.index - other.index);
  let lastEnd = ranges[0]?.end;
  for (const range of ranges) {
    if (lastEnd === undefined || order(range.end, lastEnd) > 0) lastEnd = range.end;
    range.lastEnd = lastEnd;
  }
  return (value) => {
    const found: Range[] = [];
    for (let at = lastBegun(ranges, value, order); at >= 0; at -= 1) {
      const range = ranges[at];
      if (range === undefined || order(range.lastEnd, value) < 0) break;
      if (holds(value, range)) found.push(range);
    }
    return found.sort((one, other) => one.index - other.index).map(rowOf);
  };
}

interface Range {
  readonly index: number;
  readonly row: Row;
  readonly begin: Present;
  readonly end: Present;
  /** The last end of this range and of all that begin before it. */
  lastEnd: Present;
}

/** The place of the last range that begins at a value or before; -1 where none does. */
function lastBegun(ranges: readonly Range[], value: Present, order: Order): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && order(range.begin, value) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
