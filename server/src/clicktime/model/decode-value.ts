/**
 * One ClickTime field to one property value. Strict about what kind of thing it is, tolerant about how it is written:
 * ClickTime sends decimals as numbers or as text, and its date formats are not fixed. `undefined` says that the value
 * is not of that kind.
 */
import { Decimal } from 'decimal.js';
import type { FieldDecoder, FieldForm } from './entity-sets/definition.ts';
import { DECIMAL_SCALE, INSTANT_PRECISION } from './entity-sets/fields.ts';
import type { Value } from '../../model/values.ts';
import { isObject } from '../../util/json-object.ts';
import { withoutTrailing } from '../../util/without-trailing.ts';
import { decodeCustomFields, decodeCustomFieldsText } from './custom-fields.ts';

const MAX_EXACT_DIGITS = 15;
/** Digits before the point: .NET's decimal holds 28 in all. */
const MAX_WHOLE_DIGITS = 28 - DECIMAL_SCALE;
/** Below this, numbers with `DECIMAL_SCALE` decimals have at most `MAX_EXACT_DIGITS` digits. */
const MAX_SIMPLE = 10 ** (MAX_EXACT_DIGITS - DECIMAL_SCALE);
const SCALE_FACTOR = 10 ** DECIMAL_SCALE;
/** Text that a number holds exactly, within the declared scale. */
const SIMPLE_DECIMAL_TEXT = /^-?\d{1,9}(?:\.\d{1,6})?$/;
const DECIMAL_TEXT = /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?$/;

/** Numbers, too, for what looks like one, such as an ID or a job number, may come as one. */
function decodeText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isFinite(value) ? String(value) : undefined;
}

/** Text that records are known by: what can be written in no other way than it is. */
export function decodeIdentifier(value: unknown): string | undefined {
  const text = decodeText(value);
  return text?.isWellFormed() === true ? text : undefined;
}

function decodeBoolean(value: unknown): boolean | null | undefined {
  if (typeof value === 'boolean') return value;
  if (value === '') return null;
  return typeof value === 'string' || typeof value === 'number' ? flags.get(String(value).toLowerCase()) : undefined;
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

/** A number of at most fifteen digits, or the digits of a longer one; rounded to the declared scale. */
function decodeDecimal(value: unknown): Value | undefined {
  if (typeof value === 'number') return decodeNumber(value);
  if (typeof value !== 'string') return undefined;
  if (SIMPLE_DECIMAL_TEXT.test(value)) return Number(value);
  const text = value.trim();
  if (text === '') return null;
  return DECIMAL_TEXT.test(text) ? canonicalDecimal(new Decimal(text)) : undefined;
}

/** JSON numbers arrive as binary fractions: what is behind their fifteenth digit is noise. */
function decodeNumber(value: number): Value | undefined {
  if (Math.round(value * SCALE_FACTOR) / SCALE_FACTOR === value && Math.abs(value) < MAX_SIMPLE) return value;
  if (!Number.isFinite(value)) return undefined;
  return canonicalDecimal(new Decimal(value).toSignificantDigits(MAX_EXACT_DIGITS));
}

/** A whole number of 32 bits. */
function decodeInteger(value: unknown): number | null | undefined {
  const number = decodeDecimal(value);
  if (number === null) return null;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : undefined;
}

/** Whether a value is no number, or a list of days no sum, for its size alone. */
export function isTooLarge(value: unknown): boolean {
  if (Array.isArray(value)) return isTooLarge(value.reduce<number>((sum, day) => sum + hoursOf(day), 0));
  return Math.abs(toNumber(value)) >= 10 ** MAX_WHOLE_DIGITS;
}

const hoursOf = (day: unknown): number => (isObject(day) ? toNumber(day['Hours'] ?? 0) : Number.NaN);
const toNumber = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;

/** Undefined beyond what clients have decimals for. */
function canonicalDecimal(exact: Decimal): number | string | undefined {
  const rounded = exact.toDecimalPlaces(DECIMAL_SCALE);
  if (rounded.e >= MAX_WHOLE_DIGITS) return undefined;
  return rounded.precision(true) <= MAX_EXACT_DIGITS ? rounded.toNumber() : rounded.toFixed();
}

/** `2026-07-27`, cut from a date and time where one came. */
function decodeDay(value: unknown): string | null | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === '') return null;
  const day = value.length === 10 ? value : /^\d{4}-\d{2}-\d{2}(?=[T ]\d)/.exec(value)?.[0];
  return day !== undefined && isDay(day) ? day : undefined;
}

function isDay(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The number written in text[start, end), or NaN where there is anything but digits. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

const TIME = /^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?|Z)?$/;

const isPlainTime = (text: string): boolean =>
  text.length === 5 && text.charCodeAt(2) === 58 && digits(text, 0, 2) < 24 && digits(text, 3, 5) < 60;

/** `HH:MM` on a 24-hour clock; other text is kept, because a description of a time is better than none. */
function decodeTime(value: unknown): string | null | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === '' || isPlainTime(value)) return value || null;
  const match = TIME.exec(value);
  if (match === null) return value;
  const [, hourText = '', minute = '', second = '00', half] = match;
  const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return `${String(hour).padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(?:([Zz])|([+-]\d{2}):?(\d{2}))?$/;

/** A date and time with an offset; UTC where ClickTime names none, midnight where it names no time. */
function decodeInstant(value: unknown): string | null | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === '') return null;
  const match = INSTANT.exec(value);
  if (match === null) return undefined;
  const [, day = '', time = '00:00', second = '00', fraction, , offsetHours, offsetMinutes] = match;
  const offset = offsetHours === undefined ? 'Z' : `${offsetHours}:${offsetMinutes ?? '00'}`;
  const text = `${day}T${time}:${second}${fractionOf(fraction)}${offset}`;
  return isDay(day) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

function fractionOf(fraction: string | undefined): string {
  const kept = withoutTrailing(fraction?.slice(0, INSTANT_PRECISION) ?? '', '0');
  return kept === '' ? '' : `.${kept}`;
}

const decodePersonName = (value: unknown): string | undefined => decodeText(isObject(value) ? value['Name'] : value);

function decodeSumOfHours(value: unknown): Value | undefined {
  if (!Array.isArray(value)) return undefined;
  let sum = new Decimal(0);
  for (const day of value) {
    const hours = isObject(day) ? decodeDecimal(day['Hours'] ?? 0) : undefined;
    if (typeof hours !== 'number' && typeof hours !== 'string') return undefined;
    sum = sum.plus(hours);
  }
  return canonicalDecimal(sum);
}

/** How each form of field is read; `null` and missing fields never come here. */
export const fieldDecoders: Readonly<Record<FieldForm, FieldDecoder>> = {
  text: { expects: 'text', decode: decodeText },
  boolean: { expects: 'true or false', decode: decodeBoolean },
  decimal: { expects: 'a number', decode: decodeDecimal },
  day: { expects: 'a date', decode: decodeDay },
  time: { expects: 'a time of day', decode: decodeTime },
  instant: { expects: 'a date and time', decode: decodeInstant },
  personName: { expects: 'a name', decode: decodePersonName },
  customFields: { expects: 'an object', decode: decodeCustomFields },
  customField: { expects: 'what its definition says', decode: () => undefined },
  integer: { expects: 'a whole number', decode: decodeInteger },
  json: { expects: 'anything', decode: decodeCustomFieldsText },
  sumOfHours: { expects: 'a list of days with hours', decode: decodeSumOfHours },
};
