// Inputs made to hurt: each ends in a tree or in a clear error, never in a stack overflow. That time grows in step with
// length is shown by npm run bench:grammar; here the sizes are such that anything worse would not come to an end.
import { expect, test } from 'vitest';
import { defaultLimits, OdataSyntaxError, parseFilter, parseUrl, print, walk, type ParseLimits } from '../index.ts';

const wide: ParseLimits = { ...defaultLimits, length: 1e7, nodes: 1e7, listItems: 1e6, operators: 1e6 };
const boundless: ParseLimits = { ...wide, nesting: 1e9 };

function outcome(parse: () => unknown): string {
  try {
    parse();
    return 'accepted';
  } catch (error) {
    if (error instanceof OdataSyntaxError) return error.details.reason;
    throw error;
  }
}

const many = (count: number, item: (index: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);

test.each([
  ['10,000 open parentheses', '('.repeat(10_000)],
  ['10,000 closed parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
  ['a chain of not', `${'not '.repeat(10_000)}A`],
  ['a chain of minus', `${'-'.repeat(10_000)}A`],
  ['lambdas', 'A/any(x:'.repeat(10_000)],
  ['function calls', 'contains('.repeat(10_000)],
  ['arguments', 'f(a='.repeat(10_000)],
  ['casts', 'cast('.repeat(10_000)],
  ['JSON', '[{"a":'.repeat(10_000)],
  ['cases', 'case('.repeat(10_000)],
  ['counts', 'A/$count($filter='.repeat(10_000)],
])('%s are refused by the limit on nesting', (_, text) => {
  expect(outcome(() => parseFilter(text, wide))).toBe('limit');
});

test.each([
  ['$apply', 'concat('],
  ['$apply', 'addnested(A,'],
  ['$apply', 'groupby((A),'],
  ['$expand', 'A($expand='],
  ['$select', 'A($select='],
  ['$search', '('],
  ['$search', 'NOT '],
])('%s=%s... is refused by the limit on nesting', (option, text) => {
  expect(outcome(() => parseUrl('Jobs', `${option}=${text.repeat(5_000)}x`, wide))).toBe('limit');
});

test.each(['A/any(x:', 'contains(', 'A/aggregate(', 'f(a=', 'traverse($root/A,B,C,preorder,', 'topcount('])(
  '30 unclosed %s take no more time than 30 of anything',
  (text) => {
    const option = text.startsWith('t') ? '$apply' : '$filter';
    expect(outcome(() => parseUrl('Jobs', `${option}=${text.repeat(30)}`))).toBe('syntax');
  },
);

test('limits above what the stack can hold end in a clear error too', () => {
  expect(outcome(() => parseFilter('('.repeat(200_000), boundless))).toBe('limit');
});

test.each([
  ['a filter of 1 MB', many(60_000, (i) => `A eq ${i + 1000000}`, ' or ')],
  ['a list of 100,000 items', `A in (${many(100_000, String, ',')})`],
  ['a string of 1 MB', `A eq '${'x'.repeat(1e6)}'`],
  ['a name of 1 MB', `A eq ${'x'.repeat(1e6)}`],
])('%s parses where the limits allow it', (_, text) => {
  expect(outcome(() => parseFilter(text, wide))).toBe('accepted');
});

test.each([
  ['a filter of 1 MB', many(60_000, (i) => `A eq ${i + 1000000}`, ' or ')],
  ['1,001 operators', many(1_002, (i) => `A${i}`, ' or ')],
  ['a list of 100,000 items', `A in (${many(100_000, String, ',')})`],
])('%s is beyond the default limits', (_, text) => {
  expect(outcome(() => parseUrl('Jobs', `$filter=${text}`))).toBe('limit');
});

test.each([
  ['an unclosed quote', `A eq '${'x'.repeat(1e6)}`],
  ['an unclosed list', `A in (${many(100_000, String, ',')}`],
  ['a list with a wrong end', `A in (${many(100_000, String, ',')},)`],
  ['a row of operators', ' or'.repeat(100_000)],
  ['dots', 'a.'.repeat(100_000)],
  ['digits', `${'0'.repeat(1e6)}-`],
  ['spaces', `A${' '.repeat(1e6)}`],
])('%s is a syntax error at any length', (_, text) => {
  expect(outcome(() => parseFilter(text, wide))).toBe('syntax');
});

test('what the limits accept can be walked and printed without recursion over its length', () => {
  const tree = parseFilter(
    many(60_000, (i) => `A eq ${i}`, ' or '),
    wide,
  );
  let nodes = 0;
  walk(tree, () => {
    nodes += 1;
  });
  expect(nodes).toBe(60_000 * 4 + 59_999);
  expect(print(tree)).toHaveLength(many(60_000, (i) => `A%20eq%20${i}`, '%20or%20').length);
});
