import type { BinaryOperator } from '../../../grammar/index.ts';
import type { PrimitiveTypeName } from '../model/edm.ts';
import { isIntegerName, isNumericName, promote } from './type-rules.ts';

export type ArithmeticOperator = Extract<BinaryOperator, 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'>;

type Rule = readonly [ArithmeticOperator, PrimitiveTypeName, PrimitiveTypeName, PrimitiveTypeName];

/** Arithmetic on dates and times (URL Conventions 5.1.1.2): operator, left and right operand, result. */
const timeRules: readonly Rule[] = [
  ['add', 'Edm.DateTimeOffset', 'Edm.Duration', 'Edm.DateTimeOffset'],
  ['add', 'Edm.Duration', 'Edm.Duration', 'Edm.Duration'],
  ['add', 'Edm.Date', 'Edm.Duration', 'Edm.Date'],
  ['sub', 'Edm.DateTimeOffset', 'Edm.Duration', 'Edm.DateTimeOffset'],
  ['sub', 'Edm.Duration', 'Edm.Duration', 'Edm.Duration'],
  ['sub', 'Edm.DateTimeOffset', 'Edm.DateTimeOffset', 'Edm.Duration'],
  ['sub', 'Edm.Date', 'Edm.Duration', 'Edm.Date'],
  ['sub', 'Edm.Date', 'Edm.Date', 'Edm.Duration'],
];

/** The type of an arithmetic operation's result, or nothing where it is not defined for these operands. */
export function arithmeticResult(
  operator: ArithmeticOperator,
  left: PrimitiveTypeName,
  right: PrimitiveTypeName,
): PrimitiveTypeName | undefined {
  if (isNumericName(left) && isNumericName(right)) return numericResult(operator, promote(left, right));
  if (left === 'Edm.Duration' && isNumericName(right) && isScaling(operator)) return 'Edm.Duration';
  if (right === 'Edm.Duration' && isNumericName(left) && operator === 'mul') return 'Edm.Duration';
  return timeRules.find(([name, a, b]) => name === operator && a === left && b === right)?.[3];
}

const isScaling = (operator: ArithmeticOperator): boolean => ['mul', 'div', 'divby'].includes(operator);

/** `divby` divides whole numbers as decimals; everything else is at least an Int32, as in programming languages. */
function numericResult(operator: ArithmeticOperator, type: PrimitiveTypeName): PrimitiveTypeName {
  if (!isIntegerName(type)) return type;
  return operator === 'divby' ? 'Edm.Decimal' : promote(type, 'Edm.Int32');
}

/** The result where one operand has no declared type: what the other operand makes of it. */
export function arithmeticResultWithUntyped(
  operator: ArithmeticOperator,
  known: PrimitiveTypeName,
): PrimitiveTypeName | undefined {
  if (isNumericName(known)) return promote(known, 'Edm.Decimal');
  return timeRules.find(([name, a, b]) => name === operator && (a === known || b === known))?.[3];
}
