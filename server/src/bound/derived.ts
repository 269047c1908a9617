/** Flat views: expressions over a derived entity set, as expressions over the entities of its base set. */
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet, NavigationProperty } from '../model/edm.ts';
import type { BoundExpression, BoundOrderbyItem, BoundProperty } from './bound.ts';
import { partsOf, withOperands } from './operands.ts';

/** A derived set with its names resolved. */
export interface DerivedSet {
  readonly entitySet: EntitySet;
  readonly base: EntitySet;
  /** What each property stands for. */
  readonly columns: ReadonlyMap<string, BoundExpression>;
  /** The way that each navigation property goes from the base set's entity, by its name. */
  readonly ways: ReadonlyMap<string, readonly NavigationProperty[]>;
}

/** Parts of all columns that one expression may stand for: as many as may be written. */
const MAX_PARTS = 10_000;

/** The expression with what each property stands for. @throws ODataError QueryTooComplex */
export function overBase(expression: BoundExpression, derived: DerivedSet): BoundExpression {
  let left = MAX_PARTS;
  const replaced = (node: BoundExpression): BoundExpression => {
    // What is said of an item alone names its properties, not those of the entity.
    if (node.kind === 'BoundLambda') {
      const { collection, condition } = node;
      return { ...node, collection: replaced(collection), condition: condition && replaced(condition) };
    }
    if (node.kind !== 'BoundProperty' || node.variable?.of !== undefined) return withOperands(node, replaced);
    const found = standsFor(node, derived);
    left -= partsOf(found);
    if (left >= 0) return found;
    const reason = `the properties of '${derived.entitySet.name}' that it names stand for expressions of more than ${MAX_PARTS} parts in all.`;
    throw ODataError.of('QueryTooComplex', { reason });
  };
  return replaced(expression);
}

/** The same of what is sorted by. */
export const orderOverBase = (items: readonly BoundOrderbyItem[], derived: DerivedSet): readonly BoundOrderbyItem[] =>
  items.map((item) => ({ ...item, expression: overBase(item.expression, derived) }));

function standsFor(property: BoundProperty, { columns, ways, entitySet }: DerivedSet): BoundExpression {
  const { path, dynamic } = property;
  const [first, ...rest] = path;
  if (first === undefined || property.variable !== undefined) return property;
  if (first.kind === 'NavigationProperty')
    return { ...property, path: [...(ways.get(first.name) ?? [first]), ...rest] };
  const column = columns.get(first.name);
  if (column === undefined) throw new Error(`${entitySet.name} says not what ${first.name} is`);
  if (rest.length === 0 && dynamic.length === 0) return column;
  if (column.kind !== 'BoundProperty')
    throw new Error(`${entitySet.name}: ${first.name} is no path, but something stands behind it`);
  return { ...property, path: [...column.path, ...rest], dynamic: [...column.dynamic, ...dynamic] };
}

/** The base set's property that a property is, where it is one and no more. */
export function plainColumn(derived: DerivedSet, name: string): string | undefined {
  const column = derived.columns.get(name);
  if (column?.kind !== 'BoundProperty' || column.dynamic.length > 0 || column.path.length !== 1) return undefined;
  return column.path[0]?.kind === 'Property' ? column.path[0].name : undefined;
}
