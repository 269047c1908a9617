/** Texts of literals to values: exact whatever the size, canonical so that equal values are equal texts. */
import { formatDuration, parseDuration } from './duration.ts';
import type { EnumType, PrimitiveTypeName, PropertyType } from './edm.ts';
import { formatInstant, formatTime, parseDay, parseInstant, parseTime } from './instant.ts';
import { toDecimal, toNumeric, type Numeric } from './numeric.ts';
import { isReadable } from './value-bounds.ts';
import type { PrimitiveValue } from './values.ts';

/** A value and the type its literal has by itself. */
interface TypedValue {
  readonly type: PrimitiveTypeName;
  readonly value: Numeric;
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

/** So few digits that a double holds them all. */
const SHORT_DECIMAL = /^[-+]?(?=[\d.]{1,15}$)\d+(?:\.\d+)?$/;

/** A decimal number's value: a number where that is exact, else its canonical digits. `text` has no exponent. */
export function decimalValue(text: string): Numeric {
  if (SHORT_DECIMAL.test(text)) return Number(text) + 0;
  const decimal = toDecimal(text);
  return decimal === null ? 'NaN' : toNumeric(decimal);
}

/** A double's value, or nothing where it is beyond the largest double. */
export function doubleValue(text: string): Numeric | undefined {
  if (text === 'INF' || text === '-INF' || text === 'NaN') return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
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
export const readText = (type: PrimitiveTypeName, text: string): string | undefined =>
  isLengthy(type) || isReadable(text) ? readers[type]?.(text) : undefined;

/** The value that the bare text of a key is, without quotes and prefixes (ABNF `keyPathLiteral`); nothing if it is none. */
export function readRaw(type: PropertyType, text: string): PrimitiveValue | undefined {
  if (type.kind === 'ComplexType') return undefined;
  if (type.kind === 'EnumType') return readEnum(type, text);
  return type.name in readers ? readText(type.name, text) : readNumberOrBoolean(type.name, text);
}

function readNumberOrBoolean(type: PrimitiveTypeName, text: string): PrimitiveValue | undefined {
  if (!isReadable(text)) return undefined;
  if (type === 'Edm.Boolean') return /^true$/i.test(text) || (/^false$/i.test(text) ? false : undefined);
  if (type === 'Edm.Decimal') return /^[-+]?\d+(?:\.\d+)?$/.test(text) ? decimalValue(text) : undefined;
  if (type !== 'Edm.Double' && type !== 'Edm.Single')
    return /^[-+]?\d+$/.test(text) ? integerLiteral(text).value : undefined;
  return /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$|^(?:-?INF|NaN)$/i.test(text) ? doubleValue(text) : undefined;
}

const isLengthy = (type: PrimitiveTypeName): boolean => type === 'Edm.String' || type === 'Edm.Binary';

/** Whether a text literal may stand for values of a type at all. */
export const isReadFromText = (type: PrimitiveTypeName): boolean =>
  type !== 'Edm.String' && readers[type] !== undefined;

// ---- Dates and times ------------------------------------------------------------------------------------------------

function readDate(text: string): string | undefined {
  return parseDay(text) === null ? undefined : text;
}

function readTimeOfDay(text: string): string | undefined {
  const time = parseTime(text);
  return time === null ? undefined : formatTime(time.seconds, time.fraction);
}

function readDateTimeOffset(text: string): string | undefined {
  const instant = parseInstant(text);
  return instant === null ? undefined : formatInstant(instant);
}

/** The parts of a canonical point in time as it was written. */
export function splitDateTimeOffset(text: string): { readonly date: string; readonly time: string } {
  const [date = '', rest = ''] = text.split('T');
  return { date, time: rest.replace(/(?:Z|[+-]\d\d:\d\d)$/, '') };
}

function readDuration(text: string): string | undefined {
  const seconds = parseDuration(text.toUpperCase());
  return seconds === null ? undefined : formatDuration(seconds);
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
