/** Conditions that no URL says: those of keys and joins. */
import type { Property } from '../model/edm.ts';
import { isPrimitive, type PrimitiveValue, type Value } from '../model/values.ts';
import type { BoundExpression, BoundProperty } from './bound.ts';
import { booleanType } from './type-rules.ts';

/** That a property equals one of some values; nothing equals null or a structure. */
export const isOneOf = (property: Property, values: readonly Value[]): BoundExpression => ({
  kind: 'BoundIn',
  type: booleanType,
  operand: operandOf(property),
  values: values.filter(isPrimitive),
});

/** That a property is at least (`ge`) or at most (`le`) a value. */
export const isBounded = (property: Property, operator: 'ge' | 'le', value: PrimitiveValue): BoundExpression => {
  const left = operandOf(property);
  return {
    kind: 'BoundBinary',
    type: booleanType,
    operator,
    left,
    right: { kind: 'BoundLiteral', type: left.type, value },
  };
};

const operandOf = (property: Property): BoundProperty => ({
  kind: 'BoundProperty',
  type: { type: property.type, collection: false },
  path: [property],
  dynamic: [],
});
