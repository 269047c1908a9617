import { build } from './build/index.ts';
import { createContext } from './context.ts';
import { undecoded } from './decode.ts';
import { ParseFailure } from './failure.ts';
import { createParser } from './fast.gen.js';
import { defaultLimits } from './limits.ts';
import type { Rule } from './rules.ts';

/** The one fast parser: its rules are closures made once. */
export const fastParse = createParser(build);

/** What can be written in an option; an expression where the option is not named. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  path: ['odataResourcePath'],
  $select: ['selectValue'],
  $expand: ['expandValue', 'commonExpr'],
  $orderby: ['orderbyValue'],
};

/** Texts beyond this are offered by nobody. */
const LONGEST = 1000;

/** Whether a text that an error offers is accepted in its option itself: what is refused in turn helps nobody. */
export function isForm(text: string, option: string): boolean {
  const [piece = ''] = option === 'path' ? text.split('?') : [text];
  return piece.length <= LONGEST && (rules[option] ?? ['commonExpr']).some((rule) => reads(piece, rule));
}

/** Whether a text follows a rule; the fast parser alone is asked. */
export function reads(text: string, rule: Rule): boolean {
  try {
    const inPath = rule === 'odataResourcePath';
    return fastParse(text, rule, createContext(defaultLimits, undecoded(text), inPath)) !== undefined;
  } catch (error) {
    if (error instanceof ParseFailure) return false;
    throw error;
  }
}
