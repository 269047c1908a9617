import { build } from './build/index.ts';
import { createContext } from './context.ts';
import type { Decoded } from './decode.ts';
import { describeFailure } from './explain.ts';
import { parse as explainingParse, SyntaxError as Mismatch } from './explain.gen.js';
import { ParseFailure } from './failure.ts';
import type { ParseLimits } from './limits.ts';
import type { Rule, RuleResults } from './rules.ts';

/** A text to parse, and where it stood in the URL. */
export interface Source {
  readonly decoded: Decoded;
  /** The query option whose value it is, or `path`. */
  readonly option: string;
  /** Offset of `decoded.raw` in the path or query string. */
  readonly start: number;
}

/**
 * Reads a whole text by one rule of the grammar.
 * @throws OdataSyntaxError where the text does not follow the rule.
 */
export function parseRule<R extends Rule>(rule: R, source: Source, limits: ParseLimits): RuleResults[R];
export function parseRule(rule: string, source: Source, limits: ParseLimits): unknown;
export function parseRule(rule: string, source: Source, limits: ParseLimits): unknown {
  const context = createContext(limits, source.decoded, source.option === 'path');
  try {
    return explainingParse(source.decoded.text, { startRule: rule, build, context });
  } catch (error) {
    if (error instanceof ParseFailure || error instanceof Mismatch) throw describeFailure(error, source);
    throw error;
  }
}
