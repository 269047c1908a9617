/** Dates and points in time against the platform's own calendar, and what that one cannot do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, instantAt, instantSeconds, parseDuration } from '../../src/model/duration.ts';
import {
  compareDays,
  compareInstants,
  compareTimes,
  formatDay,
  formatInstant,
  instantKey,
  parseDay,
  parseInstant,
} from '../../src/model/instant.ts';

const day = fc.integer({ min: -719_162, max: 2_932_896 });

test('days are those of the platform, from year 1 to 9999', () => {
  fc.assert(
    fc.property(day, (days) => {
      const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
      expect(formatDay(days)).toBe(text);
      expect(parseDay(text)).toBe(days);
    }),
    { seed: 1, numRuns: 3000 },
  );
});

test.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '2024-1-1', '24-01-01', ''])(
  '%s is no day',
  (text) => {
    expect(parseDay(text)).toBe(null);
  },
);

const milliseconds = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
const offset = fc.integer({ min: -14 * 60 + 1, max: 14 * 60 - 1 });

test('points in time compare as the platform compares them, in any two zones', () => {
  fc.assert(
    fc.property(milliseconds, fc.integer({ min: -2, max: 2 }), offset, offset, (at, step, zoneA, zoneB) => {
      const textOf = (time: number, zone: number): string =>
        formatInstant({ ...instantAt(time / 1000, 0), offset: zone });
      const order = compareInstants(textOf(at, zoneA), textOf(at + step, zoneB));
      expect(Math.sign(order) + Math.sign(step)).toBe(0);
      expect(instantKey(textOf(at, zoneA)) === instantKey(textOf(at + step, zoneB))).toBe(step === 0);
    }),
    { seed: 2, numRuns: 3000 },
  );
});

test.each([
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000Z', 0],
  ['2024-01-01T00:00Z', '2024-01-01T00:00:00Z', 0],
  ['2024-01-01T00:00:00.1Z', '2024-01-01T00:00:00.10000000000000000001Z', -1],
  ['2024-01-01T00:00:00.9Z', '2024-01-01T00:00:00.10Z', 1],
  ['-0001-12-31T00:00:00Z', '0001-01-01T00:00:00Z', -1],
  ['-0002-01-01T00:00:00Z', '-0001-01-01T00:00:00Z', -1],
  ['10000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 1],
  ['2024-01-01T23:59:59-00:01', '2024-01-02T00:00:59Z', 0],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareInstants(a, b))).toBe(sign);
  expect(Math.sign(compareInstants(b, a)) + sign).toBe(0);
});

test.each(['2024-01-01', '2024-01-01T00:00:00', '2024-02-30T00:00:00Z', '2024-01-01T24:00:00Z', 'now'])(
  '%s is no point in time',
  (text) => {
    expect(parseInstant(text)).toBe(null);
    expect(compareInstants(text, '2024-01-01T00:00:00+01:00')).toBeNaN();
  },
);

test('days and times beyond the usual form compare too', () => {
  expect(compareDays('-0044-03-15', '2024-03-15')).toBeLessThan(0);
  expect(compareDays('10000-01-01', '9999-12-31')).toBeGreaterThan(0);
  expect(compareDays('2024-03-15', 'someday')).toBeNaN();
  expect(compareTimes('08:30', '08:30:00.000')).toBe(0);
  expect(compareTimes('08:30:00.5', '08:30:00.45')).toBeGreaterThan(0);
  expect(compareTimes('25:00', '08:30')).toBeNaN();
});

test.each([
  ['PT0S', 0],
  ['P1D', 86_400],
  ['-P1DT2H', -93_600],
  ['PT1H30M', 5400],
  ['PT0.000000000001S', 1e-12],
  ['-PT0.5S', -0.5],
  ['P999999999DT1.5S', '86399999913601.5'],
])('%s is %s seconds', (text, seconds) => {
  expect(String(parseDuration(text))).toBe(String(seconds));
  expect(formatDuration(seconds)).toBe(text);
});

test.each(['P', 'PT', 'P1Y', 'PT1.S', 'P1H', '1D', ''])("'%s' is no duration", (text) => {
  expect(parseDuration(text)).toBe(null);
});

test('seconds of a point in time keep every digit', () => {
  const text = '2024-02-29T12:34:56.123456789012Z';
  const seconds = instantSeconds(text);
  expect(seconds).toBe('1709210096.123456789012');
  expect(formatInstant(instantAt(seconds ?? 0, 0))).toBe(text);
  expect(formatInstant(instantAt(-0.5, 60))).toBe('1970-01-01T00:59:59.5+01:00');
});
