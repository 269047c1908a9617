import {
  print,
  type BinaryExpression,
  type BinaryOperator,
  type Expression,
  type UnaryExpression,
} from '../../../../grammar/index.ts';
import type { Property } from '../../model/edm.ts';
import { negate, type Numeric } from '../../model/numeric.ts';
import { chain } from '../../bound/chain.ts';
import { bindArithmetic } from './bind-arithmetic.ts';
import { bindComparison, bindIn } from './bind-comparison.ts';
import { bindCase } from './bind-case.ts';
import { bindMethodCall } from './bind-function.ts';
import { bindList as bindArray, bindRecord } from './bind-structure.ts';
import { bindTypeExpression } from './bind-type-expression.ts';
import { bindLiteral, literalText, readAs } from './bind-literal.ts';
import { bindMemberPath } from './bind-property.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { capital, describe, isLogical, isNavigation, pathText } from '../../bound/describe.ts';
import { bindAlias, resolveAlias } from './bind-alias.ts';
import { descend } from './budget.ts';
import { mismatch, type Scope } from './scope.ts';
import { booleanType, isNumeric, primitiveName } from '../../bound/type-rules.ts';

/** An expression with its names resolved and its types checked. */
export function bindExpression(node: Expression, scope: Scope): BoundExpression {
  return descend(scope, () => bindNode(node, scope));
}

function bindNode(node: Expression, scope: Scope): BoundExpression {
  switch (node.kind) {
    case 'Literal':
      return bindLiteral(node, scope);
    case 'MemberPath':
      return bindMemberPath(node, scope, bindExpression);
    case 'BinaryExpression':
      return bindBinary(node, scope);
    case 'UnaryExpression':
      return node.operator === 'not' ? bindNot(node, scope) : bindNegate(node, scope);
    case 'MethodCall':
      return bindMethodCall(node, scope, bindExpression);
    case 'TypeExpression':
      return bindTypeExpression(node, scope, bindExpression);
    case 'ParameterAlias':
      return bindAlias(node.name, scope, bindExpression);
    case 'CaseExpression':
      return bindCase(node, scope, bindExpression);
    case 'ListExpression':
      throw mismatch("A list in parentheses may only stand behind 'in'.", scope);
    case 'JsonArray':
      return bindArray(node, scope, bindExpression);
    case 'JsonObject':
      return bindRecord(node, scope, bindExpression);
  }
}

/** An expression as it is written in a message. */
const textOf = (node: Expression): string => decodeURIComponent(print(node));

/** An expression that must be true or false, for `$filter`. */
export function bindCondition(node: Expression, scope: Scope): BoundExpression {
  const bound = bindExpression(node, scope);
  if (isLogical(bound)) return bound;
  throw mismatch(`${capital(describe(bound))} is neither true nor false. ${conditionHint(bound, scope)}`, scope);
}

function conditionHint(bound: BoundExpression, scope: Scope): string {
  if (bound.kind === 'BoundProperty') return `Compare it with a value, as in ${pathText(bound)} eq ...`;
  const { properties, key } = scope.type;
  const { name } = properties.find((each) => isText(each) && !key.includes(each.name)) ?? { name: 'Name' };
  return literalText(bound) === undefined
    ? `Compare it with a value, as in ${name} eq 'abc'.`
    : `Each condition names its property, as in ${name} eq 'abc' or ${name} eq 'xyz'.`;
}

const isText = ({ type, collection }: Property): boolean => primitiveName(type) === 'Edm.String' && !collection;

function bindBinary(node: BinaryExpression, scope: Scope): BoundExpression {
  const { operator } = node;
  switch (operator) {
    case 'and':
    case 'or':
      return bindChain(node, operator, scope);
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const left = bindExpression(node.left, scope);
      return bindComparison({ operator, left, right: bindExpression(node.right, scope) }, scope);
    }
    case 'in':
      return bindList(bindExpression(node.left, scope), node.right, scope);
    case 'has':
      return bindHas(node, scope);
    default:
      return bindArithmetic(operator, bindExpression(node.left, scope), bindExpression(node.right, scope), scope);
  }
}

