/** Rows that are JSON text already: most are written as they are, and few of their values are looked at. */
import type { Row, Value } from '../model/values.ts';

/**
 * Rows that follow one another as the objects that `JSON.stringify` would write, each behind a comma: no halves of
 * characters, and nothing within an object that control information would have to go before. Numbers have fifteen digits at
 * most where their values are read from the text.
 */
export interface RowTexts {
  readonly bytes: Buffer;
  /** Names of the members, in their order; the first is the key. */
  readonly names: readonly string[];
  /** Where each row begins, behind its comma, and where one more would. */
  readonly starts: Uint32Array;
  /** Where members stand in their rows, or what makes the values of a row for whoever looks at one. */
  readonly values: Places | MakeRow;
}

/** Makes the row of a number, with its values at hand. */
type MakeRow = (index: number) => Row;

export interface Places {
  /** Of each row, one member after the other: where it ends, counted from the row's beginning. */
  readonly ends: Uint16Array;
  /** Of each member, how many bytes go before its value. */
  readonly leads: readonly number[];
  /** Makes a row of them. */
  readonly makeRow: MakeTextRow;
}

const TEXTS = Symbol('texts');
const INDEX = Symbol('index');
const KEY = Symbol('key');

/** Has its properties under their names, and makes a value where it is asked for one. */
class TextRow {
  readonly [TEXTS]: RowTexts;
  readonly [INDEX]: number;
  readonly [KEY]: string;

  constructor(texts: RowTexts, index: number, key: string) {
    this[TEXTS] = texts;
    this[INDEX] = index;
    this[KEY] = key;
  }
}

/** Makes the row of a number, with its key at hand. */
export type MakeTextRow = (texts: RowTexts, index: number, key: string) => Row;

/** Of the rows with these members. */
export function textRowMaker(names: readonly string[]): MakeTextRow {
  class RowOfNames extends TextRow {}
  for (const [member, name] of names.entries()) {
    Object.defineProperty(RowOfNames.prototype, name, {
      get(this: TextRow): Value {
        return member === 0 ? this[KEY] : valueOf(this[TEXTS], this[INDEX], member);
      },
    });
  }
  return (texts, index, key) => new RowOfNames(texts, index, key) as unknown as Row;
}

function valueOf(texts: RowTexts, index: number, member: number): Value {
  const { bytes, starts, values, names } = texts;
  if (typeof values === 'function') return values(index)[names[member] ?? ''] ?? null;
  const start = starts[index] ?? 0;
  return valueIn(bytes, start + beginOfValue(values, index, member), start + endOfMember(values, index, member));
}

/** Where the value of a member begins, counted from its row's beginning. */
export function beginOfValue(places: Places, index: number, member: number): number {
  return (member === 0 ? 0 : endOfMember(places, index, member - 1)) + (places.leads[member] ?? 0);
}

/** Where a member ends, counted from its row's beginning. */
export function endOfMember({ ends, leads }: Places, index: number, member: number): number {
  return ends[index * leads.length + member] ?? 0;
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** The value whose JSON stands between two places; what filters look at most, texts and numbers, without a parser. */
function valueIn(bytes: Buffer, begin: number, end: number): Value {
  const first = bytes[begin] ?? 0;
  if (first === MINUS || (first >= ZERO && first <= ZERO + 9)) return numberIn(bytes, begin, end);
  const json = bytes.toString('utf8', begin, end);
  return first === QUOTE && !json.includes('\\') ? json.slice(1, -1) : (JSON.parse(json) as Value);
}

/** A number of at most fifteen digits: a whole one by a power of ten, both exact, so that the quotient is the nearest. */
function numberIn(bytes: Buffer, begin: number, end: number): number {
  const isNegative = bytes[begin] === MINUS;
  let whole = 0;
  let scale = 1;
  let isFraction = false;
  for (let at = isNegative ? begin + 1 : begin; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === POINT) isFraction = true;
    else {
      whole = whole * 10 + byte - ZERO;
      if (isFraction) scale *= 10;
    }
  }
  return (isNegative ? -whole : whole) / scale;
}

/** The text of some rows, and how many they are. */
interface TextRun {
  /** Begins with the comma before the first one. */
  readonly bytes: Uint8Array;
  readonly count: number;
}

