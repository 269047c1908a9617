/** Values in the bytes of a record that need no decoding: what is written for them stands there already. */
import { MAX_ID_LENGTH } from '../decode-record.ts';
import type { FieldForm } from '../entity-sets/definition.ts';
import type { FoundValues } from './found-values.ts';
import {
  COLON,
  endOfAsciiText,
  endOfBoolean,
  endOfNull,
  endOfShortNumber,
  endOfText,
  endWithoutZeros,
  isDigit,
  MINUS,
  NONE,
  QUOTE,
  ZERO,
} from './json-ends.ts';
import { endOfPlainObject } from './plain-object.ts';

/** Notes where the value of a field stands that begins at a place; returns where it ends, or `NONE` where it has to be decoded. */
export type ScanField = (bytes: Uint8Array, at: number, found: FoundValues, value: number) => number;

/** An ID of ASCII without escapes. */
export const scanId: ScanField = (bytes, at, found, value) => {
  const end = endOfAsciiText(bytes, at);
  if (end === NONE || end === at + 2 || end - at - 2 > MAX_ID_LENGTH) return NONE;
  found.note(value, at, end);
  return end;
};

/** What ends where a function says, or null, for which nothing has to be noted. */
const scanBy =
  (endOf: (bytes: Uint8Array, at: number) => number): ScanField =>
  (bytes, at, found, value) => {
    const end = endOf(bytes, at);
    if (end === NONE) return endOfNull(bytes, at);
    found.note(value, at, end);
    return end;
  };

/** As a number or as text. */
const scanDecimal: ScanField = (bytes, at, found, value) => {
  const isText = bytes[at] === QUOTE;
  const begin = isText ? at + 1 : at;
  const end = endOfShortNumber(bytes, begin);
  if (end === NONE) return endOfNull(bytes, at);
  found.note(value, begin, endWithoutZeros(bytes, begin, end));
  if (!isText) return end;
  return bytes[end] === QUOTE ? end + 1 : NONE;
};

/** `"2026-07-27"` */
function endOfDay(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE || bytes[at + 5] !== MINUS || bytes[at + 8] !== MINUS || bytes[at + 11] !== QUOTE)
    return NONE;
  const year = twoDigits(bytes, at + 1) * 100 + twoDigits(bytes, at + 3);
  const month = twoDigits(bytes, at + 6);
  const day = twoDigits(bytes, at + 9);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? at + 12 : NONE;
}

/** Of the Gregorian calendar. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `"09:30"` */
function endOfTime(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE || bytes[at + 3] !== COLON || bytes[at + 6] !== QUOTE) return NONE;
  return twoDigits(bytes, at + 1) < 24 && twoDigits(bytes, at + 4) < 60 ? at + 7 : NONE;
}

/** The number written in two digits, or NaN. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] ?? 0;
  const ones = bytes[at + 1] ?? 0;
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

/** An object whose JSON is the value's text. */
const scanQuoted: ScanField = (bytes, at, found, value) => {
  const end = endOfPlainObject(bytes, at);
  if (end === NONE) return endOfNull(bytes, at);
  return found.makeQuoted(value, bytes, at, end) ? end : NONE;
};

/** By the form of a field; of the others all values are decoded. */
export const fieldScans: Readonly<Partial<Record<FieldForm, ScanField>>> = {
  text: scanBy(endOfText),
  boolean: scanBy(endOfBoolean),
  decimal: scanDecimal,
  day: scanBy(endOfDay),
  time: scanBy(endOfTime),
  customFields: scanBy(endOfPlainObject),
  json: scanQuoted,
};
