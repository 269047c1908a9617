/** Objects that are written as they came: of names that stand for themselves, and of single values. */
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  endOfAsciiText,
  endOfBoolean,
  endOfNull,
  endOfShortNumber,
  endOfText,
  endWithoutZeros,
  isDigit,
  NONE,
  OPEN_BRACE,
} from './json-ends.ts';

/** Names are compared each with each. */
const MAX_MEMBERS = 32;
const MAX_NAME_BYTES = 128;

/** Where an object ends that begins at a place; `NONE` where it is none that needs no decoding. */
export function endOfPlainObject(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== OPEN_BRACE) return NONE;
  if (bytes[at + 1] === CLOSE_BRACE) return at + 2;
  const begins: number[] = [];
  let next = at;
  do {
    const begin = next + 1;
    const end = endOfName(bytes, begin);
    if (end === NONE || bytes[end] !== COLON || begins.length === MAX_MEMBERS) return NONE;
    if (begins.some((other) => isSame(bytes, other, begin, end - begin))) return NONE;
    begins.push(begin);
    next = endOfSingle(bytes, end + 1);
  } while (next !== NONE && bytes[next] === COMMA);
  return next !== NONE && bytes[next] === CLOSE_BRACE ? next + 1 : NONE;
}

/** Of a name of letters and digits. */
function endOfName(bytes: Uint8Array, at: number): number {
  const end = endOfAsciiText(bytes, at);
  if (end === NONE || end - at - 2 > MAX_NAME_BYTES || !isLetter(bytes[at + 1] ?? 0)) return NONE;
  for (let index = at + 2; index < end - 1; index++) {
    const byte = bytes[index] ?? 0;
    if (!isLetter(byte) && !isDigit(byte)) return NONE;
  }
  return end;
}

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

function isSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[one + index] !== bytes[other + index]) return false;
  return true;
}

function endOfSingle(bytes: Uint8Array, at: number): number {
  const text = endOfText(bytes, at);
  if (text !== NONE) return text;
  const number = endOfShortNumber(bytes, at);
  if (number !== NONE) return endWithoutZeros(bytes, at, number) === number ? number : NONE;
  const word = endOfNull(bytes, at);
  return word === NONE ? endOfBoolean(bytes, at) : word;
}
