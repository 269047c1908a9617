/** functions.test.ts shows `matchespattern` in queries; here, what becomes of patterns that are wrong or dangerous. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createPatternCompiler } from '../../src/execution/pattern.ts';
import { beginWork } from '../../src/execution/row-work.ts';

test('a pattern that takes others years takes time linear in the text', () => {
  const compile = createPatternCompiler();
  expect(compile('^(a+)+$')(`${'a'.repeat(20_000)}b`)).toBe(false);
  expect(compile('^(a|a)*$')('a'.repeat(20_000))).toBe(true);
});

const refused: readonly (readonly [pattern: string, code: string, status: number])[] = [
  ['(', 'InvalidQueryOption', 400],
  ['a**', 'InvalidQueryOption', 400],
  ['[b-a]', 'InvalidQueryOption', 400],
  ['(?=a)', 'UnsupportedFeature', 501],
  ['(?<!a)b', 'UnsupportedFeature', 501],
  ['(a)\\1', 'UnsupportedFeature', 501],
  ['a'.repeat(1001), 'QueryTooComplex', 400],
  ['(a{1000}){1000}b{1000}', 'QueryTooComplex', 400],
  ['a{1000}'.repeat(100), 'QueryTooComplex', 400],
  ['(a{100}){100}', 'QueryTooComplex', 400],
  ['((a{10}){10}){11}', 'QueryTooComplex', 400],
];

test.each(refused)('%s is refused with %s', (pattern, code, status) => {
  expect(() => createPatternCompiler()(pattern)).toThrow(ODataError);
  expect(() => createPatternCompiler()(pattern)).toThrow(expect.objectContaining({ code, status }));
});

test('patterns may differ from text to text, but not without end', () => {
  const compile = createPatternCompiler();
  const names = Array.from({ length: 51 }, (_, index) => `item ${index}`);
  for (const name of names.slice(0, -1)) expect(compile(`^${name}$`)(name)).toBe(true);
  expect(compile('^item 0$')('item 0')).toBe(true);
  expect(() => compile('^item 50$')).toThrow('more than 50 different patterns');
});

test('the patterns of a request are bounded together by their length and their repetitions', () => {
  const long = createPatternCompiler();
  long('a'.repeat(1000));
  long('b'.repeat(1000));
  expect(() => long('c')).toThrow('2000 characters');
  const repeating = createPatternCompiler();
  repeating('a{600}');
  expect(() => repeating('b{600}')).toThrow('more than 1000 times');
});

/** Each of its positions in a text of a and b is another state of the automaton. */
const explosive = 'a[ab]{900}\\d';

test('a pattern may not be tried at more places than its size allows', () => {
  const matches = createPatternCompiler()(explosive);
  beginWork();
  expect(() => matches('a'.repeat(5000))).toThrow(/parts, is too long for a text of 5000 characters/);
  const short = createPatternCompiler()('^.{0,50}error');
  expect(short(`${'x'.repeat(2000)}error`)).toBe(false);
});

test('states of a pattern that are made are counted, those known are not', () => {
  const matches = createPatternCompiler()('a[ab]{200}\\d');
  const text = Array.from({ length: 1500 }, (_, index) => ((index * index) % 7 < 3 ? 'a' : 'b')).join('');
  const attempt = () => {
    beginWork();
    return matches(text);
  };
  attempt();
  for (let count = 0; count < 20; count += 1) expect(matches(text)).toBe(false);
  const all = createPatternCompiler();
  beginWork();
  expect(() => {
    for (let size = 200; size < 240; size += 1) all(`a[ab]{${size}}\\d`)(text);
  }).toThrow(expect.objectContaining({ code: 'QueryTooComplex' }));
});
