/** functions.test.ts shows `matchespattern` in queries; here, what becomes of patterns that are wrong or dangerous. */
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { assert, expect, test, vi } from 'vitest';
import { ODataError } from '../../../src/errors/odata-error.ts';
import { patternSize } from '../../../src/execution/evaluate/pattern-size.ts';
import { createPatternCompiler } from '../../../src/execution/evaluate/pattern.ts';
import { beginWork } from '../../../src/execution/evaluate/row-work.ts';

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

test('the patterns of a request are bounded together by their length and their parts', () => {
  const parts = createPatternCompiler();
  parts('a{600}');
  expect(() => parts('b{600}')).toThrow(/have more than 1000 parts.*repeat less/);
  const long = createPatternCompiler();
  for (let count = 0; count < 2; count += 1) long(`${'[abcdefghij]'.repeat(80)}${count}`);
  expect(() => long('c'.repeat(100))).toThrow('2000 characters');
});

const distinct = (count: number, behind: string): string =>
  Array.from({ length: count }, (_, index) => `${String.fromCodePoint(0x4e00 + 2 * index)}${behind}`).join('');

/** What takes from 30 ms to the memory of the process to compile. */
const expensive: readonly string[] = [
  `(?:(?:(?:${'(|a)*'.repeat(190)}){10}){10}){10}`,
  `(?:${'(|a)*'.repeat(190)}){0,999}`,
  `(?:${'a?'.repeat(450)}){0,999}`,
  `(?<all>${'a?'.repeat(450)}){999,}`,
  `(?:[)\\]]\\)\\Q)\\E[]{10}]${'a?'.repeat(450)}){99}`,
  `(?i)${'\\P{L}|'.repeat(165)}`,
  `(?i:${'\\p{L}|'.repeat(165)})`,
  `(?i)[^${'\\P{L}'.repeat(190)}]`,
  `(?i)[${'B-\u{1e900}'.repeat(200)}]`,
  '(?i)[B-\\u{1e900}]',
  '(((\\p{L}?){0,9}){0,9}){0,9}'.repeat(30),
  '(((a{2}){5}){10}){10}'.repeat(18),
];

test.each(expensive)('%s is refused before it is compiled', (pattern) => {
  const compile = vi.spyOn(RE2JS, 'compile');
  expect(() => createPatternCompiler()(pattern)).toThrow(/more than 1000 parts/);
  expect(compile).not.toHaveBeenCalled();
  compile.mockRestore();
});

const words = Array.from({ length: 50 }, (_, index) => `word${index}`);
const sensible: readonly (readonly [pattern: string, matching: string])[] = [
  ['^[\\w.%+-]+@[\\w-]+(?:\\.[\\w-]+)*\\.[A-Za-z]{2,}$', 'a.b@example.com'],
  ['\\d{4}-\\d{2}-\\d{2}', 'on 2026-01-31'],
  ['^[A-Z]{2,5}-\\d{1,6}$', 'ABC-123'],
  [`(?i)\\b(?:${words.join('|')})\\b`, 'a WORD49 here'],
  [words.join('|'), 'word7'],
  ['^\\p{Lu}.*', 'Äpfel'],
  ['^\\p{Lu}\\p{L}{1,20} \\p{Lu}\\p{L}{1,20}$', 'Émile Zola'],
  ['(?i)[à-ü]+', 'ÀÉ'],
  ['[^\\p{L}\\p{N}\\s]', '#'],
  ['^(?:\\+\\d{1,3}[ -]?)?(?:\\(\\d{1,4}\\)[ -]?)?\\d{2,4}(?:[ -]?\\d{2,4}){1,4}$', '+49 30 1234567'],
];

test.each(sensible)('%s is far below the bound', (pattern, matching) => {
  beginWork();
  expect(createPatternCompiler()(pattern)(matching)).toBe(true);
  expect(patternSize(RE2JS.translateRegExp(pattern))).toBeLessThan(800);
});

