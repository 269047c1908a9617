import { expect, test } from 'vitest';
import { decide, readFailure } from '../../shared/retry.ts';

test.each([
  [
    'fetchJson: unexpected response. [status]: 401, [statusText]: Unauthorized',
    { status: 401, reason: 'Unauthorized' },
  ],
  ['fetchJson: unexpected response. [status]: 503', { status: 503, reason: '' }],
  ['connect ECONNREFUSED 127.0.0.1:1', { reason: 'connect ECONNREFUSED 127.0.0.1:1' }],
])('%s', (message, failure) => {
  expect(readFailure(new Error(message))).toEqual(failure);
});

test.each([
  [{ status: 429, reason: 'Too Many Requests' }, 1, 5_000],
  [{ status: 429, reason: 'Try again in 12 s.' }, 1, 12_000],
  [{ status: 429, reason: 'Try again in 900 s.' }, 1, 60_000],
  [{ status: 503, reason: '' }, 1, 1_000],
  [{ status: 503, reason: '' }, 3, 4_000],
  [{ reason: 'socket hang up' }, 2, 2_000],
  [{ reason: 'invalid json response body, reason: Unexpected end of JSON input' }, 1, 1_000],
])('%o, attempt %i: again after %i ms', (failure, attempt, delayMs) => {
  expect(decide(failure, attempt)).toEqual({ kind: 'retry', delayMs });
});

test.each([
  [{ status: 400, reason: '' }, 1, 'ServiceRefused'],
  [{ status: 401, reason: '' }, 1, 'TokenRefused'],
  [{ status: 403, reason: '' }, 1, 'NotPermitted'],
  [{ status: 410, reason: '' }, 1, 'NextLinkExpired'],
  [{ status: 500, reason: '' }, 1, 'ServiceRefused'],
  [{ status: 429, reason: '' }, 5, 'Throttled'],
  [{ status: 503, reason: '' }, 5, 'ServiceRefused'],
  [{ reason: 'socket hang up' }, 5, 'ServiceUnreachable'],
  [
    { reason: 'Network adapter request validation fails. Reason: localhost access is disallowed' },
    1,
    'ServiceUnreachable',
  ],
  [{ reason: 'self-signed certificate' }, 1, 'ServiceUnreachable'],
])('%o, attempt %i: the end, %s', (failure, attempt, code) => {
  expect(decide(failure, attempt)).toMatchObject({ kind: 'fail', error: { code } });
});