/**
 * The text of as many rows from one on as stand in it one after the other with just these members, and in so many bytes;
 * one row at least. Undefined where that one is no such text.
 */
export function runOfText(
  rows: readonly Row[],
  from: number,
  names: readonly string[],
  mostBytes: number,
): TextRun | undefined {
  const first = rows[from];
  if (first === undefined || !isText(first, names) || !(first instanceof TextRow)) return undefined;
  const { [TEXTS]: texts, [INDEX]: index } = first;
  const { bytes, starts } = texts;
  const endOf = (count: number): number => (starts[index + count] ?? 0) - 1;
  const begin = endOf(0);
  let count = 1;
  for (let next = rows[from + 1]; next instanceof TextRow; next = rows[from + count]) {
    if (next[TEXTS] !== texts || next[INDEX] !== index + count || endOf(count + 1) - begin > mostBytes) break;
    count++;
  }
  return { bytes: bytes.subarray(begin, endOf(count)), count };
}

/** The row itself, or one whose values are at hand where it is text. */
export function withValues(row: Row): Row {
  if (!(row instanceof TextRow)) return row;
  const { bytes, starts, values } = row[TEXTS];
  if (typeof values === 'function') return values(row[INDEX]);
  return JSON.parse(bytes.toString('utf8', starts[row[INDEX]], (starts[row[INDEX] + 1] ?? 0) - 1)) as Row;
}

/** Whether a row is text with just these members. */
export function isText(row: Row | undefined, names: readonly string[]): boolean {
  if (!(row instanceof TextRow)) return false;
  const { names: own } = row[TEXTS];
  return own === names || (own.length === names.length && names.every((name, member) => own[member] === name));
}

/** The texts that a row is one of; undefined where it is none. */
export const textsOf = (row: Row | undefined): RowTexts | undefined =>
  row instanceof TextRow ? row[TEXTS] : undefined;

/** Which one of its texts a row is. */
export const indexOf = (row: Row): number => (row instanceof TextRow ? row[INDEX] : -1);

/** Bytes of a row's text; undefined where it is none. */
export function textLength(row: Row | undefined): number | undefined {
  return row instanceof TextRow ? lengthOf(row) : undefined;
}

/** With the comma before it. */
function lengthOf({ [TEXTS]: { starts }, [INDEX]: index }: TextRow): number {
  return (starts[index + 1] ?? 0) - (starts[index] ?? 0);
}

/** Where the members of a row stand that is read from its text. */
function placesOf(row: Row): Places | undefined {
  const values = textsOf(row)?.values;
  return typeof values === 'function' ? undefined : values;
}

/** The same rows in this order, in a text of their own: any row otherwise holds all of the text that it came in. */
export function ownTexts(rows: readonly Row[]): readonly Row[] {
  const sample = rows.find((row) => placesOf(row) !== undefined);
  const first = sample && placesOf(sample);
  const names = textsOf(sample)?.names;
  if (first === undefined || names === undefined) return rows;
  const { leads, makeRow } = first;
  const isAlike = (row: Row): row is Row & TextRow =>
    row instanceof TextRow && row[TEXTS].names === names && placesOf(row) !== undefined;
  const alike = rows.filter(isAlike);
  const bytes = Buffer.allocUnsafeSlow(alike.reduce((sum, row) => sum + lengthOf(row), 0));
  const starts = new Uint32Array(alike.length + 1);
  const ends = new Uint16Array(alike.length * leads.length);
  const texts = { bytes, names, starts, values: { ends, leads, makeRow } };
  let at = 0;
  let count = 0;
  return rows.map((row) => {
    if (!isAlike(row)) return row;
    const { [TEXTS]: from, [INDEX]: index, [KEY]: key } = row;
    const begin = (from.starts[index] ?? 0) - 1;
    starts[count] = at + 1;
    const fromEnds = placesOf(row)?.ends ?? ends;
    ends.set(fromEnds.subarray(index * leads.length, (index + 1) * leads.length), count * leads.length);
    at += from.bytes.copy(bytes, at, begin, begin + lengthOf(row));
    count += 1;
    starts[count] = at + 1;
    return makeRow(texts, count - 1, key);
  });
}
