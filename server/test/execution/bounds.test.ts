/** What one row can cost: every value that a query writes or makes, and all work on a row, has a bound that is told. */
import { expect, test } from 'vitest';
import { foldRequest } from '../../src/execution/evaluate/fold-request.ts';
import type { Row, Value } from '../../src/model/values.ts';
import { collectionRequest, compileExpression, evaluate, type Options, runCollection } from './harness.ts';

const person: Row = { UserName: 'ann', FirstName: 'x'.repeat(3000), LastName: 'Smith', Age: 7 };

/** The value of an expression that uses parameter aliases, for one person. */
function aliased(expression: string, aliases: Options, row: Row = person): Value {
  const { options } = collectionRequest('People', { $orderby: expression, ...aliases });
  const [item] = options.orderby;
  if (item === undefined) throw new Error(expression);
  return compileExpression(item.expression, { now: '2026-01-31T12:00:00Z', related: () => () => null })(row);
}

/** `@a0` to `@a<depth>`, each of which joins the next one to itself. */
function chain(depth: number, join: (next: string) => string, end: string): Options {
  const links = Array.from({ length: depth }, (_, index) => [`@a${index}`, join(`@a${index + 1}`)]);
  return { ...Object.fromEntries(links), [`@a${depth}`]: end };
}

const refused = (code: string, message: string) =>
  expect.objectContaining({ code, status: 400, message: expect.stringContaining(message) });

const tooLongText = refused('QueryTooComplex', 'a text of more than 32768 characters');
const tooLarge = refused('ArithmeticError', 'more than 200 digits before its decimal point');
const tooMuch = refused('QueryTooComplex', 'for one entity its expressions take more than 1000000 steps');
const digits = (length: number): string => '7'.repeat(length);

const texts: readonly (readonly [string, () => unknown, unknown])[] = [
  [
    'concat doubled',
    () =>
      aliased(
        '@a0',
        chain(11, (next) => `concat(${next},${next})`, 'FirstName'),
      ),
    tooLongText,
  ],
  [
    'concat doubled without aliases',
    () =>
      evaluate(
        'People',
        Array.from({ length: 11 }).reduce<string>((x) => `concat(${x},${x})`, 'FirstName'),
        person,
      ),
    tooLongText,
  ],
  [
    'a text that grows in upper case',
    () => aliased('toupper(concat(@l,FirstName))', { '@l': `'${'\u0390'.repeat(12_000)}'` }),
    tooLongText,
  ],
];

test.each(texts)('%s', (_, work, error) => {
  expect(work).toThrow(error);
});

test('work on texts is counted', () => {
  const search = "contains(concat(FirstName,FirstName),'y')";
  const row = { ...person, FirstName: 'x'.repeat(16_000) };
  expect(evaluate('People', search, row)).toBe(false);
  expect(() => evaluate('People', Array.from({ length: 200 }, () => search).join(' or '), row)).toThrow(tooMuch);
});

test('a long text of the data is searched all the same', () => {
  const row = { ...person, FirstName: `${'lorem ipsum '.repeat(20_000)}end` };
  expect(evaluate('People', "contains(tolower(FirstName),'END')", row)).toBe(false);
  expect(evaluate('People', "contains(tolower(FirstName),'end')", row)).toBe(true);
});

test.each([
  [
    'mul chained over aliases',
    () =>
      aliased(
        '@a0',
        chain(8, (n) => `${n} mul ${n}`, `${digits(30)} mul Age`),
      ),
  ],
  ['mul', () => evaluate('People', Array.from({ length: 9 }, () => `Age mul ${digits(30)}`).join(' mul '), person)],
  ['thousand-digit literals', () => evaluate('People', `Age mul ${digits(500)}`, person)],
  ['divby', () => evaluate('People', `Age ${`divby 0.${'0'.repeat(100)}1 `.repeat(3)}`.trimEnd(), person)],
  ['a sum', () => evaluate('People', `${digits(200)} add ${digits(200)} mul 9 add Age`, person)],
  ['a duration', () => evaluate('Flights', `duration'P1D' mul ${digits(200)}`, {})],
])('a number has a bound: %s', (_, work) => {
  expect(work).toThrow(tooLarge);
});

test('digits far behind the decimal point are rounded away', () => {
  const small = `0.${'0'.repeat(150)}1`;
  expect(evaluate('People', `Age mul ${small} mul ${small}`, person)).toBe(0);
  expect(evaluate('People', 'Age divby 3 mul 3 lt 7', person)).toBe(true);
});

test('arithmetic with many digits is counted', () => {
  const aliases = { '@d': `${digits(190)} add Age add Age add Age gt 1` };
  const repeated = (times: number): Value =>
    aliased('@a0', { ...aliases, ...chain(times, (next) => `${next} and ${next}`, '@d') });
  expect(repeated(5)).toBe(true);
  expect(() => repeated(9)).toThrow(tooMuch);
});

test.each([
  ['a number', `Age lt ${digits(501)}`, 'a literal has 501 characters; at most 500 are read'],
  ['a fraction', `Age lt 0.${digits(499)}`, 'a literal has 501 characters'],
  ['a duration', `duration'P${digits(500)}D' eq duration'P1D'`, 'a literal has 502 characters'],
  ['a text', `FirstName eq '${'x'.repeat(32_769)}'`, 'a literal has 32769 characters; at most 32768 are read'],
])('a literal has a bound: %s', (_, $filter, message) => {
  expect(() => collectionRequest('People', { $filter })).toThrow(
    expect.objectContaining({ code: 'QueryTooComplex', target: '$filter', message: expect.stringContaining(message) }),
  );
});

