/** The days of each form of period, against examples and a naive count; which day it is, in zones and their clock changes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRootPeriod } from '../../../grammar/index.ts';
import { dayIn, daysOf } from '../../src/model/days.ts';

const days = (period: string, today: string): string => {
  const { from = '', to = '' } = daysOf(parseRootPeriod(period), today);
  return `${from}..${to}`;
};

test.each([
  ['last-1-days', '2026-11-27', '2026-11-27..2026-11-27'],
  ['last-90-days', '2026-11-27', '2026-08-30..2026-11-27'],
  ['last-12-weeks', '2026-11-27', '2026-09-05..2026-11-27'],
  ['last-1-months', '2026-11-27', '2026-10-28..2026-11-27'],
  ['last-12-months', '2026-11-27', '2025-11-28..2026-11-27'],
  ['last-2-years', '2026-11-27', '2024-11-28..2026-11-27'],
  // There is no day of that number in the earlier month: it begins with the next one.
  ['last-1-months', '2026-03-31', '2026-03-01..2026-03-31'],
  ['last-3-months', '2026-05-31', '2026-03-01..2026-05-31'],
  ['last-12-months', '2024-02-29', '2023-03-01..2024-02-29'],
  ['last-12-months', '2025-02-28', '2024-02-29..2025-02-28'],
  ['last-1-months', '2026-01-15', '2025-12-16..2026-01-15'],
  ['this-month', '2024-02-10', '2024-02-01..2024-02-29'],
  ['last-month', '2026-01-31', '2025-12-01..2025-12-31'],
  ['month-to-date', '2026-11-27', '2026-11-01..2026-11-27'],
  ['this-quarter', '2026-11-27', '2026-10-01..2026-12-31'],
  ['last-quarter', '2026-02-01', '2025-10-01..2025-12-31'],
  ['quarter-to-date', '2026-09-30', '2026-07-01..2026-09-30'],
  ['this-year', '2026-11-27', '2026-01-01..2026-12-31'],
  ['last-year', '2026-01-01', '2025-01-01..2025-12-31'],
  ['year-to-date', '2026-01-01', '2026-01-01..2026-01-01'],
  ['2024', '2026-11-27', '2024-01-01..2024-12-31'],
  ['2025-Q3', '2026-11-27', '2025-07-01..2025-09-30'],
  ['2024-02', '2026-11-27', '2024-02-01..2024-02-29'],
  ['9999-12', '2026-11-27', '9999-12-01..9999-12-31'],
  ['0000', '2026-11-27', '0000-01-01..0000-12-31'],
  ['2024-02-29', '2026-11-27', '2024-02-29..2024-02-29'],
  ['2024-01-01..2024-12-31', '2026-11-27', '2024-01-01..2024-12-31'],
  ['since-2027-01-01', '2026-11-27', '2027-01-01..'],
])('%s on %s: %s', (period, today, expected) => {
  expect(days(period, today)).toBe(expected);
});

const DAY_MS = 86_400_000;
const anyDay = fc
  .integer({ min: Date.UTC(1999, 0, 1) / DAY_MS, max: Date.UTC(2101, 0, 1) / DAY_MS })
  .map((number) => new Date(number * DAY_MS).toISOString().slice(0, 10));

test('rolling months follow one another without a gap and without a day in two of them', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 120 }), (today, count) => {
      const [from = '', to] = days(`last-${count}-months`, today).split('..');
      expect(to).toBe(today);
      const before = new Date(Date.parse(from) - DAY_MS);
      const months = (day: Date): number => 12 * day.getUTCFullYear() + day.getUTCMonth();
      expect(months(new Date(today)) - months(before)).toBe(count);
      const lastOfMonth = new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth() + 1, 0)).getUTCDate();
      expect(before.getUTCDate()).toBe(Math.min(Number(today.slice(8)), lastOfMonth));
    }),
    { seed: 3, numRuns: 500 },
  );
});

test.each([
  ['UTC', '2026-11-27T23:59:59.999Z', '2026-11-27'],
  ['Europe/Berlin', '2026-11-27T23:00:00Z', '2026-11-28'],
  ['Europe/Berlin', '2026-07-01T21:59:59Z', '2026-07-01'],
  ['Europe/Berlin', '2026-07-01T22:00:00Z', '2026-07-02'],
  ['America/Los_Angeles', '2026-11-28T07:59:59Z', '2026-11-27'],
  ['Pacific/Kiritimati', '2026-11-27T10:00:00Z', '2026-11-28'],
  // The night in which the clock is set: the day has 25 or 23 hours and is one day all the same.
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25'],
  ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
  ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26'],
  ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
  ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29'],
  // Where midnight itself is skipped.
  ['America/Santiago', '2026-09-06T03:59:59Z', '2026-09-05'],
  ['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06'],
])('in %s it is at %s the %s', (timeZone, at, expected) => {
  expect(dayIn(timeZone, new Date(at))).toBe(expected);
});
