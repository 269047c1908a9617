import type { BoundExpression, BoundLiteral } from '../../bound/bound.ts';
import { operandsWithin, withOperands } from '../../bound/operands.ts';
import { compileNode, type Environment } from './compile-expression.ts';

/** For an environment of constants that are worked out before the request is carried out. */
export const UNKNOWN_NOW = '';

/**
 * The expression with everything worked out that is the same for every row, `now()` included where it is known. What
 * fails, fails here: unless it is not looked at, because what stands left of it settles an `and` or `or`.
 */
export function foldConstants(expression: BoundExpression, environment: Environment): BoundExpression {
  switch (expression.kind) {
    case 'BoundLiteral':
    case 'BoundProperty':
      return expression;
    case 'BoundBinary': {
      const left = foldConstants(expression.left, environment);
      if (isLiteral(left) && left.value === settling[expression.operator]) return left;
      const right = foldConstants(expression.right, environment);
      const isSame = left === expression.left && right === expression.right;
      return worked(isSame ? expression : { ...expression, left, right }, environment);
    }
    case 'BoundMethodCall':
      if (expression.method === 'now' && environment.now === UNKNOWN_NOW) return expression;
      break;
    default:
  }
  return worked(
    withOperands(expression, (operand) => foldConstants(operand, environment)),
    environment,
  );
}

/** The value of the left operand that settles the result. */
const settling: Readonly<Record<string, boolean>> = { and: false, or: true };

const isLiteral = (expression: BoundExpression): expression is BoundLiteral => expression.kind === 'BoundLiteral';

function worked(expression: BoundExpression, environment: Environment): BoundExpression {
  if (!operandsWithin(expression).every(isLiteral)) return expression;
  const value = compileNode(expression, environment)({});
  return typeof value === 'object' && value !== null
    ? expression
    : { kind: 'BoundLiteral', type: expression.type, value };
}
