// Writes the fast parser: the same grammar as the explaining one, as code that keeps no account of what it expected.
//
// What makes it fast, none of it visible in the grammar:
// - rules are closures made once, not once a parse as Peggy's are;
// - nothing is recorded for error messages: on a failure the explaining parser reads the text again;
// - a choice looks its alternatives up by the next character (FIRST sets) before it tries them;
// - what is only matched, as in `$(...)`, lookaheads and unlabelled parts, builds no values;
// - small rules such as COMMA, BWS and DIGIT are written out where they are used.
import { returnedExpression } from './actions.js';
import { classTest, literalTest, widthOf } from './characters.js';
import { asciiCount, firstSets } from './first-sets.js';
import { boundsOf, hasPredicate } from './grammar-nodes.js';
import { inlining } from './inlining.js';

/** @returns {string} a module that exports `createParser(build)`. */
export function fastParser(grammar, startRules) {
  const writer = new Writer(grammar);
  const starts = startRules.map((name) => `    ${name}: ${writer.functionOf(name, true)},`);
  const functions = writer.writeFunctions();
  return `// Generated from odata.peggy by generate.js.
const FAIL = Symbol('fail');
// Every empty list there is; nobody changes the lists of a tree.
const NONE = [];
${writer.constants.join('\n')}

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

class Writer {
  constants = [];
  #rules;
  #first;
  #pending = [];
  #names = new Map();
  #counter = 0;
  #isInlined;

  constructor(grammar) {
    this.#rules = new Map(grammar.rules.map((rule) => [rule.name, rule.expression]));
    this.#first = firstSets(grammar);
    this.#isInlined = inlining(grammar);
  }

  /** The name of the function for a rule, as one that gives a value or one that only matches. */
  functionOf(rule, value) {
    const name = `${value ? 'read' : 'match'}_${rule}`;
    if (!this.#names.has(name)) {
      this.#names.set(name, true);
      this.#pending.push({ name, rule, value });
    }
    return name;
  }

  writeFunctions() {
    let code = '';
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const { name, rule, value } = next;
      const expression = this.#rules.get(rule);
      code += value
        ? `  function ${name}() {\n    let result;\n${this.#emit(expression, 'result', 'return FAIL;', new Map())}\n    return result;\n  }\n\n`
        : `  function ${name}() {\n${this.#emit(expression, null, 'return false;', new Map())}\n    return true;\n  }\n\n`;
    }
    return code;
  }

  #unique(stem) {
    this.#counter += 1;
    return `${stem}$${this.#counter}`;
  }

  #constant(stem, code) {
    const existing = this.constants.find((line) => line.endsWith(` = ${code};`));
    if (existing !== undefined) return existing.split(' ')[1];
    const name = this.#unique(stem);
    this.constants.push(`const ${name} = ${code};`);
    return name;
  }

  /**
   * Statements that match `node` at `pos`, put its value into the variable `target` unless that is null, and move `pos`
   * behind it; on a mismatch they run `fail` with `pos` anywhere.
   */
  #emit(node, target, fail, labels) {
    switch (node.type) {
      case 'named':
      case 'group':
        return this.#emit(node.expression, target, fail, labels);
      case 'literal':
        return this.#literal(node, target, fail);
      case 'class':
        return this.#class(node, target, fail);
      case 'any':
        return `if (pos >= input.length) { ${fail} }\n${target ? `${target} = input[pos];\n` : ''}pos += 1;\n`;
      case 'text':
        return this.#text(node, target, fail, labels);
      case 'action':
        return this.#action(node, target, fail, labels);
      case 'sequence':
        return `{\n${this.#sequence(node, target, fail, new Map(labels))}}\n`;
      case 'labeled':
        return `{\n${this.#sequence({ elements: [node] }, target, fail, new Map(labels))}}\n`;
      case 'choice':
        return this.#choice(node, target, fail, labels);
      case 'optional':
        return this.#optional(node, target, labels);
      case 'zero_or_more':
        return this.#repeat(node.expression, { minimum: 0, maximum: null, delimiter: null }, target, fail, labels);
      case 'one_or_more':
        return this.#repeat(node.expression, { minimum: 1, maximum: null, delimiter: null }, target, fail, labels);
      case 'repeated':
        return this.#repeat(node.expression, boundsOf(node), target, fail, labels);
      case 'simple_and':
        return this.#lookahead(node, fail, labels);
      case 'simple_not':
        return this.#negativeLookahead(node, fail, labels);
      case 'semantic_and':
        return `if (!(${returnedExpression(node.code, 'pos', labels)})) { ${fail} }\n`;
      case 'semantic_not':
        return `if (${returnedExpression(node.code, 'pos', labels)}) { ${fail} }\n`;
      case 'rule_ref':
        return this.#ruleReference(node, target, fail);
      default:
        throw new Error(`The fast parser does not know expressions of type '${node.type}'.`);
    }
  }

  #literal(node, target, fail) {
    const { value, ignoreCase } = node;
    if (value === '') return target ? `${target} = '';\n` : '';
    const text = ignoreCase ? `input.slice(pos, pos + ${value.length})` : JSON.stringify(value);
    const take = `${target ? `${target} = ${text};\n` : ''}pos += ${value.length};\n`;
    return `if (!(${literalTest(node)})) { ${fail} }\n${take}`;
  }

  #class(node, target, fail) {
    const code = this.#unique('code');
    const end = `pos + ${widthOf(node, code)}`;
    const take = target ? `const end = ${end};\n${target} = input.slice(pos, end);\npos = end;\n` : `pos = ${end};\n`;
    return `{\nconst ${code} = input.charCodeAt(pos);\nif (!(${this.#classTest(node, code)})) { ${fail} }\n${take}}\n`;
  }

  #classTest(node, code) {
    return classTest(node, code, (stem, initialiser) => this.#constant(stem, initialiser));
  }

  /** The character class that an expression or the rule it names is, if it is one. */
  #classOf(node) {
    if (node.type === 'rule_ref') return this.#classOf(this.#rules.get(node.name));
    return node.type === 'class' ? node : undefined;
  }

  #text(node, target, fail, labels) {
    if (target === null) return this.#emit(node.expression, null, fail, labels);
    const start = this.#unique('start');
    return `const ${start} = pos;\n${this.#emit(node.expression, null, fail, labels)}${target} = input.slice(${start}, pos);\n`;
  }

  #action(node, target, fail, labels) {
    if (target === null && !hasPredicate(node.expression)) return this.#emit(node.expression, null, fail, labels);
    const start = this.#unique('start');
    const inner = new Map(labels);
    const { expression } = node;
    const body =
      expression.type === 'sequence' || expression.type === 'labeled'
        ? this.#sequence(expression.type === 'sequence' ? expression : { elements: [expression] }, null, fail, inner)
        : this.#emit(expression, null, fail, inner);
    const result = target === null ? '' : `${target} = ${returnedExpression(node.code, start, inner)};\n`;
    return `{\nconst ${start} = pos;\n${body}${result}}\n`;
  }

  /** Declares the labels of a sequence in the block around it and adds them to `labels`. */
  #sequence({ elements }, target, fail, labels) {
    const picked = elements.some((element) => element.pick);
    const values = [];
    let code = '';
    for (const element of elements) {
      const wanted = target !== null && (picked ? element.pick : true);
      const labelled = element.type === 'labeled' && element.label;
      const expression = element.type === 'labeled' ? element.expression : element;
      const variable = wanted || labelled ? this.#unique(labelled || 'value') : null;
      if (variable !== null) code += `let ${variable};\n`;
      code += this.#emit(expression, variable, fail, labels);
      if (labelled) labels.set(labelled, variable);
      if (wanted) values.push(variable);
    }
    if (target === null) return code;
    return `${code}${target} = ${values.length === 1 && (picked || elements.length === 1) ? values[0] : `[${values.join(', ')}]`};\n`;
  }

  #choice(node, target, fail, labels) {
    const done = this.#unique('done');
    const start = this.#unique('start');
    const guards = this.#guards(node);
    let code = `${done}: {\nconst ${start} = pos;\n${guards.setup}`;
    node.alternatives.forEach((alternative, i) => {
      const next = this.#unique('next');
      const body = this.#emit(alternative, target, `break ${next};`, labels);
      code += `${next}: {\n${guards.test(i, `break ${next};`)}${body}break ${done};\n}\npos = ${start};\n`;
    });
    return `${code}${fail}\n}\n`;
  }

  /** Looks the alternatives that can begin with the next character up, unless they are too few to be worth it. */
  #guards(node) {
    if (node.alternatives.length < 3) return { setup: '', test: () => '' };
    const firsts = node.alternatives.map((alternative) => this.#first(alternative));
    const masks = Array.from({ length: asciiCount + 1 }, (_, code) =>
      firsts.reduce((mask, { codes, nullable }, i) => (nullable || codes.has(code) ? mask | (1 << i) : mask), 0),
    );
    const mask = this.#unique('mask');
    const table = this.#constant('masks', `new Int32Array([${masks.join(',')}])`);
    const code = this.#unique('code');
    return {
      setup: `const ${code} = input.charCodeAt(pos);\nconst ${mask} = ${table}[${code} < ${asciiCount} ? ${code} : ${asciiCount}];\n`,
      test: (i, skip) => (firsts[i].nullable ? '' : `if ((${mask} & ${1 << i}) === 0) ${skip}\n`),
    };
  }

  #optional(node, target, labels) {
    const start = this.#unique('start');
    const skip = this.#unique('skip');
    const none = target === null ? '' : `${target} = null; `;
    const body = this.#emit(node.expression, target, `{ pos = ${start}; ${none}break ${skip}; }`, labels);
    return `${skip}: {\nconst ${start} = pos;\n${body}}\n`;
  }

  #repeat(expression, { minimum, maximum, delimiter }, target, fail, labels) {
    const plain = target === null && delimiter === null && maximum === null && minimum < 2;
    const scanned = plain ? this.#classOf(expression) : undefined;
    if (scanned !== undefined) return this.#scan(scanned, minimum, fail);
    const [loop, start, count] = ['loop', 'start', 'count'].map((stem) => this.#unique(stem));
    const item = target === null ? null : this.#unique('item');
    const stop = `{ pos = ${start}; break ${loop}; }`;
    const counted = minimum > 0 || maximum !== null || delimiter !== null;
    return [
      target === null ? '' : `${target} = NONE;\n`,
      counted ? `let ${count} = 0;\n` : '',
      `${loop}: for (;${maximum === null ? '' : ` ${count} < ${maximum}`};) {\nconst ${start} = pos;\n`,
      delimiter === null ? '' : `if (${count} > 0) {\n${this.#emit(delimiter, null, stop, labels)}}\n`,
      item === null ? '' : `let ${item};\n`,
      this.#emit(expression, item, stop, labels),
      item === null ? '' : `if (${target} === NONE) ${target} = [${item}];\nelse ${target}.push(${item});\n`,
      counted ? `${count} += 1;\n` : '',
      '}\n',
      minimum > 0 ? `if (${count} < ${minimum}) { ${fail} }\n` : '',
    ].join('');
  }

  /** `[...]*` and `[...]+` as one tight loop. */
  #scan(node, minimum, fail) {
    const code = this.#unique('code');
    const start = this.#unique('start');
    const loop = `for (let ${code} = input.charCodeAt(pos); ${this.#classTest(node, code)}; ${code} = input.charCodeAt(pos)) pos += ${widthOf(node, code)};\n`;
    return minimum === 0 ? loop : `{\nconst ${start} = pos;\n${loop}if (pos === ${start}) { ${fail} }\n}\n`;
  }

  #lookahead(node, fail, labels) {
    const start = this.#unique('start');
    return `{\nconst ${start} = pos;\n${this.#emit(node.expression, null, fail, labels)}pos = ${start};\n}\n`;
  }

  #negativeLookahead(node, fail, labels) {
    const start = this.#unique('start');
    const clear = this.#unique('clear');
    const body = this.#emit(node.expression, null, `break ${clear};`, labels);
    return `{\nconst ${start} = pos;\n${clear}: {\n${body}${fail}\n}\npos = ${start};\n}\n`;
  }

  #ruleReference({ name }, target, fail) {
    if (this.#isInlined(name)) return this.#emit(this.#rules.get(name), target, fail, new Map());
    if (target === null) return `if (!${this.functionOf(name, false)}()) { ${fail} }\n`;
    return `${target} = ${this.functionOf(name, true)}();\nif (${target} === FAIL) { ${fail} }\n`;
  }
}
