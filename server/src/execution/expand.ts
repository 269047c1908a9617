/** `$expand`: related entities written into their entities, read together for a whole page. */
import type { Row, Value } from '../model/values.ts';
import type { BoundExpand, CollectionOptions } from '../query/bound.ts';
import { lookedAt } from '../query/looked-at.ts';
import { planFor, type Execution } from './execution.ts';
import { joinsOf, readMatches } from './read-matches.ts';
import { createRelated } from './related.ts';
import { createSorter } from './sort.ts';

/** The entities with everything expanded: the same ones where nothing is, else copies. */
export async function expandRows(
  execution: Execution,
  rows: readonly Row[],
  expands: readonly BoundExpand[],
): Promise<readonly Row[]> {
  if (expands.length === 0) return rows;
  const parts: ((entity: Row) => Row)[] = [];
  for (const expand of expands) parts.push(await expansion(execution, expand, rows));
  return rows.map((row) => Object.assign({}, row, ...parts.map((partOf) => partOf(row))) as Row);
}

/** What to write into an entity for one expanded navigation property. */
async function expansion(
  execution: Execution,
  { navigation, entitySet, options }: BoundExpand,
  entities: readonly Row[],
): Promise<(entity: Row) => Row> {
  const { filter, projection, orderby } = options;
  const { sort } = planFor(execution, { entitySet, orderby });
  const { properties } = lookedAt((sort ?? []).map(({ expression }) => expression));
  const related = createRelated(
    execution,
    {
      navigation,
      entitySet,
      projection,
      properties: [...properties],
      purpose: 'expand',
      ...(filter !== undefined && { filter }),
    },
    (plan) => readMatches(execution, plan),
  );
  const found = await related.load(entities);
  const inOrder = await ordering(execution, { navigation, entitySet, options }, found);
  const shown = new Map(entities.map((entity) => [entity, part(inOrder(related.of(entity)), options)]));
  const all = [...new Set([...shown.values()].flat())];
  const inner = await expandRows(execution, all, projection.expand);
  const byRow = new Map(all.map((row, position) => [row, inner[position] ?? row]));
  return (entity) => {
    const values: readonly Value[] = (shown.get(entity) ?? []).map((row) => byRow.get(row) ?? row);
    if (!navigation.collection) return { [navigation.name]: values[0] ?? null };
    const count = options.count ? { [`${navigation.name}@odata.count`]: related.of(entity).length } : {};
    return { [navigation.name]: values, ...count };
  };
}

/** Puts the related entities of one entity into the nested `$orderby`'s order. */
async function ordering(
  execution: Execution,
  { entitySet, options }: BoundExpand,
  found: readonly Row[],
): Promise<(rows: readonly Row[]) => readonly Row[]> {
  const { sort } = planFor(execution, { entitySet, orderby: options.orderby });
  if (sort === undefined) return (rows) => rows;
  const joins = joinsOf(execution, lookedAt(sort.map(({ expression }) => expression)).joins);
  await joins.load(found);
  const sorter = createSorter(sort, entitySet, { now: execution.now, related: joins.related });
  return (rows) =>
    rows
      .map((row) => ({ row, values: sorter.valuesOf(row) }))
      .toSorted((a, b) => sorter.compare(a.values, b.values))
      .map(({ row }) => row);
}

const part = (rows: readonly Row[], { skip, top }: CollectionOptions): readonly Row[] =>
  skip === 0 && top === undefined ? rows : rows.slice(skip, top === undefined ? undefined : skip + top);
