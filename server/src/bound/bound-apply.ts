/** Bound transformations of `$apply` (Data Aggregation 3): names resolved, types known, shortcuts of the syntax written out. */
import type { EntitySet, NavigationProperty, Property } from '../model/edm.ts';
import type { ValueType } from '../model/comparison.ts';
import type { BoundExpression, BoundOrderbyItem, BoundProperty } from './bound.ts';

/** A sequence of transformations, and what it leaves. */
export interface BoundApply {
  readonly transformations: readonly BoundTransformation[];
  /** The input's entity set, with a type that has what the instances are left with; it has no key where they are no entities. */
  readonly result: EntitySet;
}

export type BoundTransformation =
  | FilterStep
  | ComputeStep
  | OrderbyStep
  | PageStep
  | RankStep
  | AggregateStep
  | GroupbyStep
  | ConcatStep
  | NestStep
  | AddnestedStep
  | JoinStep;

type Sequence = readonly BoundTransformation[];

/** `filter` and `search`. */
interface FilterStep {
  readonly kind: 'FilterStep';
  readonly condition: BoundExpression;
}

export interface ComputeStep {
  readonly kind: 'ComputeStep';
  readonly items: readonly NamedExpression[];
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: BoundExpression;
}

interface OrderbyStep {
  readonly kind: 'OrderbyStep';
  readonly items: readonly BoundOrderbyItem[];
}

interface PageStep {
  readonly kind: 'PageStep';
  readonly method: 'top' | 'skip';
  readonly value: number;
}

/** `topcount` and its kin: the first ones, as many or until the sum of their values is as much, or as many percent. */
export interface RankStep {
  readonly kind: 'RankStep';
  readonly descending: boolean;
  readonly until: 'count' | 'sum' | 'percent';
  readonly amount: BoundExpression;
  readonly value: BoundExpression;
}

export interface AggregateStep {
  readonly kind: 'AggregateStep';
  readonly items: readonly BoundAggregation[];
}

export type AggregationMethod = 'sum' | 'min' | 'max' | 'average' | 'countdistinct';

/** `Hours with sum from Day with max as Busiest`, `$count as Entries`. */
export interface BoundAggregation {
  readonly name: string;
  readonly values: AggregatedValues;
  /** Absent: their number. */
  readonly method: AggregationMethod | undefined;
  /** What is aggregated in between, innermost first. */
  readonly from: readonly BoundFrom[];
}

interface BoundFrom {
  readonly groupings: readonly BoundGrouping[];
  readonly method: AggregationMethod;
  /** Of the values that are aggregated here. */
  readonly type: ValueType;
}

/**
 * What is aggregated of instances: themselves, an expression's value of each, or what a path leads to, of which each
 * entity counts once however many lead to it, and behind which values of collections count one by one.
 */
export type AggregatedValues =
  | { readonly kind: 'Instances' }
  | { readonly kind: 'Expression'; readonly expression: BoundExpression }
  | ReachedValues;

export interface ReachedValues {
  readonly kind: 'Reached';
  readonly navigation: readonly NavigationProperty[];
  /** Behind the entities; none where they are meant themselves. */
  readonly path: readonly Property[];
  readonly dynamic: readonly string[];
  readonly type: ValueType;
}

/** What instances are grouped by, and where it stands in what is made of each group. */
export interface BoundGrouping {
  readonly names: readonly string[];
  readonly expression: BoundProperty;
  /** `determined`: by others beside it, so that it need not be compared. */
  readonly role: 'key' | 'determined';
}

/** One list of groupings for each level of what is rolled up, in the order in which they leave. */
export interface GroupbyStep {
  readonly kind: 'GroupbyStep';
  readonly levels: readonly (readonly BoundGrouping[])[];
  readonly apply: Sequence;
  /** What leaves `apply` has lost what it was grouped by. */
  readonly restores: boolean;
}

interface ConcatStep {
  readonly kind: 'ConcatStep';
  readonly sequences: readonly Sequence[];
}

/** All instances become one, which holds what each sequence makes of them. */
interface NestStep {
  readonly kind: 'NestStep';
  readonly items: readonly NestedSequence[];
}

export interface NestedSequence {
  readonly name: string;
  readonly apply: Sequence;
}

/** Related entities, or the complex values of a collection. */
export type NestedSource = NavigationProperty | Property;

export interface AddnestedStep {
  readonly kind: 'AddnestedStep';
  readonly source: NestedSource;
  readonly items: readonly NestedSequence[];
}

export interface JoinStep {
  readonly kind: 'JoinStep';
  readonly source: NestedSource;
  /** Instances without any related one stay. */
  readonly outer: boolean;
  readonly name: string;
  readonly apply: Sequence;
}
