/** Range variables: what expressions say about the items of collections (URL Conventions 5.1.1.13). */
import type { BoundExpression, BoundLambda, BoundProperty, BoundVariable } from './bound.ts';
import { chain, operandsOf } from './chain.ts';
import { withOperands, operandsWithin } from './operands.ts';
import { booleanType, singleOf, untyped } from './type-rules.ts';

interface LambdaParts {
  readonly operator: BoundLambda['operator'];
  readonly collection: BoundExpression;
  readonly variable: BoundVariable;
  /** All of them hold for the items that are meant. */
  readonly conditions: readonly BoundExpression[];
}

/** Items of a collection by conditions; what these say about an item alone is set apart from what looks around. */
export function lambdaOf({ operator, collection, variable, conditions }: LambdaParts): BoundLambda {
  const operands = conditions.flatMap((condition) => operandsOf(condition, 'and'));
  const alone = operands.filter((operand) => isAboutAlone(operand, variable));
  const around = operands.filter((operand) => !alone.includes(operand));
  return {
    kind: 'BoundLambda',
    type: typeOf(operator, collection),
    operator,
    collection,
    variable,
    filter: alone.length === 0 ? undefined : asAtHand(chain('and', alone), variable),
    condition: around.length === 0 ? undefined : chain('and', around),
  };
}

function typeOf(operator: BoundLambda['operator'], { type }: BoundExpression): BoundLambda['type'] {
  if (operator === 'any') return booleanType;
  return operator === '$count' ? singleOf('Edm.Int64') : { ...(type.collection ? type : untyped), collection: true };
}

/** Whether no path of the expression begins elsewhere than at the variable, or at one of its own. */
function isAboutAlone(expression: BoundExpression, variable: BoundVariable): boolean {
  const isInside = (part: BoundExpression, inside: readonly (BoundVariable | undefined)[]): boolean => {
    if (part.kind === 'BoundProperty' && part.variable?.of === undefined) return inside.includes(part.variable);
    if (part.kind !== 'BoundLambda') return operandsWithin(part).every((each) => isInside(each, inside));
    const { collection, condition } = part;
    // What the inner filter says is about the inner item alone.
    return isInside(collection, inside) && (!condition || isInside(condition, [...inside, part.variable]));
  };
  return isInside(expression, [variable]);
}

/** The expression with what the variable stands for as what is at hand. */
function asAtHand(expression: BoundExpression, variable: BoundVariable): BoundExpression {
  if (expression.kind === 'BoundProperty' && expression.variable === variable) {
    return { ...expression, variable: undefined };
  }
  // What an inner filter says is about inner items alone.
  const inner = expression.kind === 'BoundLambda' ? expression.filter : undefined;
  return withOperands(expression, (operand) => (operand === inner ? operand : asAtHand(operand, variable)));
}

/** Whether a path of the expression begins at the variable. */
export const mentions = (expression: BoundExpression, variable: BoundVariable): boolean =>
  (expression.kind === 'BoundProperty' && expression.variable === variable) ||
  operandsWithin(expression).some((operand) => mentions(operand, variable));

/** The opposite: what is said about what is at hand, about what a variable stands for. */
export function asItem(expression: BoundExpression, variable: BoundVariable): BoundExpression {
  if (expression.kind === 'BoundProperty') return { ...expression, variable };
  return withOperands(expression, (operand) => asItem(operand, variable));
}

/** The item itself, whatever it is. */
export const itemOf = (variable: BoundVariable, type: BoundProperty['type']): BoundProperty => ({
  kind: 'BoundProperty',
  type,
  variable,
  path: [],
  dynamic: [],
});
