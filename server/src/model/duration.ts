/** Durations as exact seconds, and instants as exact seconds since 1970, so that one arithmetic serves both. */
import { Decimal } from 'decimal.js';
import { parseInstant, SECONDS_PER_DAY, type Instant } from './instant.ts';
import {
  add,
  compareNumeric,
  floor,
  multiply,
  negate,
  subtract,
  toDecimal,
  toNumeric,
  type Numeric,
} from './numeric.ts';

const DURATION = /^([-+])?P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/** The seconds of a duration; null where the text is none. */
export function parseDuration(text: string): Numeric | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const parts = [
    multiply(countOf(days), SECONDS_PER_DAY),
    multiply(countOf(hours), 3600),
    multiply(countOf(minutes), 60),
    add(countOf(seconds), decimalFraction(fraction)),
  ];
  const total = parts.reduce(add);
  return sign === '-' ? negate(total) : total;
}

const countOf = (digits: string): Numeric => (digits.length > 15 ? digits : Number(digits));

/** The duration of that many seconds, each unit within its range: `P1DT2H`, `-PT0.5S`, `PT0S`. */
export function formatDuration(seconds: Numeric): string {
  const decimal = toDecimal(seconds) ?? new Decimal(0);
  const whole = decimal.abs().trunc();
  const fraction = decimal.abs().minus(whole).toFixed().slice(1);
  const rest = whole.mod(SECONDS_PER_DAY).toNumber();
  const days = part(whole.divToInt(SECONDS_PER_DAY).toFixed(), 'D');
  const clock = part(String(Math.floor(rest / 3600)), 'H') + part(String(Math.floor(rest / 60) % 60), 'M');
  const time = clock + (fraction === '' ? part(String(rest % 60), 'S') : `${rest % 60}${fraction}S`);
  if (days + time === '') return 'PT0S';
  return `${decimal.isNegative() ? '-' : ''}P${days}${time === '' ? '' : `T${time}`}`;
}

const part = (count: string, unit: string): string => (count === '0' ? '' : `${count}${unit}`);

/** Negative, zero, positive as `a` is shorter than, equal to or longer than `b`; NaN where one is no duration. */
export function compareDurations(a: string, b: string): number {
  if (a === b) return 0;
  const x = parseDuration(a);
  const y = parseDuration(b);
  return x === null || y === null ? Number.NaN : compareNumeric(x, y, false);
}

/** Seconds since 1970 of a point in time, fraction included; null where the text is none. */
export function instantSeconds(text: string): Numeric | null {
  const instant = parseInstant(text);
  return instant === null ? null : add(instant.seconds, decimalFraction(instant.fraction));
}

/** The point in time that many seconds after 1970-01-01T00:00:00Z, seen in a zone. */
export function instantAt(seconds: Numeric, offset: number): Instant {
  const whole = floor(seconds);
  const fraction = subtract(seconds, whole);
  const digits = (toDecimal(fraction) ?? new Decimal(0)).toFixed().slice(2);
  return { seconds: Number(whole), fraction: digits, offset };
}

/** `0.` and these digits, in the value form of a decimal. */
export const decimalFraction = (digits: string): Numeric => (digits === '' ? 0 : toNumeric(new Decimal(`0.${digits}`)));
