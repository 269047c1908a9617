import { build } from './build/index.ts';
import { createContext } from './context.ts';
import type { Decoded } from './decode.ts';
import { describeFailure } from './explain.ts';
import { parse as explainingParse, SyntaxError as Mismatch } from './explain.gen.js';
import { ParseFailure } from './failure.ts';
import { fastParse } from './form.ts';
import type { ParseLimits } from './limits.ts';
import type { Rule, RuleResults } from './rules.ts';

/** A text to parse, and where it stood in the URL. */
export interface Source {
  readonly decoded: Decoded;
  /** The query option whose value it is, or `path`. */
  readonly option: string;
  /** Offset of `decoded.raw` in the path or query string. */
  readonly start: number;
  /** The query string that the value is of, and where there the value ends. */
  readonly query?: string;
  readonly end?: number;
}

/**
 * Reads a whole text by one rule of the grammar.
 * @throws OdataSyntaxError where the text does not follow the rule.
 */
export function parseRule<R extends Rule>(rule: R, source: Source, limits: ParseLimits): RuleResults[R] {
  try {
    const result = fastParse(source.decoded.text, rule, contextOf(source, limits));
    if (result !== undefined) return result;
  } catch (error) {
    throw translate(error, source);
  }
  return explainRule(rule, source, limits);
}

/**
 * Reads a whole text by the parser that knows what it expected where it failed. Any rule of the grammar will do.
 * @throws OdataSyntaxError
 */
export function explainRule<R extends Rule>(rule: R, source: Source, limits: ParseLimits): RuleResults[R];
export function explainRule(rule: string, source: Source, limits: ParseLimits): unknown;
export function explainRule(rule: string, source: Source, limits: ParseLimits): unknown {
  try {
    return explainingParse(source.decoded.text, { startRule: rule, build, context: contextOf(source, limits) });
  } catch (error) {
    throw translate(error, source);
  }
}

/** Limits set higher than the stack allows end in a clear error as well. */
function translate(error: unknown, source: Source): unknown {
  if (error instanceof ParseFailure || error instanceof Mismatch) return describeFailure(error, source);
  const overflow = error instanceof RangeError && error.message.includes('call stack');
  return overflow ? describeFailure(new ParseFailure('limit', 0, 'it is nested too deeply'), source) : error;
}

const contextOf = ({ decoded, option }: Source, limits: ParseLimits) =>
  createContext(limits, decoded, option === 'path');
