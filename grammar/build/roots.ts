import type * as ast from '../ast.ts';
import { dateLiteral } from './literals.ts';

type Range = ast.Range;

export function rollingPeriod(count: string, unit: ast.RollingPeriod['unit'], range: Range): ast.RollingPeriod {
  return { kind: 'RollingPeriod', count: Number(count), unit, range };
}

export function calendarPeriod(
  which: ast.CalendarPeriod['which'],
  unit: ast.CalendarPeriod['unit'],
  range: Range,
): ast.CalendarPeriod {
  return { kind: 'CalendarPeriod', which, unit, range };
}

export function dayPeriod(from: string, to: string | null, range: Range): ast.DayPeriod {
  return { kind: 'DayPeriod', from, to, range };
}

/** A day that there is. @throws ParseFailure for any other. */
export const calendarDay = (value: string, range: Range): string => dateLiteral(value, range).value;

export function yearPeriod(year: string, months: ast.YearPeriod['months'] | null, range: Range): ast.YearPeriod {
  return { kind: 'YearPeriod', year: Number(year), months: months ?? { first: 1, last: 12 }, range };
}

/** The months of a quarter, `1` to `4`. */
export function quarterMonths(quarter: string): ast.YearPeriod['months'] {
  const last = 3 * Number(quarter);
  return { first: last - 2, last };
}

export const monthAlone = (month: string): ast.YearPeriod['months'] => ({ first: Number(month), last: Number(month) });

export function rootChoice(sets: readonly ast.ChosenSet[], range: Range): ast.RootChoice {
  return { kind: 'RootChoice', sets, range };
}

export function chosenSet(name: string, fields: readonly ast.ChosenField[] | null, range: Range): ast.ChosenSet {
  return fields === null ? { kind: 'ChosenSet', name, range } : { kind: 'ChosenSet', name, fields, range };
}

export function chosenField(name: string, range: Range): ast.ChosenField {
  return { kind: 'ChosenField', name, range };
}