test('what a pattern begins with changes nothing: the empty group before an anchor makes no pattern of none', () => {
  const matches = (pattern: string, text: string): boolean => createPatternCompiler()(pattern)(text);
  expect(matches('^a|^b', 'b')).toBe(true);
  expect(matches('^a|^b', 'ab')).toBe(true);
  expect(matches('^b', 'ab')).toBe(false);
  expect(matches('\\Ab', 'b')).toBe(true);
  for (const wrong of ['*^a', '?^', '{2}^a', ')^(', '^a)(b']) {
    expect(() => createPatternCompiler()(wrong)).toThrow(ODataError);
  }
});

test('whether an anchored pattern has one way only is not looked for, which takes its length cubed', () => {
  const compile = vi.spyOn(RE2JS, 'compile');
  expect(createPatternCompiler()(`^${distinct(240, '?')}$`)('\u4e00\u4e02')).toBe(true);
  const [made] = compile.mock.results;
  compile.mockRestore();
  expect(made?.value).toHaveProperty('re2Input.onepass', null);
});

test('what a pattern keeps of texts is bounded', () => {
  const compile = vi.spyOn(RE2JS, 'compile');
  const matches = createPatternCompiler()('\\p{L}[ab]{11}[cd]');
  const [made] = compile.mock.results;
  compile.mockRestore();
  for (let round = 0; round < 40; round += 1) {
    beginWork();
    matches(Array.from({ length: 500 }, (_, index) => 'aabé'[((index * index * (round + 3)) % 11) % 4]).join(''));
  }
  assert(made?.type === 'return');
  const { stateCount, numClasses } = made.value.re2().dfa;
  expect(stateCount).toBeGreaterThan(10);
  expect(stateCount * numClasses * 8).toBeLessThan(2_097_152);
});

const quantifier = fc.constantFrom(
  '',
  '',
  '*',
  '+?',
  '?',
  '{2}',
  '{0,3}',
  '{2,}',
  '{10}',
  '{0}',
  '{0,9}?',
  '{05}',
  '{,3}',
);
const set = fc
  .tuple(
    fc.constantFrom('', '^', ']', '^]'),
    fc.array(fc.constantFrom('a', ')', '(', '[', '\\]', '\\d', 'b-k', '\\p{Lu}', '{9}', '[:alpha:]'), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([begin, members]) => `[${begin}${members.join('')}]`);
const atom = fc.oneof(
  fc.constantFrom(
    'a',
    '\u{1e901}',
    '.',
    '^',
    '$',
    '\\b',
    '\\)',
    '\\(',
    '{',
    '\\x{4e01}',
    '\\u0041',
    '\\/',
    '\\Q(a{9}\\E',
    '\\p{L}',
    '\\PL',
    '|',
    '()',
    '(?i)',
  ),
  set,
);
const nested = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc
    .array(fc.tuple(tie('part'), quantifier), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.flat().join('')),
  part: fc.oneof(
    { depthSize: 'medium' },
    atom,
    fc.tuple(fc.constantFrom('(', '(?:', '(?i:', '(?<n>'), tie('pattern')).map(([begin, inner]) => `${begin}${inner})`),
  ),
}));

/** 0 where it is no pattern. */
function instructionsOf(pattern: string): number {
  try {
    return RE2JS.compile(pattern).programSize();
  } catch {
    return 0;
  }
}

test('no pattern has more instructions than it is estimated to have, but for the end and the empty group', () => {
  let compiled = 0;
  fc.assert(
    fc.property(nested.pattern, (pattern) => {
      const translated = RE2JS.translateRegExp(pattern);
      const size = patternSize(translated);
      if (size > 1000) return;
      const instructions = instructionsOf(translated);
      if (instructions > 0) compiled += 1;
      expect(instructions).toBeLessThanOrEqual(size + 3);
    }),
    { numRuns: 2000, seed: 7 },
  );
  expect(compiled).toBeGreaterThan(300);
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
