/** The machine's clock; that nothing else is asked for durations is held by `architecture.test.ts`. */
import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/util/clock.ts';

afterEach(() => vi.useRealTimers());

test.each([
  ['back an hour', -3_600_000],
  ['forward a day', 86_400_000],
])('a date that is set %s is no time that passes', (_name, step) => {
  const before = systemClock.now();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + step });
  const passed = systemClock.now() - before;
  expect(passed).toBeGreaterThanOrEqual(0);
  expect(passed).toBeLessThan(60_000);
});

test('nobody is woken too early', async () => {
  for (const milliseconds of [0, 0.4, 1, 3.7, 12]) {
    const before = systemClock.now();
    await systemClock.sleep(milliseconds);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(milliseconds);
  }
});

test('sleeps longer than a timer can be do not end at once, and end with the signal', async () => {
  const abort = new AbortController();
  const sleeping = systemClock.sleep(2 ** 40, abort.signal).then(
    () => 'woken',
    (reason: unknown) => reason,
  );
  expect(await Promise.race([sleeping, systemClock.sleep(30).then(() => 'asleep')])).toBe('asleep');
  abort.abort('leaving');
  expect(await sleeping).toBe('leaving');
});
