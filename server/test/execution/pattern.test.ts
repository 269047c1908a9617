/** functions.test.ts shows `matchespattern` in queries; here, what becomes of patterns that are wrong or dangerous. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createPatternMatcher } from '../../src/execution/pattern.ts';

test('a pattern that takes others years takes time linear in the text', () => {
  const matches = createPatternMatcher();
  expect(matches(`${'a'.repeat(50_000)}b`, '^(a+)+$')).toBe(false);
  expect(matches('a'.repeat(50_000), '^(a|a)*$')).toBe(true);
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
];

test.each(refused)('%s is refused with %s', (pattern, code, status) => {
  const matches = createPatternMatcher();
  expect(() => matches('text', pattern)).toThrow(ODataError);
  expect(() => matches('text', pattern)).toThrow(expect.objectContaining({ code, status }));
});

test('patterns may differ from text to text, in any number', () => {
  const matches = createPatternMatcher();
  const texts = Array.from({ length: 200 }, (_, index) => `item ${index}`);
  expect(texts.every((text) => matches(text, `^${text}$`))).toBe(true);
  expect(matches('item 0', '^item 0$')).toBe(true);
});
