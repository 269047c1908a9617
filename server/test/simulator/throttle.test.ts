/*
 * The throttle's decisions by table, with a clock that the test moves, and once over HTTP what a refusal looks like.
 */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { ThrottleSettings } from '../../simulator/throttle.ts';
import { fetchApi } from './fetch-api.ts';
import { makeThrottle } from '../../simulator/throttle.ts';
import { startSimulator } from '../../simulator/simulator.ts';

/** Seconds to wait (or `ok`) for requests of one token at these milliseconds. */
function decisions(settings: ThrottleSettings, times: readonly number[]): readonly (number | 'ok')[] {
  let now = 0;
  const throttle = makeThrottle(settings, () => now);
  return times.map((time) => {
    now = time;
    return throttle.refuse('token') ?? 'ok';
  });
}

const two = { requests: 2, seconds: 4 };

test.each([
  ['bucket', [0, 0, 0], ['ok', 'ok', 2]],
  ['bucket', [0, 0, 1000, 2000, 2000], ['ok', 'ok', 1, 'ok', 2]],
  ['bucket', [0, 0, 60_000, 60_000, 60_000], ['ok', 'ok', 'ok', 'ok', 2]],
  ['window', [0, 0, 0], ['ok', 'ok', 4]],
  ['window', [0, 1000, 2000, 3999, 4000, 4500], ['ok', 'ok', 2, 0.001, 'ok', 0.5]],
] as const)('a %s at %j decides %j', (kind, times, expected) => {
  expect(decisions({ ...two, kind }, times)).toEqual(expected);
});

test('tokens are counted apart', () => {
  const throttle = makeThrottle({ requests: 1, seconds: 1 }, () => 0);
  expect([throttle.refuse('a'), throttle.refuse('b'), throttle.refuse('a')]).toEqual([undefined, undefined, 1]);
});

test('a window never lets more through than it says, in any stretch', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 80 }), (unsorted) => {
      const times = unsorted.toSorted((a, b) => a - b);
      const passed = times.filter(
        (_, index) => decisions({ requests: 10, seconds: 5, kind: 'window' }, times)[index] === 'ok',
      );
      const crowds = passed.map((start) => passed.filter((time) => time >= start && time < start + 5000).length);
      expect(Math.max(0, ...crowds)).toBeLessThanOrEqual(10);
    }),
    { seed: 3, numRuns: 30 },
  );
});

test('one request too many is 429 with Retry-After in seconds, and the time it names is enough', async () => {
  let now = 0;
  const simulator = await startSimulator({ timeEntries: 10, throttle: { requests: 2, seconds: 5 }, now: () => now });
  const status = async (token: string): Promise<number> => (await fetchApi(simulator, '/Users', token)).status;
  expect([await status('demo-admin'), await status('demo-admin'), await status('demo-manager')]).toEqual([
    200, 200, 200,
  ]);
  const refused = await fetchApi(simulator, '/Clients');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  expect(refused.errors).toMatchObject([{ Message: 'Too many requests; wait a few seconds.' }]);
  now = 4999;
  expect(await status('demo-admin')).toBe(429);
  now = 5000;
  expect(await status('demo-admin')).toBe(200);
  expect(simulator.requests.statuses().get(429)).toBe(2);
  await simulator.close();
});

test('Retry-After can be left out', async () => {
  const simulator = await startSimulator({
    timeEntries: 10,
    throttle: { requests: 1, seconds: 5, retryAfter: false },
    now: () => 0,
  });
  await fetchApi(simulator, '/Users');
  const refused = await fetchApi(simulator, '/Users');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
  await simulator.close();
});
