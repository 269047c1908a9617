/** Retry decisions by table; that they are carried out is shown against the simulator in `source.test.ts`. */
import { expect, test } from 'vitest';
import type { Failure } from '../../src/clicktime/outcome.ts';
import { decide, defaultRetryOptions, retryAfterMs, type RetryDecision } from '../../src/clicktime/retry.ts';

const NOW = Date.UTC(2026, 6, 31, 12, 0, 0);

test.each<[string, string, number | undefined]>([
  ['seconds', '7', 7_000],
  ['zero', '0', 0],
  ['with blanks around', ' 30 ', 30_000],
  ['an HTTP date', 'Fri, 31 Jul 2026 12:00:10 GMT', 10_000],
  ['a date that is over', 'Fri, 31 Jul 2026 11:00:00 GMT', 0],
  ['a negative number', '-1', undefined],
  ['a fraction', '1.5', undefined],
  ['another date format', '2026-07-31T12:00:10Z', undefined],
  ['a date that does not exist', 'Fri, 99 Jul 2026 12:00:10 GMT', undefined],
  ['nothing', '', undefined],
])('Retry-After as %s', (_name, header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

const failures = {
  throttled: { kind: 'Throttled' },
  throttledNamed: { kind: 'Throttled', retryAfter: '3' },
  throttledLong: { kind: 'Throttled', retryAfter: '3600' },
  serverError: { kind: 'ServerError', status: 502 },
  maintenance: { kind: 'ServerError', status: 503, retryAfter: '20' },
  reset: { kind: 'Interrupted', reason: 'the connection broke off.', cause: undefined },
  timedOut: { kind: 'TimedOut', milliseconds: 30_000 },
  webPage: { kind: 'NotJson', mediaType: 'text/html' },
  refused: { kind: 'Refused', status: 403, message: '' },
  contradictory: { kind: 'Contradictory', status: 200, message: '' },
  unreadable: { kind: 'Unreadable', reason: '' },
} as const satisfies Readonly<Record<string, Failure>>;

const retry = (delayMs: number): RetryDecision => ({ kind: 'Retry', delayMs });
const giveUp = (after?: number): RetryDecision => ({
  kind: 'GiveUp',
  ...(after !== undefined && { retryAfterMs: after }),
});

test.each<[keyof typeof failures, number, number, number, RetryDecision]>([
  // failure, attempt, milliseconds left, random, decision
  ['throttled', 1, 60_000, 0, retry(5_000)],
  ['throttled', 1, 60_000, 0.5, retry(5_125)],
  ['throttled', 1, 5_000, 0, giveUp(5_000)],
  ['throttledNamed', 1, 60_000, 0.9, retry(3_000)],
  ['throttledNamed', 5, 60_000, 0.9, giveUp(3_000)],
  ['throttledLong', 1, 60_000, 0, giveUp(3_600_000)],
  ['serverError', 1, 60_000, 0, retry(0)],
  ['serverError', 1, 60_000, 0.5, retry(125)],
  ['serverError', 2, 60_000, 0.5, retry(250)],
  ['serverError', 4, 60_000, 0.5, retry(1_000)],
  ['serverError', 5, 60_000, 0.5, giveUp()],
  ['serverError', 2, 100, 0.5, giveUp()],
  ['maintenance', 1, 60_000, 0.5, retry(20_000)],
  ['maintenance', 1, 10_000, 0.5, giveUp(20_000)],
  ['reset', 1, 60_000, 0.5, retry(125)],
  ['timedOut', 1, 60_000, 0.5, retry(125)],
  ['webPage', 1, 60_000, 0.5, retry(125)],
  ['contradictory', 1, 60_000, 0.5, retry(125)],
  ['contradictory', 5, 60_000, 0.5, giveUp()],
  ['refused', 1, 60_000, 0, giveUp()],
  ['unreadable', 1, 60_000, 0, giveUp()],
])('%s, attempt %i, %i ms left, random %f', (failure, attempt, left, random, expected) => {
  const situation = { attempt, outcome: failures[failure], now: NOW, deadline: NOW + left, random };
  expect(decide(situation, defaultRetryOptions)).toEqual(expected);
});

test('pauses never grow beyond their bound', () => {
  const options = { ...defaultRetryOptions, maxAttempts: 50 };
  const situation = { attempt: 40, outcome: failures.reset, now: NOW, deadline: NOW + 60_000, random: 0.999 };
  expect(decide(situation, options)).toEqual(retry(7_992));
});
