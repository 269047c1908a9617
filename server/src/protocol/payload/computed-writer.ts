/** Computed properties as members of their entities: they are dynamic, so that JSON has to tell their types. */
import type { ComputedProperty, Projection } from '../../bound/bound.ts';
import { primitiveName } from '../../bound/type-rules.ts';
import type { Property } from '../../model/edm.ts';
import { quote } from '../quote.ts';
import { controlPrefix, type Field, type JsonShape, propertyWriter, typeText } from './value-writer.ts';

/** The members of what is computed and has a type; what has none is written as other dynamic properties are. */
export const computedFields = ({ computed = [] }: Projection, shape: JsonShape): readonly Field[] =>
  computed.flatMap((item) => {
    const property = propertyOf(item);
    return property === undefined ? [] : [dynamicField(property, shape)];
  });

/** Names of what is computed and has no type that is known before its values are. */
export const untypedComputed = ({ computed = [] }: Projection): readonly string[] =>
  computed.filter((item) => propertyOf(item) === undefined).map(({ name }) => name);

function propertyOf({ name, expression: { type } }: ComputedProperty): Property | undefined {
  return type.type === null
    ? undefined
    : { kind: 'Property', name, type: type.type, collection: type.collection, nullable: true };
}

/**
 * A property that no type declares, because a request made it. The type stands before the value at level minimal as well (JSON Format 4.6.3): but for texts and truth values, which
 * JSON tells, and for single complex values, which carry their own. Doubles have it, for infinite ones are texts.
 */
export function dynamicField(property: Property, shape: JsonShape): Field {
  const { name, type, collection } = property;
  const isTold = !collection && (type.kind === 'ComplexType' || told.has(primitiveName(type) ?? ''));
  const isTyped = !isTold && shape.format.metadata !== 'none';
  const member = `${quote(`${name}${controlPrefix(shape.version)}type`)}:${quote(typeText(property, shape))},`;
  const write = propertyWriter(property, shape, { isDynamic: true });
  const optional = property.made?.optional === true;
  return { name, prefix: `${isTyped ? member : ''}${quote(name)}:`, write, optional };
}

const told: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Boolean']);
