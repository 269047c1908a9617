import type { PrimitiveValue } from '../model/values.ts';
import type { EntityType, Property } from '../model/edm.ts';
import { chain } from '../bound/chain.ts';
import type { BoundOrderbyItem, Projection } from '../bound/bound.ts';
import { constraintOf, everything, type Domains } from './constraint.ts';
import { referencesOf, referencesToIt } from './references.ts';
import type { CollectionPlan, PlanQuery } from './plan.ts';
import { simplify } from '../bound/simplify.ts';
import type { PredicateCapability, SourceCapabilities, SourceOrderItem, SourcePredicate } from '../source/source.ts';
import { around, rangesOf, type Domain } from './value-domain.ts';

/** Divides a query between the source and the engine: never fewer conditions than asked, never fewer entities. */
export function planCollection(query: PlanQuery, capabilities: SourceCapabilities): CollectionPlan {
  const { entitySet, filter, where = [], orderby = [], projection } = query;
  const type = entitySet.entityType;
  const asked = [...where, ...(filter ? [filter] : [])];
  const condition = asked.length === 0 ? undefined : chain('and', asked);
  const constraint = condition === undefined ? everything : constraintOf(condition, type);
  const empty = constraint.kind === 'Never';
  const pushed = empty ? nothingPushed : push(constraint, type, capabilities);
  const residual = condition === undefined || empty || pushed.exact ? undefined : simplify(condition);
  const sort = isOrderOf(capabilities.order, orderby) ? undefined : orderby;
  const references = referencesOf([
    ...(residual ? [residual] : []),
    ...(sort ?? []).map(({ expression }) => expression),
  ]);
  const computed = referencesOf(projection?.computed?.map(({ expression }) => expression) ?? []);
  const needed = new Set([
    ...type.key,
    ...references.properties,
    ...computed.properties,
    ...shownProperties(projection),
  ]);
  return {
    entitySet,
    predicates: pushed.predicates,
    residual,
    empty,
    sort,
    ordered: (sort === undefined && orderby.length > 0) || undefined,
    properties: inModelOrder(needed, type),
    joins: references.joins,
  };
}

interface Pushed {
  readonly predicates: readonly SourcePredicate[];
  /** The predicates say the whole condition, and the source returns nothing else. */
  readonly exact: boolean;
}

const nothingPushed: Pushed = { predicates: [], exact: true };

// ---- Predicates -----------------------------------------------------------------------------------------------------

function push({ domains, exact }: Domains, type: EntityType, { predicates }: SourceCapabilities): Pushed {
  const pushed = [...domains].map(([name, domain]) => {
    const property = type.properties.find((candidate) => candidate.name === name);
    return property === undefined ? undefined : predicateFor(property, domain, predicates[name] ?? {});
  });
  return {
    predicates: pushed.flatMap((each) => each?.predicate ?? []),
    exact: exact && pushed.every((each) => each?.exact === true),
  };
}

interface PushedPredicate {
  readonly predicate: SourcePredicate;
  readonly exact: boolean;
}

/** The narrowest predicate the source has for a domain, if any. */
function predicateFor(
  property: Property,
  domain: Domain,
  capability: PredicateCapability,
): PushedPredicate | undefined {
  const { in: inPrecision, maxValues = Number.POSITIVE_INFINITY, maxRequests = 1 } = capability;
  const values = valuesOf(domain);
  if (values !== undefined && inPrecision !== undefined && values.length <= maxValues * maxRequests) {
    const predicate = { kind: 'InPredicate', property: property.name, values } as const;
    return { predicate, exact: inPrecision === 'exact' };
  }
  const { range, maxRanges = 1 } = capability;
  const ranges = range === undefined ? undefined : rangesOf(property, domain);
  if (ranges === undefined) return undefined;
  const fits = ranges.length <= maxRanges;
  const asked = fits ? ranges : [around(ranges)].filter(({ from, to }) => from !== undefined || to !== undefined);
  if (asked.length === 0) return undefined;
  const predicate = { kind: 'RangePredicate', property: property.name, ranges: asked } as const;
  return { predicate, exact: fits && range === 'exact' };
}

function valuesOf(domain: Domain): readonly PrimitiveValue[] | undefined {
  if (domain.kind === 'ValueSet') return [...domain.values.values()];
  const values = domain.ranges.flatMap(({ from, to }) => (from !== undefined && from === to ? [from] : []));
  return values.length === domain.ranges.length ? values : undefined;
}

// ---- Order and properties -------------------------------------------------------------------------------------------

/** Whether the source's order begins with the order asked for. */
function isOrderOf(order: readonly SourceOrderItem[], orderby: readonly BoundOrderbyItem[]): boolean {
  return orderby.every(({ expression, descending }, position) => {
    const item = order[position];
    if (item === undefined || expression.kind !== 'BoundProperty' || expression.dynamic.length > 0) return false;
    const [property, behind] = expression.path;
    if (expression.variable !== undefined) return false;
    return behind === undefined && property?.name === item.property && descending === item.descending;
  });
}

/** What is written into the answer, and what the expanded entities are found by. */
export function shownProperties(projection: Projection | undefined): readonly string[] {
  if (projection === undefined) return [];
  const expanded = projection.expand.flatMap((expand) => [
    ...expand.navigation.join.map(({ from }) => from),
    ...referencesToIt(expand).properties,
  ]);
  return [...projection.properties.map(({ name }) => name), ...(projection.dynamic ?? []), ...expanded];
}

/** Dynamic properties of an open type have no place in the model and come last. */
function inModelOrder(names: ReadonlySet<string>, type: EntityType): readonly string[] {
  const declared = type.properties.map(({ name }) => name);
  const known = new Set(declared);
  return [...declared.filter((name) => names.has(name)), ...[...names].filter((name) => !known.has(name))];
}
