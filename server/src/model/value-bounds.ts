/** How long values may be, whether a query writes them as literals or makes them of others. */
import { ODataError } from '../errors/odata-error.ts';
import { MAX_DIGITS } from './numeric.ts';

/** UTF-16 units of a text that a query writes or makes; those in the data may be longer. */
const MAX_TEXT_LENGTH = 32_768;

/** Characters of any other literal: a number with all its digits, a duration with such numbers. */
const MAX_LITERAL_LENGTH = 2 * MAX_DIGITS + 100;

/** Throws QueryTooComplex where a text that a query makes would be too long. */
export function checkTextLength(length: number): void {
  if (length <= MAX_TEXT_LENGTH) return;
  const reason = `it makes a text of more than ${MAX_TEXT_LENGTH} characters.`;
  throw ODataError.of('QueryTooComplex', { reason });
}

/** Throws QueryTooComplex where the text of a literal is too long. */
export function checkLiteralLength(text: string, isText: boolean, target: string): void {
  const limit = isText ? MAX_TEXT_LENGTH : MAX_LITERAL_LENGTH;
  if (text.length <= limit) return;
  const reason = `a literal has ${text.length} characters; at most ${limit} are read${isText ? '' : ' of one that is no text'}.`;
  throw ODataError.of('QueryTooComplex', { reason }, { target });
}

/** Whether a text of the data is short enough to be read as a number, date or duration at all. */
export const isReadable = (text: string): boolean => text.length <= MAX_LITERAL_LENGTH;
