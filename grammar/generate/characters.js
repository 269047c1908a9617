// Conditions on the next character, as code.
import { asciiCount, classCodes, classPattern } from './first-sets.js';

/** Whether a class matches characters that take two UTF-16 units. */
export const isWide = (node) => node.unicode && classCodes(node).has(asciiCount);

/** How far the character reaches whose code is in a variable. */
export const widthOf = (node, code) =>
  isWide(node) ? `(${code} < ${asciiCount} ? 1 : String.fromCodePoint(input.codePointAt(pos)).length)` : '1';

/** A condition that the text at `pos` is a literal. */
export function literalTest({ value, ignoreCase }) {
  const codes = Array.from({ length: value.length }, (_, i) => value.charCodeAt(i));
  return codes
    .map((code, i) => codeTest(code, `input.charCodeAt(pos${i > 0 ? ` + ${i}` : ''})`, ignoreCase))
    .join(' && ');
}

const codeTest = (code, actual, ignoreCase) =>
  ignoreCase && /[a-z]/i.test(String.fromCharCode(code))
    ? `(${actual} | 32) === ${code | 32}`
    : `${actual} === ${code}`;

/**
 * A condition that a class matches the character whose code is in a variable, NaN at the end of the text.
 * @param constant makes a constant of the module from its initialiser.
 */
export function classTest(node, code, constant) {
  const codes = classCodes(node);
  const ascii = asciiTest(codes, code, constant);
  if (!codes.has(asciiCount)) return ascii;
  if (node.inverted && node.parts.every((part) => typeof part === 'string')) return notTest(codes, code, constant);
  const pattern = constant('pattern', String(classPattern(node)));
  const beyond = `${code} >= ${asciiCount} && ${pattern}.test(String.fromCodePoint(input.codePointAt(pos)))`;
  return `(${code} < ${asciiCount} ? ${ascii} : ${beyond})`;
}

function asciiTest(codes, code, constant) {
  const ranges = rangesOf((each) => codes.has(each));
  return ranges.length <= 2 ? anyRange(ranges, code) : `${table(codes, constant)}[${code}] === 1`;
}

/** Everything but some ASCII characters. */
function notTest(codes, code, constant) {
  const excluded = rangesOf((each) => !codes.has(each));
  if (excluded.length <= 3) return `${code} >= 0 && !(${anyRange(excluded, code)})`;
  return `(${code} < ${asciiCount} ? ${table(codes, constant)}[${code}] === 1 : ${code} >= ${asciiCount})`;
}

const table = (codes, constant) =>
  constant(
    'table',
    `new Uint8Array([${Array.from({ length: asciiCount }, (_, i) => (codes.has(i) ? 1 : 0)).join(',')}])`,
  );

function rangesOf(includes) {
  const ranges = [];
  for (let code = 0; code < asciiCount; code++) {
    if (!includes(code)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}

const anyRange = (ranges, code) =>
  ranges
    .map(([from, to]) => (from === to ? `${code} === ${from}` : `(${code} >= ${from} && ${code} <= ${to})`))
    .join(' || ');
