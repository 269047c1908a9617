/** Reads the entities that navigation properties lead to, in as few requests as the source's predicates allow. */
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet, NavigationProperty } from '../model/edm.ts';
import { isList, type Row } from '../model/values.ts';
import type { BoundExpression, Projection } from '../bound/bound.ts';
import type { CollectionPlan } from '../plan/plan.ts';
import { isObject } from '../util/json-object.ts';
import { paced } from '../util/turns.ts';
import { planFor, predicatesOf, type Execution } from './execution.ts';
import type { Batch } from '../source/batch.ts';
import type { KeptRows } from './kept-rows.ts';
import { weighRow } from './weigh.ts';
import { keptSet, mostRows, refusalOf, type ViewReading } from './views/view-related.ts';
import { joinConditions, type JoinConditions, type MatchKey } from './join-conditions.ts';

interface RelatedQuery {
  readonly navigation: NavigationProperty;
  readonly entitySet: EntitySet;
  readonly filter?: BoundExpression | undefined;
  readonly projection?: Projection | undefined;
  /** Names of properties that are needed beside those of the projection and of the join itself. */
  readonly properties: readonly string[];
  readonly purpose: 'expand' | 'evaluate';
  /** Each `load` forgets what the ones before it brought; default false. */
  readonly byBatch?: boolean;
  /** Absent: no flat view leads here. */
  readonly view?: ViewReading | undefined;
}

/** Reads what a plan asks for; for this execution, or within another; about so many rows where that is said. */
export type ReadPlan = (
  plan: CollectionPlan,
  within?: Execution,
  limit?: number,
) => AsyncIterable<Pick<Batch, 'rows' | 'total'>>;

/** The related entities of those they were loaded for. */
export interface RelatedEntities {
  /** Reads what the entities lead to and is not known yet; yields the entities that were read. */
  load(entities: readonly Row[]): Promise<readonly Row[]>;
  /** In the source's order. */
  of(entity: Row): readonly Row[];
}

/** Where single-valued navigation would take more requests than these, its target is read as a whole. */
const MAX_REQUESTS = 8;

/** Most values that a source is asked by at once, whatever it takes: they are gone through without a pause. */
const MAX_VALUES = 2_000;

/** Entities that have the same related ones. */
interface Group {
  readonly entity: Row;
  readonly related: Row[];
}

/** Related entities over one navigation property, none of them read yet. */
export function createRelated(execution: Execution, query: RelatedQuery, read: ReadPlan): RelatedEntities {
  const { pace } = execution;
  if (query.navigation.held !== undefined) return heldEntities(query.navigation);
  const conditions = joinConditions(query.navigation, query.entitySet);
  const groups = new Map<MatchKey, Group>();
  const reading = query.view === undefined ? read : unlessRefused(execution, query, read);
  let held = 0;
  // Several columns of one entity after the other are asked for.
  let last: { readonly entity: Row; readonly related: readonly Row[] } | undefined;
  return {
    of: (entity) => {
      if (last?.entity === entity) return last.related;
      const key = conditions.entityKey(entity);
      const related = (key === undefined ? undefined : groups.get(key)?.related) ?? [];
      last = { entity, related };
      return related;
    },
    load: async (entities) => {
      last = undefined;
      if (query.byBatch === true) {
        groups.clear();
        await execution.memory.take(-held);
        held = 0;
      }
      const added: Group[] = [];
      await paced(entities, pace, (entity) => {
        const key = conditions.entityKey(entity);
        if (key === undefined || groups.has(key)) return;
        const group = { entity, related: [] };
        groups.set(key, group);
        added.push(group);
        last = undefined;
      });
      const kept = await keptRows(execution, query, { conditions, groups: added }, reading);
      if (kept !== undefined) return findKept(execution, query, { conditions, groups: added }, kept);
      const found: Row[] = [];
      for (const { members, batches } of readings(execution, query, { conditions, groups: added }, reading)) {
        const byKey = groupBy(members, ({ entity }) => conditions.fromKey(entity));
        for await (const { rows } of batches) {
          const known = found.length;
          for (const row of rows) {
            let isRelated = false;
            for (const { entity, related } of byKey.get(conditions.toKey(row)) ?? []) {
              if (pace.isDue()) await pace.pause();
              if (!conditions.holds(entity, row)) continue;
              related.push(row);
              isRelated = true;
            }
            if (isRelated) found.push(row);
          }
          const bytes = (found.length - known) * weighRow(rows);
          held += bytes;
          await execution.memory.take(bytes);
          checkBudget(execution, query, found.length);
        }
      }
      execution.related.remaining -= found.length;
      return found;
    },
  };
}

/** What stands in the rows already. */
function heldEntities({ name }: NavigationProperty): RelatedEntities {
  const of = (entity: Row): readonly Row[] => {
    const value = entity[name] ?? null;
    return (isList(value) ? value : [value]).filter((each) => isObject(each));
  };
  return { of, load: async (entities) => entities.flatMap(of) };
}

interface Wanted {
  readonly conditions: JoinConditions;
  readonly groups: readonly Group[];
}

/** The related set as a whole, where a view leads to it that needs most of it; else nothing. */
async function keptRows(
  execution: Execution,
  query: RelatedQuery,
  { conditions, groups }: Wanted,
  read: ReadPlan,
): Promise<KeptRows | undefined> {
  const { view, navigation, entitySet } = query;
  const most = view === undefined ? 0 : mostRows(view, navigation, entitySet);
  if (view === undefined || most === 0 || groups.length === 0) return undefined;
  const planOf = (where: readonly BoundExpression[]): CollectionPlan =>
    planRelated(execution, query, conditions, where);
  const { rows, refusal } = await keptSet(execution, { view, most, conditions, planOf }, read);
  if (refusal !== undefined) noteRefusal(execution, navigation, refusal);
  return rows;
}

