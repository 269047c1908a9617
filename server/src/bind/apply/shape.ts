/** What the instances are left with behind each transformation: the type that the next one is bound against. */
import type { EntitySet, EntityType, NavigationProperty, Property } from '../../model/edm.ts';
import type { BoundExpand, Projection } from '../../bound/bound.ts';

export interface Shape {
  /** The input's, with a type that has what is left. */
  readonly entitySet: EntitySet;
  /** Nothing has gone: the instances are those of the input, with more on them at most. */
  readonly isWhole: boolean;
  /** Shown where no `$expand` says what to show. */
  readonly expanded: readonly BoundExpand[];
}

/** The entities of a set as they are. */
export const wholeShape = (entitySet: EntitySet): Shape => ({ entitySet, isWhole: true, expanded: [] });

/** The same set with another type. */
export function withType(entitySet: EntitySet, change: Partial<EntityType>): EntitySet {
  const { derived: _derived, ...own } = entitySet;
  return { ...own, kind: 'EntitySet', entityType: { ...entitySet.entityType, ...change } };
}

/** Instances that have nothing but these properties, and are no entities. */
export const closedShape = (
  { entitySet }: Shape,
  properties: readonly Property[],
  navigationProperties: readonly NavigationProperty[] = [],
  expanded: readonly BoundExpand[] = [],
  open = false,
): Shape => ({
  entitySet: withType(entitySet, { key: [], open, properties, navigationProperties }),
  isWhole: false,
  expanded,
});

/** The same instances with more on them. */
export const withProperties = (shape: Shape, added: readonly Property[]): Shape => ({
  ...shape,
  entitySet: withType(shape.entitySet, { properties: [...shape.entitySet.entityType.properties, ...added] }),
});

/** The same with navigation properties whose instances stand in the rows. */
export const withHeld = (
  shape: Shape,
  held: readonly NavigationProperty[],
  expanded: readonly BoundExpand[],
): Shape => ({
  ...shape,
  expanded: [...shape.expanded, ...expanded],
  entitySet: withType(shape.entitySet, {
    navigationProperties: [...shape.entitySet.entityType.navigationProperties, ...held],
  }),
});

/** A navigation property that holds what transformations made. */
export const heldProperty = (name: string, { entitySet }: Shape, collection: boolean): NavigationProperty => ({
  kind: 'NavigationProperty',
  name,
  target: entitySet.name,
  collection,
  nullable: true,
  join: [],
  held: entitySet,
});

/** A navigation property shown with whatever is left of its instances. */
export const expandWhole = (navigation: NavigationProperty, shape: Shape): BoundExpand => ({
  navigation,
  entitySet: shape.entitySet,
  options: { orderby: [], projection: shownOf(shape), skip: 0, count: false },
});

/** What of the instances is shown where neither `$select` nor `$expand` says it. */
export const shownOf = (shape: Shape): Projection => ({
  properties: shape.entitySet.entityType.properties,
  selected: contextItems(shape),
  expand: shape.expanded,
});

/** The select list of the context URL: what all instances have (Data Aggregation 3.1.1). */
function contextItems({ entitySet, isWhole, expanded }: Shape): readonly string[] | undefined {
  const { properties } = entitySet.entityType;
  const items = properties.filter(({ made }) => made?.optional !== true).map(contextItem);
  if (!isWhole) return items.length === 0 && expanded.length === 0 ? ['@Core.AnyStructure'] : items;
  const added = properties.filter(({ made }) => made?.optional === false).map(({ name }) => name);
  return added.length === 0 ? undefined : ['*', ...added];
}

/** `Total`, or `Job(Client(Name))` of what instances were grouped by. */
export function contextItem({ name, type, made }: Property): string {
  if (made?.kind !== 'grouping' || type.kind !== 'ComplexType') return name;
  const within = type.properties.filter((property) => property.made?.optional !== true);
  const isPart = type.properties.some((property) => property.made !== undefined);
  return isPart ? `${name}(${within.map(contextItem).join(',')})` : name;
}
