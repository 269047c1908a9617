/**
 * What the binder accepts is proved in test/query; here each kind of expression is evaluated as OData defines it: null
 * in comparisons and logic, comparison by type, properties behind complex and dynamic values. Arithmetic, functions and
 * casts have files of their own.
 */
import { expect, test } from 'vitest';
import { compileFilter } from '../../../src/execution/evaluate/evaluate-row.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import { boundExpression, compileExpression, evaluate } from '../harness.ts';

const flight: Row = {
  Number: 7,
  AirlineCode: 'AA',
  DepartsAt: '2024-02-28T23:30:00-05:00',
  BoardsAt: '23:00:00',
  Duration: 'PT1H30M',
  Price: 199.99,
  Distance: 'INF',
  Rating: 255,
  Mood: -1,
  Luggage: 22.5,
  HasMeal: true,
};

const nothing: Row = {};

const flights: readonly (readonly [expression: string, row: Row, expected: Value])[] = [
  // Equality: null equals itself and nothing else (5.1.1.1.1, 5.1.1.1.2).
  ["AirlineCode eq 'AA'", flight, true],
  ["AirlineCode eq 'aa'", flight, false],
  ["AirlineCode eq 'AA'", nothing, false],
  ["AirlineCode ne 'AA'", nothing, true],
  ['AirlineCode eq null', nothing, true],
  ['AirlineCode ne null', nothing, false],
  ['null eq AirlineCode', flight, false],
  ['null eq null', flight, true],
  ['AirlineCode eq AirlineCode', nothing, true],
  // Order: null is neither above nor below, and not equal to anything but null (5.1.1.1.3 to 5.1.1.1.6).
  ['Price gt 1', nothing, false],
  ['Price le 1', nothing, false],
  ['Price lt null', flight, false],
  ['Price ge null', flight, false],
  ['Price ge null', nothing, true],
  ['not (Price gt 1)', nothing, true],
  // Numbers of different types.
  ['Price eq 199.99', flight, true],
  ['Price eq 199.990', flight, true],
  ['Number eq 7.0', flight, true],
  ['Rating gt Mood', flight, true],
  ['Luggage le 22.5', flight, true],
  ['Price lt 99999999999999999.99', flight, true],
  ['Price eq 99999999999999999.99', { Price: '99999999999999999.99' }, true],
  ['Price eq 99999999999999999.98', { Price: '99999999999999999.99' }, false],
  ['Price lt 99999999999999999.98', { Price: '99999999999999999.99' }, false],
  // INF and NaN (5.1.1.1.1).
  ['Distance eq INF', flight, true],
  ['Distance ge INF', flight, true],
  ['Distance gt 1e300', flight, true],
  ['Distance lt -INF', flight, false],
  ['Distance eq NaN', { Distance: 'NaN' }, false],
  ['Distance ne NaN', { Distance: 'NaN' }, true],
  ['Distance lt 1', { Distance: 'NaN' }, false],
  ['Distance in (NaN,1)', { Distance: 'NaN' }, false],
  // Points in time, whatever their zone and number of fractional digits.
  ['DepartsAt eq 2024-02-29T04:30:00Z', flight, true],
  ['DepartsAt eq 2024-02-29T04:30:00.000Z', flight, true],
  ['DepartsAt lt 2024-02-29T04:30:00.000000001Z', flight, true],
  ['DepartsAt gt 2024-02-28T23:45:00Z', flight, true],
  ['DepartsAt in (2024-02-29T05:30:00+01:00)', flight, true],
  // Times of day and durations.
  ['BoardsAt gt 22:59:59.999', flight, true],
  ['BoardsAt eq 23:00', flight, true],
  ["Duration eq duration'PT90M'", flight, true],
  ["Duration lt duration'P1D'", flight, true],
  // Booleans: true is above false.
  ['HasMeal', flight, true],
  ['HasMeal eq true', flight, true],
  ['HasMeal gt false', flight, true],
  ['HasMeal', nothing, null],
  // Three-valued logic (5.1.1.1.7 to 5.1.1.1.9).
  ['HasMeal and true', nothing, null],
  ['HasMeal and false', nothing, false],
  ['false and HasMeal', nothing, false],
  ['HasMeal or true', nothing, true],
  ['true or HasMeal', nothing, true],
  ['HasMeal or false', nothing, null],
  ['not HasMeal', nothing, null],
  ['not HasMeal', flight, false],
  // Membership (5.1.1.1.11).
  ["AirlineCode in ('FM','AA')", flight, true],
  ["AirlineCode in ('FM')", flight, false],
  ["AirlineCode in ('FM',null)", nothing, true],
  ["AirlineCode in ('FM')", nothing, false],
  ['Price in (1,199.99)', flight, true],
  ['Number in (7.0,8)', flight, true],
];

test.each(flights)('%s', (text, row, expected) => {
  expect(evaluate('Flights', text, row)).toBe(expected);
});

