import { commonFamily, familyOf } from '../model/comparison.ts';
import { chain, operandsOf } from './chain.ts';
import type { BoundExpression, BoundIn, BoundProperty, Scalar } from './bound.ts';
import { pathText } from './describe.ts';
import { booleanType } from './type-rules.ts';

/**
 * The same condition with less to do per entity: constants folded, double negation gone, and `ID eq 'a' or ID eq 'b'`
 * made one `ID in ('a','b')`, which is one look-up however many values there are.
 */
export function simplify(condition: BoundExpression): BoundExpression {
  if (condition.kind === 'BoundUnary' && condition.operator === 'not') return negate(simplify(condition.operand));
  if (condition.kind !== 'BoundBinary') return condition;
  const { operator } = condition;
  if (operator !== 'and' && operator !== 'or') return condition;
  const neutral = operator === 'and';
  const operands = operandsOf(condition, operator).map(simplify);
  const dominant = operands.find((operand) => isConstant(operand, !neutral));
  if (dominant !== undefined) return dominant;
  const rest = operands.filter((operand) => !isConstant(operand, neutral));
  const joined = operator === 'or' ? mergeMemberships(rest) : rest;
  return joined.length === 0 ? { kind: 'BoundLiteral', type: booleanType, value: neutral } : chain(operator, joined);
}

function negate(operand: BoundExpression): BoundExpression {
  if (operand.kind === 'BoundUnary' && operand.operator === 'not') return operand.operand;
  if (operand.kind === 'BoundLiteral' && typeof operand.value === 'boolean')
    return { ...operand, value: !operand.value };
  return { kind: 'BoundUnary', type: booleanType, operator: 'not', operand };
}

const isConstant = (expression: BoundExpression, value: boolean): boolean =>
  expression.kind === 'BoundLiteral' && expression.value === value;

interface Membership {
  readonly operand: BoundProperty;
  readonly values: readonly Scalar[];
}

function membershipOf(expression: BoundExpression): Membership | undefined {
  if (expression.kind === 'BoundIn') {
    return expression.operand.kind === 'BoundProperty' ? { ...expression, operand: expression.operand } : undefined;
  }
  if (expression.kind !== 'BoundBinary' || expression.operator !== 'eq') return undefined;
  const { left, right } = expression;
  if (left.kind !== 'BoundProperty' || right.kind !== 'BoundLiteral') return undefined;
  return isPlain(left) && commonFamily(left.type, right.type) === familyOf(left.type)
    ? { operand: left, values: [right.value] }
    : undefined;
}

/** Declared, single and no entity: equality is membership in a list of one. */
const isPlain = ({ path, dynamic, type }: BoundProperty): boolean =>
  dynamic.length === 0 && path.at(-1)?.kind === 'Property' && type.type?.kind !== 'ComplexType';

function mergeMemberships(operands: readonly BoundExpression[]): readonly BoundExpression[] {
  const groups = new Map<string, Scalar[]>();
  for (const operand of operands) {
    const membership = membershipOf(operand);
    if (membership === undefined) continue;
    const key = pathText(membership.operand);
    const values = groups.get(key) ?? [];
    values.push(...membership.values);
    groups.set(key, values);
  }
  const merged = new Set<string>();
  return operands.flatMap((operand) => {
    const membership = membershipOf(operand);
    const key = membership === undefined ? '' : pathText(membership.operand);
    const values = groups.get(key);
    if (membership === undefined || values === undefined) return [operand];
    if (merged.has(key)) return [];
    merged.add(key);
    return [values.length === membership.values.length ? operand : inList({ operand: membership.operand, values })];
  });
}

const inList = ({ operand, values }: Membership): BoundIn => ({
  kind: 'BoundIn',
  type: booleanType,
  operand,
  values: [...new Set(values)],
});
