/** What clients are told of failures; that they come about is shown against the simulator in `source.test.ts`. */
import { expect, test } from 'vitest';
import type { Failure } from '../../../src/clicktime/upstream/outcome.ts';
import { toODataError } from '../../../src/clicktime/upstream/upstream-error.ts';

const subject = { entitySet: 'Jobs', access: 'Ask.' };

const passing: readonly Failure[] = [
  { kind: 'Throttled' },
  { kind: 'ServerError', status: 503 },
  { kind: 'Foreign', message: 'status 401 and text/html' },
  { kind: 'NotJson', mediaType: 'text/html' },
  { kind: 'Interrupted', reason: 'the connection broke off.', cause: undefined },
];

test.each(passing)('the message of $kind names the time that Retry-After does', (failure) => {
  for (const [waitMs, seconds, words] of [
    [0, 1, '1 s'],
    [1_000, 1, '1 s'],
    [60_000, 60, failure.kind === 'Throttled' ? '60 s' : 'a minute'],
    [119_001, 120, '120 s'],
    [600_000, 120, '120 s'],
  ] as const) {
    const error = toODataError(failure, subject, waitMs);
    expect(error.retryAfterSeconds).toBe(seconds);
    expect(error.message).toMatch(new RegExp(` Try again in ${words}\\.$`));
  }
});

test.each<[Failure, string]>([
  [{ kind: 'TimedOut', milliseconds: 900 }, 'a minute'],
  [{ kind: 'ServerError', status: 500 }, 'a minute'],
  [{ kind: 'Throttled' }, '5 s'],
  [{ kind: 'Resting', ofAll: true, failures: 20, retryAfterMs: 7_500 }, '8 s'],
])('%j without a time of its own', (failure, words) => {
  const error = toODataError(failure, subject);
  expect(error.message).toMatch(new RegExp(` Try again in ${words}\\.$`));
  expect(error.retryAfterSeconds).toBe(words === 'a minute' ? 60 : Number.parseInt(words, 10));
});