const boise = { Address: 'Ln.', City: { Name: 'Boise', Region: null } };

const people: readonly (readonly [expression: string, row: Row, expected: Value])[] = [
  // Enumerations compare by value, flags in any order.
  ["Gender eq 'Female'", { Gender: 'Female' }, true],
  ["Gender lt TripPin.PersonGender'Unknown'", { Gender: 'Female' }, true],
  ["Gender in ('Male','Unknown')", { Gender: 'Unknown' }, true],
  ["Preferences eq 'Silence,Window'", { Preferences: 'Window,Silence' }, true],
  ["Preferences has 'Window'", { Preferences: 'Window,Silence' }, true],
  ["Preferences has 'Comfort'", { Preferences: 'Window,Silence' }, true],
  ["Preferences has 'Vegetarian'", { Preferences: 'Window,Silence' }, false],
  ["Preferences has 'None'", { Preferences: 'Window' }, true],
  ["Preferences has 'Window'", {}, null],
  // Int64 beyond what a double holds.
  ['Age eq 9007199254740993', { Age: '9007199254740993' }, true],
  ['Age eq 9007199254740992', { Age: '9007199254740993' }, false],
  ['Age gt 41', { Age: '9007199254740993' }, true],
  // Complex values: what is within null is null.
  ["HomeAddress/City/Name eq 'Boise'", { HomeAddress: boise }, true],
  ['HomeAddress/City/Region eq null', { HomeAddress: boise }, true],
  ['HomeAddress/City/Name eq null', { HomeAddress: null }, true],
  ['HomeAddress eq null', { HomeAddress: null }, true],
  ['HomeAddress ne null', { HomeAddress: boise }, true],
  // Dynamic properties compare by the type they have; other types are neither equal nor in order.
  ["Extras/Region eq 'EU'", { Extras: { Region: 'EU' } }, true],
  ['Extras/Score gt 7', { Extras: { Score: 7.5 } }, true],
  ['Extras/Score gt 7', { Extras: { Score: '8' } }, false],
  ['Extras/Score eq 8', { Extras: { Score: 'eight' } }, false],
  ['Extras/Score ne 8', { Extras: { Score: 'eight' } }, true],
  ['Extras/Vip', { Extras: { Vip: true } }, true],
  ['Extras/Nothing eq null', { Extras: {} }, true],
  ['Extras/constructor eq null', { Extras: {} }, true],
  ['Extras/Since lt 2024-03-01', { Extras: { Since: '2024-02-29' } }, true],
  ['Extras/Since lt 2024-03-01', { Extras: { Since: 'yesterday' } }, false],
  ["contains(Extras/Region,'E')", { Extras: { Region: 5 } }, null],
  ['Extras/Score add 1', { Extras: { Score: 7.5 } }, 8.5],
  ['Extras/Score add 1', { Extras: { Score: 'eight' } }, null],
];

test.each(people)('%s', (text, row, expected) => {
  expect(evaluate('People', text, row)).toBe(expected);
});

test('a filter lets only true through', () => {
  const passes = compileFilter(boundExpression('Flights', 'HasMeal'), { now: '', related: () => () => null });
  expect([true, false, null].map((HasMeal) => passes({ HasMeal }))).toEqual([true, false, false]);
});

test('the left operand may keep the right one from failing', () => {
  const text = 'Number ne 0 and 10 div Number gt 3';
  expect(evaluate('Flights', text, { Number: 0 })).toBe(false);
  expect(evaluate('Flights', text, { Number: 3 })).toBe(false);
  expect(evaluate('Flights', text, { Number: 2 })).toBe(true);
});

test('navigation properties are looked up once per query, and lead from entity to entity', () => {
  const friend: Row = { UserName: 'b', FirstName: 'Bea' };
  const asked: string[][] = [];
  const environment = {
    now: '',
    related: (path: readonly { readonly name: string }[]) => {
      asked.push(path.map(({ name }) => name));
      return (row: Row) => (row['BestFriendName'] === 'b' ? friend : null);
    },
  };
  const evaluator = compileExpression(boundExpression('People', 'BestFriend/FirstName'), environment);
  expect([evaluator({ BestFriendName: 'b' }), evaluator({ BestFriendName: null })]).toEqual(['Bea', null]);
  const isAlone = compileExpression(boundExpression('People', 'BestFriend eq null'), environment);
  expect([isAlone({ BestFriendName: 'b' }), isAlone({ BestFriendName: null })]).toEqual([false, true]);
  expect(asked).toEqual([['BestFriend'], ['BestFriend']]);
});

test('now() is one point in time for the whole request', () => {
  const environment = { now: '2026-01-31T12:00:00Z', related: () => () => null };
  expect(evaluate('Flights', 'now()', {}, environment)).toBe('2026-01-31T12:00:00Z');
  expect(evaluate('Flights', 'DepartsAt lt now()', flight, environment)).toBe(true);
});
