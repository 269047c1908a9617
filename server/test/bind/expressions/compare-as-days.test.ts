/**
 * A day beside a point in time, as filters keep rows; bind-expression.test.ts shows how each comparison is bound. Periods
 * that meet, such as the partitions of Power BI's incremental refresh, share no day and lose none.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../src/execution/evaluate/evaluate-row.ts';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { formatDay, formatInstant, parseDay, SECONDS_PER_DAY } from '../../../src/model/instant.ts';
import { dayMeantBy } from '../../../src/bind/expressions/compare-as-days.ts';
import { printExpression } from '../../../src/bound/print-bound.ts';
import { bindFilter } from '../harness.ts';

const environment = { now: '2024-02-29T22:00:00Z', related: () => () => null };

const first = parseDay('2024-02-20') ?? 0;
const days = Array.from({ length: 20 }, (_, index) => formatDay(first + index));

/** The days that a filter on `StartsOn` keeps. */
function kept(filter: string): readonly string[] {
  const keeps = compileFilter(bindFilter('Trips', filter), environment);
  return days.filter((StartsOn) => keeps({ StartsOn }));
}

test.each([
  ['StartsOn eq 2024-02-29T00:00:00-08:00', ['2024-02-29']],
  ['StartsOn eq 2024-02-29T00:00:00+14:00', ['2024-02-29']],
  ['StartsOn eq 2024-02-29T13:00:00Z', ['2024-02-29']],
  ['StartsOn eq 2024-02-28T23:00:00Z', ['2024-02-29']],
  ['StartsOn ge 2024-02-28T23:00:00Z and StartsOn le 2024-02-29T23:00:00Z', ['2024-02-29', '2024-03-01']],
  ['StartsOn gt 2024-02-29T08:00:00Z and StartsOn lt 2024-03-02T08:00:00Z', ['2024-03-01']],
  ['StartsOn ge 2024-02-28T00:00:00Z and StartsOn le 2024-02-29T23:59:59Z', ['2024-02-28', '2024-02-29']],
  ['2024-02-28T00:00:00Z le StartsOn and 2024-02-29T23:59:59.999Z ge StartsOn', ['2024-02-28', '2024-02-29']],
  ['StartsOn ge 2024-02-28T00:00:00Z and StartsOn lt 2024-02-29T23:59:59Z', ['2024-02-28', '2024-02-29']],
  ['StartsOn gt 2024-02-28T23:59:59Z and StartsOn lt 2024-03-01T08:00:00Z', ['2024-02-29']],
  ['StartsOn eq 2024-02-29T23:59:59Z', ['2024-02-29']],
  ['StartsOn in (2024-02-28T23:00:00Z,2024-03-05T05:00:00Z)', ['2024-02-29', '2024-03-05']],
  ['StartsOn eq date(2024-02-28T23:00:00Z)', ['2024-02-28']],
  ['StartsOn eq now()', ['2024-02-29']],
  ["StartsOn gt now() sub duration'P1D' and StartsOn le now()", ['2024-02-29']],
])('%s', (filter, expected) => {
  expect(kept(filter)).toEqual(expected);
});

test('what is not equal is everything else', () => {
  expect(kept('StartsOn ne 2024-02-28T23:00:00Z')).toEqual(days.filter((day) => day !== '2024-02-29'));
});

test.each([
  ['DepartsAt eq 2024-02-29', ['2024-02-29T00:00:00Z', '2024-02-29T23:59:59.9Z', '2024-02-29T01:00:00+05:00']],
  ['DepartsAt le 2024-02-28', ['2024-02-28T23:00:00Z']],
  ['DepartsAt gt 2024-02-29', ['2024-03-01T00:00:00Z']],
  ['DepartsAt in (2024-02-28,2024-03-01)', ['2024-02-28T23:00:00Z', '2024-03-01T00:00:00Z']],
  ['DepartsAt ne 2024-02-29', ['2024-02-28T23:00:00Z', '2024-03-01T00:00:00Z', null]],
])('a property that is a point in time has the day that is written in it: %s', (filter, expected) => {
  const keeps = compileFilter(bindFilter('Flights', filter), environment);
  const departures = [
    '2024-02-28T23:00:00Z',
    '2024-02-29T00:00:00Z',
    '2024-02-29T23:59:59.9Z',
    '2024-02-29T01:00:00+05:00',
    '2024-03-01T00:00:00Z',
    null,
  ];
  expect(departures.filter((DepartsAt) => keeps({ DepartsAt }))).toEqual(expected);
});

