/** Bound requests to results: the stage between what was asked and how it is represented. */
import { ODataError } from '../errors/odata-error.ts';
import type { EdmModel } from '../model/edm.ts';
import { isList, type ComplexValue, type Value } from '../model/values.ts';
import type {
  CollectionRequest,
  CountRequest,
  DataRequest,
  EntityRequest,
  Projection,
  PropertyRequest,
} from '../bound/bound.ts';
import { fingerprint } from '../bound/fingerprint.ts';
import { modelIndex } from '../model/model-index.ts';
import type { CollectionPlan, PlanQuery } from '../plan/plan.ts';
import { printPlanInLine } from '../plan/print-plan.ts';
import type { EntitySource, RequestContext } from '../source/source.ts';
import { isObject } from '../util/json-object.ts';
import { createRememberedWork } from '../util/remembered-work.ts';
import { uncountedShare } from '../util/memory-budget.ts';
import { unpaced } from '../util/turns.ts';
import { readEntity, resolveAccess } from './access.ts';
import { countApplied, executeApply } from './apply/execute-apply.ts';
import { countMatches } from './count.ts';
import { planFor, type Execution, type ExecutionLimits, type RootOfRequest } from './execution.ts';
import { foldRequest } from './evaluate/fold-request.ts';
import { showRows } from './expand.ts';
import type { Joins } from './joins.ts';
import { countNeed, ENTITY_NEED, pageNeed } from './memory-need.ts';
import { pageSizeOf, type Page } from './page.ts';
import { createPatternCompiler } from './evaluate/pattern.ts';
import { joinsOf } from './read-matches.ts';
import type { CollectionResult, CountResult, EntityResult, NoContentResult, PropertyResult, Result } from './result.ts';
import { checkFound, semiJoined } from './semi-join.ts';
import { decodeSkiptoken, encodeSkiptoken, type PageState } from './skiptoken.ts';
import { checkShape, shapeOf } from './shape.ts';
import { sortedPage } from './sorted-page.ts';
import { chooseShownOf } from './shown-items.ts';
import type { ViewMemory } from './views/view-related.ts';
import { withVirtualSets } from './virtual-sets.ts';
import { chooseItems } from './values.ts';
import { sourceOrderPage, type WantedPage } from './source-order-page.ts';

export interface ExecuteOptions {
  readonly model: EdmModel;
  /** Absent: the service's own. */
  readonly root?: RootOfRequest | undefined;
  readonly source: EntitySource;
  readonly limits: ExecutionLimits;
  /** What flat views lead through, from one page to the next; absent: each page reads it anew. */
  readonly views?: ViewMemory;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  /** The calendar's time, for `now()`. */
  readonly date: () => Date;
  /** `Prefer: maxpagesize`, where the client gave it. */
  readonly maxPageSize?: number | undefined;
}

/**
 * Answers a request with one bounded page, an entity, a value or a count. Throws EntityNotFound, errors of evaluation
 * (DivisionByZero, ArithmeticError), of limits (ResultTooLarge, RequestTimeout), of tokens, and those of the source.
 */
export async function execute(request: DataRequest, options: ExecuteOptions, context: RequestContext): Promise<Result> {
  const execution = begin(options, context);
  switch (request.kind) {
    case 'CollectionRequest':
      return executeCollection(execution, request);
    case 'EntityRequest':
      return executeEntity(execution, withNow(request, execution));
    case 'PropertyRequest':
      return executeProperty(execution, request);
    case 'CountRequest':
      return executeCount(execution, withNow(request, execution));
  }
}

/** The request with `now()` worked out, so that the source can be asked for what depends on it. */
const withNow = <Request extends CollectionRequest | EntityRequest | CountRequest>(
  request: Request,
  { now }: Execution,
): Request => (request.rolling === true ? foldRequest(request, now) : request);

function begin(options: ExecuteOptions, context: RequestContext): Execution {
  const { model, root, source, limits, views = createRememberedWork(), clock, date, maxPageSize } = options;
  return {
    index: modelIndex(model.whole ?? model),
    shown: modelIndex(model),
    root,
    source,
    limits,
    views,
    clock,
    context,
    pace: context.pace ?? unpaced,
    memory: context.memory ?? uncountedShare,
    startedAt: clock(),
    now: date().toISOString(),
    related: { remaining: limits.maxExpandedRows, shown: 0 },
    compilePattern: createPatternCompiler(),
    maxPageSize,
  };
}

// ---- Collections ----------------------------------------------------------------------------------------------------

async function executeCollection(begun: Execution, request: CollectionRequest): Promise<CollectionResult> {
  const state = pageState(begun, request);
  const own = pinned(begun, state);
  const known = withNow(request, own);
  const { access, options } = known;
  const execution = withVirtualSets(own, access, options);
  if (options.apply !== undefined)
    return executeApply(execution, { request: known, asked: request, state }, options.apply);
  const { entitySet, where, isEmpty, verify } = await resolveAccess(execution, access);
  const { orderby, projection, filter } = options;
  const joined = await joinedQuery(execution, { entitySet, where, orderby, projection, filter }, request, state);
  const plan = planFor(execution, joined.query);
  await execution.memory.reserve(pageNeed(plan, pageSizeOf(execution, state).limit));
  const joins = joinsOf(execution, plan.joins, { expands: options.projection.expand, byBatch: true });
  const from = { ...state, found: joined.found };
  const page = await readPage(execution, isEmpty ? { ...plan, empty: true } : plan, joins, from, {
    isCounting: options.count,
    texts: isShownAsRead(options.projection),
  });
  if (page.rows.length === 0 && page.next === undefined) await verify();
  return {
    kind: 'CollectionResult',
    rows: await showRows(execution, page.rows, options.projection, { joins }),
    count: options.count ? page.count : undefined,
    skiptoken: page.next && encodeSkiptoken(page.next, fingerprint(request, begun.root?.name)),
  };
}

