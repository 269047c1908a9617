import type { Range } from '../ast.ts';
import { ParseFailure } from '../failure.ts';

/** A count such as a number of rows, refused where it is beyond what can be counted exactly. */
export function wholeNumber(text: string, range: Range): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new ParseFailure('invalidValue', range.start, `${text} is too large a number`);
}
