/** `$expand`: related entities written into their entities, read together for a whole page. */
import type { Row, Value } from '../model/values.ts';
import type { BoundExpand, CollectionOptions, Projection } from '../bound/bound.ts';
import { isMade, isShownBeside } from '../bound/projections.ts';
import { referencesOf } from '../plan/references.ts';
import { sortInSlices } from '../util/sort-in-slices.ts';
import { paced } from '../util/turns.ts';
import { appliedEntities } from './apply/nested-apply.ts';
import { computeRows } from './compute.ts';
import { besideIt, divided, matchingBesideIt, type Its } from './beside-it.ts';
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
  readonly times?: Times | undefined;
  /** What `$it` is of each of them. */
  readonly its?: Its | undefined;
}

/** The entities as a projection shows them: with what is computed and expanded, and the items that are asked for. */
export async function showRows(
  execution: Execution,
  rows: readonly Row[],
  projection: Projection,
  showing: Showing = {},
): Promise<readonly Row[]> {
  const computed = await computeRows(execution, rows, projection.computed, showing.its);
  const chosen = await chooseShown(execution, computed, projection);
  const its = chosen === rows ? showing.its : itsOfCopies(rows, chosen, showing.its);
  return expandRows(execution, chosen, projection.expand, { ...showing, its });
}

/** `$it` of entities that stand for others in the same places. */
function itsOfCopies(rows: readonly Row[], copies: readonly Row[], its: Its | undefined): Its | undefined {
  if (its?.of === undefined) return its;
  const { it, of } = its;
  const owners = new Map(copies.map((copy, index) => [copy, of(rows[index] ?? copy)]));
  return { it, of: (copy) => owners.get(copy) ?? copy };
}

/** The entities with everything expanded: the same ones where nothing is, else copies. */
async function expandRows(
  execution: Execution,
  rows: readonly Row[],
  expands: readonly BoundExpand[],
  { joins, times, its }: Showing,
): Promise<readonly Row[]> {
  if (expands.length === 0) return rows;
  const parts: EntriesOf[] = [];
  for (const expand of expands) {
    const shared = joins?.shared(expand);
    const part =
      shared === undefined ? expansion(execution, expand, rows, { times, its }) : showShared(shared, expand, rows);
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
  { times, its: around = {} }: Pick<Showing, 'times' | 'its'>,
): Promise<EntriesOf> {
  const { navigation, shows, options } = expand;
  const its = { it: expand.it ?? expand.around, of: around.of };
  const related = relatedFor(execution, expand, its);
  const found = await related.load(entities);
  const countOf = (entity: Row) => [`${navigation.name}@odata.count`, related.of(entity).length] as const;
  if (shows === 'count') return (entity) => [countOf(entity)];
  const inOrder = await ordering(execution, expand, its, found, entities);
  const shown = new Map<Row, readonly Row[]>();
  const own = ownRows(execution, its, options.projection);
  for (const [index, entity] of entities.entries()) {
    const rows = await own.of(entity, part(await inOrder(related.of(entity), entity), options));
    shown.set(entity, rows);
    countShown(execution, navigation, rows.length * (times?.[index] ?? 1));
    if (execution.pace.isDue()) await execution.pace.pause();
  }
  await showWithin(execution, shown, options.projection, { times, its: own.its });
  return (entity) => {
    const rows = shown.get(entity) ?? [];
    if (!navigation.collection) return [[navigation.name, rows[0] ?? null]];
    return options.count ? [countOf(entity), [navigation.name, rows]] : [[navigation.name, rows]];
  };
}

/** Where what is shown within related entities looks at `$it`, each entity has copies of its own, which know theirs. */
function ownRows(execution: Execution, { it, of = (entity) => entity }: Its, projection: Projection) {
  const owners = new Map<Row, Row>();
  if (it === undefined || !isShownBeside(projection, it))
    return { of: (_: Row, rows: readonly Row[]) => rows, its: {} };
  return {
    its: { it, of: (row: Row) => owners.get(row) ?? row },
    of: async (entity: Row, rows: readonly Row[]): Promise<readonly Row[]> => {
      await execution.memory.take(rows.length * COPY);
      const copies = rows.map((row) => ({ ...row }));
      for (const copy of copies) owners.set(copy, of(entity));
      return copies;
    },
  };
}

/** Computes and expands for what is shown of all entities at once, each of them once. */
async function showWithin(
  execution: Execution,
  shown: Map<Row, readonly Row[]>,
  projection: Projection,
  { times, its }: Pick<Showing, 'times' | 'its'>,
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
  const inner = await showRows(execution, [...all.keys()], projection, { times: [...all.values()], its });
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
function relatedFor(execution: Execution, expand: BoundExpand, its: Its): RelatedEntities {
  const { navigation, entitySet, options } = expand;
  if (options.apply !== undefined) return appliedEntities(execution, expand, options.apply);
  const { filter, projection, orderby } = options;
  // What rows hold already no source is asked for.
  const isHeld = navigation.held !== undefined;
  const { alone, beside } = isHeld ? { alone: undefined, beside: filter } : divided(filter, its.it);
  const evaluated = [...orderby.map(({ expression }) => expression), ...(beside ? [beside] : [])];
  const properties = [...referencesOf(evaluated).properties];
  const query = { navigation, entitySet, filter: alone, projection, properties, purpose: 'expand' } as const;
  const related = createRelated(execution, query, (plan) => readMatches(execution, plan));
  return beside === undefined ? related : matchingBesideIt(execution, related, its, beside);
}

/**
 * Puts the related entities of one entity into the nested `$orderby`'s order. They are all here, so it is done here even
 * where the source has that order: it need not keep to it, and may bring at the end what moved while it was read.
 */
async function ordering(
  execution: Execution,
  expand: BoundExpand,
  its: Its,
  found: readonly Row[],
  entities: readonly Row[],
): Promise<(rows: readonly Row[], entity: Row) => readonly Row[] | Promise<readonly Row[]>> {
  const { orderby } = expand.options;
  if (orderby.length === 0) return (rows) => rows;
  const expressions = orderby.map(({ expression }) => expression);
  const { environment, standFor, load } = besideIt(execution, its, expressions);
  await load(found, entities);
  const sorter = createSorter(orderby, expand.entitySet, environment);
  return async (rows, entity) => {
    const valued: SortedRow[] = [];
    await paced(rows, execution.pace, (row) => {
      standFor(entity);
      valued.push({ row, values: sorter.valuesOf(row) });
    });
    return (await sortInSlices(valued, byValues(sorter), execution.pace)).map(({ row }) => row);
  };
}

const part = (rows: readonly Row[], { skip, top }: CollectionOptions): readonly Row[] =>
  skip === 0 && top === undefined ? rows : rows.slice(skip, top === undefined ? undefined : skip + top);
