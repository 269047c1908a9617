import type { BoundExpression } from '../bound/bound.ts';
import { orderOverBase, overBase, type DerivedSet } from '../bound/derived.ts';
import type { CollectionPlan, PlanQuery } from './plan.ts';
import { planCollection } from './plan-collection.ts';

/** A source that does nothing itself. */
const nothing = { predicates: {}, order: [] };

/**
 * The plan for a derived set: conditions and orders are those of its base set, which `planBase` plans; what is sorted
 * and joined behind that is sorted and joined as of any set.
 */
export function planDerived(
  query: PlanQuery,
  derived: DerivedSet,
  planBase: (query: PlanQuery) => CollectionPlan,
): CollectionPlan {
  const { filter, where = [], orderby = [] } = query;
  const over = (expression: BoundExpression): BoundExpression => overBase(expression, derived);
  const base = planBase({ entitySet: derived.base, filter: filter && over(filter), where: where.map(over) });
  const isInOrder = planBase({ entitySet: derived.base, orderby: orderOverBase(orderby, derived) }).sort === undefined;
  const ordered = (isInOrder && orderby.length > 0) || undefined;
  const { predicates, residual, empty } = base;
  const view = { entitySet: query.entitySet, projection: query.projection, orderby: isInOrder ? [] : orderby };
  return {
    ...planCollection(view, nothing),
    predicates,
    residual,
    empty,
    ordered,
    derived: { set: derived, base: { ...base, ordered } },
  };
}
