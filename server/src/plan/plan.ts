/**
 * What will be asked of the source and what is left to do here. Made by `planCollection` from a bound query and the
 * source's capabilities; printed for people by `printPlanInLine`.
 */
import type { EntitySet, NavigationProperty } from '../model/edm.ts';
import type { BoundExpression, BoundOrderbyItem, BoundVariable, Projection } from '../bound/bound.ts';
import type { DerivedSet } from '../bound/derived.ts';
import type { SourcePredicate } from '../source/source.ts';

/** What is wanted of one entity set. */
export interface PlanQuery {
  readonly entitySet: EntitySet;
  readonly filter?: BoundExpression | undefined;
  /** Conditions that hold besides the filter, from a key or a navigation. */
  readonly where?: readonly BoundExpression[];
  readonly orderby?: readonly BoundOrderbyItem[];
  /** Absent where only a count is wanted. */
  readonly projection?: Projection | undefined;
}

export interface CollectionPlan {
  readonly entitySet: EntitySet;
  /** Pushed down to the source; at most one `in` and one `range` per property. */
  readonly predicates: readonly SourcePredicate[];
  /** Evaluated here on every row: everything that was asked, unless the predicates say all of it exactly. */
  readonly residual?: BoundExpression | undefined;
  /** The filter contradicts itself (`ID eq 'a' and ID eq 'b'`): the answer is empty without asking the source. */
  readonly empty: boolean;
  /** Rows leave in this order; absent where the source's own order serves. */
  readonly sort?: readonly BoundOrderbyItem[] | undefined;
  /** An order was asked for, and the source's own serves: it has to be kept. */
  readonly ordered?: true | undefined;
  /**
   * Names of the properties the source must deliver, in model order: the key, and what is selected, computed or expanded
   * from, joined on, and named by `residual` and `sort`.
   */
  readonly properties: readonly string[];
  /** Navigation properties that `residual` and `sort` lead through; joined before evaluation. */
  readonly joins: readonly PlanJoin[];
  /** Of a derived set: who is asked instead. The predicates and what else is said of the condition are of the base set. */
  readonly derived?: PlannedDerivation | undefined;
}

export interface PlannedDerivation {
  readonly set: DerivedSet;
  /** What is read of the base set, beside what the columns need that are wanted. */
  readonly base: CollectionPlan;
}

/** What the source is asked by: of a derived set, the plan of the set that is its base in the end. */
export const sourcePlan = (plan: CollectionPlan): CollectionPlan =>
  plan.derived === undefined ? plan : sourcePlan(plan.derived.base);

/** `Job`, and inside it `Client`, for `Job/Client/Name`. */
export interface PlanJoin {
  readonly navigation: NavigationProperty;
  /** What a lambda looks at; absent where a path leads through a single entity. */
  readonly items?: PlanItems | undefined;
  /** Names of the related entity's properties that are named, in order of appearance. */
  readonly properties: readonly string[];
  readonly joins: readonly PlanJoin[];
}

/** The related entities that `any` and `$count` look at, those alone that satisfy the filter. */
interface PlanItems {
  readonly variable: BoundVariable;
  readonly filter?: BoundExpression | undefined;
}
