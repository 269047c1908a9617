import type {
  JsonArray,
  JsonMember,
  JsonObject,
  Expression,
  ListExpression,
  Literal,
  LiteralType,
  Range,
} from '../ast.ts';
import { checkItems, wasEncoded, type ParseContext } from '../context.ts';
import { ParseFailure } from '../failure.ts';

/** A literal whose text needs no change. */
export function literal(type: LiteralType, value: string, range: Range): Literal {
  return { kind: 'Literal', type, value, range };
}

/** A number: exponents make it a double, a decimal point a decimal, and neither an integer. */
export function numberLiteral(value: string, range: Range): Literal {
  return { kind: 'Literal', type: numberType(value), value, range };
}

function numberType(value: string): LiteralType {
  let type: LiteralType = 'integer';
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i) | 0x20;
    if (code === 0x65) return 'double';
    if (code === 0x2e) type = 'decimal';
  }
  return type;
}

/** `true` or `false` in any letter case. */
export function booleanLiteral(value: string, range: Range): Literal {
  return { kind: 'Literal', type: 'boolean', value: value.toLowerCase(), range };
}

/** A string, its doubled quotes made single. In a path an unencoded slash ends the segment, so it cannot be in a string. */
export function stringLiteral(raw: string, range: Range, context: ParseContext): Literal {
  if (context.inPath) refuseRawSlash(raw, range.start + 1, context);
  const value = raw.includes("'") ? raw.replaceAll("''", "'") : raw;
  return { kind: 'Literal', type: 'string', value, range };
}

function refuseRawSlash(raw: string, start: number, context: ParseContext): void {
  for (let i = raw.indexOf('/'); i >= 0; i = raw.indexOf('/', i + 1)) {
    if (wasEncoded(context, start + i)) continue;
    throw new ParseFailure('syntax', start + i, "a '/' inside quotes must be written %2F in a path");
  }
}

/** `2024-02-29`, refused where the month has no such day. */
export function dateLiteral(value: string, range: Range): Literal {
  checkDay(value, range.start);
  return { kind: 'Literal', type: 'date', value, range };
}

/** `2024-02-29T12:00:00Z`, refused where the month has no such day. */
export function dateTimeOffsetLiteral(value: string, range: Range): Literal {
  checkDay(value.slice(0, value.search(/t/i)), range.start);
  return { kind: 'Literal', type: 'dateTimeOffset', value, range };
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function checkDay(date: string, offset: number): void {
  const day = Number(date.slice(-2));
  if (day <= 28) return;
  const month = Number(date.slice(-5, -3));
  const year = Number(date.slice(0, -6));
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = (daysOfMonth[month - 1] ?? 31) + (leap ? 1 : 0);
  if (day > last)
    throw new ParseFailure('invalidValue', offset, `there is no day ${date}; that month has ${last} days`);
}

/** `duration'P1DT2H'`, refused where it names no amount or ends in `T`. */
export function durationLiteral(value: string, range: Range): Literal {
  checkDuration(value, range.start);
  return { kind: 'Literal', type: 'duration', value, range };
}

function checkDuration(value: string, offset: number): void {
  if (/\d/.test(value) && !/T$/i.test(value)) return;
  throw new ParseFailure('invalidValue', offset, `'${value}' is not a duration such as P1DT2H30M`);
}

/** `Model.Color'Red,Blue'`. */
export function enumLiteral(typeName: string, value: string, range: Range): Literal {
  return { kind: 'Literal', type: 'enum', value, typeName, range };
}

/** `('a','b')` behind `in`. */
export function listExpression(items: readonly Expression[], range: Range, context: ParseContext): ListExpression {
  checkItems(context, items.length, range.start);
  return { kind: 'ListExpression', items, range };
}

export function jsonArray(items: readonly Expression[], range: Range, context: ParseContext): JsonArray {
  checkItems(context, items.length, range.start);
  return { kind: 'JsonArray', items, range };
}

export function jsonObject(members: readonly JsonMember[], range: Range): JsonObject {
  return { kind: 'JsonObject', members, range };
}

export function jsonMember(name: Literal, value: Expression, range: Range): JsonMember {
  return { kind: 'JsonMember', name: name.value, value, range };
}

/** A string in double quotes, its escapes resolved. */
export function jsonString(raw: string, range: Range): Literal {
  const value = raw.includes('\\')
    ? raw.replaceAll(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, escape: string) => unescape(escape))
    : raw;
  return { kind: 'Literal', type: 'string', value, range };
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const unescape = (escape: string): string =>
  escape.length > 1 ? String.fromCharCode(Number.parseInt(escape.slice(1), 16)) : (escapes[escape] ?? escape);
