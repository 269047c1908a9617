// What a text means, not only whether it is accepted: precedence, associativity, exact values, names of options.
// The OASIS test cases (npm run conformance) prove acceptance; round-trip.test.ts proves that nothing is lost.
import { expect, test } from 'vitest';
import { OdataSyntaxError, parseFilter, parseUrl, type QueryOption } from '../index.ts';
import { grouping } from './strip.ts';

const refusal = (query: string): string => {
  try {
    parseUrl('Jobs', query);
    return 'accepted';
  } catch (error) {
    if (error instanceof OdataSyntaxError) return error.details.reason;
    throw error;
  }
};

const onlyOption = (query: string): QueryOption | undefined => parseUrl('Jobs', query).options[0];

test.each([
  ['A eq 1 or B eq 2 and C eq 3', '((A eq 1) or ((B eq 2) and (C eq 3)))'],
  ['A eq 1 and B eq 2 or C eq 3', '(((A eq 1) and (B eq 2)) or (C eq 3))'],
  ['(A or B) and C', '((A or B) and C)'],
  ['A or B or C', '((A or B) or C)'],
  ['A sub B sub C', '((A sub B) sub C)'],
  ['A div B mul C', '((A div B) mul C)'],
  ['A add B mul C eq 7', '((A add (B mul C)) eq 7)'],
  ['A sub -1', '(A sub -1)'],
  ['A gt 1 eq B lt 2', '((A gt 1) eq (B lt 2))'],
  ['-A eq 1', '((negate A) eq 1)'],
  ['- A mul B', '((negate A) mul B)'],
  ['not A eq 1', '((not A) eq 1)'],
  ['not (A eq 1)', '(not (A eq 1))'],
  ['not(A eq 1)', '(not (A eq 1))'],
  ['not not A', '(not (not A))'],
  ['not A and B', '((not A) and B)'],
  ['not A in (1,2)', '(not (A in [1,2]))'],
  ["not A has NS.Color'Red'", '(not (A has Red))'],
  ['A in (1,2) and B', '((A in [1,2]) and B)'],
  ['A EQ 1 AND B Ne 2', '((A eq 1) and (B ne 2))'],
  ['$it/A eq 1', '($it/A eq 1)'],
  ['nothing eq nullable', '(nothing eq nullable)'],
  ['-INFLATION lt 0', '((negate INFLATION) lt 0)'],
])('%s means %s', (text, meaning) => {
  expect(grouping(parseFilter(text))).toBe(meaning);
});

test.each([
  ['a AND b OR c', '((a AND b) OR c)'],
  ['a OR b AND c', '(a OR (b AND c))'],
  ['a b OR c', '((a AND b) OR c)'],
  ['NOT a b', '((NOT a) AND b)'],
  ['AND OR NOT', '(AND OR NOT)'],
  ['"a b" c', '("a b" AND c)'],
])('$search=%s means %s', (text, meaning) => {
  const option = onlyOption(`$search=${text}`);
  expect(option?.kind === 'SearchOption' && grouping(option.expression)).toBe(meaning);
});

test.each([
  ['9223372036854775807', 'integer', '9223372036854775807'],
  ['-9223372036854775808', 'integer', '-9223372036854775808'],
  ['1.10', 'decimal', '1.10'],
  ['79228162514264337593543950335.5', 'decimal', '79228162514264337593543950335.5'],
  ['1e-7', 'double', '1e-7'],
  ['-INF', 'double', '-INF'],
  ['NaN', 'double', 'NaN'],
  ["'it''s'", 'string', "it's"],
  ["''", 'string', ''],
  ['TRUE', 'boolean', 'true'],
  ['null', 'null', ''],
  ['2024-02-29', 'date', '2024-02-29'],
  ['-10000-04-01', 'date', '-10000-04-01'],
  ['23:59:59.123', 'timeOfDay', '23:59:59.123'],
  ['2024-01-01T00:00:00+02:00', 'dateTimeOffset', '2024-01-01T00:00:00+02:00'],
  ['01234567-89ab-cdef-0123-456789abcdef', 'guid', '01234567-89ab-cdef-0123-456789abcdef'],
  ['abcdef01-89ab-cdef-0123-456789abcdef', 'guid', 'abcdef01-89ab-cdef-0123-456789abcdef'],
  ["duration'PT1H30M'", 'duration', 'PT1H30M'],
  ["binary'Zg=='", 'binary', 'Zg=='],
  ["NS.Color'Red,Blue'", 'enum', 'Red,Blue'],
  ["geography'SRID=4326;Point(142.1 64.1)'", 'geography', 'SRID=4326;Point(142.1 64.1)'],
  ['"\\u0041\\n"', 'string', 'A\n'],
])('the literal %s is a %s of exactly that value', (text, type, value) => {
  const list = parseFilter(`A in [${text}]`);
  const right = list.kind === 'BinaryExpression' ? list.right : list;
  expect(right.kind === 'JsonArray' && right.items[0]).toMatchObject({ kind: 'Literal', type, value });
});

