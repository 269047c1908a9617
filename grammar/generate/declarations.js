// Types of the generated modules. They promise what the grammar's actions do; the tests hold them to it.
const imports = `import type { Build } from './build/index.ts';
import type { ParseContext } from './context.ts';
import type { Rule, RuleResults } from './rules.ts';
`;

export const explainTypes = `${imports}
export type Expectation =
  | { readonly type: 'literal'; readonly text: string; readonly ignoreCase: boolean }
  | {
      readonly type: 'class';
      readonly parts: readonly unknown[];
      readonly inverted: boolean;
      readonly unicode: boolean;
    }
  | { readonly type: 'any' | 'end' }
  | { readonly type: 'other' | 'not'; readonly description?: string };

export declare class SyntaxError extends globalThis.SyntaxError {
  readonly expected: readonly Expectation[] | null;
  readonly found: string | null;
  readonly location: { readonly start: { readonly offset: number } };
}

interface Options<R> {
  readonly startRule: R;
  readonly build: Build;
  readonly context: ParseContext;
}
export declare function parse<R extends Rule>(text: string, options: Options<R>): RuleResults[R];
export declare function parse(text: string, options: Options<string>): unknown;
`;

export const fastTypes = `${imports}
/** Reads a text by a rule, or gives undefined where it does not follow it. */
export type FastParse = <R extends Rule>(text: string, rule: R, context: ParseContext) => RuleResults[R] | undefined;

export declare function createParser(build: Build): FastParse;
`;
