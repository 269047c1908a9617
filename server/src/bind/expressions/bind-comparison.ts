import type { Expression } from '../../../../grammar/index.ts';
import { literalText } from './bind-literal.ts';
import { asType } from './bind-structure.ts';
import { freeName } from './bind-items.ts';
import { bracketedHint } from '../hints/bracketed-name.ts';
import { itemOf, lambdaOf } from '../../bound/variables.ts';
import type { BoundBinary, BoundExpression, BoundIn, Scalar } from '../../bound/bound.ts';
import type { ComparisonOperator } from '../../bound/comparison-operators.ts';
import { capital, describe, isNavigation, pathText } from '../../bound/describe.ts';
import { chain } from '../../bound/chain.ts';
import { asKeys } from './compare-entities.ts';
import { asDays, dateOf, isDateOf } from './compare-as-days.ts';
import { checkItems } from './budget.ts';
import { mismatch, type Scope } from './scope.ts';
import { booleanType, isComparable, primitiveName, promote, singleOf, writingHint } from '../../bound/type-rules.ts';

interface Comparison {
  readonly operator: ComparisonOperator;
  /** The operator as it was written, where that is another. */
  readonly written?: 'in';
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

/** A comparison with both operands brought to one type, or TypeMismatch that says what to write. */
export function bindComparison(comparison: Comparison, scope: Scope): BoundExpression {
  const byKeys = asKeys(comparison.operator, [comparison.left, comparison.right], scope);
  if (byKeys !== undefined) return byKeys;
  const isNullCheck = isNull(comparison.left) || isNull(comparison.right);
  checkComparable(comparison.left, comparison, isNullCheck, scope);
  checkComparable(comparison.right, comparison, isNullCheck, scope);
  const { operator, written } = comparison;
  const left = asType(comparison.left, comparison.right.type, scope);
  const right = asType(comparison.right, comparison.left.type, scope);
  const days = asDays({ operator, left, right });
  if (days !== undefined) return binary({ operator, ...days });
  if (!isComparable(left.type.type, right.type.type)) throw notComparable(written ?? operator, left, right, scope);
  return binary({ operator, left: promoteLiteral(left, right), right: promoteLiteral(right, left) });
}

const binary = (parts: Comparison): BoundBinary => ({ kind: 'BoundBinary', type: booleanType, ...parts });

const isNull = (expression: BoundExpression): boolean =>
  expression.kind === 'BoundLiteral' && expression.value === null;

/**
 * Collections, entities and complex values have no order. Values, and collections of them, are equal to others of their
 * kind; entities to others of their type (see `asKeys`) and to null.
 */
function checkComparable(operand: BoundExpression, comparison: Comparison, isNullCheck: boolean, scope: Scope): void {
  const { type, collection } = operand.type;
  const isEntity = isNavigation(operand);
  const isCollection = collection || (isEntity && isCollectionNavigation(operand));
  const isEquality = comparison.operator === 'eq' || comparison.operator === 'ne';
  if (isCollection) {
    const other = operand === comparison.left ? comparison.right : comparison.left;
    if (!isEntity && isEquality && (other.type.collection || isOfNoType(other))) return;
    const advice =
      bracketedHint(operand).trimStart() || `Compare its items with 'any' or 'all', as in ${itemsExample(operand)}.`;
    throw mismatch(`${describe(operand)} is a collection and cannot be compared with a single value. ${advice}`, scope);
  }
  if (type?.kind !== 'ComplexType' && operand.kind !== 'BoundRecord' && !isEntity) return;
  if (isEquality && (!isEntity || isNullCheck)) return;
  const hint = type === null ? `Compare one of its properties, or compare it with null.` : writingHint(type);
  throw mismatch(`${describe(operand)} cannot be compared as a whole. ${hint}`, scope);
}

const isOfNoType = ({ type, kind }: BoundExpression): boolean => type.type === null && kind !== 'BoundRecord';

const itemsExample = (operand: BoundExpression): string =>
  `${operand.kind === 'BoundProperty' ? pathText(operand) : 'Items'}/any(x:x${isNavigation(operand) ? '/...' : ''} eq ...)`;

const isCollectionNavigation = (operand: BoundExpression): boolean =>
  operand.kind === 'BoundProperty' && operand.path.at(-1)?.collection === true;

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
  const items = listItems(list, scope);
  if (items === undefined) return bindInItems(operand, bind(list, scope), scope);
  for (const item of items) {
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

/** `operand in collection`: whether one of its items equals the operand. */
function bindInItems(operand: BoundExpression, collection: BoundExpression, scope: Scope): BoundExpression {
  const isOpen = collection.kind === 'BoundProperty' && collection.dynamic.length > 0;
  if (isNavigation(collection) || !(collection.type.collection || isOpen)) {
    throw mismatch("Behind 'in' stands a list in parentheses, ID in ('a','b'), or a collection of values.", scope);
  }
  const variable = { name: freeName('item', scope) };
  const item = itemOf(variable, { type: collection.type.type, collection: false });
  const condition = bindComparison({ operator: 'eq', written: 'in', left: operand, right: item }, scope);
  return lambdaOf({ operator: 'any', collection, variable, conditions: [condition] });
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

function listItems(list: Expression, scope: Scope): readonly Expression[] | undefined {
  if (list.kind === 'ListExpression' || list.kind === 'JsonArray') {
    checkItems(list.items.length, scope);
    return list.items;
  }
  return undefined;
}
