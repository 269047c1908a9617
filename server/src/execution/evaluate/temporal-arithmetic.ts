/** `add`, `sub`, `mul`, `div` and negation where dates, points in time or durations take part (5.1.1.2.1 to 5.1.1.2.5). */
import { ODataError } from '../../errors/odata-error.ts';
import type { Family } from '../../model/comparison.ts';
import { formatDuration, instantAt, instantSeconds, parseDuration } from '../../model/duration.ts';
import { formatDay, formatInstant, parseDay, parseInstant, SECONDS_PER_DAY } from '../../model/instant.ts';
import { add, divide, floor, isZero, multiply, negate, subtract, type Numeric } from '../../model/numeric.ts';
import type { Present, Value } from '../../model/values.ts';
import type { ArithmeticOperator } from '../../bound/arithmetic-rules.ts';
import type { Operation } from './evaluator.ts';
import { spend, temporalSteps } from './row-work.ts';

/** The operation on operands of these families; nothing where there is none. */
export function temporalOperation(operator: ArithmeticOperator, left: Family, right: Family): Operation | undefined {
  const isSum = operator === 'add' || operator === 'sub';
  const combine = operator === 'sub' ? subtract : add;
  if (isSum && right === 'duration') {
    if (left === 'date') return onNumbers(daySeconds, parseDuration, (a, b) => dayAt(combine(a, b)));
    if (left === 'instant') return (a, b) => movedInstant(a, b, combine);
    if (left === 'duration') return onNumbers(parseDuration, parseDuration, (a, b) => formatDuration(combine(a, b)));
  }
  if (operator === 'sub' && left === 'date') return onNumbers(daySeconds, daySeconds, difference);
  if (operator === 'sub' && left === 'instant') return onNumbers(instantSeconds, instantSeconds, difference);
  if (operator === 'mul' && left === 'duration') return onNumbers(parseDuration, numberOf, product);
  if (operator === 'mul' && right === 'duration') return onNumbers(numberOf, parseDuration, product);
  if ((operator === 'div' || operator === 'divby') && left === 'duration') {
    return onNumbers(parseDuration, numberOf, quotient);
  }
  return undefined;
}

/** A duration with its sign changed. */
export const negateDuration: Operation = (a) => {
  if (typeof a !== 'string') return null;
  spend(temporalSteps(a.length));
  const seconds = parseDuration(a);
  return seconds === null ? null : formatDuration(negate(seconds));
};

/** An operation on what the operands say in numbers; null where a dynamic property's value says no such thing. */
function onNumbers(
  left: (text: string) => Numeric | null,
  right: (text: string) => Numeric | null,
  combine: (a: Numeric, b: Numeric) => Value,
): Operation {
  return (a, b) => {
    if (typeof a === 'object' || typeof b === 'object') return null;
    const [first, second] = [String(a), String(b)];
    spend(temporalSteps(first.length + second.length));
    const x = left(first);
    const y = right(second);
    return x === null || y === null ? null : combine(x, y);
  };
}

const difference = (a: Numeric, b: Numeric): string => formatDuration(subtract(a, b));

const product = (a: Numeric, b: Numeric): string => formatDuration(multiply(a, b));

function quotient(a: Numeric, b: Numeric): string {
  if (isZero(b)) throw ODataError.of('DivisionByZero', {});
  return formatDuration(divide(a, b));
}

function movedInstant(a: Present, b: Present, combine: typeof add): string | null {
  const offset = typeof a === 'string' ? parseInstant(a)?.offset : undefined;
  if (offset === undefined) return null;
  const moved = onNumbers(instantSeconds, parseDuration, combine)(a, b);
  if (typeof moved !== 'number' && typeof moved !== 'string') return null;
  return inCalendar(formatInstant(instantAt(moved, offset)));
}

/** The day that holds a point in time; today minus less than a day is yesterday. */
const dayAt = (seconds: Numeric): string => inCalendar(formatDay(Number(floor(divide(seconds, SECONDS_PER_DAY)))));

/** A date or point in time in the years that OData dates are written with. */
function inCalendar(text: string): string {
  if (/^\d{4}-/.test(text) && !text.startsWith('0000')) return text;
  const reason = 'The query calculates a date outside of the years 1 to 9999.';
  throw ODataError.of('ArithmeticError', { reason });
}

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

const numberOf = (text: string): Numeric | null => (PLAIN_NUMBER.test(text) ? text : null);

function daySeconds(text: string): Numeric | null {
  const days = parseDay(text);
  return days === null ? null : multiply(days, SECONDS_PER_DAY);
}
