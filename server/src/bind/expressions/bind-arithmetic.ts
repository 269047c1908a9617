import {
  arithmeticResult,
  arithmeticResultWithUntyped,
  type ArithmeticOperator,
} from '../../bound/arithmetic-rules.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import { isNumeric, primitiveName, singleOf, untyped } from '../../bound/type-rules.ts';
import type { PrimitiveTypeName } from '../../model/edm.ts';
import { literalText, readAs } from './bind-literal.ts';
import { mismatch, type Scope } from './scope.ts';

/** `left operator right` with the type of its result, or TypeMismatch that says what to write. */
export function bindArithmetic(
  operator: ArithmeticOperator,
  leftOperand: BoundExpression,
  rightOperand: BoundExpression,
  scope: Scope,
): BoundExpression {
  const left = asDuration(leftOperand, rightOperand, scope);
  const right = asDuration(rightOperand, leftOperand, scope);
  const undefinedHere = [left, right].some((operand) => isNavigation(operand) || operand.type.collection);
  const result = undefinedHere ? undefined : resultName(operator, left, right);
  if (result !== undefined) {
    const type = result === 'untyped' ? untyped : singleOf(result);
    return { kind: 'BoundBinary', type, operator, left, right };
  }
  const subject = `${capital(describe(left))} and ${describe(right)}`;
  throw mismatch(`${subject} cannot be combined with '${operator}'. ${arithmeticHint(left, right)}`, scope);
}

/** A number beside a day or a point in time is meant as days. */
function arithmeticHint(left: BoundExpression, right: BoundExpression): string {
  const isTemporal = [left, right].some(({ type }) => /Date/.test(primitiveName(type.type) ?? ''));
  const days = [left, right].find(({ kind, type }) => kind === 'BoundLiteral' && isNumeric(type.type));
  if (!isTemporal) return 'Arithmetic needs two numbers.';
  const count = days?.kind === 'BoundLiteral' && /^\d{1,6}$/.test(String(days.value)) ? String(days.value) : '7';
  return `Write a number of days as a duration, such as duration'P${count}D'.`;
}

function resultName(
  operator: ArithmeticOperator,
  left: BoundExpression,
  right: BoundExpression,
): PrimitiveTypeName | 'untyped' | undefined {
  const a = primitiveName(left.type.type);
  const b = primitiveName(right.type.type);
  if (a !== undefined && b !== undefined) return arithmeticResult(operator, a, b);
  const known = a ?? b;
  if (left.type.type !== null && right.type.type !== null) return undefined;
  if (known !== undefined) return arithmeticResultWithUntyped(operator, known);
  return left.type.type === null && right.type.type === null ? 'untyped' : undefined;
}

/** A text beside a day, point in time or duration is a duration without its prefix (4.01). */
function asDuration(operand: BoundExpression, other: BoundExpression, scope: Scope): BoundExpression {
  const text = literalText(operand);
  const name = primitiveName(other.type.type);
  const temporal = name === 'Edm.Date' || name === 'Edm.DateTimeOffset' || name === 'Edm.Duration';
  return text !== undefined && temporal ? readAs(singleOf('Edm.Duration'), text, scope) : operand;
}
