/**
 * The machine's date is set while requests run: nothing waits longer for it, nothing lives longer or shorter. Over real
 * sockets, with the machine's own clock; the decisions themselves are given their time by their own tests.
 */
import { afterEach, expect, test, vi } from 'vitest';
import { defaultWindowOptions } from '../../src/clicktime/upstream/window.ts';
import { systemClock } from '../../src/util/clock.ts';
import { contextOf, readAll, startRig } from './connection.ts';

const HOUR_MS = 3_600_000;
const MAX_AGE_MS = 400;
const throttle = { ...defaultWindowOptions, windowMs: 200, maxWaiting: 100, maxCredentials: 10 };
const settings = { throttle, pages: { maxAgeMs: MAX_AGE_MS, maxBytes: 1e7 } };

afterEach(() => vi.useRealTimers());

test.each([
  ['back an hour', -HOUR_MS],
  ['forward a day', 24 * HOUR_MS],
])('the date is set %s', async (_name, step) => {
  const rig = await startRig({ seed: 3, users: 5, timeEntries: 6_000 }, settings, systemClock);
  const setDate = (): unknown => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + step });
  const tasks = await readAll(rig, 'Tasks');
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    action: { kind: 'status', status: 429, retryAfter: 1 },
  });
  const startedAt = performance.now();
  const extract = readAll(rig, 'TimeEntries', { context: contextOf(rig.simulator.tokens.admin) });
  setDate();
  expect(await extract, 'throttle, pause and deadline').toHaveLength(6_000);
  expect(performance.now() - startedAt).toBeLessThan(60_000);

  await systemClock.sleep(MAX_AGE_MS);
  const asked = async (): Promise<boolean> => {
    rig.simulator.requests.reset();
    expect(await readAll(rig, 'Tasks')).toHaveLength(tasks.length);
    return rig.simulator.requests.count() > 0;
  };
  expect(await asked(), 'nothing outlives its time').toBe(true);
  await rig.close();
});

test('a Retry-After that is a date means the time between the dates of the answer, not ours', async () => {
  const rig = await startRig({ seed: 3, users: 5, months: 1 });
  const at = new Date(Date.now() + 20_000).toUTCString();
  rig.simulator.faults.add({ action: { kind: 'status', status: 503, retryAfter: at } });
  await readAll(rig, 'Tasks');
  expect(rig.pauses).toHaveLength(1);
  expect(rig.pauses[0]).toBeGreaterThan(15_000);
  expect(rig.pauses[0]).toBeLessThanOrEqual(21_000);
  await rig.close();
});