/** Those of the kept rows that groups lead to, each once. */
async function findKept(
  execution: Execution,
  query: RelatedQuery,
  { conditions, groups }: Wanted,
  kept: KeptRows,
): Promise<readonly Row[]> {
  const { pace } = execution;
  const find = await kept.finder(conditions, pace);
  const found = new Set<Row>();
  await paced(groups, pace, ({ entity, related }) => {
    for (const row of find(entity)) {
      related.push(row);
      found.add(row);
    }
  });
  checkBudget(execution, query, found.size);
  execution.related.remaining -= found.size;
  const all = [...found];
  await execution.memory.take(all.length * weighRow(all));
  return all;
}

interface Reading {
  readonly members: readonly Group[];
  readonly batches: ReturnType<ReadPlan>;
}

/** What is read, each for some of the groups. */
function readings(
  execution: Execution,
  query: RelatedQuery,
  { conditions, groups }: Wanted,
  read: ReadPlan,
): readonly Reading[] {
  return requests(execution, query, conditions, groups).map(({ members, where }) => ({
    members,
    batches: read(planRelated(execution, query, conditions, where)),
  }));
}

/** Reads what a view leads to: nothing where the caller may not, which is asked once. */
function unlessRefused(execution: Execution, { navigation }: RelatedQuery, read: ReadPlan): ReadPlan {
  let isRefused = false;
  return async function* (plan, within, limit) {
    // What is read for others as well is refused to them in words of their own.
    if (within !== undefined) return yield* read(plan, within, limit);
    if (isRefused) return;
    try {
      yield* read(plan);
    } catch (error) {
      noteRefusal(execution, navigation, refusalOf(error));
      isRefused = true;
    }
  };
}

const noteRefusal = ({ context }: Execution, { name }: NavigationProperty, refusal: string): void =>
  context.trace?.note(`null behind ${name}: ${refusal}`);

interface RelatedRequest {
  readonly members: readonly Group[];
  readonly where: readonly BoundExpression[];
}

/** What to ask the source for: as many entities' related ones at once as it takes values, or everything. */
function requests(
  execution: Execution,
  { navigation, entitySet }: RelatedQuery,
  conditions: JoinConditions,
  groups: readonly Group[],
): readonly RelatedRequest[] {
  const predicates = predicatesOf(execution, entitySet);
  const able = conditions.equalTo.flatMap((name) => (predicates[name]?.in === undefined ? [] : [predicates[name]]));
  const size = Math.min(...able.map(({ maxValues = MAX_VALUES }) => Math.min(maxValues, MAX_VALUES)));
  const isWorthIt = able.length > 0 && (navigation.collection || groups.length <= size * MAX_REQUESTS);
  const chunks = isWorthIt ? chunked(groups, size) : chunked(groups, Number.POSITIVE_INFINITY);
  return chunks.map((members) => {
    const entities = members.map(({ entity }) => entity);
    const bounds = conditions.bounds(entities);
    return { members, where: isWorthIt ? [...conditions.equalities(entities), ...bounds] : bounds };
  });
}

function chunked<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (items.length <= size) return items.length === 0 ? [] : [items];
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, position) => items.slice(position * size, (position + 1) * size));
}

function planRelated(
  execution: Execution,
  { entitySet, filter, projection, properties }: RelatedQuery,
  conditions: JoinConditions,
  where: readonly BoundExpression[],
): CollectionPlan {
  const plan = planFor(execution, { entitySet, where, filter, projection });
  return { ...plan, properties: [...new Set([...plan.properties, ...properties, ...conditions.to])] };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Throws ResultTooLarge where one load would go beyond what is left of the request's allowance. */
function checkBudget({ related, limits }: Execution, { navigation, purpose }: RelatedQuery, loaded: number): void {
  if (loaded <= related.remaining) return;
  throw ODataError.of('ResultTooLarge', { limit: limits.maxExpandedRows, ...wording[purpose](navigation) });
}

/** How many times as many related entities an answer may show as may be read: some are shown in many places. */
const SHOWN_FOR_READ = 4;

/** Counts related entities as often as the answer will show them. Throws ResultTooLarge where that is too often. */
export function countShown({ related, limits }: Execution, navigation: NavigationProperty, count: number): void {
  related.shown += count;
  const limit = limits.maxExpandedRows * SHOWN_FOR_READ;
  if (related.shown > limit) throw ODataError.of('ResultTooLarge', { limit, ...wording.expand(navigation) });
}

interface Wording {
  readonly what: string;
  readonly advice: string;
}

const instead = (target: string): string => `or read '${target}' by itself and combine the two in your tool.`;

const wording: Readonly<Record<RelatedQuery['purpose'], (navigation: NavigationProperty) => Wording>> = {
  expand: ({ name, target }) => ({
    what: `'$expand=${name}'`,
    advice: `Ask for fewer entities with '$top' or a narrower '$filter', for fewer related ones with '$expand=${name}($filter=...)', ${instead(target)}`,
  }),
  evaluate: ({ name, target }) => ({
    what: `Looking at '${name}' of each entity`,
    advice: `Let '$filter' also ask for properties of the entities themselves, ${instead(target)}`,
  }),
};
