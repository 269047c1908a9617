/** Texts of literals to values: exact whatever the size, canonical so that equal values are equal texts. */
import type { EnumType, PrimitiveTypeName } from '../model/edm.ts';

/** A value and the type its literal has by itself. */
export interface TypedValue {
  readonly type: PrimitiveTypeName;
  readonly value: number | string;
}

const int32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** The narrowest of Int32, Int64 and Decimal that holds a whole number; `digits` may have a sign. */
export function integerLiteral(digits: string): TypedValue {
  const value = decimalValue(digits);
  if (digits.length < 10) return { type: 'Edm.Int32', value };
  if (digits.length > 40) return { type: 'Edm.Decimal', value };
  const exact = BigInt(digits.replace('+', ''));
  if (exact >= int32.min && exact <= int32.max) return { type: 'Edm.Int32', value };
  return { type: exact >= int64.min && exact <= int64.max ? 'Edm.Int64' : 'Edm.Decimal', value };
}

/** Digits a JavaScript number always keeps. */
const SAFE_DIGITS = 15;

/** A decimal number's value: a number where that is exact, else its canonical digits. `text` has no exponent. */
export function decimalValue(text: string): number | string {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const integer = whole.replace(/^0+/, '');
  const rest = fraction.replace(/0+$/, '');
  const significant = integer === '' ? rest.replace(/^0+/, '') : integer + rest;
  if (significant === '') return 0;
  const canonical = `${negative ? '-' : ''}${integer || '0'}${rest === '' ? '' : `.${rest}`}`;
  return significant.replace(/0+$/, '').length <= SAFE_DIGITS ? Number(canonical) : canonical;
}

/** A double's value, or nothing where it is beyond the largest double. */
export function doubleValue(text: string): number | string | undefined {
  if (text === 'INF' || text === '-INF' || text === 'NaN') return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The value with its sign changed. */
export function negated(value: number | string): number | string {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (value === 'NaN') return value;
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

type Reader = (text: string) => string | undefined;

const readers: Partial<Record<PrimitiveTypeName, Reader>> = {
  'Edm.String': (text) => text,
  'Edm.Date': readDate,
  'Edm.TimeOfDay': readTimeOfDay,
  'Edm.DateTimeOffset': readDateTimeOffset,
  'Edm.Duration': readDuration,
  'Edm.Guid': readGuid,
  'Edm.Binary': readBinary,
};

/**
 * The value a text stands for where a `type` is asked for, or nothing if it is none. OData casts no text to a number
 * or Boolean value (URL Conventions 5.1.1.17).
 */
export const readText = (type: PrimitiveTypeName, text: string): string | undefined => readers[type]?.(text);

/** Whether a text literal may stand for values of a type at all. */
export const isReadFromText = (type: PrimitiveTypeName): boolean =>
  type !== 'Edm.String' && readers[type] !== undefined;

// ---- Dates and times ------------------------------------------------------------------------------------------------

const DATE = /^(-?\d{4,6})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,12}))?)?$/;
const OFFSET = /(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const DURATION =
  /^([+-]?)P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{1,12}))?S)?)?$/i;

function readDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const last = daysInMonth(Number(year), Number(month));
  return Number(day) >= 1 && Number(day) <= last ? text : undefined;
}

/** Days of a month, 0 for months there are not. */
function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function readTimeOfDay(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hour = '', minute = '', second = '00', fraction = ''] = match;
  return `${hour}:${minute}:${second}${withPoint(fraction)}`;
}

const withPoint = (fraction: string): string => {
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? '' : `.${digits}`;
};

function readDateTimeOffset(text: string): string | undefined {
  const split = text.search(/t/i);
  const offset = OFFSET.exec(text)?.[0];
  if (split < 0 || offset === undefined) return undefined;
  const date = readDate(text.slice(0, split));
  const time = readTimeOfDay(text.slice(split + 1, -offset.length));
  if (date === undefined || time === undefined) return undefined;
  return `${date}T${time}${/^[+-]00:00$/.test(offset) ? 'Z' : offset.toUpperCase()}`;
}

/** The parts of a canonical point in time as it was written. */
export function splitDateTimeOffset(text: string): { readonly date: string; readonly time: string } {
  const [date = '', rest = ''] = text.split('T');
  return { date, time: rest.replace(OFFSET, '') };
}

function readDuration(text: string): string | undefined {
  const match = DURATION.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const total = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return Number.isSafeInteger(total) ? durationText(sign === '-', total, fraction) : undefined;
}

/** A duration's canonical text, from whole seconds and the digits of their fraction. */
export function durationText(negative: boolean, totalSeconds: number, fraction: string): string {
  const part = (value: number, unit: string): string => (value === 0 ? '' : `${value}${unit}`);
  const date = part(Math.floor(totalSeconds / 86_400), 'D');
  const tail = withPoint(fraction);
  const seconds = totalSeconds % 60;
  const secondsText = seconds === 0 && tail === '' ? '' : `${seconds}${tail}S`;
  const time = `${part(Math.floor(totalSeconds / 3600) % 24, 'H')}${part(Math.floor(totalSeconds / 60) % 60, 'M')}${secondsText}`;
  if (date === '' && time === '') return 'PT0S';
  return `${negative ? '-' : ''}P${date}${time === '' ? '' : `T${time}`}`;
}

// ---- Others ---------------------------------------------------------------------------------------------------------

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

function readGuid(text: string): string | undefined {
  const lower = text.toLowerCase();
  return GUID.test(lower) ? lower : undefined;
}

function readBinary(text: string): string | undefined {
  if (!/^[\w+/-]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64url').toString('base64url');
}

/** An enumeration value from member names or numbers, comma-separated for flags; nothing where one is unknown. */
export function readEnum(type: EnumType, text: string): string | undefined {
  const found = text.split(',').map((item) => findMembers(type, item.trim()));
  if (found.length > 1 && !type.isFlags) return undefined;
  if (found.some((members) => members.length === 0)) return undefined;
  const named = new Set(found.flat());
  return type.members
    .filter((member) => named.has(member))
    .map(({ name }) => name)
    .join(',');
}

/** The member of this name or number; several where the number is a sum of flags. */
function findMembers(type: EnumType, text: string): EnumType['members'] {
  const member = type.members.find(({ name, value }) => name === text || String(value) === text);
  if (member !== undefined) return [member];
  if (!type.isFlags || !/^\d{1,9}$/.test(text)) return [];
  const flags = type.members.filter(({ value }) => value !== 0 && (value & (value - 1)) === 0);
  const set = flags.filter(({ value }) => (Number(text) & value) !== 0);
  return set.reduce((sum, { value }) => sum + value, 0) === Number(text) ? set : [];
}
