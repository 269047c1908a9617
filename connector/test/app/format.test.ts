import { expect, test } from 'vitest';
import { formatBounds, formatDuration, formatElapsed, formatRows, formatValue } from '../../app/format.ts';

test.each([
  [1, 'a few seconds'],
  [12, 'about 15 seconds'],
  [56, 'about 1 minute'],
  [61, 'about 2 minutes'],
  [3_600, 'about 60 minutes'],
  [7_000, 'about 2 hours'],
])('%i s: %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('counts, elapsed time and values', () => {
  expect([formatRows(0), formatRows(1), formatRows(12_345)]).toEqual(['0 rows', '1 row', '12,345 rows']);
  expect([formatElapsed(5), formatElapsed(65), formatElapsed(3_600)]).toEqual(['0:05', '1:05', '60:00']);
  expect([formatValue(null), formatValue(true), formatValue(7.5), formatValue('a')]).toEqual(['', 'Yes', '7.5', 'a']);
});

test.each([
  [{ from: '2026-01-01', to: '2026-01-31' }, 'Jan 1, 2026 to Jan 31, 2026'],
  [{ from: '2026-01-01' }, 'from Jan 1, 2026'],
  [{ to: '2026-01-31' }, 'until Jan 31, 2026'],
  [{}, 'all days'],
])('%o: %s', (bounds, text) => {
  expect(formatBounds(bounds)).toBe(text);
});
