import { isSameType } from '../../bound/type-rules.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ComplexType, Property } from '../../model/edm.ts';
import { closedShape, type Shape } from './shape.ts';

/** Instances of which each comes out of one of the sequences of `concat` (Data Aggregation 3.2.2). */
export function eitherShape(shapes: readonly Shape[]): Shape {
  const [first, ...others] = shapes;
  if (first === undefined) throw new Error('concat has sequences');
  if (shapes.every(({ entitySet }) => entitySet.entityType === first.entitySet.entityType)) return first;
  const types = shapes.map(({ entitySet }) => entitySet.entityType);
  const [type] = types;
  const inAll = (name: string): boolean =>
    types.every(({ navigationProperties }) => navigationProperties.some((each) => each.name === name));
  const navigation = type?.navigationProperties.filter(({ name }) => inAll(name)) ?? [];
  const expanded = [first, ...others]
    .flatMap((shape) => shape.expanded)
    .filter((each) => navigation.includes(each.navigation));
  return {
    ...closedShape(
      first,
      merged(types.map(({ properties }) => properties)),
      navigation,
      [...new Map(expanded.map((each) => [each.navigation.name, each])).values()],
      types.some(({ open }) => open),
    ),
    // They are shown as they are: the same entity may come out of several sequences.
    isWhole: shapes.every(({ isWhole }) => isWhole),
  };
}

/** The properties of all, which those have not that one of the lists lacks. */
function merged(lists: readonly (readonly Property[])[]): readonly Property[] {
  const byName = new Map<string, Property>();
  for (const property of lists.flat()) {
    const known = byName.get(property.name);
    byName.set(property.name, known === undefined ? property : mergedProperty(known, property));
  }
  return [...byName.values()].map((property) => {
    const isEverywhere = lists.every((list) =>
      list.some(({ name, made }) => name === property.name && made?.optional !== true),
    );
    return isEverywhere ? property : { ...property, made: { kind: property.made?.kind ?? 'grouping', optional: true } };
  });
}

function mergedProperty(a: Property, b: Property): Property {
  if (a.type.kind === 'ComplexType' && b.type.kind === 'ComplexType' && a.type.name === b.type.name) {
    return { ...a, type: mergedComplex(a.type, b.type) };
  }
  if (isSameType(a.type, b.type) && a.collection === b.collection) return a;
  const reason = `'${a.name}' is ${a.type.name} in one sequence of 'concat' and ${b.type.name} in another. Give the two different names.`;
  throw ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}

const mergedComplex = (a: ComplexType, b: ComplexType): ComplexType =>
  a === b ? a : { ...a, open: a.open || b.open, properties: merged([a.properties, b.properties]) };
