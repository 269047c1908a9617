// From expressions of the grammar to statements that match them.
import { returnedExpression } from './actions.js';
import { classTest, literalTest, widthOf } from './characters.js';
import { asciiCount } from './first-sets.js';
import { boundsOf, hasPredicate } from './grammar-nodes.js';

/**
 * Statements that match `node` at `pos`, put its value into the variable `target` unless that is null, and move `pos`
 * behind it; on a mismatch they run `fail` with `pos` anywhere.
 */
export function emit(writer, node, target, fail, labels) {
  switch (node.type) {
    case 'named':
    case 'group':
      return emit(writer, node.expression, target, fail, labels);
    case 'literal':
      return emitLiteral(writer, node, target, fail);
    case 'class':
      return emitClass(writer, node, target, fail);
    case 'any':
      return `if (pos >= input.length) { ${fail} }\n${target ? `${target} = input[pos];\n` : ''}pos += 1;\n`;
    case 'text':
      return emitText(writer, node, target, fail, labels);
    case 'action':
      return emitAction(writer, node, target, fail, labels);
    case 'sequence':
      return `{\n${emitSequence(writer, node, target, fail, new Map(labels))}}\n`;
    case 'labeled':
      return `{\n${emitSequence(writer, { elements: [node] }, target, fail, new Map(labels))}}\n`;
    case 'choice':
      return emitChoice(writer, node, target, fail, labels);
    case 'optional':
      return emitOptional(writer, node, target, labels);
    case 'zero_or_more':
      return emitRepeat(writer, node.expression, { minimum: 0, maximum: null, delimiter: null }, target, fail, labels);
    case 'one_or_more':
      return emitRepeat(writer, node.expression, { minimum: 1, maximum: null, delimiter: null }, target, fail, labels);
    case 'repeated':
      return emitRepeat(writer, node.expression, boundsOf(node), target, fail, labels);
    case 'simple_and':
      return emitLookahead(writer, node, fail, labels);
    case 'simple_not':
      return emitNegativeLookahead(writer, node, fail, labels);
    case 'semantic_and':
      return `if (!(${returnedExpression(node.code, 'pos', labels)})) { ${fail} }\n`;
    case 'semantic_not':
      return `if (${returnedExpression(node.code, 'pos', labels)}) { ${fail} }\n`;
    case 'rule_ref':
      return emitRuleReference(writer, node, target, fail);
    default:
      throw new Error(`The fast parser does not know expressions of type '${node.type}'.`);
  }
}

function emitLiteral(writer, node, target, fail) {
  const { value, ignoreCase } = node;
  if (value === '') return target ? `${target} = '';\n` : '';
  const text = ignoreCase ? `input.slice(pos, pos + ${value.length})` : JSON.stringify(value);
  const take = `${target ? `${target} = ${text};\n` : ''}pos += ${value.length};\n`;
  return `if (!(${literalTest(node)})) { ${fail} }\n${take}`;
}

function emitClass(writer, node, target, fail) {
  const code = writer.unique('code');
  const end = `pos + ${widthOf(node, code)}`;
  const take = target ? `const end = ${end};\n${target} = input.slice(pos, end);\npos = end;\n` : `pos = ${end};\n`;
  return `{\nconst ${code} = input.charCodeAt(pos);\nif (!(${testOf(writer, node, code)})) { ${fail} }\n${take}}\n`;
}

function testOf(writer, node, code) {
  return classTest(node, code, (stem, initialiser) => writer.constant(stem, initialiser));
}

/** The character class that an expression or the rule it names is, if it is one. */
function classOf(writer, node) {
  if (node.type === 'rule_ref') return classOf(writer, writer.rules.get(node.name));
  return node.type === 'class' ? node : undefined;
}

function emitText(writer, node, target, fail, labels) {
  if (target === null) return emit(writer, node.expression, null, fail, labels);
  const start = writer.unique('start');
  return `const ${start} = pos;\n${emit(writer, node.expression, null, fail, labels)}${target} = input.slice(${start}, pos);\n`;
}

function emitAction(writer, node, target, fail, labels) {
  if (target === null && !hasPredicate(node.expression)) return emit(writer, node.expression, null, fail, labels);
  const start = writer.unique('start');
  const inner = new Map(labels);
  const { expression } = node;
  const sequence = expression.type === 'sequence' ? expression : { elements: [expression] };
  const body = emitSequence(writer, sequence, null, fail, inner);
  const result = target === null ? '' : `${target} = ${returnedExpression(node.code, start, inner)};\n`;
  return `{\nconst ${start} = pos;\n${body}${result}}\n`;
}

/** Declares the labels of a sequence in the block around it and adds them to `labels`. */
function emitSequence(writer, { elements }, target, fail, labels) {
  const picked = elements.some((element) => element.pick);
  const values = [];
  let code = '';
  for (const element of elements) {
    const wanted = target !== null && (picked ? element.pick : true);
    const labelled = element.type === 'labeled' && element.label;
    const expression = element.type === 'labeled' ? element.expression : element;
    const variable = wanted || labelled ? writer.unique(labelled || 'value') : null;
    if (variable !== null) code += `let ${variable};\n`;
    code += emit(writer, expression, variable, fail, labels);
    if (labelled) labels.set(labelled, variable);
    if (wanted) values.push(variable);
  }
  if (target === null) return code;
  return `${code}${target} = ${values.length === 1 && (picked || elements.length === 1) ? values[0] : `[${values.join(', ')}]`};\n`;
}

