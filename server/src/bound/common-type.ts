import type { ValueType } from '../model/comparison.ts';
import type { BoundExpression } from './bound.ts';
import { isSameType, primitiveName, promote, isNumericName, singleOf, untyped } from './type-rules.ts';

/** The type that all of some values have, numbers promoted to one another; none where there is none. Null has any. */
export function commonType(expressions: readonly BoundExpression[]): ValueType {
  const typed = expressions.filter((each) => each.kind !== 'BoundLiteral' || each.value !== null);
  const [first, ...rest] = typed.map(({ type }) => type);
  if (first === undefined) return untyped;
  return rest.reduce((common, type) => both(common, type), first);
}

function both(a: ValueType, b: ValueType): ValueType {
  if (a.type === null || b.type === null || a.collection !== b.collection) return untyped;
  if (isSameType(a.type, b.type)) return a;
  const [x, y] = [primitiveName(a.type), primitiveName(b.type)];
  const areNumbers = x !== undefined && y !== undefined && isNumericName(x) && isNumericName(y);
  return areNumbers && !a.collection ? singleOf(promote(x, y)) : untyped;
}
