/** The canonical functions as OData defines them (URL Conventions 5.1.1.5 to 5.1.1.10), and their edges. */
import { expect, test } from 'vitest';
import type { Row, Value } from '../../../src/model/values.ts';
import { evaluate } from '../harness.ts';

const row: Row = {
  Name: 'Alfreds Futterkiste',
  Budget: 7.5,
  StartsOn: '2024-02-29',
  EndsOn: '2024-12-31',
  DepartsAt: '2024-02-28T23:30:07.25-05:30',
  BoardsAt: '08:05:09.125',
  Duration: '-P1DT2H0.5S',
  Distance: -2.5,
  Number: 7,
  HasMeal: true,
};

const strings: readonly (readonly [expression: string, expected: Value])[] = [
  ["concat(concat(Name,', '),'Berlin')", 'Alfreds Futterkiste, Berlin'],
  ["contains(Name,'Futter')", true],
  ["contains(Name,'futter')", false],
  ["contains(Name,'')", true],
  ["endswith(Name,'kiste')", true],
  ["startswith(Name,'kiste')", false],
  ["startswith(Name,'Alf')", true],
  ["indexof(Name,'lfreds')", 1],
  ["indexof(Name,'x')", -1],
  ["indexof(Name,'')", 0],
  ['length(Name)', 19],
  ["length('')", 0],
  ['tolower(Name)', 'alfreds futterkiste'],
  ["toupper('stra\u00dfe')", 'STRASSE'],
  ["trim('\u2003 a b\u00a0\t')", 'a b'],
  // Positions are counted from 0, negative ones from the end (5.1.1.5.7).
  ['substring(Name,1)', 'lfreds Futterkiste'],
  ['substring(Name,1,2)', 'lf'],
  ['substring(Name,-5)', 'kiste'],
  ['substring(Name,-5,2)', 'ki'],
  ['substring(Name,-99,3)', 'Alf'],
  ['substring(Name,19)', ''],
  ['substring(Name,99,1)', ''],
  ['substring(Name,15,99)', 'iste'],
  ['substring(Name,3,0)', ''],
  // A character is a code point, however many UTF-16 units it takes.
  ["length('a\u{1f600}b')", 3],
  ["indexof('\u{1f600}\u{1f601}b','b')", 2],
  ["substring('\u{1f600}\u{1f601}b',1)", '\u{1f601}b'],
  ["substring('\u{1f600}\u{1f601}b',-2,1)", '\u{1f601}'],
  // Regular expressions (5.1.1.7.1) look anywhere in the text.
  ["matchespattern(Name,'^A.*e$')", true],
  ["matchespattern(Name,'F[a-z]+k')", true],
  ["matchespattern(Name,'^F')", false],
  ["matchespattern('caf\u00e9','^caf\\u00e9$')", true],
  ["matchespattern('\u{1f600}','^.$')", true],
];

const dates: readonly (readonly [expression: string, expected: Value])[] = [
  ['year(StartsOn)', 2024],
  ['month(StartsOn)', 2],
  ['day(StartsOn)', 29],
  ['length(Name) eq 19 and year(EndsOn) eq 2024', true],
];

const numbers: readonly (readonly [expression: string, expected: Value])[] = [
  ['round(Budget)', 8],
  ['round(0.5)', 1],
  ['round(-0.5)', -1],
  ['round(-2.5)', -3],
  ['round(2.4999999)', 2],
  ['round(123456789012345678.5)', '123456789012345679'],
  ['floor(Budget)', 7],
  ['floor(-7.5)', -8],
  ['ceiling(Budget)', 8],
  ['ceiling(-0.5)', 0],
  ['ceiling(7)', 7],
];

test.each([...strings, ...dates, ...numbers])('%s', (text, expected) => {
  expect(evaluate('Trips', text, row)).toBe(expected);
});

