import type { Range } from './ast.ts';
import type { Decoded } from './decode.ts';
import { ParseFailure } from './failure.ts';
import type { ParseLimits } from './limits.ts';

/** What of one parse is not text: its limits, how far they are used, and which characters were percent-encoded. */
export interface ParseContext {
  readonly limits: ParseLimits;
  /** True for the resource path, where an unencoded slash ends a segment even inside a string. */
  readonly inPath: boolean;
  readonly decoded: Decoded;
  depth: number;
  nodes: number;
}

/** A context for one parse of one text. */
export function createContext(limits: ParseLimits, decoded: Decoded, inPath: boolean): ParseContext {
  return { limits, inPath, decoded, depth: 0, nodes: 0 };
}

/** A range for a new node, which is counted. */
export function range(context: ParseContext, start: number, end: number): Range {
  context.nodes += 1;
  if (context.nodes > context.limits.nodes) {
    throw tooMuch(start, `more than ${context.limits.nodes} names, values and operators`);
  }
  return { start, end };
}

/** One level deeper; always true. */
export function enter(context: ParseContext, offset: number): true {
  context.depth += 1;
  if (context.depth > context.limits.nesting) {
    throw tooMuch(offset, `more than ${context.limits.nesting} levels of parentheses`);
  }
  return true;
}

/** One level up; returns whether what was inside matched. */
export function leave(context: ParseContext, matched: boolean): boolean {
  context.depth -= 1;
  return matched;
}

/** Whether the character at an offset of the decoded text was percent-encoded. */
export function wasEncoded(context: ParseContext, offset: number): boolean {
  return context.decoded.wasEncoded(offset);
}

/** Refuses a list of values that is too long. */
export function checkItems(context: ParseContext, count: number, offset: number): void {
  if (count > context.limits.listItems) throw tooMuch(offset, `a list of more than ${context.limits.listItems} values`);
}

/** Refuses too many operators side by side: each of them is one level of the tree. */
export function checkOperators(context: ParseContext, count: number, offset: number): void {
  const { operators } = context.limits;
  if (count > operators)
    throw tooMuch(offset, `more than ${operators} operators in a row; use 'in' with a list of values`);
}

const tooMuch = (offset: number, what: string): ParseFailure =>
  new ParseFailure('limit', offset, `the query is too complex: it has ${what}`);