function emitChoice(writer, node, target, fail, labels) {
  const done = writer.unique('done');
  const start = writer.unique('start');
  const guards = guardsOf(writer, node);
  let code = `${done}: {\nconst ${start} = pos;\n${guards.setup}`;
  node.alternatives.forEach((alternative, i) => {
    const next = writer.unique('next');
    const body = emit(writer, alternative, target, `break ${next};`, labels);
    code += `${next}: {\n${guards.test(i, `break ${next};`)}${body}break ${done};\n}\npos = ${start};\n`;
  });
  return `${code}${fail}\n}\n`;
}

/** Looks the alternatives that can begin with the next character up, unless they are too few to be worth it. */
function guardsOf(writer, node) {
  if (node.alternatives.length < 3) return { setup: '', test: () => '' };
  const firsts = node.alternatives.map((alternative) => writer.first(alternative));
  const masks = Array.from({ length: asciiCount + 1 }, (_, code) =>
    firsts.reduce((mask, { codes, nullable }, i) => (nullable || codes.has(code) ? mask | (1 << i) : mask), 0),
  );
  const mask = writer.unique('mask');
  const table = writer.constant('masks', `new Int32Array([${masks.join(',')}])`);
  const code = writer.unique('code');
  return {
    setup: `const ${code} = input.charCodeAt(pos);\nconst ${mask} = ${table}[${code} < ${asciiCount} ? ${code} : ${asciiCount}];\n`,
    test: (i, skip) => (firsts[i].nullable ? '' : `if ((${mask} & ${1 << i}) === 0) ${skip}\n`),
  };
}

function emitOptional(writer, node, target, labels) {
  const start = writer.unique('start');
  const skip = writer.unique('skip');
  const none = target === null ? '' : `${target} = null; `;
  const body = emit(writer, node.expression, target, `{ pos = ${start}; ${none}break ${skip}; }`, labels);
  return `${skip}: {\nconst ${start} = pos;\n${body}}\n`;
}

function emitRepeat(writer, expression, { minimum, maximum, delimiter }, target, fail, labels) {
  const plain = target === null && delimiter === null && maximum === null && minimum < 2;
  const scanned = plain ? classOf(writer, expression) : undefined;
  if (scanned !== undefined) return emitScan(writer, scanned, minimum, fail);
  const [loop, start, count] = ['loop', 'start', 'count'].map((stem) => writer.unique(stem));
  const item = target === null ? null : writer.unique('item');
  const stop = `{ pos = ${start}; break ${loop}; }`;
  const counted = minimum > 0 || maximum !== null || delimiter !== null;
  return [
    target === null ? '' : `${target} = NONE;\n`,
    counted ? `let ${count} = 0;\n` : '',
    `${loop}: for (;${maximum === null ? '' : ` ${count} < ${maximum}`};) {\nconst ${start} = pos;\n`,
    delimiter === null ? '' : `if (${count} > 0) {\n${emit(writer, delimiter, null, stop, labels)}}\n`,
    item === null ? '' : `let ${item};\n`,
    emit(writer, expression, item, stop, labels),
    item === null ? '' : `if (${target} === NONE) ${target} = [${item}];\nelse ${target}.push(${item});\n`,
    counted ? `${count} += 1;\n` : '',
    '}\n',
    minimum > 0 ? `if (${count} < ${minimum}) { ${fail} }\n` : '',
  ].join('');
}

/** `[...]*` and `[...]+` as one tight loop. */
function emitScan(writer, node, minimum, fail) {
  const code = writer.unique('code');
  const start = writer.unique('start');
  const loop = `for (let ${code} = input.charCodeAt(pos); ${testOf(writer, node, code)}; ${code} = input.charCodeAt(pos)) pos += ${widthOf(node, code)};\n`;
  return minimum === 0 ? loop : `{\nconst ${start} = pos;\n${loop}if (pos === ${start}) { ${fail} }\n}\n`;
}

function emitLookahead(writer, node, fail, labels) {
  const start = writer.unique('start');
  return `{\nconst ${start} = pos;\n${emit(writer, node.expression, null, fail, labels)}pos = ${start};\n}\n`;
}

function emitNegativeLookahead(writer, node, fail, labels) {
  const start = writer.unique('start');
  const clear = writer.unique('clear');
  const body = emit(writer, node.expression, null, `break ${clear};`, labels);
  return `{\nconst ${start} = pos;\n${clear}: {\n${body}${fail}\n}\npos = ${start};\n}\n`;
}

function emitRuleReference(writer, { name }, target, fail) {
  if (writer.isInlined(name)) return emit(writer, writer.rules.get(name), target, fail, new Map());
  if (target === null) return `if (!${writer.functionOf(name, false)}()) { ${fail} }\n`;
  return `${target} = ${writer.functionOf(name, true)}();\nif (${target} === FAIL) { ${fail} }\n`;
}
