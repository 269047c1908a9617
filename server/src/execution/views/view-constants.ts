/** What a flat view's columns take from the service itself, such as a setting of the company, is the same for all entities. */
import type { BoundExpression, BoundLiteral } from '../../bound/bound.ts';
import { withOperands } from '../../bound/operands.ts';
import type { Value } from '../../model/values.ts';
import { referencesOf } from '../../plan/references.ts';

/** The largest expressions within these that depend on no property of the entity, and are no literals. */
export function constantsWithin(expressions: readonly BoundExpression[]): readonly BoundExpression[] {
  const found: BoundExpression[] = [];
  const visit = (node: BoundExpression): BoundExpression => {
    if (!isConstant(node)) return withOperands(node, visit);
    found.push(node);
    return node;
  };
  for (const expression of expressions) visit(expression);
  return found;
}

function isConstant(node: BoundExpression): boolean {
  if (node.kind === 'BoundLiteral' || node.kind === 'BoundLambda' || node.type.type === null) return false;
  const { properties, joins } = referencesOf([node]);
  return properties.size === 0 && joins.length > 0 && joins.every(({ items }) => items !== undefined);
}

/** The expression with values in the place of constants, and without the branches that these decide against. */
export function settled(expression: BoundExpression, values: ReadonlyMap<BoundExpression, Value>): BoundExpression {
  const value = values.get(expression);
  if (value !== undefined) {
    const isSingle = typeof value !== 'object' || value === null;
    return isSingle ? { kind: 'BoundLiteral', type: expression.type, value } : expression;
  }
  return decided(withOperands(expression, (operand) => settled(operand, values)));
}

/** Of branches, the first whose condition is certain is the last; those that are ruled out are none. */
function decided(expression: BoundExpression): BoundExpression {
  if (expression.kind !== 'BoundCase') return expression;
  const possible = expression.branches.filter(({ condition }) => !isLiteral(condition) || condition.value === true);
  const certain = possible.findIndex(({ condition }) => isLiteral(condition));
  const branches = certain < 0 ? possible : possible.slice(0, certain + 1);
  const [first] = branches;
  if (first === undefined) return { kind: 'BoundLiteral', type: expression.type, value: null };
  const isSame = first.value.type.type?.name === expression.type.type?.name;
  return certain === 0 && isSame ? first.value : { ...expression, branches };
}

const isLiteral = (expression: BoundExpression): expression is BoundLiteral => expression.kind === 'BoundLiteral';
