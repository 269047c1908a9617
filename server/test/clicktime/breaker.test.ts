/** When ClickTime is left alone, by steps; the last case adds that requests really stay away and come back. */
import { expect, test } from 'vitest';
import { closedBreaker, noted, restLeft, tried, type BreakerState } from '../../src/clicktime/breaker.ts';
import type { Outcome } from '../../src/clicktime/outcome.ts';
import { systemClock } from '../../src/util/clock.ts';
import { contextOf, readAll, startRig } from './connection.ts';

const options = { failures: 3, restMs: 1_000, maxRestMs: 3_000 };
const failed: Outcome = { kind: 'ServerError', status: 500 };

const failing = (times: number, state: BreakerState = closedBreaker, now = 0): BreakerState =>
  Array.from({ length: times }).reduce<BreakerState>((last) => noted(last, failed, now, options), state);

test('it opens at so many failures in a row', () => {
  expect(restLeft(failing(2), 0)).toBe(0);
  expect(restLeft(failing(3), 0)).toBe(1_000);
  expect(restLeft(failing(3), 1_000)).toBe(0);
});

test.each<[Outcome, boolean]>([
  [{ kind: 'Envelope', data: [], page: {}, bytes: 0 }, false],
  [{ kind: 'Refused', status: 403, message: '' }, false],
  [{ kind: 'Throttled' }, false],
  [{ kind: 'Unreadable', reason: '' }, false],
  [{ kind: 'Contradictory', status: 200, message: '' }, false],
  [failed, true],
  [{ kind: 'Interrupted', reason: '', cause: undefined }, true],
  [{ kind: 'TimedOut', milliseconds: 1 }, true],
  [{ kind: 'NotJson', mediaType: 'text/html' }, true],
])('%j as the third outcome', (outcome, opens) => {
  expect(restLeft(noted(failing(2), outcome, 0, options), 0) > 0).toBe(opens);
});

test('requests that were under way do not make the rest longer', () => {
  expect(restLeft(failing(10), 0)).toBe(1_000);
});

test('one request tries again: the others wait for it, its failure doubles the rest, its success ends it', () => {
  const trying = tried(failing(3), 1_000);
  expect(restLeft(trying, 1_000)).toBe(1_000);
  const again = failing(1, trying, 1_200);
  expect(restLeft(again, 1_200)).toBe(2_000);
  const third = failing(1, tried(again, 3_200), 3_300);
  expect(restLeft(third, 3_300)).toBe(3_000);
  expect(noted(tried(third, 6_300), { kind: 'Throttled' }, 6_400, options)).toEqual(closedBreaker);
});

test('requests stay away from a failing ClickTime, say when to come back, and come back', async () => {
  const breaker = { failures: 2, restMs: 300, maxRestMs: 300 };
  const retry = { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 1, throttledDelayMs: 1 };
  const rig = await startRig({ seed: 1, users: 5, months: 1 }, { breaker, retry }, systemClock);
  rig.simulator.faults.add({ times: 2, action: { kind: 'status', status: 500 } });
  await expect(readAll(rig, 'Tasks')).rejects.toMatchObject({ code: 'UpstreamUnavailable', retryAfterSeconds: 60 });
  const sent = rig.simulator.requests.count();
  const context = { ...contextOf(rig.simulator.tokens.admin), deadline: systemClock.now() + 100 };
  await expect(readAll(rig, 'Tasks', { context })).rejects.toThrow('left alone for a moment');
  expect(rig.simulator.requests.count()).toBe(sent);
  // With more time the same read waits for the rest to end.
  expect((await readAll(rig, 'Tasks')).length).toBeGreaterThan(0);
  await rig.close();
});
