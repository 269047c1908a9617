/** Arithmetic operators on numbers (URL Conventions 5.1.1.2), by the type of their result. */
import { ODataError } from '../../errors/odata-error.ts';
import type { PrimitiveTypeName } from '../../model/edm.ts';
import {
  add,
  compareNumeric,
  divide,
  fromDouble,
  isSpecial,
  isZero,
  multiply,
  remainder,
  subtract,
  toDouble,
  truncate,
  type Numeric,
} from '../../model/numeric.ts';
import type { ArithmeticOperator } from '../../bound/arithmetic-rules.ts';
import { digitSteps, spend } from './row-work.ts';

type NumericOperation = (a: Numeric, b: Numeric) => Numeric;

type IntegerTypeName = 'Edm.Byte' | 'Edm.SByte' | 'Edm.Int16' | 'Edm.Int32' | 'Edm.Int64';

const ranges: { readonly [Name in IntegerTypeName]: readonly [min: Numeric, max: Numeric] } = {
  'Edm.Byte': [0, 255],
  'Edm.SByte': [-128, 127],
  'Edm.Int16': [-32_768, 32_767],
  'Edm.Int32': [-2_147_483_648, 2_147_483_647],
  'Edm.Int64': ['-9223372036854775808', '9223372036854775807'],
};

export const isIntegerType = (name: PrimitiveTypeName | undefined): name is IntegerTypeName =>
  name !== undefined && Object.hasOwn(ranges, name);

/** Whether a whole number is in the range of an integer type. */
export function isInRange(name: IntegerTypeName, value: Numeric): boolean {
  const [min, max] = ranges[name];
  return compareNumeric(value, min, false) >= 0 && compareNumeric(value, max, false) <= 0;
}

/** A whole number of an integer type; outside of its range the request fails with ArithmeticError. */
export function checkRange(name: IntegerTypeName, value: Numeric): Numeric {
  if (isInRange(name, value)) return value;
  const reason = `The query calculates ${value}, which is out of the range of ${name}.`;
  throw ODataError.of('ArithmeticError', { reason });
}

/**
 * The operation of an operator on numbers. `result` is the type of the whole expression; `wholeOperands` says that both
 * operands are of integer types, which makes `div` truncate.
 */
export function numericOperation(
  operator: ArithmeticOperator,
  result: PrimitiveTypeName | undefined,
  wholeOperands: boolean,
): NumericOperation {
  if (result === 'Edm.Double' || result === 'Edm.Single') return floating(operator);
  const decimal = exact(operator, wholeOperands);
  const onSpecial = floating(operator);
  const withSpecial: NumericOperation = (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return decimal(a, b);
    if (isSpecial(a) || isSpecial(b)) return onSpecial(a, b);
    const [x, y] = [String(a).length, String(b).length];
    spend(digitSteps(x + y) + (x * y) / DIGITS_AT_ONCE);
    return decimal(a, b);
  };
  return isIntegerType(result) ? (a, b) => checkRange(result, withSpecial(a, b)) : withSpecial;
}

/** Each digit is multiplied by each, that many in one step. */
const DIGITS_AT_ONCE = 40;

function exact(operator: ArithmeticOperator, wholeOperands: boolean): NumericOperation {
  switch (operator) {
    case 'add':
      return add;
    case 'sub':
      return subtract;
    case 'mul':
      return multiply;
    case 'div':
      return wholeOperands ? (a, b) => truncate(divide(a, divisor(b))) : (a, b) => divide(a, divisor(b));
    case 'divby':
      // Unlike div, divby zero is INF, -INF or NaN whatever the types (5.1.1.2.5).
      return (a, b) => (isZero(b) ? fromDouble(toDouble(a) / 0) : divide(a, b));
    case 'mod':
      return (a, b) => remainder(a, divisor(b));
  }
}

function floating(operator: ArithmeticOperator): NumericOperation {
  const operate = onDoubles(operator);
  return (a, b) => fromDouble(operate(toDouble(a), toDouble(b)));
}

function onDoubles(operator: ArithmeticOperator): (a: number, b: number) => number {
  switch (operator) {
    case 'add':
      return (a, b) => a + b;
    case 'sub':
      return (a, b) => a - b;
    case 'mul':
      return (a, b) => a * b;
    case 'div':
    case 'divby':
      return (a, b) => a / b;
    case 'mod':
      return (a, b) => {
        divisor(b);
        return a % b;
      };
  }
}

/** `b`, unless it is zero: then the request fails. */
function divisor(b: Numeric): Numeric {
  if (isZero(b)) throw ODataError.of('DivisionByZero', {});
  return b;
}
