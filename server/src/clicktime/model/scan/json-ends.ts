/**
 * Where JSON without white space ends that begins at a place, or `NONE` where there is none of the kind. The bytes are
 * UTF-8; what is behind the last one reads as 0, which is in no JSON.
 */

export const NONE = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
const POINT = 0x2e;
export const ZERO = 0x30;
export const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
/** What stands behind a backslash for something else. */
const SHORT_ESCAPES = new Set(Buffer.from('"\\bfnrt'));

const LETTER_E = 0x65;
const LETTER_N = 0x6e;
const LETTER_U = 0x75;

/** Digits of a number that is certainly exact, and that no exponent is written for. */
const MOST_WHOLE_DIGITS = 9;
const MOST_DECIMALS = 6;

/** Objects and lists within one another. */
const MAX_DEPTH = 32;

export const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39;

/** Of a text that is all ASCII and has no escapes. */
export function endOfAsciiText(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NONE;
  for (let next = at + 1; ; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === QUOTE) return next + 1;
    if (byte === BACKSLASH || byte < 0x20 || byte >= 0x80) return NONE;
  }
}

/** Of a text that is written as `JSON.stringify` writes it. */
export function endOfText(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NONE;
  for (let next = at + 1; ; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === QUOTE) return next + 1;
    if (byte < 0x20) return NONE;
    if (byte === BACKSLASH && !SHORT_ESCAPES.has(bytes[++next] ?? 0)) return NONE;
  }
}

/** Of digits, of which there may be none. */
function endOfDigits(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isDigit(bytes[next] ?? 0)) next++;
  return next;
}

/** Of a number that a double holds exactly and `JSON.stringify` writes in the same digits, but for zeros at its end. */
export function endOfShortNumber(bytes: Uint8Array, at: number): number {
  const whole = bytes[at] === MINUS ? at + 1 : at;
  const point = endOfDigits(bytes, whole);
  if (point === whole || point - whole > MOST_WHOLE_DIGITS) return NONE;
  if (bytes[whole] === ZERO && point > whole + 1) return NONE;
  const end = bytes[point] === POINT ? endOfDigits(bytes, point + 1) : point;
  // `JSON.stringify` writes minus zero without its sign.
  if (whole > at && bytes[whole] === ZERO && endWithoutZeros(bytes, whole, end) === whole + 1) return NONE;
  if (end === point + 1 || end - point > MOST_DECIMALS + 1) return NONE;
  return ((bytes[end] ?? 0) | 0x20) === LETTER_E ? NONE : end;
}

/** Where the zeros begin that say nothing at the end of such a number, or the point where nothing else is behind it. */
export function endWithoutZeros(bytes: Uint8Array, begin: number, end: number): number {
  let point = end - 1;
  while (point > begin && bytes[point] !== POINT) point--;
  if (bytes[point] !== POINT) return end;
  let last = end;
  while (bytes[last - 1] === ZERO) last--;
  return last === point + 1 ? point : last;
}

export const endOfNull = (bytes: Uint8Array, at: number): number =>
  bytes[at] === LETTER_N ? endOfWord(bytes, at, 'null') : NONE;

export function endOfBoolean(bytes: Uint8Array, at: number): number {
  const end = endOfWord(bytes, at, 'true');
  return end === NONE ? endOfWord(bytes, at, 'false') : end;
}

function endOfWord(bytes: Uint8Array, at: number, word: string): number {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word.charCodeAt(index)) return NONE;
  return at + word.length;
}

/** Of any value. */
export function endOfValue(bytes: Uint8Array, at: number, depth = 0): number {
  const first = bytes[at] ?? 0;
  if (first === QUOTE) return endOfAnyText(bytes, at);
  if (first === OPEN_BRACE || first === OPEN_BRACKET)
    return depth === MAX_DEPTH ? NONE : endOfMembers(bytes, at, depth + 1);
  if (first === MINUS || isDigit(first)) return endOfNumber(bytes, at);
  const end = endOfNull(bytes, at);
  return end === NONE ? endOfBoolean(bytes, at) : end;
}

function endOfMembers(bytes: Uint8Array, at: number, depth: number): number {
  const isObject = bytes[at] === OPEN_BRACE;
  const close = isObject ? CLOSE_BRACE : CLOSE_BRACKET;
  let next = at + 1;
  if (bytes[next] === close) return next + 1;
  for (;;) {
    if (isObject) {
      next = endOfAnyText(bytes, next);
      if (next === NONE || bytes[next] !== COLON) return NONE;
      next++;
    }
    next = endOfValue(bytes, next, depth);
    if (next === NONE) return NONE;
    if (bytes[next] === close) return next + 1;
    if (bytes[next] !== COMMA) return NONE;
    next++;
  }
}

function endOfAnyText(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NONE;
  for (let next = at + 1; ; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === QUOTE) return next + 1;
    if (byte < 0x20) return NONE;
    if (byte !== BACKSLASH) continue;
    const escaped = bytes[++next] ?? 0;
    if (SHORT_ESCAPES.has(escaped) || escaped === 0x2f) continue;
    if (escaped !== LETTER_U) return NONE;
    for (let digit = 0; digit < 4; digit++) if (!isHexadecimal(bytes[++next] ?? 0)) return NONE;
  }
}

const isHexadecimal = (byte: number): boolean => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

function endOfNumber(bytes: Uint8Array, at: number): number {
  const whole = bytes[at] === MINUS ? at + 1 : at;
  let next = endOfDigits(bytes, whole);
  if (next === whole || (bytes[whole] === ZERO && next > whole + 1)) return NONE;
  if (bytes[next] === POINT) {
    const fraction = next + 1;
    next = endOfDigits(bytes, fraction);
    if (next === fraction) return NONE;
  }
  if (((bytes[next] ?? 0) | 0x20) !== LETTER_E) return next;
  const sign = bytes[next + 1];
  const exponent = sign === MINUS || sign === 0x2b ? next + 2 : next + 1;
  next = endOfDigits(bytes, exponent);
  return next === exponent ? NONE : next;
}
