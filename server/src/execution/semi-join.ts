/**
 * Semi-joins: conditions on what a single-valued navigation property leads to, as conditions on the entities themselves.
 * `Job/Client/Name eq 'x'` of time entries becomes `JobID in (...)`, with the jobs for which `Client/Name eq 'x'`, where
 * the source can be asked for that and they are few: only entities that match are read then.
 */
import { createHash } from 'node:crypto';
import { derivedSet } from '../bind/derive.ts';
import type { BoundExpression } from '../bound/bound.ts';
import { chain, operandsOf } from '../bound/chain.ts';
import { isOneOf } from '../bound/conditions.ts';
import { overBase, plainColumn } from '../bound/derived.ts';
import { behindNavigation, navigationOf } from '../bound/relative.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet, NavigationProperty, Property } from '../model/edm.ts';
import { propertyOf, targetOf } from '../model/model-index.ts';
import type { Value } from '../model/values.ts';
import type { PlanQuery } from '../plan/plan.ts';
import { compareTexts } from '../util/compare-texts.ts';
import { compileExpressions } from './evaluate/evaluate-row.ts';
import { environmentOf, planFor, predicatesOf, type Execution } from './execution.ts';
import { readMatches } from './read-matches.ts';

/** Most related entities that are named instead of being joined. */
const MAX_VALUES = 1000;
/** Most related entities that are looked at to find those. */
const MAX_LOOKED_AT = 10_000;
/** Navigation properties one behind the other: each is a read before the one that is asked for. */
const MAX_DEPTH = 5;

interface SemiJoined {
  readonly query: PlanQuery;
  /** Tells the values that were found, so that the next page reads the same; absent where nothing is replaced. */
  readonly found?: string;
}

/** The query with semi-joins in its filter, as far as they say just the same. Throws what reading throws. */
export async function semiJoined(execution: Execution, query: PlanQuery, depth = 0): Promise<SemiJoined> {
  const { filter, entitySet } = query;
  if (filter === undefined || depth >= MAX_DEPTH) return { query };
  const conditions: BoundExpression[] = [];
  const groups = new Map<NavigationProperty, Candidate[]>();
  for (const condition of operandsOf(filter, 'and')) {
    const candidate = candidateOf(execution, entitySet, condition);
    if (candidate === undefined) conditions.push(condition);
    else groups.set(candidate.navigation, [...(groups.get(candidate.navigation) ?? []), candidate]);
  }
  const found: (readonly Value[])[] = [];
  for (const candidates of groups.values()) {
    const [first] = candidates;
    const values = first && (await valuesOf(execution, candidates, first, depth));
    if (first === undefined || values === undefined) conditions.push(...candidates.map(({ condition }) => condition));
    else {
      conditions.push(isOneOf(first.property, values));
      found.push(values);
    }
  }
  if (found.length === 0) return { query };
  return { query: { ...query, filter: chain('and', conditions) }, found: hash(found) };
}

/** Throws StaleSkiptoken where what was found is not what the page before found: its position would mean another place. */
export function checkFound(found: string | undefined, before: string | undefined): void {
  if (found === before) return;
  const reason = 'what its filter leads to has changed.';
  throw ODataError.of('StaleSkiptoken', { reason }, { target: '$skiptoken' });
}

function hash(found: readonly (readonly Value[])[]): string {
  const text = JSON.stringify(found.map((values) => values.map(String).toSorted(compareTexts)));
  return createHash('sha256').update(text).digest().subarray(0, 12).toString('base64url');
}

/** A condition on one related entity alone. */
interface Candidate {
  readonly condition: BoundExpression;
  readonly navigation: NavigationProperty;
  /** The condition, said of the related entity. */
  readonly behind: BoundExpression;
  /** What tells which entity that is, and its key. */
  readonly property: Property;
  readonly key: string;
  /** As many as the source can be asked for. */
  readonly most: number;
}

function candidateOf(execution: Execution, asked: EntitySet, condition: BoundExpression): Candidate | undefined {
  const { index } = execution;
  const entitySet = asked.whole ?? asked;
  const derived = derivedSet(index, entitySet);
  const said = derived === undefined ? condition : overBase(condition, derived);
  const navigation = navigationOf(said);
  const [join, another] = navigation?.join ?? [];
  if (navigation === undefined || navigation.collection || join?.operator !== 'eq' || another !== undefined) return;
  const [key, more] = targetOf(index, navigation).entityType.key;
  const own = entitySet.entityType.properties.find(({ name }) =>
    derived === undefined ? name === join.from : plainColumn(derived, name) === join.from,
  );
  if (own === undefined || key !== join.to || more !== undefined) return;
  const can = predicatesOf(execution, entitySet)[own.name];
  const behind = can?.in === undefined ? undefined : behindNavigation(said, navigation);
  if (behind === undefined || holdsForNone(execution, said)) return;
  const most = Math.min(MAX_VALUES, (can?.maxValues ?? MAX_VALUES) * (can?.maxRequests ?? 1));
  return { condition, navigation, behind, property: own, key, most };
}

/** Whether the condition is true of entities that are related to nothing, or that cannot be told. */
function holdsForNone(execution: Execution, condition: BoundExpression): boolean {
  const nothing = environmentOf(execution, { related: () => () => null, items: () => () => [] });
  try {
    return compileExpressions([condition], nothing)({})[0] === true;
  } catch (error) {
    if (error instanceof ODataError) return true;
    throw error;
  }
}

/** The keys of the related entities for which all conditions hold; nothing where they are too many to tell. */
async function valuesOf(
  execution: Execution,
  candidates: readonly Candidate[],
  { navigation, key, most }: Candidate,
  depth: number,
): Promise<readonly Value[] | undefined> {
  const entitySet = targetOf(execution.index, navigation);
  const filter = chain(
    'and',
    candidates.map(({ behind }) => behind),
  );
  const projection = { properties: [propertyOf(entitySet.entityType, key)], expand: [] };
  const { query } = await semiJoined(execution, { entitySet, filter, projection }, depth + 1);
  const values: Value[] = [];
  let lookedAt = 0;
  for await (const { rows, size } of readMatches(execution, planFor(execution, query))) {
    lookedAt += size;
    for (const row of rows) values.push(row[key] ?? null);
    if (values.length > most || lookedAt > MAX_LOOKED_AT) return undefined;
  }
  return values;
}
