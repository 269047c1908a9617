/** Retry decisions by table; that they are carried out is shown against the simulator in `source.test.ts`. */
import { expect, test } from 'vitest';
import type { Failure } from '../../../src/clicktime/upstream/outcome.ts';
import { decide, defaultRetryOptions, type RetryDecision } from '../../../src/clicktime/upstream/retry.ts';

const NOW = 1_000_000;

const failures = {
  throttled: { kind: 'Throttled' },
  throttledNamed: { kind: 'Throttled', retryAfterMs: 3_000 },
  throttledLong: { kind: 'Throttled', retryAfterMs: 600_000 },
  serverError: { kind: 'ServerError', status: 502 },
  maintenance: { kind: 'ServerError', status: 503, retryAfterMs: 20_000 },
  reset: { kind: 'Interrupted', reason: 'the connection broke off.', cause: undefined },
  timedOut: { kind: 'TimedOut', milliseconds: 30_000 },
  webPage: { kind: 'NotJson', mediaType: 'text/html' },
  refused: { kind: 'Refused', status: 403, message: '' },
  contradictory: { kind: 'Contradictory', status: 200, message: '' },
  unreadable: { kind: 'Unreadable', reason: '' },
  garbled: { kind: 'Garbled', reason: '' },
  nothing: { kind: 'Nothing', page: {}, bytes: 0 },
  foreign: { kind: 'Foreign', message: '' },
  foreignNamed: { kind: 'Foreign', message: '', retryAfterMs: 30_000 },
} as const satisfies Readonly<Record<string, Failure>>;

const retry = (delayMs: number): RetryDecision => ({ kind: 'Retry', delayMs });
const giveUp = (after?: number): RetryDecision => ({ kind: 'GiveUp', retryAfterMs: after });

test.each<[keyof typeof failures, number, number, number, RetryDecision]>([
  // failure, attempt, milliseconds left, random, decision
  ['throttled', 1, 60_000, 0, retry(5_000)],
  ['throttled', 1, 60_000, 0.5, retry(5_125)],
  ['throttled', 1, 5_000, 0, giveUp(5_000)],
  ['throttledNamed', 1, 60_000, 0.9, retry(3_000)],
  ['throttledNamed', 5, 60_000, 0.9, giveUp(3_000)],
  ['throttledLong', 1, 60_000, 0, giveUp(600_000)],
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
  ['garbled', 1, 60_000, 0.5, retry(125)],
  ['garbled', 2, 60_000, 0.5, giveUp()],
  ['nothing', 2, 60_000, 0.5, giveUp()],
  ['foreign', 1, 60_000, 0.5, retry(125)],
  ['foreign', 2, 60_000, 0.5, giveUp()],
  ['foreignNamed', 1, 60_000, 0.5, retry(30_000)],
  ['foreignNamed', 1, 20_000, 0.5, giveUp(30_000)],
])('%s, attempt %i, %i ms left, random %f', (failure, attempt, left, random, expected) => {
  const situation = {
    attempt,
    repetitions: attempt,
    outcome: failures[failure],
    now: NOW,
    deadline: NOW + left,
    random,
  };
  expect(decide(situation, defaultRetryOptions)).toEqual(expected);
});

test('pauses never grow beyond their bound', () => {
  const options = { ...defaultRetryOptions, maxAttempts: 50 };
  const situation = {
    attempt: 40,
    repetitions: 40,
    outcome: failures.reset,
    now: NOW,
    deadline: NOW + 60_000,
    random: 0.999,
  };
  expect(decide(situation, options)).toEqual(retry(7_992));
});

test('what comes once among other failures is not yet settled', () => {
  const situation = { attempt: 4, repetitions: 1, now: NOW, deadline: NOW + 60_000, random: 0 };
  for (const outcome of [failures.garbled, failures.nothing, failures.foreign]) {
    expect(decide({ ...situation, outcome }, defaultRetryOptions)).toEqual(retry(0));
  }
});