test.each(['2024-02-30', '2023-02-29', '1900-02-29', '2024-04-31', '2024-02-30T10:00:00Z'])(
  'there is no day %s',
  (day) => {
    expect(refusal(`$filter=A eq ${day}`)).toBe('invalidValue');
  },
);

test.each(['2024-02-29', '2000-02-29', '-0004-02-29', '2024-12-31'])('there is a day %s', (day) => {
  expect(refusal(`$filter=A eq ${day}`)).toBe('accepted');
});

test.each([
  ["$filter=A eq duration'P'", 'invalidValue'],
  ["$filter=A eq duration'P1DT'", 'invalidValue'],
  ['$filter=contains(A)', 'invalidValue'],
  ['$filter=now(1) eq A', 'invalidValue'],
  ['$top=-1', 'invalidValue'],
  ['$top=1.5', 'invalidValue'],
  ['$top=abc', 'invalidValue'],
  ['$top=', 'invalidValue'],
  ['$top=99999999999999999999', 'invalidValue'],
  ['$skip=-1', 'invalidValue'],
  ['$count=yes', 'invalidValue'],
  ['$top=1&$top=2', 'duplicateOption'],
  ['$top=1&TOP=2', 'duplicateOption'],
  ['@a=1&@a=2', 'duplicateOption'],
  ['$at=2024-01-01&$at=2024-01-02', 'duplicateOption'],
  ['$expand=Client($top=1;top=2)', 'invalidValue'],
  ['$expand=Client($top=1),Tasks($top=2)', 'accepted'],
  ['$select=Tags($filter=A;$top=1;$filter=B)', 'invalidValue'],
  ['$topp=1', 'unknownOption'],
  ['@=1', 'unknownOption'],
  ['$levels=2', 'unknownOption'],
  ['$filter=%', 'encoding'],
  ['$filter=%ff', 'encoding'],
  ['%zz=1', 'encoding'],
  ['x=1&x=2', 'accepted'],
  ['skiptoken=1&skiptoken=2', 'accepted'],
  ['$from=2024-01-01&$to=max', 'accepted'],
])('%s is %s', (query, reason) => {
  expect(refusal(query)).toBe(reason);
});

test.each(['$filter=A eq 1', 'filter=A eq 1', '$FILTER=A eq 1', 'Filter=A eq 1', '%24filter=A eq 1'])(
  'the option in %s is $filter',
  (query) => {
    expect(onlyOption(query)?.kind).toBe('FilterOption');
  },
);

test.each([
  ["$filter=A eq 'a%26b%3Dc'", 'a&b=c'],
  ["$filter=A eq 'a+b'", 'a+b'],
  ["$filter=A eq 'a%2Bb'", 'a+b'],
  ['$filter=A eq %27it%27%27s%27', "it's"],
  ["$filter=A eq 'a%252Bb'", 'a%2Bb'],
  ["$filter=A eq '%F0%9F%98%80'", '\u{1f600}'],
  ["$filter=A%20eq%20'x%20y'", 'x y'],
])('%s is decoded once and after it is split', (query, value) => {
  const option = onlyOption(query);
  const expression = option?.kind === 'FilterOption' ? option.expression : undefined;
  expect(expression?.kind === 'BinaryExpression' && expression.right).toMatchObject({ type: 'string', value });
});

test('a slash in a path separates segments unless it is encoded', () => {
  const [first, second] = parseUrl("Jobs('a%2Fb')/Client", '').path.segments;
  expect(first).toMatchObject({ name: 'Jobs', arguments: [{ value: { type: 'string', value: 'a/b' } }] });
  expect(second).toMatchObject({ name: 'Client' });
  expect(() => parseUrl("Jobs('a/b')", '')).toThrow(/%2F/);
});

test.each([
  ['', []],
  ['$metadata', ['ReservedSegment']],
  ['Jobs', ['NameSegment']],
  ["Jobs('1')/Client/Name/$value", ['NameSegment', 'NameSegment', 'NameSegment', 'ReservedSegment']],
  ['Jobs/4711/Client', ['NameSegment', 'KeySegment', 'NameSegment']],
  ['Jobs/$filter(A eq 1)/$count', ['NameSegment', 'FilterSegment', 'CountSegment']],
  ['Jobs(ID=1,Part=%27a%27)/NS.Close', ['NameSegment', 'NameSegment']],
  ['$crossjoin(Jobs,Clients)', ['CrossjoinSegment']],
  ['$all/NS.Job', ['AllSegment', 'NameSegment']],
])('the path %s has the segments %s', (path, kinds) => {
  expect(parseUrl(path, '').path.segments.map(({ kind }) => kind)).toEqual(kinds);
});

test('$entity needs $id, and only with a cast takes $select', () => {
  expect(() => parseUrl('$entity', '$format=json')).toThrow(/\$id/);
  expect(() => parseUrl('$entity', '$id=Jobs(1)&$select=Name')).toThrow(/\$select/);
  expect(parseUrl('$entity/NS.Job', '$id=Jobs(1)&$select=Name').options).toHaveLength(2);
});
