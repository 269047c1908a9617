/** Entities beside one another: `BestFriend eq $it` asks whether they are the same, which their keys tell. */
import type { BoundExpression, BoundProperty } from '../../bound/bound.ts';
import { chain } from '../../bound/chain.ts';
import { isNavigation } from '../../bound/describe.ts';
import { booleanType } from '../../bound/type-rules.ts';
import type { EntityType } from '../../model/edm.ts';
import { propertyOf, targetOf } from '../../model/model-index.ts';
import type { Scope } from './scope.ts';

/** The comparison of their keys, where both are single entities of one type; nothing else is one of entities. */
export function asKeys(
  operator: string,
  [left, right]: readonly [BoundExpression, BoundExpression],
  scope: Scope,
): BoundExpression | undefined {
  if (operator !== 'eq' && operator !== 'ne') return undefined;
  const type = entityTypeOf(left, scope);
  if (type === undefined || type !== entityTypeOf(right, scope)) return undefined;
  const equalities = type.key.map((name): BoundExpression => ({
    kind: 'BoundBinary',
    type: booleanType,
    operator,
    left: keyOf(left, type, name),
    right: keyOf(right, type, name),
  }));
  return chain(operator === 'eq' ? 'and' : 'or', equalities);
}

/** Of a single entity. */
function entityTypeOf(operand: BoundExpression, { index, type }: Scope): EntityType | undefined {
  if (!isEntity(operand)) return undefined;
  const last = operand.path.at(-1);
  if (last === undefined) return operand.variable === undefined ? type : operand.variable.entityType;
  return last.kind === 'NavigationProperty' && !last.collection ? targetOf(index, last).entityType : undefined;
}

const isEntity = (operand: BoundExpression): operand is BoundProperty =>
  operand.kind === 'BoundProperty' && isNavigation(operand);

function keyOf(operand: BoundExpression, type: EntityType, name: string): BoundExpression {
  if (!isEntity(operand)) throw new Error('Only entities have keys');
  const property = propertyOf(type, name);
  return { ...operand, path: [...operand.path, property], type: { type: property.type, collection: false } };
}
