import { ODataError } from '../errors/odata-error.ts';
import { ascendingOrder } from '../model/comparison.ts';
import type { EntitySet } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import type { BoundOrderbyItem } from '../bound/bound.ts';
import { ownTexts } from '../source/text-row.ts';
import { mergeInSlices, sortInSlices } from '../util/sort-in-slices.ts';
import type { Pace } from '../util/turns.ts';
import type { Environment } from './evaluate/compile-expression.ts';
import { compileExpressions } from './evaluate/evaluate-row.ts';

/** An entity beside what it is sorted by. */
export interface SortedRow {
  readonly row: Row;
  readonly values: readonly Value[];
}

export interface Sorter {
  /** The values an entity is sorted by: those of the items, then its key, which no two entities share. */
  readonly valuesOf: (row: Row) => readonly Value[];
  readonly compare: (a: readonly Value[], b: readonly Value[]) => number;
}

/** `$orderby` (Protocol 11.2.6.2): null first where ascending, last where descending. Rows of no set have no key. */
export function createSorter(
  items: readonly BoundOrderbyItem[],
  entitySet: EntitySet | undefined,
  environment: Environment,
): Sorter {
  const type = entitySet?.entityType;
  const keys = type?.properties.filter(({ name }) => type.key.includes(name)) ?? [];
  const valuesOfItems = compileExpressions(
    items.map(({ expression }) => expression),
    environment,
  );
  const madeItems = items.flatMap(({ expression }, position) =>
    expression.kind === 'BoundProperty' ? [] : [position],
  );
  const orders = [
    ...items.map(({ expression, descending }) => ({ order: ascendingOrder(expression.type), descending })),
    ...keys.map((key) => ({ order: ascendingOrder(key), descending: false })),
  ];
  return {
    valuesOf: (row) => {
      const values = valuesOfItems(row);
      for (const made of madeItems) values[made] = sortable(values[made] ?? null);
      for (const { name } of keys) values.push(row[name] ?? null);
      return values;
    },
    compare: (a, b) => {
      for (let position = 0; position < orders.length; position += 1) {
        const item = orders[position];
        const result = item?.order(a[position] ?? null, b[position] ?? null) ?? 0;
        if (result !== 0) return item?.descending === true ? -result : result;
      }
      return 0;
    },
  };
}

/** UTF-16 units of a text that is made to sort by: it is kept beside its entity. */
const MAX_SORT_TEXT = 1000;
/** Up to here the engine copies texts anyway. */
const COPIED_TEXT = 12;

/** A value as it may be kept: a copy of a text, which could otherwise hold the long ones that it is a part or a join of. */
function sortable(value: Value): Value {
  if (typeof value !== 'string' || value.length <= COPIED_TEXT) return value;
  if (value.length <= MAX_SORT_TEXT) return Buffer.from(value, 'utf16le').toString('utf16le');
  const reason = `'$orderby' makes a text of more than ${MAX_SORT_TEXT} characters to sort by. Take a part of it with 'substring'.`;
  throw ODataError.of('QueryTooComplex', { reason }, { target: '$orderby' });
}

/** Entities by the values they are sorted by. */
export const byValues =
  ({ compare }: Pick<Sorter, 'compare'>) =>
  (a: SortedRow, b: SortedRow): number =>
    compare(a.values, b.values);

/** The first entities of a sorted sequence that is too long to keep. */
export interface FirstRows {
  add(candidate: SortedRow): void;
  /** How many are held. */
  size(): number;
  /** Whether so many were added that `cut` is due. */
  isFull(): boolean;
  /** Sorts, and forgets what is not among the first. */
  cut(): Promise<void>;
  /** In order, as many as are kept. */
  rows(): Promise<readonly SortedRow[]>;
}

/** Of what is kept, the part that is gathered beside it before it is sorted in; and the least of that. */
const GATHERED = 1 / 4;
const LEAST_GATHERED = 1000;
/** How many times the texts of what is kept may be held for the sake of what was forgotten. */
const MOST_HELD = 1.5;

/**
 * Keeps the first `size` of any number of entities: gathers some, then sorts them in and forgets what is too many, after
 * which most candidates are turned away by one comparison. Those that are text leave the pages that they came in.
 */
export function keepFirst(size: number, sorter: Pick<Sorter, 'compare'>, pace: Pace): FirstRows {
  const most = Math.max(LEAST_GATHERED, Math.ceil(size * GATHERED));
  const compare = byValues(sorter);
  let kept: readonly SortedRow[] = [];
  let gathered: SortedRow[] = [];
  let held = 0;
  let bound: SortedRow | undefined;
  const cut = async (): Promise<void> => {
    const added = await withOwnTexts((await sortInSlices(gathered, compare, pace)).slice(0, size), pace);
    gathered = [];
    held += added.length;
    kept = (await mergeInSlices(kept, added, compare, pace)).slice(0, size);
    if (kept.length === size) bound = kept.at(-1);
    if (held <= MOST_HELD * kept.length) return;
    kept = await withOwnTexts(kept, pace);
    held = kept.length;
  };
  return {
    add: (candidate) => {
      if (bound === undefined || compare(candidate, bound) < 0) gathered.push(candidate);
    },
    size: () => kept.length + gathered.length,
    isFull: () => gathered.length >= most,
    cut,
    rows: async () => {
      await cut();
      return kept;
    },
  };
}

/** Rows whose texts are put together in one step. */
const TOGETHER = 200;

/** The same in the same order; those that are text hold no other text than their own. */
export async function withOwnTexts(sorted: readonly SortedRow[], pace: Pace): Promise<readonly SortedRow[]> {
  const own: SortedRow[] = [];
  for (let at = 0; at < sorted.length; at += TOGETHER) {
    const some = sorted.slice(at, at + TOGETHER);
    const rows = ownTexts(some.map(({ row }) => row));
    own.push(...some.map(({ row, values }, index) => ({ row: rows[index] ?? row, values })));
    if (pace.isDue()) await pace.pause();
  }
  return own;
}
