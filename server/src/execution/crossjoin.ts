/**
 * The combinations of entities of several sets, as a source of their own (URL Conventions 4.15). It reads each set by
 * itself, with the conditions that are about that one alone, and looks up by equality what has to be equal; whatever else
 * is asked is asked of every combination it gives. The first set streams by, the others are held.
 */
import { PLACE, type BoundExpand, type CollectionOptions } from '../bound/bound.ts';
import { chain } from '../bound/chain.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet, NavigationProperty } from '../model/edm.ts';
import { propertyOf, targetOf } from '../model/model-index.ts';
import type { Row } from '../model/values.ts';
import { referencesOf } from '../plan/references.ts';
import type { CollectionPlan } from '../plan/plan.ts';
import { readUpTo, type Batch } from '../source/batch.ts';
import type { EntitySource, Position, SourceRequest } from '../source/source.ts';
import { countMatches } from './count.ts';
import { planFor, type Execution } from './execution.ts';
import { conditionsOf, type JoinCondition } from './join-order.ts';
import { hashed, type Lookup } from './lookup.ts';
import { readMatches } from './read-matches.ts';
import { weighRow } from './weigh.ts';

/** Combinations that are looked at to answer one page. */
const MAX_COMBINATIONS = 200_000;
const BATCH_SIZE = 1_000;

/** What is asked of the combinations. */
export interface Asked extends Pick<CollectionOptions, 'filter' | 'orderby' | 'projection'> {
  /** All properties of the entities are wanted. */
  readonly isWhole?: boolean;
}

/** One of the sets: what is read of it, and what ties its entities to those of the sets before. */
interface JoinedSet {
  readonly navigation: NavigationProperty;
  readonly plan: CollectionPlan;
  readonly equal: readonly JoinCondition[];
}

/** The same execution with a source that also has the combinations of a cross join. */
export function withCrossjoin(execution: Execution, crossjoin: EntitySet, asked: Asked): Execution {
  const { source } = execution;
  const sets = joinedSets(execution, crossjoin, asked);
  const own: EntitySource = {
    ...source,
    capabilities: (entitySet) =>
      entitySet === crossjoin ? { predicates: {}, order: [] } : source.capabilities(entitySet),
    read: (request, context) =>
      request.entitySet === crossjoin ? readBatches(execution, sets, request) : source.read(request, context),
    count: (request, context) =>
      request.entitySet === crossjoin ? countAll(execution, sets) : source.count(request, context),
    positionAfter: (batch, index) =>
      isCombined(batch) ? { place: batch.mark.start + readUpTo(batch, index) } : source.positionAfter(batch, index),
  };
  return { ...execution, source: own };
}

function joinedSets(execution: Execution, crossjoin: EntitySet, asked: Asked): readonly JoinedSet[] {
  const { filter, orderby, projection } = asked;
  const expressions = [...(filter ? [filter] : []), ...orderby.map(({ expression }) => expression)];
  const { joins } = referencesOf(expressions);
  return conditionsOf(crossjoin.entityType.navigationProperties, filter).map(({ navigation, own, equal }) => {
    const entitySet = targetOf(execution.index, navigation);
    const expand = projection.expand.find((each) => each.navigation === navigation);
    const plan = planFor(execution, {
      entitySet,
      filter: own.length === 0 ? undefined : chain('and', own),
      projection:
        asked.isWhole === true
          ? { properties: entitySet.entityType.properties, expand: [] }
          : shownOf(entitySet, expand),
    });
    const named = joins.find((join) => join.navigation === navigation)?.properties ?? [];
    return { navigation, equal, plan: { ...plan, properties: [...new Set([...plan.properties, ...named])] } };
  });
}

/** Where an entity is not expanded, its key says where it is. */
const shownOf = ({ entityType }: EntitySet, expand: BoundExpand | undefined): BoundExpand['options']['projection'] =>
  expand?.options.projection ?? { properties: entityType.key.map((name) => propertyOf(entityType, name)), expand: [] };

async function countAll(execution: Execution, sets: readonly JoinedSet[]): Promise<number> {
  let product = 1;
  for (const { plan } of sets) product *= await countMatches(execution, plan);
  return product;
}