test.each([
  [`cast(FirstName,Edm.Decimal)`, null],
  [`cast(LastName,Edm.Decimal)`, null],
  [`cast(FirstName,Edm.Duration)`, null],
  [`cast(FirstName,Edm.DateTimeOffset)`, null],
])('a text of the data too long to be a value is none: %s', (expression, value) => {
  expect(evaluate('People', expression, { FirstName: digits(3000), LastName: digits(201) })).toBe(value);
});

// ---- Sorting --------------------------------------------------------------------------------------------------------

test('texts made to sort by have a bound of their own, for all of them are kept', async () => {
  await expect(
    runCollection(collectionRequest('People', { $orderby: `concat(UserName,'${'x'.repeat(1000)}')` })),
  ).rejects.toThrow("'$orderby' makes a text of more than 1000 characters to sort by");
  const page = await runCollection(collectionRequest('People', { $orderby: `concat(UserName,'${'x'.repeat(900)}')` }));
  expect(page.rows.length).toBeGreaterThan(1);
});

test('$orderby has no more items than can be kept beside each entity', () => {
  const items = (count: number): string => Array.from({ length: count }, () => 'FirstName').join(',');
  expect(collectionRequest('People', { $orderby: items(50) }).options.orderby).toHaveLength(50);
  expect(() => collectionRequest('People', { $orderby: items(51) })).toThrow("'$orderby' has 51 items; at most 50");
});

// ---- Constants ------------------------------------------------------------------------------------------------------

const folded = (options: Options) => {
  const request = foldRequest(collectionRequest('People', options));
  if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
  return request.options;
};

test.each([
  ["concat('a','b') eq FirstName", { kind: 'BoundBinary', left: { kind: 'BoundLiteral', value: 'ab' } }],
  ['1 add 1 eq 2', { kind: 'BoundLiteral', value: true }],
  ['Age gt 3 mul 4', { kind: 'BoundBinary', right: { kind: 'BoundLiteral', value: 12 } }],
  ["length('abc') in (3,4)", { kind: 'BoundLiteral', value: true }],
  ['false and 1 div 0 eq 1', { kind: 'BoundLiteral', value: false }],
  ['true or 1 div 0 eq 1', { kind: 'BoundLiteral', value: true }],
  ['not (1 gt 2)', { kind: 'BoundLiteral', value: true }],
  ['now() gt 2026-01-01T00:00:00Z', { kind: 'BoundBinary', left: { kind: 'BoundMethodCall', method: 'now' } }],
])('%s is worked out when it is bound', ($filter, expected) => {
  expect(folded({ $filter }).filter).toMatchObject(expected);
});

test.each([
  ['1 div 0 eq 1', 'DivisionByZero'],
  ['Age gt 5 and 1 div 0 eq 1', 'DivisionByZero'],
  ["substring('abc',1,-1) eq FirstName", 'ArithmeticError'],
  [`${digits(150)} mul ${digits(150)} gt Age`, 'ArithmeticError'],
])('%s fails when it is bound', ($filter, code) => {
  expect(() => folded({ $filter })).toThrow(expect.objectContaining({ code }));
});

test('constants within $expand and $orderby are worked out too', () => {
  const { orderby, projection } = folded({
    $orderby: "concat('a','b')",
    $expand: 'Trips($filter=1 eq 1;$orderby=1 add 1)',
  });
  expect(orderby).toMatchObject([{ expression: { kind: 'BoundLiteral', value: 'ab' } }]);
  expect(projection.expand).toMatchObject([
    { options: { filter: { kind: 'BoundLiteral', value: true }, orderby: [{ expression: { value: 2 } }] } },
  ]);
});

// ---- Sizes ----------------------------------------------------------------------------------------------------------

const many = (part: string, count: number, separator = ','): string =>
  Array.from({ length: count }, () => part).join(separator);

test.each([
  [
    'the URL',
    'People',
    Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`@a${index}`, '1'])),
    'the URL has 501 query options; at most 500',
  ],
  ['$select', 'People', { $select: many('Age', 501) }, "'$select' has 501 items; at most 500"],
  ['$expand', 'People', { $expand: many('Trips', 501) }, "'$expand' has 501 items; at most 500"],
  [
    '$expand',
    'People',
    { $expand: `Trips(${`$orderby=${many('TripId', 51)}`})` },
    "'$orderby' has 51 items; at most 50",
  ],
  ['$filter', 'People', { $filter: `${many('BestFriend', 51, '/')} eq null` }, 'a path has 51 segments; at most 50'],
  ['path', `People('a')${'/BestFriend'.repeat(51)}`, {}, 'a path has 52 segments; at most 50'],
  [
    '$filter',
    'People',
    { $filter: many('FirstName eq @l', 30, ' or '), '@l': `'${'x'.repeat(10_000)}'` },
    'more than 200000 characters',
  ],
])('%s of too many parts', (_, path, options, message) => {
  expect(() => collectionRequest(path, options)).toThrow(
    expect.objectContaining({ code: 'QueryTooComplex', message: expect.stringContaining(message) }),
  );
});

test('patterns of one expression are bounded together', () => {
  const calls = Array.from({ length: 51 }, (_, index) => `matchespattern(FirstName,'a${index}')`);
  expect(() => evaluate('People', calls.join(' or '), person)).toThrow('more than 50 different patterns');
});
