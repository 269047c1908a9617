/**
 * test/model proves the exact arithmetic itself; here the operators as OData defines them by type: whole numbers,
 * decimals, doubles, dates, points in time and durations (URL Conventions 5.1.1.2).
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../../src/errors/odata-error.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import { evaluate } from '../harness.ts';

const row: Row = {
  Number: 7,
  Rating: 5,
  Mood: -128,
  Price: 0.1,
  Distance: 2.5,
  Luggage: 22.5,
  Duration: 'PT1H30M',
  DepartsAt: '2024-02-29T23:30:00.5+02:00',
};

const table: readonly (readonly [expression: string, expected: Value])[] = [
  // Decimals have no binary noise.
  ['Price add 0.2', 0.3],
  ['Price add 0.2 eq 0.3', true],
  ['0.3 sub Price eq 0.2', true],
  ['1.1 mul 1.1', 1.21],
  ['0.7 add 0.1 mul 3', 1],
  ['Price mul 3 eq 0.3', true],
  ['10 div 4.0', 2.5],
  ['1 div 3.0', '0.3333333333333333333333333333333333'],
  ['12345678901234567.5 add 0.5', '12345678901234568'],
  ['123456789012345678.5 add 1', '123456789012345679.5'],
  ['5.5 mod 2', 1.5],
  // Whole numbers: div truncates, divby does not, the remainder has the left operand's sign.
  ['Number div 2', 3],
  ['-7 div 2', -3],
  ['Rating div 2 eq 2', true],
  ['Rating divby 2', 2.5],
  ['Number mod 5', 2],
  ['-7 mod 5', -2],
  ['-5 mod 5', 0],
  ['9007199254740993 add 1', '9007199254740994'],
  ['Number add Number mul 2', 21],
  ['(Number add Number) mul 2', 28],
  // Divby zero is infinite, as is a double divided by zero.
  ['1 divby 0', 'INF'],
  ['-1 divby 0', '-INF'],
  ['0 divby 0', 'NaN'],
  ['Distance div 0', 'INF'],
  ['Distance sub INF', '-INF'],
  ['INF sub INF', 'NaN'],
  // Doubles are doubles.
  ['1e-1 add 2e-1', 0.30000000000000004],
  ['Luggage add 0.5', 23],
  // Null makes null.
  ['DelayMinutes add 1', null],
  ['1 mod DelayMinutes', null],
  ['-DelayMinutes', null],
  // Signs.
  ['-Price', -0.1],
  ['-Number add 7', 0],
  ["-duration'PT1H'", '-PT1H'],
  ['-Duration', '-PT1H30M'],
  // Dates: today plus less than a day is today, today minus less than a day is yesterday (5.1.1.2.1).
  ["2024-02-28 add duration'P1D'", '2024-02-29'],
  ["2024-02-28 add duration'PT23H'", '2024-02-28'],
  ["2024-03-01 sub duration'PT1S'", '2024-02-29'],
  ['2024-03-01 sub 2024-02-01', 'P29D'],
  ['2024-02-01 sub 2024-03-01', '-P29D'],
  // Points in time keep their zone and fraction.
  ["DepartsAt add duration'PT1H'", '2024-03-01T00:30:00.5+02:00'],
  ["DepartsAt sub duration'P1DT0.25S'", '2024-02-28T23:30:00.25+02:00'],
  ["2024-12-31T23:59:59.123456789012Z add duration'PT1S'", '2025-01-01T00:00:00.123456789012Z'],
  ['2024-03-01T00:00:00Z sub 2024-02-29T23:00:00-02:00', '-PT1H'],
  ['DepartsAt sub DepartsAt', 'PT0S'],
  // Durations.
  ["Duration add duration'P1D'", 'P1DT1H30M'],
  ["Duration sub duration'PT2H'", '-PT30M'],
  ['Duration mul 2', 'PT3H'],
  ['1.5 mul Duration', 'PT2H15M'],
  ['Duration div 2', 'PT45M'],
  ['Duration divby 4', 'PT22M30S'],
  ["Duration mul 2 eq duration'P0DT180M'", true],
];

test.each(table)('%s is %s', (text, expected) => {
  expect(evaluate('Flights', text, row)).toBe(expected);
});

const failing: readonly (readonly [expression: string, code: string])[] = [
  ['Number div 0', 'DivisionByZero'],
  ['Price div 0', 'DivisionByZero'],
  ['Number mod 0', 'DivisionByZero'],
  ['Price mod 0.0', 'DivisionByZero'],
  ['Distance mod 0', 'DivisionByZero'],
  ['Duration div 0', 'DivisionByZero'],
  ['2147483647 add Number', 'ArithmeticError'],
  ['2147483647 mul 2', 'ArithmeticError'],
  ['9223372036854775807 add Number', 'ArithmeticError'],
  ['-Mood', 'ArithmeticError'],
  ["9999-12-31 add duration'P1D'", 'ArithmeticError'],
  ["0001-01-01T00:00:00Z sub duration'PT1S'", 'ArithmeticError'],
];

test.each(failing)('%s fails with %s', (text, code) => {
  const error = catchError(() => evaluate('Flights', text, row));
  expect(error).toBeInstanceOf(ODataError);
  expect(error).toMatchObject({ code, status: 400 });
});

test('an overflow says what was calculated and which type it does not fit', () => {
  const error = catchError(() => evaluate('Flights', '2147483647 add Number', row));
  expect(error).toMatchObject({ message: 'The query calculates 2147483654, which is out of the range of Edm.Int32.' });
});

function catchError(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
