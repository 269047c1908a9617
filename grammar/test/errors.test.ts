// Every slip people make gets a place, words and a guess. meaning.test.ts has the reasons for programs.
import { expect, test } from 'vitest';
import { OdataSyntaxError, parseUrl } from '../index.ts';

function errorOf(path: string, query: string): OdataSyntaxError {
  try {
    parseUrl(path, query);
  } catch (error) {
    if (error instanceof OdataSyntaxError) return error;
    throw error;
  }
  throw new Error(`Accepted: ${path}?${query}`);
}

test.each([
  ['$filter=A eqq 1', 2, 'eq'],
  ['$filter=A eq 1 annd B eq 2', 7, 'and'],
  ['$filter=A == 1', 2, 'A eq 1'],
  ['$filter=A > 1', 2, 'A gt 1'],
  ["$filter=startwith(Name,'a')", 0, 'startswith'],
  ["$filter=A eq 1 and substringof('a',Name)", 11, "contains(Name,'a')"],
  ["$filter=Name eq 'abc", 12, "'"],
  ["$filter=Name eq 'O'Neil'", 11, "''"],
  ['$filter=Name eq "abc"', 8, "'abc'"],
  ["$filter=Date ge datetime'2024-01-01'", 8, '2024-01-01'],
  ['$filter=Name+eq+1', 4, ' '],
  ['$filter=any(x:x eq 1)', 3, 'Items/any'],
  ['$orderby=Name dsc', 5, 'desc'],
  ['$expand=Client($filtre=A eq 1)', 7, '$filter'],
  ['$apply=agregate(A with sum as B)', 0, 'aggregate'],
  ['$fliter=A eq 1', 0, '$filter'],
  ['$filter=A eq 2024-01-01T00:00:00', 24, 'Z'],
  ['$filter=A eq 2024-13-01', 10, '2024-01-13'],
  ['$filter=A in 1,2', 6, '(1,...)'],
  ['$filter=A lt5', 2, 'lt '],
  ['$filter=A eq %E2%80%98x%E2%80%99', 5, "'x'"],
  ['$orderby=Name descending', 5, 'Name desc'],
  ['$apply=aggregate(A with summ as B)', 21, 'sum'],
  ['$filter=A eq 5 ', 7, 'A eq 5'],
])('%s fails at %i and suggests %s', (query, offset, suggestion) => {
  const { details, message } = errorOf('Jobs', query);
  expect(details).toMatchObject({ offset, suggestion });
  expect(message).toMatch(/[.?]$/);
});

test('a path error suggests as well', () => {
  expect(errorOf('Jobs/$cuont', '').details).toMatchObject({ option: 'path', offset: 5, suggestion: '$count' });
});

test.each([
  ['$filter=', 'a property, a value or a function'],
  ['$filter=A ', "an operator such as 'eq' or 'and'"],
  ['$filter=(A eq 1', "')'"],
  ['$select=A,', 'a name'],
  ['$top=x', 'a whole number such as 100'],
])('%s says that it expected %s', (query, expected) => {
  expect(errorOf('Jobs', query).details.expected).toContain(expected);
});

test('an error points at its place, in the decoded text and in the query as received', () => {
  const error = errorOf('Jobs', '$top=5&$filter=Name%20eq%20%27a%27%20andd%20B');
  expect(error.excerpt).toBe("Name eq 'a' andd B\n            ^");
  expect(error.details).toMatchObject({ option: '$filter', offset: 12, rawOffset: 37 });
  expect(error.message).toBe(
    "$filter is not valid at character 13: expected an operator such as 'eq' or 'and' or a space, but found 'andd'. Did you mean 'and'?",
  );
});

test('a long text is shown around the error only, and control characters do not break the line', () => {
  const error = errorOf('Jobs', `$filter=${'A eq 1 and '.repeat(50)}%0AB lk 1${' and C eq 2'.repeat(50)}`);
  const [line = '', caret = ''] = error.excerpt.split('\n');
  expect(line.length).toBeLessThan(100);
  expect(line.at(caret.indexOf('^'))).toBe('\u240a');
});
