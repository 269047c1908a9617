import type { Pace } from './turns.ts';

type Compare<Item> = (a: Item, b: Item) => number;

/** Items that are sorted at once: a fraction of a millisecond. */
const RUN = 64;

/** The items in order, equal ones as they stood (a merge sort), giving the event loop back in between. */
export async function sortInSlices<Item extends object>(
  items: readonly Item[],
  compare: Compare<Item>,
  pace: Pace,
): Promise<readonly Item[]> {
  let runs: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).sort(compare));
    if (pace.isDue()) await pace.pause();
  }
  while (runs.length > 1) {
    const merged: (readonly Item[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await mergeInSlices(runs[index] ?? [], runs[index + 1] ?? [], compare, pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/** Two sorted lists as one, of equal items those of `left` first. */
export async function mergeInSlices<Item extends object>(
  left: readonly Item[],
  right: readonly Item[],
  compare: Compare<Item>,
  pace: Pace,
): Promise<readonly Item[]> {
  const merged: Item[] = [];
  let [l, r] = [0, 0];
  for (;;) {
    const [a, b] = [left[l], right[r]];
    if (a === undefined) return concatenated(merged, right, r);
    if (b === undefined) return concatenated(merged, left, l);
    const takesLeft = compare(a, b) <= 0;
    merged.push(takesLeft ? a : b);
    if (takesLeft) l += 1;
    else r += 1;
    if (pace.isDue()) await pace.pause();
  }
}

function concatenated<Item>(merged: Item[], rest: readonly Item[], from: number): readonly Item[] {
  for (let index = from; index < rest.length; index += 1) {
    const item = rest[index];
    if (item !== undefined) merged.push(item);
  }
  return merged;
}
