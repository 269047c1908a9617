/** Conditions on a related entity, as conditions of its own. */
import type { NavigationProperty } from '../model/edm.ts';
import type { BoundExpression } from './bound.ts';
import { operandsWithin, withOperands } from './operands.ts';

/** The navigation property that the first path of an expression begins with. */
export function navigationOf(expression: BoundExpression): NavigationProperty | undefined {
  if (expression.kind === 'BoundProperty') {
    const [first] = expression.path;
    return expression.variable === undefined && first?.kind === 'NavigationProperty' ? first : undefined;
  }
  if (expression.kind === 'BoundLambda') return navigationOf(expression.collection);
  for (const operand of operandsWithin(expression)) {
    const found = navigationOf(operand);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The expression as it is said of what the navigation property leads to; nothing where it says something of others, or of
 * whether there is such an entity.
 */
export function behindNavigation(
  expression: BoundExpression,
  navigation: NavigationProperty,
): BoundExpression | undefined {
  let isOther = false;
  const behind = (node: BoundExpression): BoundExpression => {
    if (node.kind === 'BoundLambda') {
      // What is said of an item alone names its properties.
      const { collection, condition } = node;
      return { ...node, collection: behind(collection), condition: condition && behind(condition) };
    }
    if (node.kind !== 'BoundProperty' || node.variable?.of !== undefined) return withOperands(node, behind);
    if (node.variable !== undefined) return node;
    const [first, ...rest] = node.path;
    isOther ||= first !== navigation || (rest.length === 0 && node.dynamic.length === 0);
    return { ...node, path: rest };
  };
  const result = behind(expression);
  return isOther ? undefined : result;
}
