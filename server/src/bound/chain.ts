import type { BoundExpression } from './bound.ts';
import { booleanType } from './type-rules.ts';

/** `a and b and c`, or the same with `or`: however many operands, a tree of logarithmic depth; at least one. */
export function chain(operator: 'and' | 'or', operands: readonly BoundExpression[]): BoundExpression {
  const [only] = operands;
  if (only === undefined) throw new Error(`'${operator}' of nothing`);
  if (operands.length === 1) return only;
  const middle = operands.length >> 1;
  const left = chain(operator, operands.slice(0, middle));
  return { kind: 'BoundBinary', type: booleanType, operator, left, right: chain(operator, operands.slice(middle)) };
}

/** The operands of a chain, in their order; of anything else itself. */
export function operandsOf(expression: BoundExpression, operator: 'and' | 'or'): readonly BoundExpression[] {
  if (expression.kind !== 'BoundBinary' || expression.operator !== operator) return [expression];
  return [...operandsOf(expression.left, operator), ...operandsOf(expression.right, operator)];
}
