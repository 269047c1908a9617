/** What every step of answering one request shares. */
import { ODataError } from '../errors/odata-error.ts';
import { derivedSet } from '../bind/derive.ts';
import { plainColumn } from '../bound/derived.ts';
import type { EntitySet } from '../model/edm.ts';
import type { Days } from '../model/days.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { planCollection } from '../plan/plan-collection.ts';
import { planDerived } from '../plan/plan-derived.ts';
import type { CollectionPlan, PlanQuery } from '../plan/plan.ts';
import type { MemoryShare } from '../util/memory-budget.ts';
import type { Pace } from '../util/turns.ts';
import type { EntitySource, RequestContext, SourceCapabilities } from '../source/source.ts';
import type { Environment } from './evaluate/compile-expression.ts';
import type { Joins } from './joins.ts';
import type { CompilePattern } from './evaluate/pattern.ts';
import type { ViewMemory } from './views/view-related.ts';
import { withinDays } from './within-days.ts';

export interface ExecutionLimits {
  /** Most entities of one page. */
  readonly pageSize: number;
  /** Most entities that are sorted here to answer one page. */
  readonly maxSortRows: number;
  /** Most related entities that are read for one page: expanded, or looked at by `$filter` and `$orderby`. */
  readonly maxExpandedRows: number;
  /** Most groups, rows and distinct values that `$apply` keeps at once. */
  readonly maxGroups: number;
}

/** The service root that a request is below. */
export interface RootOfRequest {
  /** Other for any other root. */
  readonly name: string;
  /** What dated sets are of; absent: everything. */
  readonly days?: Days | undefined;
}

export interface Execution {
  /** Of the whole model, whatever of it the service root chose. */
  readonly index: ModelIndex;
  /** Of what it chose. */
  readonly shown: ModelIndex;
  readonly root?: RootOfRequest | undefined;
  readonly source: EntitySource;
  readonly limits: ExecutionLimits;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  readonly context: RequestContext;
  /** Every loop over rows asks it between them. */
  readonly pace: Pace;
  /** Whatever keeps rows counts them here first. */
  readonly memory: MemoryShare;
  readonly startedAt: number;
  /** What `now()` gives. */
  readonly now: string;
  /** Most entities the client wants on a page. */
  readonly maxPageSize?: number | undefined;
  readonly related: RelatedBudget;
  /** What flat views lead through. */
  readonly views: ViewMemory;
  /** Compiles the request's patterns, which are bounded together. */
  readonly compilePattern: CompilePattern;
}

interface RelatedBudget {
  /** How many more related entities this request may read. */
  remaining: number;
  /** How many it shows, each counted wherever it is written. */
  shown: number;
}

/** What the request's expressions need beside rows; `joins` lead to related ones. */
export const environmentOf = (
  { now, compilePattern }: Execution,
  { related, items }: Pick<Joins, 'related' | 'items'>,
): Environment => ({
  now,
  compilePattern,
  related,
  items,
});

/**
 * The plan for what is wanted of an entity set, by what the source can do: within the days of the service root, and over
 * all fields of the set, whichever of them are shown.
 */
export function planFor(execution: Execution, query: PlanQuery): CollectionPlan {
  const entitySet = query.entitySet.whole ?? query.entitySet;
  const where = [...(query.where ?? []), ...withinDays(entitySet, execution.root?.days)];
  const whole = { ...query, entitySet, where };
  const derived = derivedSet(execution.index, entitySet);
  return derived === undefined
    ? planCollection(whole, execution.source.capabilities(entitySet))
    : planDerived(whole, derived, (base) => planFor(execution, base));
}

/** Which of an entity set's properties the source has predicates for; those of a derived set are its base set's. */
export function predicatesOf(
  { index, source }: Pick<Execution, 'index' | 'source'>,
  asked: EntitySet,
): SourceCapabilities['predicates'] {
  const entitySet = asked.whole ?? asked;
  const derived = derivedSet(index, entitySet);
  if (derived === undefined) return source.capabilities(entitySet).predicates;
  const ofBase = predicatesOf({ index, source }, derived.base);
  return Object.fromEntries(
    entitySet.entityType.properties.flatMap(({ name }) => {
      const predicate = ofBase[plainColumn(derived, name) ?? ''];
      return predicate === undefined ? [] : [[name, predicate]];
    }),
  );
}

/**
 * Throws where the answer is not to be gone on with: the signal's reason where nobody waits any more, RequestTimeout
 * after the deadline, QueryTooExpensive after too much computing.
 */
export function checkTime({ context, clock, startedAt, pace }: Execution): void {
  context.signal.throwIfAborted();
  pace.check();
  if (clock() >= context.deadline) {
    const seconds = Math.max(1, Math.round((context.deadline - startedAt) / 1000));
    throw ODataError.of('RequestTimeout', { seconds });
  }
}

export const isPageTimeOver = ({ clock, context }: Execution): boolean => clock() >= context.pageDeadline;
