/**
 * Exact arithmetic on the value form of Edm.Decimal and Edm.Int64: a number where at most 15 significant digits say it
 * exactly, else its digits. Two such numbers are equal as decimals just when they are equal as doubles.
 */
import { Decimal } from 'decimal.js';
import { ODataError } from '../errors/odata-error.ts';

/** A decimal in the value form: number, digits, or one of `INF`, `-INF`, `NaN`. */
export type Numeric = number | string;

/** Most digits of a number before its decimal point, and behind it, where further ones are rounded away. */
export const MAX_DIGITS = 200;

/** Wide enough that sums, differences and products of any two numbers are exact. */
const Wide = Decimal.clone({ precision: 4 * MAX_DIGITS, rounding: Decimal.ROUND_HALF_UP });
/** Quotients are rounded to the digits of IEEE decimal128. */
const Quotient = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_UP });

const DIGITS = /^[-+]?\d+(?:\.\d+)?$/;
/** Integers below this have at most 15 digits, so that a double holds them and their quotient by a power of ten. */
const FIFTEEN_DIGITS = 1e15;
const MILLION = 1e6;
/** The largest power of ten that a double holds exactly. */
const MAX_EXACT_POWER = 1e22;

/** The value form of a decimal. @throws ODataError ArithmeticError where it is too large */
export function toNumeric(decimal: Decimal): Numeric {
  if (decimal.isNaN()) return 'NaN';
  if (!decimal.isFinite()) return decimal.isNegative() ? '-INF' : 'INF';
  if (decimal.e >= MAX_DIGITS) throw tooLarge();
  const bounded = decimal.decimalPlaces() > MAX_DIGITS ? decimal.toDecimalPlaces(MAX_DIGITS) : decimal;
  return bounded.precision() > 15 ? bounded.toFixed() : bounded.toNumber() + 0;
}

function tooLarge(): ODataError {
  const reason = `The query calculates with a number of more than ${MAX_DIGITS} digits before its decimal point.`;
  return ODataError.of('ArithmeticError', { reason });
}

/** The decimal with these digits; null where the text is no number. */
export function toDecimal(value: Numeric): Decimal | null {
  return typeof value === 'number' || DIGITS.test(value) ? new Wide(value) : null;
}

/** The nearest double; `INF`, `-INF` and `NaN` become what they say. */
export function toDouble(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value === 'INF') return Number.POSITIVE_INFINITY;
  if (value === '-INF') return Number.NEGATIVE_INFINITY;
  return Number(value);
}

/** The value form of a double. */
export function fromDouble(value: number): Numeric {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'INF' : '-INF';
}

/** True for `INF`, `-INF` and `NaN`. */
export const isSpecial = (value: Numeric): boolean => value === 'INF' || value === '-INF' || value === 'NaN';

export function add(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const scale = commonScale(a, b);
    const sum = Math.round(a * scale) + Math.round(b * scale);
    if (scale > 0 && Math.abs(sum) < FIFTEEN_DIGITS) return sum / scale;
  }
  return exactly(a, b, (x, y) => x.plus(y));
}

export const subtract = (a: Numeric, b: Numeric): Numeric => add(a, negate(b));

export function multiply(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const scaleA = scaleOf(a);
    const scaleB = scaleOf(b);
    const product = Math.round(a * scaleA) * Math.round(b * scaleB);
    const scale = scaleA * scaleB;
    if (scale > 0 && scale <= MAX_EXACT_POWER && Math.abs(product) < FIFTEEN_DIGITS) return product / scale + 0;
  }
  return exactly(a, b, (x, y) => x.times(y));
}

/** The quotient to 34 significant digits; `b` must not be zero. */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const scale = commonScale(a, b);
    const dividend = Math.round(a * scale) * MILLION;
    const divisor = Math.round(b * scale);
    // A quotient with at most six decimals, which is most of those that end.
    const quotient = dividend / divisor;
    const isExact = scale > 0 && Math.abs(dividend) < FIFTEEN_DIGITS && dividend % divisor === 0;
    if (isExact) return quotient / MILLION + 0;
  }
  return exactly(a, b, (x, y) => new Quotient(x).div(y));
}

