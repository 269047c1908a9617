/** Entity tags and their comparison. */
import { expect, test } from 'vitest';
import { entityTag, matchesEntityTag } from '../../src/protocol/etag.ts';

test('a tag is weak, short, and another one for another text', () => {
  expect(entityTag('a')).toMatch(/^W\/"[\w-]{22}"$/);
  expect(entityTag('a')).toBe(entityTag('a'));
  expect(entityTag('a')).not.toBe(entityTag('b'));
});

test.each([
  ['W/"x"', true],
  ['"x"', true],
  ['"y", W/"x"', true],
  ['*', true],
  ['"y"', false],
  ['x', false],
  [undefined, false],
])('If-None-Match: %s', (header, expected) => {
  expect(matchesEntityTag(header, 'W/"x"')).toBe(expected);
});