function bindList(operand: BoundExpression, list: Expression, scope: Scope): BoundExpression {
  if (list.kind !== 'ParameterAlias') return bindIn(operand, list, scope, bindExpression);
  const alias = resolveAlias(list.name, scope);
  return bindList(operand, alias.value, alias.scope);
}

// ---- Logic ----------------------------------------------------------------------------------------------------------

/** `a or b or c`: however long the chain, a tree of logarithmic depth. */
function bindChain(node: BinaryExpression, operator: 'and' | 'or', scope: Scope): BoundExpression {
  const operands = chainOperands(node, operator).map((operand) => {
    const bound = bindExpression(operand, scope);
    if (isLogical(bound)) return bound;
    throw mismatch(
      `'${operator}' joins conditions, and ${describe(bound)} is neither true nor false. ${conditionHint(bound, scope)}`,
      scope,
    );
  });
  return chain(operator, operands);
}

function chainOperands(node: BinaryExpression, operator: BinaryOperator): readonly Expression[] {
  const reversed: Expression[] = [];
  let rest: Expression = node;
  while (rest.kind === 'BinaryExpression' && rest.operator === operator) {
    reversed.push(rest.right);
    rest = rest.left;
  }
  reversed.push(rest);
  return reversed.reverse();
}

function bindNot(node: UnaryExpression, scope: Scope): BoundExpression {
  const operand = bindExpression(node.operand, scope);
  if (isLogical(operand)) return { kind: 'BoundUnary', type: booleanType, operator: 'not', operand };
  const hint = 'Put the comparison behind it in parentheses, as in not (A eq B).';
  throw mismatch(`'not' needs a condition, and ${describe(operand)} is neither true nor false. ${hint}`, scope);
}

function bindHas(node: BinaryExpression, scope: Scope): BoundExpression {
  const left = bindExpression(node.left, scope);
  const found = bindExpression(node.right, scope);
  const { type } = left.type;
  if (type !== null && (type.kind !== 'EnumType' || left.type.collection)) {
    throw mismatch(`'has' looks for flags in an enumeration value, and ${describe(left)} is none.`, scope);
  }
  const text = literalText(found);
  const right = text !== undefined && type !== null ? readAs(left.type, text, scope) : found;
  const fits = type === null || right.type.type === null || right.type.type.name === type.name;
  if (fits) return { kind: 'BoundBinary', type: booleanType, operator: 'has', left, right };
  throw mismatch(`${capital(describe(right))} is no value of ${describe(left)}.`, scope);
}

function bindNegate(node: UnaryExpression, scope: Scope): BoundExpression {
  const { operand: inner } = node;
  if (inner.kind === 'Literal' && (inner.type === 'integer' || inner.type === 'decimal')) {
    if (/^\d/.test(inner.value)) return bindLiteral(inner, scope, true);
  }
  const operand = bindExpression(inner, scope);
  const { type, collection } = operand.type;
  const numeric = isNumeric(type) && !collection;
  if (operand.kind === 'BoundLiteral' && numeric && isNumberForm(operand.value)) {
    return { ...operand, value: negate(operand.value) };
  }
  const fits = numeric || (type === null && !isNavigation(operand)) || primitiveName(type) === 'Edm.Duration';
  if (!fits) {
    const hint = scope.target === '$orderby' ? ` To sort downwards, write ${textOf(inner)} desc.` : '';
    throw mismatch(`'-' needs a number or a duration, and ${describe(operand)} is neither.${hint}`, scope);
  }
  return { kind: 'BoundUnary', type: operand.type, operator: 'negate', operand };
}

const isNumberForm = (value: unknown): value is Numeric => typeof value === 'number' || typeof value === 'string';
