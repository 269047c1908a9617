// Makes the parsers from odata.peggy: `npm run generate`.
import { readFileSync, writeFileSync } from 'node:fs';
import peggy from 'peggy';

const source = readFileSync(new URL('odata.peggy', import.meta.url), 'utf8');

/** What actions and predicates see; the same names mean the same in the fast parser. */
const prelude = `{
  const { build, context } = options;
  const at = (start = peg$savedPos) => build.range(context, start, peg$currPos);
}
`;

const output = peggy.generate(prelude + source, {
  output: 'source',
  format: 'es',
  allowedStartRules: ['*'],
  grammarSource: 'odata.peggy',
});
writeFileSync(new URL('explain.gen.js', import.meta.url), output);
writeFileSync(
  new URL('explain.gen.d.ts', import.meta.url),
  `import type { Build } from './build/index.ts';
import type { ParseContext } from './context.ts';
import type { Rule, RuleResults } from './rules.ts';

export declare class SyntaxError extends globalThis.SyntaxError {
  readonly expected: readonly Expectation[] | null;
  readonly found: string | null;
  readonly location: { readonly start: { readonly offset: number } };
}
export type Expectation =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'class'; readonly parts: readonly unknown[]; readonly inverted: boolean }
  | { readonly type: 'any' | 'end' }
  | { readonly type: 'other' | 'not'; readonly description?: string };
export declare function parse<R extends Rule>(
  text: string,
  options: { readonly startRule: R; readonly build: Build; readonly context: ParseContext },
): RuleResults[R];
export declare function parse(
  text: string,
  options: { readonly startRule: string; readonly build: Build; readonly context: ParseContext },
): unknown;
`,
);
