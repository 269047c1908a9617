/** The Accept header's elements as data: parameters, qualities, quoting. */
import { expect, test } from 'vitest';
import { parseAccept, parseMediaRange, splitOutsideQuotes, unquote } from '../../src/protocol/media-type.ts';

test.each([
  ['application/json', { type: 'application/json', parameters: {}, quality: 1 }],
  ['Text/*;q=0.5', { type: 'text/*', parameters: {}, quality: 0.5 }],
  ['*/* ; Q=0', { type: '*/*', parameters: {}, quality: 0 }],
  ['a/b;X = "y;z, \\"w\\"";q=2', { type: 'a/b', parameters: { x: 'y;z, "w"' }, quality: 1 }],
  ['a/b;q=abc', { type: 'a/b', parameters: {}, quality: 1 }],
  ['a/b;flag', { type: 'a/b', parameters: { flag: '' }, quality: 1 }],
])('%s', (text, expected) => {
  expect(parseMediaRange(text)).toEqual(expected);
});

test.each(['', 'json', 'a/b/c', 'a b/c'])("'%s' is not a media range", (text) => {
  expect(parseMediaRange(text)).toBeUndefined();
});

test('elements keep their order, and separators within quotes do not separate', () => {
  expect(parseAccept('a/b;p="1,2", c/d').map((range) => range.type)).toEqual(['a/b', 'c/d']);
  expect(splitOutsideQuotes('a;"b;c\\";";d', ';')).toEqual(['a', '"b;c\\";"', 'd']);
  expect(unquote('"a\\"b"')).toBe('a"b');
  expect(unquote('plain')).toBe('plain');
});

test('however long the header, a bounded part of it is read', () => {
  expect(parseAccept('a/b,'.repeat(20_000)).length).toBe(2048);
  expect(parseAccept(`a/b;p="${'x'.repeat(80_000)}",c/d`)).toHaveLength(1);
});
