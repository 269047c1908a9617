// What the grammar reads besides the letter of the ABNF, and names and data that look like something else.
import { expect, test } from 'vitest';
import { OdataSyntaxError, parseExpression, parseRelativeUrl, parseUrl, print } from '../index.ts';
import { strip } from './strip.ts';

const optionOf = (query: string) => parseUrl('Jobs', query).options[0];

test.each([
  ['$format=application%2Fjson', 'application/json'],
  ['$format=application/json;profile=a%26b%2Fc%23d', 'application/json;profile=a&b/c#d'],
])('%s holds encoded delimiters as data', (query, value) => {
  expect(optionOf(query)).toMatchObject({ kind: 'FormatOption', value });
  expect(parseRelativeUrl(print(parseUrl('Jobs', query))).options).toMatchObject([{ value }]);
});

test('an encoded delimiter is data in $id', () => {
  const { options } = parseUrl('$entity', '$id=Jobs(%27a%26b%2Fc%23d%27)');
  expect(options).toMatchObject([{ kind: 'TextOption', name: '$id', value: "Jobs('a&b/c#d')" }]);
});

test.each([
  ['$compute=A mul 2 AS B', '$compute=A mul 2 as B'],
  ['$expand=A($levels=MAX)', '$expand=A($levels=max)'],
  ['$at=Min', '$at=min'],
  ['$apply=aggregate(A WITH SUM AS B)', '$apply=aggregate(A with sum as B)'],
  [
    '$apply=aggregate(A With CountDistinct From C With Average As B)',
    '$apply=aggregate(A with countdistinct from C with average as B)',
  ],
])('%s: keywords may be written in any letter case', (written, canonical) => {
  expect(strip(optionOf(encodeURI(written)))).toEqual(strip(optionOf(encodeURI(canonical))));
});

test.each(['null/A', 'true/A', 'FALSE/A', 'INF/A', 'NaN/A', 'not/A', "null('a')/B", 'INF(A=1)/B', '-(INF/A)'])(
  '%s is a path',
  (text) => {
    const tree = parseExpression(`${text} eq 1`);
    expect(tree).toMatchObject({ kind: 'BinaryExpression' });
    expect(decodeURIComponent(print(tree))).toBe(`${text} eq 1`);
  },
);

test.each(['null', 'true', 'INF', '-INF', 'NaN'])('%s alone is a value', (text) => {
  expect(parseExpression(`A eq ${text}`)).toMatchObject({ right: { kind: 'Literal' } });
});

test('a property named not keeps its parentheses', () => {
  const tree = parseExpression('(not) eq 1');
  expect(tree).toMatchObject({ left: { kind: 'MemberPath', segments: [{ name: 'not' }] } });
  expect(decodeURIComponent(print(tree))).toBe('(not) eq 1');
  expect(parseExpression('not (A)')).toMatchObject({ kind: 'UnaryExpression' });
});

test.each([
  ['$root/Jobs/abc-1/Name', 'abc-1'],
  ['TimeEntries/12/Hours', '12'],
  ['$it/A/0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b-d9cb-469f-a165-70867728950e'],
])('%s has a key as a segment', (text, value) => {
  const { segments } = parseExpression(text) as { readonly segments: readonly object[] };
  expect(segments).toContainEqual(expect.objectContaining({ kind: 'KeySegment', value }));
  expect(print(parseExpression(text))).toBe(text);
});

test.each([
  ['Jobs/a%28b', [{ kind: 'NameSegment' }, { kind: 'KeySegment', value: 'a(b' }]],
  ["Jobs/a%28'b'%29", [{ kind: 'NameSegment' }, { kind: 'KeySegment', value: "a('b')" }]],
  ["Jobs%28'a'%29/Name", [{ kind: 'NameSegment', name: 'Jobs', arguments: [{}] }, { name: 'Name' }]],
])('%s: an encoded parenthesis is data where there can be data', (path, segments) => {
  const url = parseUrl(path, '');
  expect(url.path.segments).toMatchObject(segments);
  expect(strip(parseRelativeUrl(print(url)))).toEqual(strip(url));
});

test('a query option without a name is refused', () => {
  expect(() => parseUrl('Jobs', '=b')).toThrow(OdataSyntaxError);
  expect(() => parseUrl('Jobs', '$top=1&=b')).toThrow("no name in front of its '='");
  expect(parseUrl('Jobs', 'a=&&b').options).toHaveLength(2);
});

test.each([
  '$filter=%20%20A eq 1',
  '$top=%205',
  '$select= A',
  '$expand= A',
  '$count= true',
  '$skip= 1',
  '$orderby= A',
  '@a= 1',
])('%s: blanks behind the equals sign say nothing', (query) => {
  const encoded = query.replaceAll(' ', '%20');
  expect(strip(optionOf(encoded))).toEqual(strip(optionOf(encoded.replace(/=(%20)+/, '='))));
});

test('an error behind leading blanks is where it is', () => {
  const parse = (): unknown => parseUrl('Jobs', '$top=1&$filter=%20%20A%20xx%201');
  const details = { offset: 2, rawOffset: 25, text: 'A xx 1' };
  expect(parse).toThrow(expect.objectContaining({ details: expect.objectContaining(details) }));
});

test.each([
  ["cast(A,'Edm.String')", 'cast(A,Edm.String)'],
  ["cast('Edm.String')", 'cast(Edm.String)'],
  ["isof('NS.T')", 'isof(NS.T)'],
  ["isof(A,'Collection(NS.T)')", 'isof(A,Collection(NS.T))'],
])('%s is read as .NET writes it', (written, canonical) => {
  expect(strip(parseExpression(written))).toEqual(strip(parseExpression(canonical)));
});

test.each(['cast()', 'isof()', 'case()', 'cast(1,2,3)'])('%s is no call of a function', (text) => {
  expect(() => parseExpression(text)).toThrow(OdataSyntaxError);
});
