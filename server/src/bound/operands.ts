/** Expressions as trees: what any of them is made of. */
import type { BoundExpression } from './bound.ts';

/** The expressions right inside one. */
export function operandsWithin(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.kind) {
    case 'BoundLiteral':
    case 'BoundProperty':
      return [];
    case 'BoundBinary':
      return [expression.left, expression.right];
    case 'BoundIn':
    case 'BoundUnary':
      return [expression.operand];
    case 'BoundMethodCall':
      return expression.args;
    case 'BoundLambda': {
      const { collection, filter, condition } = expression;
      return [collection, ...(filter ? [filter] : []), ...(condition ? [condition] : [])];
    }
  }
}

type Replace = (operand: BoundExpression) => BoundExpression;

/** The expression with others right inside it: itself where all of them are the same. */
export function withOperands(expression: BoundExpression, replace: Replace): BoundExpression {
  switch (expression.kind) {
    case 'BoundLiteral':
    case 'BoundProperty':
      return expression;
    case 'BoundBinary': {
      const left = replace(expression.left);
      const right = replace(expression.right);
      const isSame = left === expression.left && right === expression.right;
      return isSame ? expression : { ...expression, left, right };
    }
    case 'BoundIn':
    case 'BoundUnary': {
      const operand = replace(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case 'BoundMethodCall': {
      const args = expression.args.map(replace);
      return args.every((arg, position) => arg === expression.args[position]) ? expression : { ...expression, args };
    }
    case 'BoundLambda': {
      const collection = replace(expression.collection);
      const filter = expression.filter && replace(expression.filter);
      const condition = expression.condition && replace(expression.condition);
      const isSame =
        collection === expression.collection && filter === expression.filter && condition === expression.condition;
      return isSame ? expression : { ...expression, collection, filter, condition };
    }
  }
}

/** How many expressions one is made of, itself included. */
export const partsOf = (expression: BoundExpression): number =>
  operandsWithin(expression).reduce((sum, operand) => sum + partsOf(operand), 1);
