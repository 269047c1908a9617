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
import { byValues, createSorter, type SortedRow, type Sorter } from './sort.ts';

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

/** Leaves of a collection's items those that are asked for, in their order where no other is asked for. */
export type ChooseItems = (items: readonly Value[]) => Promise<Chosen>;

/** The items that options ask for. */
export const chooseItems = (execution: Execution, items: readonly Value[], options: ItemOptions): Promise<Chosen> =>
  itemChooser(execution, options)(items);

/** The same for one collection after another. */
export function itemChooser(execution: Execution, { filter, orderby, skip, top }: ItemOptions): ChooseItems {
  const { pace } = execution;
  const environment = environmentOf(execution, joinsOf(execution, []));
  const holds = filter && compileFilter(filter, environment);
  const sorter = orderby.length === 0 ? undefined : createSorter(orderby, KEYLESS, environment);
  return async (items) => {
    const matching = holds === undefined ? items : await matchingItems(items, holds, pace);
    const ordered = sorter === undefined ? matching : await sortedItems(matching, sorter, pace);
    return { items: part(ordered, skip, top), count: matching.length };
  };
}

async function sortedItems(items: readonly Value[], sorter: Sorter, pace: Pace): Promise<readonly Value[]> {
  const valued: (SortedRow & { readonly item: Value })[] = [];
  await paced(items, pace, (item) => {
    const row = asRow(item);
    valued.push({ row, item, values: sorter.valuesOf(row) });
  });
  return (await sortInSlices(valued, byValues(sorter), pace)).map(({ item }) => item);
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