// ---- Periods ---------------------------------------------------------------------------------------------------------

/** The days in each of the periods that begin at a boundary and end before the next, and in the two around them. */
function periods(boundaries: readonly string[]): readonly (readonly string[])[] {
  const [start = '', end = ''] = [boundaries[0], boundaries.at(-1)];
  const between = boundaries
    .slice(1)
    .map((next, index) => kept(`StartsOn ge ${boundaries[index] ?? ''} and StartsOn lt ${next}`));
  return [kept(`StartsOn lt ${start}`), ...between, kept(`StartsOn ge ${end}`)];
}

const seconds = fc.oneof(
  fc.integer({ min: (first - 1) * SECONDS_PER_DAY, max: (first + 21) * SECONDS_PER_DAY }),
  // Whole quarters of an hour, as the midnights of any zone are.
  fc.integer({ min: (first - 1) * 96, max: (first + 21) * 96 }).map((quarter) => quarter * 900),
);

test('periods that meet have every day once, whatever their offset', () => {
  const cases = fc.record({
    // Minutes ahead of UTC, from -14:00 to +14:00.
    offset: fc.integer({ min: -840, max: 840 }),
    moments: fc.uniqueArray(seconds, { minLength: 2, maxLength: 6 }),
    fraction: fc.constantFrom('', '5', '9999999'),
  });
  fc.assert(
    fc.property(cases, ({ offset, moments, fraction }) => {
      const boundaries = moments
        .toSorted((a, b) => a - b)
        .map((at) => formatInstant({ seconds: at, fraction, offset }));
      expect(periods(boundaries).flat()).toEqual(days);
    }),
    { seed: 20_261_120, numRuns: 1_000 },
  );
});

const zones = ['America/Los_Angeles', 'America/New_York', 'America/St_Johns', 'Europe/London', 'Europe/Berlin'];
const eastern = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tokyo', 'Australia/Brisbane', 'Pacific/Kiritimati'];

/** Minutes that a zone is ahead of UTC at a moment. */
function offsetOf(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at * 1_000)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The midnight that a day begins with in a zone, with its offset. */
function midnight(zone: string, day: number): { readonly seconds: number; readonly offset: number } {
  const guess = day * SECONDS_PER_DAY;
  const offset = offsetOf(zone, guess - offsetOf(zone, guess) * 60);
  return { seconds: guess - offset * 60, offset };
}

/** The days of a year, and with them those on which clocks change. */
const year = Array.from({ length: 366 }, (_, index) => (parseDay('2026-01-01') ?? 0) + index);

test.each([...zones, ...eastern])('a midnight in %s means its day, also where clocks change', (zone) => {
  const meant = year.map((day) => dayMeantBy(formatInstant({ ...midnight(zone, day), fraction: '' })));
  expect(meant).toEqual(year.map(formatDay));
});

test.each([...zones, ...eastern.slice(0, -1)])(
  'a midnight in %s means its day, also where it is written in UTC',
  (zone) => {
    const inUtc = (day: number): string => formatInstant({ ...midnight(zone, day), offset: 0, fraction: '' });
    expect(year.map((day) => dayMeantBy(inUtc(day)))).toEqual(year.map(formatDay));
  },
);

test('the ends of the calendar', () => {
  expect(dayMeantBy('9999-12-31T23:00:00Z')).toBe('10000-01-01');
  expect(dayMeantBy('0000-12-31T23:00:00Z')).toBe('0001-01-01');
  expect(dayMeantBy('-0001-12-31T23:00:00Z')).toBe('0000-01-01');
});

const documented = /<!-- days -->(.*)<!-- \/days -->/s.exec(
  readFileSync(new URL('../../../../docs/conformance.md', import.meta.url), 'utf8'),
)?.[1];
const examples = [...(documented ?? '').matchAll(/^\| `(.+?)` +\| `(.+?)` +\|$/gm)].map((row) => row.slice(1));

test('the documentation has examples', () => expect(examples.length).toBeGreaterThan(5));

test.each(examples)('as documented: %s', (filter = '', means) => {
  expect(printExpression(bindFilter('TimeEntries', filter, clicktimeModel))).toBe(means);
});