const flights: readonly (readonly [expression: string, expected: Value])[] = [
  // The parts are those seen in the value's own zone (5.1.1.8).
  ['date(DepartsAt)', '2024-02-28'],
  ['time(DepartsAt)', '23:30:07.25'],
  ['year(DepartsAt)', 2024],
  ['month(DepartsAt)', 2],
  ['day(DepartsAt)', 28],
  ['hour(DepartsAt)', 23],
  ['minute(DepartsAt)', 30],
  ['second(DepartsAt)', 7],
  ['fractionalseconds(DepartsAt)', 0.25],
  ['totaloffsetminutes(DepartsAt)', -330],
  ['totaloffsetminutes(2024-01-01T00:00:00Z)', 0],
  ['hour(BoardsAt)', 8],
  ['minute(BoardsAt)', 5],
  ['second(BoardsAt)', 9],
  ['fractionalseconds(BoardsAt)', 0.125],
  ['fractionalseconds(08:00:00)', 0],
  ['totalseconds(Duration)', -93600.5],
  ['now() ge mindatetime() and now() le maxdatetime()', true],
  ['round(Distance)', -3],
  ['floor(INF)', 'INF'],
];

test.each(flights)('%s', (text, expected) => {
  expect(evaluate('Flights', text, row)).toBe(expected);
});

const casts: readonly (readonly [expression: string, expected: Value])[] = [
  ['cast(Number,Edm.String)', '7'],
  ['cast(HasMeal,Edm.String)', 'true'],
  ['cast(0.0000001,Edm.String)', '0.0000001'],
  ['cast(DepartsAt,Edm.String)', '2024-02-28T23:30:07.25-05:30'],
  ["cast('7.5',Edm.Decimal)", 7.5],
  ["cast('123456789012345678.5',Edm.Decimal)", '123456789012345678.5'],
  ["cast('7.5',Edm.Double)", 7.5],
  ["cast('1e3',Edm.Double)", 1000],
  ["cast('seven',Edm.Int32)", null],
  ["cast('-INF',Edm.Double)", '-INF'],
  ['cast(Distance,Edm.Int32)', -3],
  ['cast(300,Edm.Byte)', null],
  ['cast(INF,Edm.Decimal)', null],
  ['cast(9223372036854775807,Edm.Int64)', '9223372036854775807'],
  ['cast(1e39,Edm.Single)', 'INF'],
  ["cast('true',Edm.Boolean)", true],
  ["cast('yes',Edm.Boolean)", null],
  ["cast('2024-02-29',Edm.Date)", '2024-02-29'],
  ["cast('2023-02-29',Edm.Date)", null],
  ['cast(DepartsAt,Edm.Date)', '2024-02-28'],
  ['cast(2024-02-29,Edm.DateTimeOffset)', '2024-02-29T00:00:00Z'],
  ["cast('2024-02-29T10:00:00',Edm.DateTimeOffset)", '2024-02-29T10:00:00Z'],
  ["cast('PT90M',Edm.Duration)", 'PT1H30M'],
  ["cast('0F8FAD5B-D9CB-469F-A165-70867728950E',Edm.Guid)", '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['cast(null,Edm.Int32)', null],
  ['cast(BoardingPass,Edm.String)', null],
];

test.each(casts)('%s', (text, expected) => {
  expect(evaluate('Flights', text, row)).toBe(expected);
});

test('an enumeration value as text is its name', () => {
  expect(evaluate('People', 'cast(Preferences,Edm.String)', { Preferences: 'Window,Silence' })).toBe('Window,Silence');
});

const nullArguments = [
  "concat(Name,'a')",
  "concat('a',Name)",
  'length(Name)',
  "contains('a',Name)",
  "indexof(Name,'a')",
  'substring(Name,1)',
  "matchespattern(Name,'a')",
  'round(Budget)',
  'cast(Budget,Edm.String)',
  "substring('abc',length(Name))",
  "substring('abc',0,length(Name))",
];

test.each(nullArguments)('%s of null is null', (text) => {
  expect(evaluate('Trips', text, {})).toBe(null);
});

test('a negative number of characters fails the request', () => {
  expect(() => evaluate('Trips', 'substring(Name,1,-1)', row)).toThrow("'substring' cannot take -1 characters.");
});
