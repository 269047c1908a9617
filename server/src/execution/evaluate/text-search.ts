/**
 * Search in time linear in both texts. The engine's own is faster on what people write, but compares every character of
 * one text with every one of the other where both repeat themselves: it is used where even that is little.
 */
const SMALL = 100_000;
/** A short text is compared with every part of a long one without much ado. */
const SHORT = 8;

/** UTF-16 offset of the first occurrence; -1 where there is none. */
export function offsetOf(text: string, searched: string): number {
  if (searched.length > text.length) return -1;
  const isLittle = searched.length <= SHORT || text.length * searched.length <= SMALL;
  return isLittle ? text.indexOf(searched) : linearOffsetOf(text, searched);
}

/** The algorithm of Knuth, Morris and Pratt. */
function linearOffsetOf(text: string, searched: string): number {
  const borders = bordersOf(searched);
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    matched = extended(searched, borders, matched, text.charCodeAt(at));
    if (matched === searched.length) return at - matched + 1;
  }
  return -1;
}

/** For each length, the longest proper prefix of that beginning which also ends it. */
function bordersOf(searched: string): Uint32Array {
  const borders = new Uint32Array(searched.length + 1);
  for (let length = 2; length <= searched.length; length += 1) {
    borders[length] = extended(searched, borders, borders[length - 1] ?? 0, searched.charCodeAt(length - 1));
  }
  return borders;
}

/** How much of the beginning matches once another character follows what matched. */
function extended(searched: string, borders: Uint32Array, matched: number, unit: number): number {
  let length = matched;
  while (length > 0 && searched.charCodeAt(length) !== unit) length = borders[length] ?? 0;
  return searched.charCodeAt(length) === unit ? length + 1 : length;
}
