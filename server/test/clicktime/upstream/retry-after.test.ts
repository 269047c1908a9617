/** How long a `Retry-After` header makes us wait; `retry.test.ts` has what comes of it. */
import { expect, test } from 'vitest';
import { LONGEST_RETRY_AFTER_MS, retryAfterMs } from '../../../src/clicktime/upstream/retry-after.ts';

const NOW = new Date('2026-07-31T12:00:00Z');
const LEAST_MS = 1_000;

test.each<[string, string, number | undefined]>([
  ['seconds', '7', 7_000],
  ['with blanks around', ' 30 ', 30_000],
  ['zero: not at once', '0', LEAST_MS],
  ['an hour: not that long', '3600', LONGEST_RETRY_AFTER_MS],
  ['more than a number can be', '9'.repeat(400), LONGEST_RETRY_AFTER_MS],
  ['a date', 'Fri, 31 Jul 2026 12:00:10 GMT', 10_000],
  ['a date that is over', 'Fri, 31 Jul 2026 11:00:00 GMT', LEAST_MS],
  ['a date far away', 'Fri, 31 Dec 2126 12:00:00 GMT', LONGEST_RETRY_AFTER_MS],
  ['a date in the obsolete form of RFC 850', 'Friday, 31-Jul-26 12:00:10 GMT', 10_000],
  ["a date in asctime's form", 'Fri Jul 31 12:00:10 2026', 10_000],
  ['a negative number', '-1', undefined],
  ['a fraction', '1.5', undefined],
  ['another date format', '2026-07-31T12:00:10Z', undefined],
  ['a date that does not exist', 'Fri, 99 Jul 2026 12:00:10 GMT', undefined],
  ['garbage', 'soon', undefined],
  ['much of it', 'Fri, '.repeat(10_000), undefined],
  ['nothing', '', undefined],
])('%s', (_name, header, expected) => {
  expect(retryAfterMs(header, undefined, NOW)).toBe(expected);
});

test("a date counts from the answer's own, whatever our clock says", () => {
  const clockAnHourAhead = new Date('2026-07-31T13:00:00Z');
  const sentAt = 'Fri, 31 Jul 2026 12:00:00 GMT';
  expect(retryAfterMs('Fri, 31 Jul 2026 12:00:20 GMT', sentAt, clockAnHourAhead)).toBe(20_000);
  expect(retryAfterMs('Fri, 31 Jul 2026 13:00:20 GMT', 'no date', clockAnHourAhead)).toBe(20_000);
});
