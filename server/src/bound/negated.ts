import type { BoundExpression } from './bound.ts';
import { chain, operandsOf } from './chain.ts';
import { booleanType } from './type-rules.ts';

/**
 * True where the condition is false or null, and false where it is true: what `all` looks for. As far as the condition is
 * never null, in a form that a source can be asked for.
 */
export function negated(condition: BoundExpression): BoundExpression {
  const operands = operandsOf(condition, 'or');
  return chain('and', operands.map(notTrue));
}

function notTrue(condition: BoundExpression): BoundExpression {
  if (isDecided(condition)) return { kind: 'BoundUnary', type: booleanType, operator: 'not', operand: condition };
  const right = { kind: 'BoundLiteral', type: booleanType, value: true } as const;
  return { kind: 'BoundBinary', type: booleanType, operator: 'ne', left: condition, right };
}

const comparisons: readonly string[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** Whether a condition is true or false, and never null. */
function isDecided(condition: BoundExpression): boolean {
  switch (condition.kind) {
    case 'BoundIn':
    case 'BoundLambda':
    case 'BoundSearch':
      return true;
    case 'BoundUnary':
      return isDecided(condition.operand);
    case 'BoundBinary':
      if (condition.operator !== 'and' && condition.operator !== 'or') return comparisons.includes(condition.operator);
      return isDecided(condition.left) && isDecided(condition.right);
    default:
      return false;
  }
}
