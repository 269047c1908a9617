import type { BoundExpression } from './bound.ts';
import { booleanType } from './type-rules.ts';

/** The operands joined by `and` or `or`, in their order, as a tree of logarithmic depth; there must be at least one. */
export function balanced(operator: 'and' | 'or', operands: readonly BoundExpression[]): BoundExpression {
  const [only] = operands;
  if (only === undefined) throw new Error(`'${operator}' of nothing`);
  if (operands.length === 1) return only;
  const middle = operands.length >> 1;
  const left = balanced(operator, operands.slice(0, middle));
  return { kind: 'BoundBinary', type: booleanType, operator, left, right: balanced(operator, operands.slice(middle)) };
}
