import { ODataError } from '../errors/odata-error.ts';
import { ascendingOrder } from '../model/comparison.ts';
import type { EntitySet } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import type { BoundOrderbyItem } from '../query/bound.ts';
import type { Environment } from './compile-expression.ts';
import { compileExpressions } from './evaluate-row.ts';

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

/** `$orderby` (Protocol 11.2.6.2): null first where ascending, last where descending. */
export function createSorter(
  items: readonly BoundOrderbyItem[],
  { entityType }: EntitySet,
  environment: Environment,
): Sorter {
  const keys = entityType.properties.filter(({ name }) => entityType.key.includes(name));
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
      for (const [position, { order, descending }] of orders.entries()) {
        const result = order(a[position] ?? null, b[position] ?? null);
        if (result !== 0) return descending ? -result : result;
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

/** The first entities of a sorted sequence that is too long to keep. */
export interface FirstRows {
  add(candidate: SortedRow): void;
  /** In order, as many as are kept. */
  rows(): readonly SortedRow[];
}

/**
 * Keeps the first `size` of any number of entities: gathers up to twice as many, then sorts and forgets the rest, after
 * which most candidates are turned away by one comparison.
 */
export function keepFirst(size: number, compare: Sorter['compare']): FirstRows {
  let kept: SortedRow[] = [];
  let bound: SortedRow | undefined;
  const cut = (): void => {
    kept = kept.toSorted((a, b) => compare(a.values, b.values)).slice(0, size);
    if (kept.length === size) bound = kept.at(-1);
  };
  return {
    add: (candidate) => {
      if (bound !== undefined && compare(candidate.values, bound.values) >= 0) return;
      kept.push(candidate);
      if (kept.length >= 2 * size) cut();
    },
    rows: () => {
      cut();
      return kept;
    },
  };
}