/** The remainder, with the sign of `a`; `b` must not be zero. */
export function remainder(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const scale = commonScale(a, b);
    if (scale > 0) return (Math.round(a * scale) % Math.round(b * scale)) / scale + 0;
  }
  return exactly(a, b, (x, y) => x.mod(y));
}

export function negate(a: Numeric): Numeric {
  if (typeof a === 'number') return 0 - a;
  return a === 'NaN' ? a : a.startsWith('-') ? a.slice(1) : `-${a}`;
}

/** `a` without its fraction, rounded toward zero. */
export const truncate = (a: Numeric): Numeric =>
  typeof a === 'number' ? Math.trunc(a) + 0 : rounded(a, Decimal.ROUND_DOWN);

export const ceiling = (a: Numeric): Numeric =>
  typeof a === 'number' ? Math.ceil(a) + 0 : rounded(a, Decimal.ROUND_CEIL);

export const floor = (a: Numeric): Numeric =>
  typeof a === 'number' ? Math.floor(a) + 0 : rounded(a, Decimal.ROUND_FLOOR);

/** The nearest whole number; halves away from zero. */
export function round(a: Numeric): Numeric {
  if (typeof a !== 'number') return rounded(a, Decimal.ROUND_HALF_UP);
  const whole = Math.trunc(a);
  return (Math.abs(a - whole) >= 0.5 ? whole + Math.sign(a) : whole) + 0;
}

/** Negative, zero, positive as `a` is below, equal to or above `b`; NaN where they cannot be compared. */
export function compareNumeric(a: Numeric, b: Numeric, asDoubles: boolean): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const x = toDouble(a);
  const y = toDouble(b);
  // Rounding to doubles keeps the order: only where it makes two numbers one do their digits tell.
  if (!asDoubles && x === y && !isSpecial(a) && !isSpecial(b)) {
    return toDecimal(a)?.comparedTo(toDecimal(b) ?? Number.NaN) ?? Number.NaN;
  }
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
}

export const isZero = (a: Numeric): boolean => a === 0 || (typeof a === 'string' && Number(a) === 0);

/** A power of ten that makes both whole, with at most 15 digits; 0 where none of those tried does. */
function commonScale(a: number, b: number): number {
  const scaleA = scaleOf(a);
  const scaleB = scaleOf(b);
  const scale = Math.max(scaleA, scaleB);
  const fits = Math.abs(a * scale) < FIFTEEN_DIGITS && Math.abs(b * scale) < FIFTEEN_DIGITS;
  return scaleA > 0 && scaleB > 0 && fits ? scale : 0;
}

/**
 * The smallest of 1, 100, 10^6 and 10^12 that makes `a` whole; 0 where none does. Dividing back must give `a` itself: then `a`
 * is the double nearest to that decimal, and of decimals with 15 digits no two share a double.
 */
function scaleOf(a: number): number {
  if (Math.abs(a) >= FIFTEEN_DIGITS) return 0;
  if (Number.isInteger(a)) return 1;
  if (Math.round(a * 100) / 100 === a) return Math.abs(a) < 1e13 ? 100 : 0;
  if (Math.round(a * 1e6) / 1e6 === a) return Math.abs(a) < 1e9 ? 1e6 : 0;
  // Products of two numbers with six decimals.
  if (Math.round(a * 1e12) / 1e12 === a) return Math.abs(a) < 1e3 ? 1e12 : 0;
  return 0;
}

function exactly(a: Numeric, b: Numeric, operate: (x: Decimal, y: Decimal) => Decimal): Numeric {
  const x = toDecimal(a);
  const y = toDecimal(b);
  return x === null || y === null ? 'NaN' : toNumeric(operate(x, y));
}

function rounded(a: string, mode: Decimal.Rounding): Numeric {
  const decimal = toDecimal(a);
  return decimal === null ? a : toNumeric(decimal.toDecimalPlaces(0, mode));
}
