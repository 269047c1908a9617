/**
 * What will be asked of the source and what is left to do here. Made by `planCollection` from a bound query and the
 * source's capabilities; printed for people by `printPlan`.
 */
import type { EntitySet, NavigationProperty } from '../model/edm.ts';
import type { BoundExpression, BoundOrderbyItem } from './bound.ts';
import type { SourcePredicate } from './source.ts';

export interface CollectionPlan {
  readonly entitySet: EntitySet;
  /** Pushed down to the source. */
  readonly predicates: readonly SourcePredicate[];
  /** Evaluated here on every row: the whole filter, unless the predicates say all of it exactly. */
  readonly residual?: BoundExpression;
  /** The filter contradicts itself (`ID eq 'a' and ID eq 'b'`): the answer is empty without asking the source. */
  readonly empty: boolean;
  /** Rows leave in this order; absent where the source's own order serves. */
  readonly sort?: readonly BoundOrderbyItem[];
  /** Names of the properties the source must deliver: selected, filtered, sorted or joined on. */
  readonly properties: readonly string[];
  /** Single-valued navigation properties that filter or sort look through; joined before evaluation. */
  readonly joins: readonly NavigationProperty[];
}
