// Makes the two parsers from odata.peggy: `npm run generate`.
//   fast.gen.js     reads every request; our own code, made from Peggy's view of the grammar (generate/fast-parser.js)
//   explain.gen.js  reads again what the fast one refused, to say where it went wrong and what was expected; Peggy's own
import { readFileSync, writeFileSync } from 'node:fs';
import peggy from 'peggy';
import { explainTypes, fastTypes } from './generate/declarations.js';
import { fastParser } from './generate/fast-parser.js';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);

/** What actions and predicates see; fast-parser.js gives the same names the same meaning. */
const prelude = `{
  const { build, context } = options;
  const at = (start = peg$savedPos) => build.range(context, start, peg$currPos);
}
`;

const options = { format: 'es', allowedStartRules: ['*'], grammarSource: 'odata.peggy' };
const source = read('odata.peggy');
// The rules that TypeScript code calls by name; the conformance runner calls others, of the explaining parser.
const startRules = [...read('rules.ts').matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name);

write('explain.gen.js', peggy.generate(prelude + source, { ...options, output: 'source' }));
write('explain.gen.d.ts', explainTypes);
write('fast.gen.js', fastParser(peggy.generate(source, { ...options, output: 'ast' }), startRules));
write('fast.gen.d.ts', fastTypes);
