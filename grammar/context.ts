import type { Range } from './ast.ts';
import type { Decoded } from './decode.ts';
import { ParseFailure } from './failure.ts';
import type { ParseLimits } from './limits.ts';

/** What of one parse is not text: its limits, how far they are used, and which characters were percent-encoded. */
export interface ParseContext {
  readonly limits: ParseLimits;
  /** True for the resource path, where an unencoded slash ends a segment even inside a string. */
  readonly inPath: boolean;
  /** Whether the character at an offset of the decoded text was percent-encoded. */
  wasEncoded(offset: number): boolean;
  /** A range for a new node. */
  range(start: number, end: number): Range;
  /** One level deeper; always true. */
  enter(offset: number): true;
  /** One level up; returns its argument. */
  leave(matched: boolean): boolean;
}

/** A context for one parse of one text. */
export function createContext(limits: ParseLimits, decoded: Decoded, inPath: boolean): ParseContext {
  let depth = 0;
  let nodes = 0;
  return {
    limits,
    inPath,
    wasEncoded: decoded.wasEncoded,
    range(start, end) {
      nodes += 1;
      if (nodes > limits.nodes) throw tooMuch(start, `more than ${limits.nodes} names, values and operators`);
      return { start, end };
    },
    enter(offset) {
      depth += 1;
      if (depth > limits.nesting) throw tooMuch(offset, `more than ${limits.nesting} levels of parentheses`);
      return true;
    },
    leave(matched) {
      depth -= 1;
      return matched;
    },
  };
}

const tooMuch = (offset: number, what: string): ParseFailure =>
  new ParseFailure('limit', offset, `the query is too complex: it has ${what}`);