// ---- Batches --------------------------------------------------------------------------------------------------------

interface CombinedBatch extends Batch {
  readonly mark: { readonly start: number };
}

const isCombined = (batch: Batch): batch is CombinedBatch =>
  typeof batch.mark === 'object' &&
  batch.mark !== null &&
  'start' in batch.mark &&
  typeof batch.mark.start === 'number';

/** Combinations behind a place, which is how many lie in front of it. */
async function* readBatches(
  execution: Execution,
  sets: readonly JoinedSet[],
  { after, skip = 0 }: SourceRequest,
): AsyncGenerator<CombinedBatch> {
  const begin = placeOf(after);
  let place = 0;
  let toSkip = skip;
  let skipped = 0;
  let start = begin;
  let rows: Row[] = [];
  for await (const combination of combinations(execution, sets)) {
    place += 1;
    if (place <= begin) continue;
    if (toSkip > 0) {
      toSkip -= 1;
      skipped += 1;
      start = place;
      continue;
    }
    rows.push({ ...combination, [PLACE]: place });
    if (rows.length < BATCH_SIZE) continue;
    yield { rows, size: rows.length, skipped, mark: { start } };
    [rows, skipped, start] = [[], 0, place];
  }
  yield { rows, size: rows.length, skipped, mark: { start }, last: true };
}

/** A client may have tampered with it. */
function placeOf(after: Position | undefined): number {
  const place = after === undefined ? 0 : after['place'];
  if (typeof place === 'number' && Number.isInteger(place) && place >= 0) return place;
  throw ODataError.of('InvalidSkiptoken', {}, { target: '$skiptoken' });
}

// ---- Combinations ---------------------------------------------------------------------------------------------------

async function* combinations(execution: Execution, sets: readonly JoinedSet[]): AsyncGenerator<Row> {
  const [first, ...others] = sets;
  if (first === undefined) return;
  const held: Lookup[] = [];
  for (const set of others) held.push(await hashed(execution, await readHeld(execution, set), set));
  let looked = 0;
  for await (const { rows } of readMatches(execution, first.plan)) {
    const begun = rows.map((row) => ({ [first.navigation.name]: row }));
    for (const lookup of held) await lookup.prepare(begun);
    for (const row of begun) {
      for (const combination of extended(row, held)) {
        if (execution.pace.isDue()) await execution.pace.pause();
        looked += 1;
        if (looked > MAX_COMBINATIONS) throw tooMany(sets);
        if (combination !== undefined) yield combination;
      }
    }
  }
}

/** The combinations that begin so; undefined for each step that is none yet, so that others have their turn. */
function* extended(begun: Row, [next, ...others]: readonly Lookup[]): Generator<Row | undefined> {
  if (next === undefined) {
    yield begun;
    return;
  }
  yield undefined;
  for (const row of next.candidates(begun)) yield* extended({ ...begun, [next.name]: row }, others);
}

/** All entities of a set that may be in a combination. */
async function readHeld(execution: Execution, { navigation, plan }: JoinedSet): Promise<readonly Row[]> {
  const held: Row[] = [];
  for await (const { rows } of readMatches(execution, plan)) {
    await execution.memory.take(rows.length * weighRow(rows));
    for (const row of rows) held.push(row);
    if (held.length > execution.related.remaining) throw tooManyHeld(execution, navigation);
  }
  execution.related.remaining -= held.length;
  return held;
}

const tooMany = (sets: readonly JoinedSet[]): ODataError =>
  ODataError.of(
    'ResultTooLarge',
    {
      what: `Looking at all combinations of ${sets.map(({ navigation: { name } }) => `'${name}'`).join(' and ')}`,
      limit: MAX_COMBINATIONS,
      advice: "Say in '$filter' which of their properties are equal, or ask for fewer entities of each set.",
    },
    { target: '$crossjoin' },
  );

const tooManyHeld = ({ limits }: Execution, { name }: NavigationProperty): ODataError =>
  ODataError.of(
    'ResultTooLarge',
    {
      what: `Joining '${name}'`,
      limit: limits.maxExpandedRows,
      advice: `Ask for fewer of them in '$filter', or name the larger set first in '$crossjoin'.`,
    },
    { target: '$crossjoin' },
  );
