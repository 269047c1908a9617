/**
 * String functions (URL Conventions 5.1.1.5 and 5.1.1.7). A character is a Unicode code point: positions and lengths do
 * not depend on how texts are stored, and no function cuts an emoji in half. Comparison is by code, case-sensitive.
 */
import { ODataError } from '../../errors/odata-error.ts';
import type { Present } from '../../model/values.ts';
import type { CanonicalFunction } from '../../bound/canonical-functions.ts';
import { checkTextLength } from '../../model/value-bounds.ts';
import type { Operation } from './evaluator.ts';
import { spend, textSteps } from './row-work.ts';
import { offsetOf } from './text-search.ts';

const onText =
  (apply: (text: string) => string | number): Operation =>
  (a) => {
    if (typeof a !== 'string') return null;
    spend(textSteps(a.length));
    return apply(a);
  };

const onTexts =
  (apply: (a: string, b: string) => string | number | boolean): Operation =>
  (a, b) => {
    if (typeof a !== 'string' || typeof b !== 'string') return null;
    spend(textSteps(a.length + b.length));
    return apply(a, b);
  };

export const stringFunctions = {
  concat: onTexts((a, b) => {
    checkTextLength(a.length + b.length);
    return a + b;
  }),
  contains: onTexts((a, b) => offsetOf(a, b) >= 0),
  endswith: onTexts((a, b) => a.endsWith(b)),
  indexof: onTexts(characterIndexOf),
  length: onText(characterCount),
  startswith: onTexts((a, b) => a.startsWith(b)),
  substring,
  tolower: onText((text) => changed(text, text.toLowerCase())),
  toupper: onText((text) => changed(text, text.toUpperCase())),
  trim: onText((text) => text.trim()),
} satisfies Partial<Record<CanonicalFunction, Operation>>;

/** Some characters become several in another case. */
function changed(text: string, result: string): string {
  if (result.length > text.length) checkTextLength(result.length);
  return result;
}

const HAS_SURROGATES = /[\ud800-\udfff]/;
/** The first half of a code point that takes two units, behind which the second one stands. */
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

function characterCount(text: string): number {
  if (!HAS_SURROGATES.test(text)) return text.length;
  let pairs = 0;
  for (PAIR.lastIndex = 0; PAIR.test(text);) pairs += 1;
  return text.length - pairs;
}

function characterIndexOf(text: string, searched: string): number {
  const index = offsetOf(text, searched);
  return index <= 0 ? index : characterCount(text.slice(0, index));
}

/**
 * Up to `length` characters from `start` on; a negative `start` counts from the end (and from the beginning where that
 * is before it), one behind the end gives the empty text, a negative `length` fails the request.
 */
function substring(text: Present, start?: Present, length?: Present): string | null {
  if (typeof text !== 'string' || typeof start !== 'number') return null;
  if (length !== undefined && typeof length !== 'number') return null;
  if (length !== undefined && length < 0) {
    throw ODataError.of('ArithmeticError', { reason: `'substring' cannot take ${length} characters.` });
  }
  spend(textSteps(text.length));
  if (!HAS_SURROGATES.test(text)) {
    const from = start < 0 ? Math.max(0, text.length + start) : start;
    return text.slice(from, length === undefined ? undefined : from + length);
  }
  const from = start < 0 ? Math.max(0, characterCount(text) + start) : start;
  const begin = offsetBehind(text, 0, from);
  return text.slice(begin, length === undefined ? undefined : offsetBehind(text, begin, length));
}

/** The UTF-16 offset that many characters behind another offset, or the end. */
function offsetBehind(text: string, offset: number, characters: number): number {
  let at = offset;
  for (let left = characters; left >= 1 && at < text.length; left -= 1)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
