// Writes the fast parser: the same grammar as the explaining one, as code that keeps no account of what it expected.
//
// What makes it fast, none of it visible in the grammar:
// - rules are closures made once, not once a parse as Peggy's are;
// - nothing is recorded for error messages: on a failure the explaining parser reads the text again;
// - a choice looks its alternatives up by the next character (FIRST sets) before it tries them;
// - what is only matched, as in `$(...)`, lookaheads and unlabelled parts, builds no values;
// - small rules such as COMMA, BWS and DIGIT are written out where they are used.
import { emit } from './emit.js';
import { createWriter } from './writer.js';

/** @returns {string} a module that exports `createParser(build)`. */
export function fastParser(grammar, startRules) {
  const writer = createWriter(grammar);
  const starts = startRules.map((name) => `    ${name}: ${writer.functionOf(name, true)},`);
  const functions = writeFunctions(writer);
  return `// Generated from odata.peggy by generate.js.
const FAIL = Symbol('fail');
// Every empty list there is; nobody changes the lists of a tree.
const NONE = [];
${[...writer.constants].map(([initialiser, name]) => `const ${name} = ${initialiser};`).join('\n')}

export function createParser(build) {
  let input = '';
  let pos = 0;
  let context;

${functions}
  const starts = {
${starts.join('\n')}
  };

  return function parse(text, rule, parseContext) {
    input = text;
    pos = 0;
    context = parseContext;
    const result = starts[rule]();
    return result !== FAIL && pos === text.length ? result : undefined;
  };
}
`;
}

function writeFunctions(writer) {
  let code = '';
  for (const [name, { rule, value }] of writer.functions) {
    const expression = writer.rules.get(rule);
    code += value
      ? `  function ${name}() {\n    let result;\n${emit(writer, expression, 'result', 'return FAIL;', new Map())}\n    return result;\n  }\n\n`
      : `  function ${name}() {\n${emit(writer, expression, null, 'return false;', new Map())}\n    return true;\n  }\n\n`;
  }
  return code;
}
