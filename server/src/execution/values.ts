/** Collections of values: what is asked of their items, which are all here. */
import type { ItemOptions } from '../bound/bound.ts';
import type { EntitySet } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import { sortInSlices } from '../util/sort-in-slices.ts';
import { paced, type Pace } from '../util/turns.ts';
import { compileFilter } from './evaluate/evaluate-row.ts';
import { NOTHING } from './evaluate/evaluator.ts';
import { environmentOf, type Execution } from './execution.ts';
import { joinsOf } from './read-matches.ts';
import { byValues, createSorter, type SortedRow } from './sort.ts';

interface Chosen {
  readonly items: readonly Value[];
  /** How many match in all. */
  readonly count: number;
}

/** Items are told apart by nothing but their place. */
const KEYLESS: EntitySet = {
  kind: 'EntitySet',
  name: '',
  entityType: { kind: 'EntityType', name: '', open: false, key: [], properties: [], navigationProperties: [] },
};

/** The items that options ask for, in their order where no other is asked for. */
export async function chooseItems(
  execution: Execution,
  items: readonly Value[],
  { filter, orderby, skip, top }: ItemOptions,
): Promise<Chosen> {
  const environment = environmentOf(execution, joinsOf(execution, []));
  const matching =
    filter === undefined ? items : await matchingItems(items, compileFilter(filter, environment), execution.pace);
  if (orderby.length === 0) return { items: part(matching, skip, top), count: matching.length };
  const sorter = createSorter(orderby, KEYLESS, environment);
  const valued: (SortedRow & { readonly item: Value })[] = [];
  await paced(matching, execution.pace, (item) => {
    const row = asRow(item);
    valued.push({ row, item, values: sorter.valuesOf(row) });
  });
  const sorted = await sortInSlices(valued, byValues(sorter), execution.pace);
  return {
    items: part(
      sorted.map(({ item }) => item),
      skip,
      top,
    ),
    count: matching.length,
  };
}

async function matchingItems(
  items: readonly Value[],
  holds: (row: Row) => boolean,
  pace: Pace,
): Promise<readonly Value[]> {
  const matching: Value[] = [];
  await paced(items, pace, (item) => {
    if (holds(asRow(item))) matching.push(item);
  });
  return matching;
}

const part = (items: readonly Value[], skip: number, top: number | undefined): readonly Value[] =>
  items.slice(skip, top === undefined ? undefined : skip + top);

/** Paths begin at items as they do at rows; a primitive value is only taken as it is. */
const asRow = (item: Value): Row => (item === null ? NOTHING : (item as Row));
