/** `$expand`: related entities written into their entities, read together for a whole page. */
import type { Row, Value } from '../model/values.ts';
import type { BoundExpand, CollectionOptions, Projection } from '../bound/bound.ts';
import { isMade } from '../bound/projections.ts';
import { referencesOf } from '../plan/references.ts';
import { sortInSlices } from '../util/sort-in-slices.ts';
import { paced } from '../util/turns.ts';
import { appliedEntities } from './apply/nested-apply.ts';
import { computeRows } from './compute.ts';
import { besideIt, divided, matchingBesideIt } from './beside-it.ts';
import type { Execution } from './execution.ts';
import type { Joins } from './joins.ts';
import { readMatches } from './read-matches.ts';
import { countShown, createRelated, type RelatedEntities } from './related.ts';
import { chooseShown } from './shown-items.ts';
import { byValues, createSorter, type SortedRow } from './sort.ts';

/** What is written into an entity: names and values. */
type EntriesOf = (entity: Row) => readonly (readonly [name: string, value: Value])[];

/** Bytes of a copy of an entity, whose values it shares. */
const COPY = 400;

/** How often each of some entities is shown, in their order; absent: once. */
type Times = readonly number[] | undefined;

interface Showing {
  /** Those of the query that gave the entities. */
  readonly joins?: Joins;
  readonly times?: Times;
}

/** The entities as a projection shows them: with what is computed and expanded, and the items that are asked for. */
export async function showRows(
  execution: Execution,
  rows: readonly Row[],
  projection: Projection,
  showing: Showing = {},
): Promise<readonly Row[]> {
  const computed = await computeRows(execution, rows, projection.computed);
  return expandRows(execution, await chooseShown(execution, computed, projection), projection.expand, showing);
}

/** The entities with everything expanded: the same ones where nothing is, else copies. */
async function expandRows(
  execution: Execution,
  rows: readonly Row[],
  expands: readonly BoundExpand[],
  { joins, times }: Showing,
): Promise<readonly Row[]> {
  if (expands.length === 0) return rows;
  const parts: EntriesOf[] = [];
  for (const expand of expands) {
    const shared = joins?.shared(expand);
    const part = shared === undefined ? expansion(execution, expand, rows, times) : showShared(shared, expand, rows);
    parts.push(await part);
  }
  await execution.memory.take(rows.length * COPY);
  const expanded: Row[] = [];
  await paced(rows, execution.pace, (row) => {
    expanded.push({ ...row, ...Object.fromEntries(parts.flatMap((entriesOf) => entriesOf(row))) });
  });
  return expanded;
}

/** Shows the single entities that filter or order have read already. */
async function showShared(
  related: RelatedEntities,
  { navigation }: BoundExpand,
  entities: readonly Row[],
): Promise<EntriesOf> {
  await related.load(entities);
  return (entity) => [[navigation.name, related.of(entity)[0] ?? null]];
}

async function expansion(
  execution: Execution,
  expand: BoundExpand,
  entities: readonly Row[],
  times: Times,
): Promise<EntriesOf> {
  const { navigation, shows, options } = expand;
  const related = relatedFor(execution, expand);
  const found = await related.load(entities);
  const countOf = (entity: Row) => [`${navigation.name}@odata.count`, related.of(entity).length] as const;
  if (shows === 'count') return (entity) => [countOf(entity)];
  const inOrder = await ordering(execution, expand, found, entities);
  const shown = new Map<Row, readonly Row[]>();
  for (const [index, entity] of entities.entries()) {
    const rows = part(await inOrder(related.of(entity), entity), options);
    shown.set(entity, rows);
    countShown(execution, navigation, rows.length * (times?.[index] ?? 1));
    if (execution.pace.isDue()) await execution.pace.pause();
  }
  await showWithin(execution, shown, options.projection, times);
  return (entity) => {
    const rows = shown.get(entity) ?? [];
    if (!navigation.collection) return [[navigation.name, rows[0] ?? null]];
    return options.count ? [countOf(entity), [navigation.name, rows]] : [[navigation.name, rows]];
  };
}

/** Computes and expands for what is shown of all entities at once, each of them once. */
async function showWithin(
  execution: Execution,
  shown: Map<Row, readonly Row[]>,
  projection: Projection,
  times: Times,
): Promise<void> {
  if (!isMade(projection)) return;
  const { pace } = execution;
  const all = new Map<Row, number>();
  let index = 0;
  await paced([...shown.values()], pace, (rows) => {
    const often = times?.[index++] ?? 1;
    for (const row of rows) all.set(row, (all.get(row) ?? 0) + often);
  });
  const finished = new Map<Row, Row>();
  const inner = await showRows(execution, [...all.keys()], projection, { times: [...all.values()] });
  let position = 0;
  await paced([...all.keys()], pace, (row) => void finished.set(row, inner[position++] ?? row));
  await paced([...shown], pace, ([entity, rows]) => {
    shown.set(
      entity,
      rows.map((row) => finished.get(row) ?? row),
    );
  });
}

/** The related entities that match, with the properties that are shown and sorted by. */
function relatedFor(execution: Execution, expand: BoundExpand): RelatedEntities {
  const { navigation, entitySet, options, it } = expand;
  if (options.apply !== undefined) return appliedEntities(execution, expand, options.apply);
  const { filter, projection, orderby } = options;
  // What rows hold already no source is asked for.
  const isHeld = navigation.held !== undefined;
  const { alone, beside } = isHeld ? { alone: undefined, beside: filter } : divided(filter, it);
  const evaluated = [...orderby.map(({ expression }) => expression), ...(beside ? [beside] : [])];
  const properties = [...referencesOf(evaluated).properties];
  const query = { navigation, entitySet, filter: alone, projection, properties, purpose: 'expand' } as const;
  const related = createRelated(execution, query, (plan) => readMatches(execution, plan));
  return beside === undefined ? related : matchingBesideIt(execution, related, expand, beside);
}

/**
 * Puts the related entities of one entity into the nested `$orderby`'s order. They are all here, so it is done here even
 * where the source has that order: it need not keep to it, and may bring at the end what moved while it was read.
 */
async function ordering(
  execution: Execution,
  expand: BoundExpand,
  found: readonly Row[],
  entities: readonly Row[],
): Promise<(rows: readonly Row[], entity: Row) => readonly Row[] | Promise<readonly Row[]>> {
  const { orderby } = expand.options;
  if (orderby.length === 0) return (rows) => rows;
  const expressions = orderby.map(({ expression }) => expression);
  const { environment, cell, load } = besideIt(execution, expand, expressions);
  await load(found, entities);
  const sorter = createSorter(orderby, expand.entitySet, environment);
  return async (rows, entity) => {
    const valued: SortedRow[] = [];
    await paced(rows, execution.pace, (row) => {
      cell.item = entity;
      valued.push({ row, values: sorter.valuesOf(row) });
    });
    return (await sortInSlices(valued, byValues(sorter), execution.pace)).map(({ row }) => row);
  };
}

const part = (rows: readonly Row[], { skip, top }: CollectionOptions): readonly Row[] =>
  skip === 0 && top === undefined ? rows : rows.slice(skip, top === undefined ? undefined : skip + top);
