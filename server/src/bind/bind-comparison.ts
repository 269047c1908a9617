import type { Expression } from '../../../grammar/index.ts';
import type { PrimitiveTypeName, PropertyType } from '../model/edm.ts';
import { isTextFor, literalText, readAs } from './bind-literal.ts';
import type { BoundBinary, BoundExpression, BoundIn, Scalar } from '../bound/bound.ts';
import type { ComparisonOperator } from '../bound/comparison-operators.ts';
import { capital, describe, isNavigation, pathText } from '../bound/describe.ts';
import { chain } from '../bound/chain.ts';
import { asDays, dateOf, isDateOf } from './compare-as-days.ts';
import { readText } from '../model/literals.ts';
import { checkItems } from './budget.ts';
import { mismatch, type Scope, unsupported } from './scope.ts';
import {
  booleanType,
  isNumeric,
  isSameType,
  primitiveName,
  promote,
  singleOf,
  writingHint,
} from '../bound/type-rules.ts';

interface Comparison {
  readonly operator: ComparisonOperator;
  /** The operator as it was written, where that is another. */
  readonly written?: 'in';
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

/** A comparison with both operands brought to one type, or TypeMismatch that says what to write. */
export function bindComparison(comparison: Comparison, scope: Scope): BoundExpression {
  const isNullCheck = isNull(comparison.left) || isNull(comparison.right);
  checkComparable(comparison.left, comparison, isNullCheck, scope);
  checkComparable(comparison.right, comparison, isNullCheck, scope);
  const { operator, written } = comparison;
  const left = castText(comparison.left, comparison.right, scope);
  const right = castText(comparison.right, comparison.left, scope);
  const days = asDays({ operator, left, right });
  if (days !== undefined) return binary({ operator, ...days });
  if (!isComparable(left, right)) throw notComparable(written ?? operator, left, right, scope);
  return binary({ operator, left: promoteLiteral(left, right), right: promoteLiteral(right, left) });
}

const binary = (parts: Comparison): BoundBinary => ({ kind: 'BoundBinary', type: booleanType, ...parts });

const isNull = (expression: BoundExpression): boolean =>
  expression.kind === 'BoundLiteral' && expression.value === null;

/** Collections, entities and complex values have no order and, but for null, no equality here. */
function checkComparable(operand: BoundExpression, comparison: Comparison, isNullCheck: boolean, scope: Scope): void {
  const { type, collection } = operand.type;
  const isCollection = collection || (isNavigation(operand) && isCollectionNavigation(operand));
  if (isCollection) {
    const advice = `Compare its items with 'any' or 'all', as in ${itemsExample(operand)}.`;
    throw mismatch(`${describe(operand)} is a collection and cannot be compared as a whole. ${advice}`, scope);
  }
  if (type?.kind !== 'ComplexType' && !isNavigation(operand)) return;
  const isEquality = comparison.operator === 'eq' || comparison.operator === 'ne';
  if (isNullCheck && isEquality) return;
  if (type?.kind === 'ComplexType' && isEquality) throw unsupported('Comparing complex values', scope.target);
  const hint = type === null ? `Compare one of its properties, or compare it with null.` : writingHint(type);
  throw mismatch(`${describe(operand)} cannot be compared as a whole. ${hint}`, scope);
}

const itemsExample = (operand: BoundExpression): string =>
  `${operand.kind === 'BoundProperty' ? pathText(operand) : 'Items'}/any(x:x${isNavigation(operand) ? '/...' : ''} eq ...)`;

const isCollectionNavigation = (operand: BoundExpression): boolean =>
  operand.kind === 'BoundProperty' && operand.path.at(-1)?.collection === true;

/** A text literal as a value of the other operand's type, where texts may stand for such values. */
function castText(operand: BoundExpression, other: BoundExpression, scope: Scope): BoundExpression {
  const text = literalText(operand);
  const { type } = other.type;
  if (text === undefined || type === null || !isTextFor(other.type)) return operand;
  if (type.kind === 'EnumType') return readAs(other.type, text, scope);
  const read = [primitiveName(type), ...alternatives(type)].find(
    (name) => name !== undefined && readText(name, text) !== undefined,
  );
  return read === undefined ? operand : readAs(singleOf(read), text, scope);
}

/** Days and points in time may stand for one another; see {@link asDays}. */
function alternatives(type: PropertyType): readonly PrimitiveTypeName[] {
  const name = primitiveName(type);
  if (name === 'Edm.Date') return ['Edm.DateTimeOffset'];
  return name === 'Edm.DateTimeOffset' ? ['Edm.Date'] : [];
}

function isComparable({ type: { type: left } }: BoundExpression, { type: { type: right } }: BoundExpression): boolean {
  if (left === null || right === null) return true;
  return isSameType(left, right) || (isNumeric(left) && isNumeric(right));
}

/** A numeric literal with the type both operands are promoted to; its value does not change. */
function promoteLiteral(operand: BoundExpression, other: BoundExpression): BoundExpression {
  if (operand.kind !== 'BoundLiteral') return operand;
  const from = primitiveName(operand.type.type);
  const to = primitiveName(other.type.type);
  if (from === undefined || to === undefined || from === to) return operand;
  return { ...operand, type: singleOf(promote(from, to)) };
}

function notComparable(operator: string, left: BoundExpression, right: BoundExpression, scope: Scope): Error {
  const typed = left.kind === 'BoundLiteral' ? right : left;
  const usual = typed.type.type === null ? '' : ` ${writingHint(typed.type.type)}`;
  const hint = chained(left, right) ?? nameInQuotes(left, scope) ?? nameInQuotes(right, scope) ?? usual;
  return mismatch(
    `${capital(describe(left))} and ${describe(right)} cannot be compared with '${operator}'.${hint}`,
    scope,
  );
}

/** `5 lt Hours lt 7`. */
function chained(left: BoundExpression, right: BoundExpression): string | undefined {
  const isChained = left.kind === 'BoundBinary' && primitiveName(left.type.type) === 'Edm.Boolean' && !isNull(right);
  return isChained ? " Join comparisons by 'and', as in Hours gt 5 and Hours lt 7." : undefined;
}

/** `'Hours' gt 5`. */
function nameInQuotes(operand: BoundExpression, { type }: Scope): string | undefined {
  const text = literalText(operand);
  const isName = text !== undefined && type.properties.some(({ name }) => name === text);
  return isName ? ` A name stands without quotes: write ${text}.` : undefined;
}

// ---- in -------------------------------------------------------------------------------------------------------------

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/** `operand in (...)`: the literals as one list, whatever else is listed as further comparisons. */
export function bindIn(operand: BoundExpression, list: Expression, scope: Scope, bind: Bind): BoundExpression {
  const values: Scalar[] = [];
  const days: Scalar[] = [];
  const others: BoundExpression[] = [];
  for (const item of listItems(list, scope, bind)) {
    const right = bind(item, scope);
    const equality = bindComparison({ operator: 'eq', written: 'in', left: operand, right }, scope);
    const { left, value } = literalEquality(equality) ?? {};
    if (left === undefined || value === undefined) others.push(equality);
    else if (left === operand) values.push(value);
    else if (isDateOf(left, operand)) days.push(value);
    else others.push(equality);
  }
  const found = days.length === 0 || values.length > 0 ? [membership(operand, values)] : [];
  if (days.length > 0) found.push(membership(dateOf(operand), days));
  return chain('or', [...found, ...others]);
}

const membership = (operand: BoundExpression, values: readonly Scalar[]): BoundIn => ({
  kind: 'BoundIn',
  type: booleanType,
  operand,
  values,
});

/** The sides of a comparison with a literal on its right. */
function literalEquality(equality: BoundExpression): { left: BoundExpression; value: Scalar } | undefined {
  if (equality.kind !== 'BoundBinary' || equality.right.kind !== 'BoundLiteral') return undefined;
  return { left: equality.left, value: equality.right.value };
}

function listItems(list: Expression, scope: Scope, bind: Bind): readonly Expression[] {
  if (list.kind === 'ListExpression' || list.kind === 'JsonArray') {
    checkItems(list.items.length, scope);
    return list.items;
  }
  if (list.kind === 'MemberPath' && bind(list, scope).type.collection) {
    throw unsupported("'in' with a collection property", scope.target);
  }
  throw mismatch("Behind 'in' stands a list in parentheses: ID in ('a','b').", scope);
}
