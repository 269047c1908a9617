/**
 * String functions (URL Conventions 5.1.1.5 and 5.1.1.7). A character is a Unicode code point: positions and lengths do
 * not depend on how texts are stored, and no function cuts an emoji in half. Comparison is by code, case-sensitive.
 */
import { ODataError } from '../errors/odata-error.ts';
import type { Present } from '../model/values.ts';
import type { CanonicalFunction } from '../query/canonical-functions.ts';
import type { Operation } from './evaluator.ts';

const onText =
  (apply: (text: string) => string | number): Operation =>
  (a) =>
    typeof a === 'string' ? apply(a) : null;

const onTexts =
  (apply: (a: string, b: string) => string | number | boolean): Operation =>
  (a, b) =>
    typeof a === 'string' && typeof b === 'string' ? apply(a, b) : null;

export const stringFunctions = {
  concat: onTexts((a, b) => a + b),
  contains: onTexts((a, b) => a.includes(b)),
  endswith: onTexts((a, b) => a.endsWith(b)),
  indexof: onTexts(characterIndexOf),
  length: onText(characterCount),
  startswith: onTexts((a, b) => a.startsWith(b)),
  substring,
  tolower: onText((text) => text.toLowerCase()),
  toupper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
} satisfies Partial<Record<CanonicalFunction, Operation>>;

const HAS_SURROGATES = /[\ud800-\udfff]/;

function characterCount(text: string): number {
  return HAS_SURROGATES.test(text) ? Array.from(text).length : text.length;
}

function characterIndexOf(text: string, searched: string): number {
  const index = text.indexOf(searched);
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
  const characters = HAS_SURROGATES.test(text) ? Array.from(text) : text;
  const from = start < 0 ? Math.max(0, characters.length + start) : start;
  const part = characters.slice(from, length === undefined ? undefined : from + length);
  return typeof part === 'string' ? part : part.join('');
}
