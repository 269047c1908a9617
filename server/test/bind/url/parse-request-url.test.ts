/** How the grammar's errors become the catalogue's, and what the parser remembers. The grammar has its own tests. */
import { expect, test } from 'vitest';
import { OdataSyntaxError } from '../../../../grammar/index.ts';
import { ODataError } from '../../../src/errors/odata-error.ts';
import { createUrlParser, parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';

function errorOf(path: string, query: string): ODataError {
  try {
    parseRequestUrl(path, query);
  } catch (error) {
    if (error instanceof ODataError) return error;
    throw error;
  }
  throw new Error(`${path}?${query} is accepted`);
}

test.each([
  ['People', '$filter=Age%20eq%205%20and', 'SyntaxError', 400, '$filter'],
  ['People(', '', 'SyntaxError', 400, 'path'],
  ['People', '$filter=Age%20eqq%205', 'SyntaxError', 400, '$filter'],
  ['People', '$top=-1', 'InvalidQueryOption', 400, '$top'],
  ['People', '$top=abc', 'InvalidQueryOption', 400, '$top'],
  ['People', '$skip=1.5', 'InvalidQueryOption', 400, '$skip'],
  ['People', '$count=maybe', 'InvalidQueryOption', 400, '$count'],
  ['Trips', '$filter=StartsOn%20eq%202024-02-30', 'InvalidQueryOption', 400, '$filter'],
  ['People', '$top=1&$top=2', 'DuplicateQueryOption', 400, '$top'],
  ['People', '$top=1&top=2', 'DuplicateQueryOption', 400, '$top'],
  ['People', '$filtre=true', 'UnknownQueryOption', 400, '$filtre'],
  ['People', '$inlinecount=allpages', 'UnknownQueryOption', 400, '$inlinecount'],
  ['$metadata', '$top=1', 'QueryOptionNotAllowed', 400, '$top'],
  ['People', '$filter=%zz', 'MalformedUrl', 400, '$filter'],
  ['People/%ff', '', 'MalformedUrl', 400, 'path'],
  ['People', `$filter=${'('.repeat(500)}1${')'.repeat(500)}%20eq%201`, 'QueryTooComplex', 400, '$filter'],
  ['People', `$filter=Name%20eq%20'${'a'.repeat(200_000)}'`, 'UrlTooLong', 414, 'URL'],
  ['People', "$filter=substringof('a',LastName)", 'UnknownFunction', 400, '$filter'],
])('%s?%s: %s', (path, query, code, status, target) => {
  expect(errorOf(path, query)).toMatchObject({ code, status, target });
});

test('a syntax error shows the text and a caret under the mistake', () => {
  const error = errorOf('People', '$filter=Age%20eqq%205');
  expect(error.message.split('\n').slice(-2)).toEqual(['Age eqq 5', '    ^']);
  expect(error.message).toContain("'eq'");
  expect(error.cause).toBeInstanceOf(OdataSyntaxError);
});

test.each([
  ['$filtre=true', "Did you mean '$filter'?"],
  ['$inlinecount=allpages', "Did you mean '$count=true'?"],
  ["$filter=substringof('a',LastName)", "Write contains(LastName,'a')."],
  ['$top=abc', "The value of '$top' is not valid: it must be"],
])('%s says what to write', (query, text) => {
  expect(errorOf('People', query).message).toContain(text);
});

test('one slash behind the path makes no difference', () => {
  expect(parseRequestUrl('People/', '')).toEqual(parseRequestUrl('People', ''));
  expect(parseRequestUrl("People('a')/Trips/", '')).toEqual(parseRequestUrl("People('a')/Trips", ''));
  expect(errorOf('People//', '').code).toBe('SyntaxError');
});

test('a name inside a text is no function', () => {
  expect(errorOf('People', "$filter=LastName%20eq%20'substringof('%20and").code).toBe('SyntaxError');
});

test('a URL read before is not read again, but for long ones', () => {
  const parse = createUrlParser();
  const long = `$filter=LastName%20eq%20'${'a'.repeat(5000)}'`;
  expect(parse('People', '$top=1')).toBe(parse('People', '$top=1'));
  expect(parse('People', '$top=1')).not.toBe(parse('People', '$top=2'));
  expect(parse('People', long)).not.toBe(parse('People', long));
});

test('what is remembered is bounded by its size', () => {
  const parse = createUrlParser({ remembered: 100 });
  const first = parse('People', '$top=1');
  for (let top = 2; top < 20; top++) parse('People', `$top=${top}`);
  expect(parse('People', '$top=1')).not.toBe(first);
});

test('an error is not remembered as an answer', () => {
  const parse = createUrlParser();
  expect(() => parse('People', '$top=x')).toThrow(ODataError);
  expect(() => parse('People', '$top=x')).toThrow(ODataError);
});

test.each([
  ["$filter=LastName+eq+'Acme+Inc'", "$filter=LastName%20eq%20'Acme%20Inc'"],
  ['%24filter=LastName+eq+%27Acme+Inc%27&%24top=1', '%24filter=LastName%20eq%20%27Acme%20Inc%27&%24top=1'],
  ['$orderby=LastName+desc,+Age', '$orderby=LastName%20desc,%20Age'],
  ["$filter=LastName+eq+'a%2Bb'", "$filter=LastName%20eq%20'a%2Bb'"],
  ["$filter=LastName+eq+@p&@p='a+b'&note=x+y", "$filter=LastName%20eq%20@p&@p='a%20b'&note=x%20y"],
  ['$search=red+bike&$orderby=Age+desc', '$search=red%20bike&$orderby=Age%20desc'],
  ['$filter=Age+add+1+gt+-1', '$filter=Age%20add%201%20gt%20-1'],
])('%s is a form', (form, query) => {
  const read = createUrlParser()('People', form);
  expect(read.query).toBe(query);
  expect(read.url.options).toEqual(parseRequestUrl('People', query).options);
});

test.each([
  "$filter=LastName%20eq%20'Acme+Inc'",
  "$filter=contains(LastName,'Acme+Inc')",
  '$search=red+bike',
  '$filter=Age%20eq%20+5',
])('%s is none, and a plus sign is one', (query) => {
  expect(createUrlParser()('People', query).query).toBe(query);
});

test.each([
  ["$filter=LastName+eqq+'Acme+Inc'", "LastName eqq 'Acme Inc'"],
  ["$filter=LastName%20eq+'a'", "LastName eq+'a'"],
  ["$filter=contains(LastName,'a+b'", "contains(LastName,'a+b'"],
  ["$filter=LastName+eq+'a+b", "LastName eq 'a b"],
])('%s is refused as it was meant', (query, shown) => {
  expect(errorOf('People', query).message).toContain(shown);
});
