import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boundsOf,
  dateFieldsOf,
  dateFilter,
  isDay,
  localDay,
  RELATIVE_RANGES,
  rangeProblem,
} from '../../shared/date-range.ts';
import { parseRootPeriod } from '../../../grammar/index.ts';
import { daysOf } from '../../../server/src/model/days.ts';
import { entitySet } from '../samples.ts';

test.each([
  ['last30Days', '2026-03-15', '2026-02-14', '2026-03-15'],
  ['last90Days', '2026-01-15', '2025-10-18', '2026-01-15'],
  ['thisMonth', '2024-02-10', '2024-02-01', '2024-02-29'],
  ['thisMonth', '2026-12-31', '2026-12-01', '2026-12-31'],
  ['lastMonth', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['thisQuarter', '2026-05-20', '2026-04-01', '2026-06-30'],
  ['lastQuarter', '2026-02-01', '2025-10-01', '2025-12-31'],
  ['thisYear', '2026-07-04', '2026-01-01', '2026-12-31'],
  ['lastYear', '2026-07-04', '2025-01-01', '2025-12-31'],
] as const)('%s on %s', (kind, today, from, to) => {
  expect(boundsOf({ kind }, today)).toEqual({ from, to });
});

test('every named period is made of days of the calendar, in order', () => {
  const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...RELATIVE_RANGES), days, (kind, date) => {
      const { from = '', to = '' } = boundsOf({ kind }, date.toISOString().slice(0, 10));
      expect([isDay(from), isDay(to), from <= to]).toEqual([true, true, true]);
    }),
    { seed: 4 },
  );
});

test('sets that are read for a period know their date fields; the others have none', () => {
  expect(dateFieldsOf(entitySet('TimeEntries'))).toEqual({ lastDay: 'Date', firstDay: 'Date' });
  expect(dateFieldsOf(entitySet('Timesheets'))).toEqual({ lastDay: 'EndDate', firstDay: 'StartDate' });
  expect(dateFieldsOf(entitySet('Users'))).toBeUndefined();
  expect(dateFieldsOf({ ...entitySet('TimeEntries'), fields: [] })).toBeUndefined();
});

test('a timesheet belongs to every period it touches', () => {
  const fields = { lastDay: 'EndDate', firstDay: 'StartDate' };
  expect(dateFilter(fields, { from: '2026-01-01', to: '2026-01-31' })).toBe(
    'EndDate ge 2026-01-01 and StartDate le 2026-01-31',
  );
  expect(dateFilter(fields, { from: '2026-01-01' })).toBe('EndDate ge 2026-01-01');
  expect(dateFilter(fields, { to: '2026-01-31' })).toBe('StartDate le 2026-01-31');
  expect(dateFilter(fields, {})).toBeUndefined();
});

test.each([
  [{ kind: 'custom' }, 'empty'],
  [{ kind: 'custom', from: '2026-02-30' }, 'noDay'],
  [{ kind: 'custom', to: '26-1-1' }, 'noDay'],
  [{ kind: 'custom', from: '2026-02-02', to: '2026-02-01' }, 'fromAfterTo'],
  [{ kind: 'custom', from: '2026-02-02', to: '2026-02-02' }, undefined],
  [{ kind: 'all' }, undefined],
] as const)('a period typed as %o: %s', (range, problem) => {
  expect(rangeProblem(range)).toBe(problem);
});

test('today is the day of the local calendar, not of UTC', () => {
  expect(localDay(new Date(2026, 0, 1, 0, 5))).toBe('2026-01-01');
  expect(localDay(new Date(2026, 11, 31, 23, 55))).toBe('2026-12-31');
});

test('a period of the wizard has the days of the service root of the same name', () => {
  const noon = fc.date({ min: new Date('1999-01-01'), max: new Date('2101-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(noon, fc.constantFrom(...RELATIVE_RANGES), (date, kind) => {
      const today = date.toISOString().slice(0, 10);
      const name = kind.replaceAll(/(?<=[a-z])(?=\d)|(?=[A-Z])/g, '-').toLowerCase();
      expect(boundsOf({ kind }, today)).toEqual(daysOf(parseRootPeriod(name), today));
    }),
    { seed: 7, numRuns: 300 },
  );
});
