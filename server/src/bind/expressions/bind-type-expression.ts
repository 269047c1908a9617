/**
 * `cast` and `isof` (URL Conventions 5.1.1.10). No type is derived from another: entities and complex values are of their
 * own type alone, and a cast to any other one is null. `isof` is whether a cast succeeds, which that of null always does.
 */
import type { Expression, TypeExpression } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundLiteral } from '../../bound/bound.ts';
import { chain } from '../../bound/chain.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import {
  booleanType,
  isCastable,
  isIntegerName,
  isNumericName,
  isPrimitiveTypeName,
  isSameType,
  primitiveName,
  singleOf,
  untyped,
  writingHint,
} from '../../bound/type-rules.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { PrimitiveTypeName, PropertyType } from '../../model/edm.ts';
import { targetOf } from '../../model/model-index.ts';
import { typeAt } from '../names/model-names.ts';
import { mismatch, type Scope } from './scope.ts';
import { checkTypeName } from './type-names.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/** `cast(type)`, `cast(expression,type)`, and the same with `isof`; the type's name may stand in quotes. */
export function bindTypeExpression(node: TypeExpression, scope: Scope, bind: Bind): BoundExpression {
  const { operation, typeName } = node;
  const { name, collection } = typeName;
  checkTypeName(name, scope);
  const operand = node.operand === undefined ? atHand(scope) : bind(node.operand, scope);
  const type = valueType(name, scope);
  const isValue = !isNavigation(operand) && operand.type.type?.kind !== 'ComplexType' && operand.kind !== 'BoundRecord';
  if (type === undefined || !isValue) {
    const fits = structureFits(operand, name, collection, scope);
    if (operation === 'isof') return fits ? literal(booleanType, true) : isNull(operand);
    return fits ? operand : literal(untyped, null);
  }
  return operation === 'isof' ? isOf(operand, { type, collection }) : bindCast(operand, { type, collection }, scope);
}

/** What is at hand, as it is. */
const atHand = ({ here: { variable, type } }: Scope): BoundExpression => ({
  kind: 'BoundProperty',
  type,
  ...(variable && { variable }),
  path: [],
  dynamic: [],
});

/** The primitive or enumeration type of a name. */
function valueType(name: string, { index }: Scope): PropertyType | undefined {
  return isPrimitiveTypeName(name) ? { kind: 'PrimitiveType', name } : index.enumTypes.get(name);
}

const literal = (type: ValueType, value: boolean | null): BoundLiteral => ({ kind: 'BoundLiteral', type, value });

const comparedWithNull = (operator: 'eq' | 'ne', left: BoundExpression): BoundExpression => ({
  kind: 'BoundBinary',
  type: booleanType,
  operator,
  left,
  right: literal(untyped, null),
});

/** Of a collection, which is never null, nothing: it cannot be compared so. */
const isNull = (operand: BoundExpression): BoundExpression =>
  operand.type.collection ? literal(booleanType, false) : comparedWithNull('eq', operand);

// ---- Values ---------------------------------------------------------------------------------------------------------

function bindCast(operand: BoundExpression, to: ValueType, scope: Scope): BoundExpression {
  if (canCast(operand.type, to)) return castTo(operand, to);
  const name = to.type?.name ?? '';
  const hint = to.type === null ? '' : ` ${writingHint(to.type)}`;
  throw mismatch(
    `${capital(describe(operand))} cannot be cast to ${to.collection ? `Collection(${name})` : name}.${hint}`,
    scope,
  );
}

const castTo = (operand: BoundExpression, type: ValueType): BoundExpression => ({
  kind: 'BoundMethodCall',
  type: type.type?.kind === 'PrimitiveType' && !type.collection ? singleOf(type.type.name) : type,
  method: 'cast',
  args: [operand],
});

function isOf(operand: BoundExpression, to: ValueType): BoundExpression {
  const { type, collection } = operand.type;
  const isSame = type !== null && to.type !== null && isSameType(type, to.type) && collection === to.collection;
  if (isSame) return literal(booleanType, true);
  if (!canCast(operand.type, to)) return isNull(operand);
  return chain('or', [isNull(operand), comparedWithNull('ne', castTo(operand, to))]);
}

/** Whether there are values of one type that can be cast to another. */
function canCast({ type: from, collection }: ValueType, { type: to, collection: toCollection }: ValueType): boolean {
  if (from === null || to === null) return !collection || toCollection;
  if (collection !== toCollection || from.kind === 'ComplexType' || to.kind === 'ComplexType') return false;
  if (isSameType(from, to)) return true;
  if (from.kind === 'PrimitiveType' && to.kind === 'PrimitiveType') return isCastable(from.name, to.name);
  const primitive = primitiveName(from) ?? primitiveName(to);
  return primitive !== undefined && isCastableWithEnum(primitive, to.kind === 'EnumType');
}

/** Enumerations are cast from and to numbers and texts. */
const isCastableWithEnum = (name: PrimitiveTypeName, toEnum: boolean): boolean =>
  name === 'Edm.String' || (toEnum ? isIntegerName(name) : isNumericName(name));

// ---- Structures -----------------------------------------------------------------------------------------------------

/** Whether the operand is of the type of that name, or of one that all such types are derived from. */
function structureFits(operand: BoundExpression, name: string, collection: boolean, scope: Scope): boolean {
  const isEntity = isNavigation(operand);
  if (isCollectionOf(operand) !== collection) return false;
  if (name === 'Edm.Untyped') return true;
  if (name === 'Edm.EntityType') return isEntity;
  const isComplex = !isEntity && (operand.type.type?.kind === 'ComplexType' || operand.kind === 'BoundRecord');
  if (name === 'Edm.ComplexType') return isComplex;
  if (name === 'Edm.PrimitiveType') return !isEntity && !isComplex;
  const own = typeNameOf(operand, scope);
  return own !== undefined && name === `${scope.index.model.namespace}.${own}`;
}

function isCollectionOf(operand: BoundExpression): boolean {
  const last = operand.kind === 'BoundProperty' ? operand.path.at(-1) : undefined;
  return last?.kind === 'NavigationProperty' ? last.collection : operand.type.collection;
}

function typeNameOf(operand: BoundExpression, { here, index }: Scope): string | undefined {
  const { type } = operand.type;
  if (type !== null) return type.name;
  if (operand.kind !== 'BoundProperty' || operand.dynamic.length > 0) return undefined;
  const last = operand.path.at(-1);
  if (last !== undefined) return last.kind === 'NavigationProperty' ? targetOf(index, last).entityType.name : undefined;
  if (operand.variable !== undefined) return operand.variable.entityType?.name;
  const at = typeAt(here.referent.of, index);
  return at === undefined || at === 'open' ? undefined : at.name;
}