/** The query with semi-joins: on the first page where they can be, on the others where they were on the first. */
async function joinedQuery(
  execution: Execution,
  query: PlanQuery,
  { skiptoken }: CollectionRequest,
  { found }: PageState,
): ReturnType<typeof semiJoined> {
  if (skiptoken !== undefined && found === undefined) return { query };
  const joined = await semiJoined(execution, query);
  if (skiptoken !== undefined) checkFound(joined.found, found);
  return joined;
}

/** What stays as it was when the first page was asked for. */
const pinned = (begun: Execution, { now, days }: PageState): Execution => ({
  ...begun,
  now: now ?? begun.now,
  root: begun.root && { ...begun.root, days },
});

/** Where the page begins, how long the following ones may be, and what stays as it is. @throws ODataError */
function pageState({ maxPageSize, now, root }: Execution, request: CollectionRequest): PageState {
  const { access, options, skiptoken, rolling } = request;
  const shape = shapeOf(request);
  if (skiptoken === undefined) {
    // A flat view's pages show what they lead through as it was when the first one was asked for.
    const isPinned = rolling === true || access.entitySet.derived !== undefined;
    const pinnedNow = isPinned ? now : undefined;
    return { skip: options.skip, take: options.top, pageSize: maxPageSize, now: pinnedNow, days: root?.days, shape };
  }
  const state = decodeSkiptoken(skiptoken, fingerprint(request, root?.name));
  if ((state.days === undefined) !== (root?.days === undefined)) throw ODataError.of('InvalidSkiptoken', {});
  checkShape(state.shape, shape);
  return { ...state, pageSize: maxPageSize ?? state.pageSize };
}

async function readPage(
  execution: Execution,
  plan: CollectionPlan,
  joins: Joins,
  state: PageState,
  wanted: WantedPage,
): Promise<Page> {
  if (plan.empty) {
    execution.context.trace?.note(printPlanInLine(plan));
    return { rows: [], count: 0 };
  }
  if (state.take === 0) return { rows: [], count: wanted.isCounting ? await countMatches(execution, plan) : undefined };
  return plan.sort === undefined
    ? sourceOrderPage(execution, plan, joins, state, wanted)
    : sortedPage(execution, plan, plan.sort, joins, state, wanted);
}

/** Whether nothing is added to the entities that are read. */
const isShownAsRead = ({ expand, computed = [] }: Projection): boolean => expand.length === 0 && computed.length === 0;

async function executeCount(execution: Execution, request: CountRequest): Promise<CountResult> {
  const { access, apply, filter } = request;
  if (apply !== undefined) return countApplied(execution, request, apply);
  const { entitySet, where, isEmpty, verify } = await resolveAccess(execution, access);
  const { query } = await semiJoined(execution, { entitySet, where, filter });
  const plan = planFor(execution, query);
  await execution.memory.reserve(countNeed(plan));
  const count = isEmpty ? 0 : await countMatches(execution, plan);
  if (count === 0) await verify();
  return { kind: 'CountResult', count };
}

// ---- Single entities ------------------------------------------------------------------------------------------------

async function executeEntity(
  execution: Execution,
  { access, projection }: EntityRequest,
): Promise<EntityResult | NoContentResult> {
  await execution.memory.reserve(ENTITY_NEED);
  const row = await readEntity(execution, access, projection);
  if (row === null) return { kind: 'NoContentResult' };
  const [shown = row] = await showRows(execution, [row], projection);
  return { kind: 'EntityResult', row: shown };
}

async function executeProperty(execution: Execution, request: PropertyRequest): Promise<PropertyResult | CountResult> {
  const { access, path, dynamic, items, shown, counted = false } = request;
  await execution.memory.reserve(ENTITY_NEED);
  const row = await readEntity(execution, access, { properties: path.slice(0, 1), expand: [] }, dynamic.slice(0, 1));
  if (row === null) throw ODataError.of('EntityNotFound', { entitySet: access.entitySet.name });
  const names = [...path.map(({ name }) => name), ...dynamic];
  const whole = names.reduce<Value>((within, name) => (isObject(within) ? memberOf(within, name) : null), row);
  const value = shown === undefined ? whole : await chooseShownOf(execution, whole, shown);
  if (items === undefined) return { kind: 'PropertyResult', value };
  const chosen = await chooseItems(execution, isList(value) ? value : [], items);
  if (counted) return { kind: 'CountResult', count: chosen.count };
  return { kind: 'PropertyResult', value: chosen.items, count: items.count ? chosen.count : undefined };
}

const memberOf = (value: ComplexValue, name: string): Value =>
  Object.hasOwn(value, name) ? (value[name] ?? null) : null;
