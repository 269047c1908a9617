import type { SyntaxError as Mismatch } from './explain.gen.js';
import { ParseFailure } from './failure.ts';
import type { Source } from './parse.ts';
import { OdataSyntaxError } from './syntax-error.ts';

/** The error a person reads, from what stopped the parser. */
export function describeFailure(failure: ParseFailure | Mismatch, source: Source): OdataSyntaxError {
  const offset = failure instanceof ParseFailure ? failure.offset : failure.location.start.offset;
  const { text } = source.decoded;
  return new OdataSyntaxError(
    `${source.option}: ${failure.message}`,
    {
      reason: failure instanceof ParseFailure ? failure.reason : 'syntax',
      option: source.option,
      offset,
      rawOffset: source.start + source.decoded.rawOffset(offset),
      text,
      expected: [],
    },
    `${text}\n${' '.repeat(offset)}^`,
  );
}
