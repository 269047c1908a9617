/**
 * The throttle's waiting: against a simulator that counts strictly, and with a clock that is turned by hand.
 * `window.test.ts` proves the decision; this adds that requests really are held back, in the right order.
 */
import { expect, test } from 'vitest';
import { createThrottle, type Throttle, type ThrottleOptions } from '../../../src/clicktime/upstream/throttle.ts';
import { defaultWindowOptions, type Priority } from '../../../src/clicktime/upstream/window.ts';
import { systemClock } from '../../../src/util/clock.ts';
import { handClock } from '../hand-clock.ts';
import { contextOf, readAll, startRig } from '../connection.ts';

const options: ThrottleOptions = { ...defaultWindowOptions, maxWaiting: 100, maxCredentials: 100 };

interface Visitor {
  readonly name: string;
  readonly priority?: Priority;
  readonly owner?: string;
}

/** Lets visitors enter and leave at once, noting who got in. */
function visits(throttle: Throttle): { readonly log: string[]; readonly enter: (visitor: Visitor) => Promise<void> } {
  const log: string[] = [];
  return {
    log,
    async enter({ name, priority = 'interactive', owner = 'k' }) {
      const place = await throttle.enter({ owner, priority, deadline: 60_000, signal: new AbortController().signal });
      log.push(name);
      place.answered();
    },
  };
}

const names = (count: number, letter: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`);

test('the eleventh request waits until a window has passed', async () => {
  const clock = handClock();
  const { log, enter } = visits(createThrottle(options, clock));
  const all = Promise.all(names(12, 'a').map((name) => enter({ name })));
  await clock.advance(0);
  expect(log.length).toBe(10);
  await clock.advance(4_999);
  expect(log.length).toBe(10);
  await clock.advance(1);
  expect(log).toEqual(names(12, 'a'));
  await all;
});

test('a small query passes an extract that was there before', async () => {
  const clock = handClock();
  const { log, enter } = visits(createThrottle(options, clock));
  const extract = names(20, 'x').map((name) => enter({ name, priority: 'bulk' }));
  await clock.advance(0);
  expect(log).toEqual(names(8, 'x'));
  await enter({ name: 'small' });
  expect(log.at(-1)).toBe('small');
  for (let step = 0; step < 20; step++) await clock.advance(1_000);
  await Promise.all(extract);
  expect(log.filter((name) => name !== 'small')).toEqual(names(20, 'x'));
});

test('one credential does not wait for another', async () => {
  const clock = handClock();
  const { log, enter } = visits(createThrottle(options, clock));
  const busy = names(15, 'a').map((name) => enter({ name }));
  await clock.advance(0);
  await enter({ name: 'other', owner: 'other' });
  expect(log.at(-1)).toBe('other');
  await clock.advance(5_000);
  await Promise.all(busy);
});

test('after a 429 nobody is let in before the time ClickTime names, and then fewer', async () => {
  const clock = handClock();
  const throttle = createThrottle(options, clock);
  const { log, enter } = visits(throttle);
  await enter({ name: 'first' });
  throttle.slowDown('k', 7_000);
  const all = Promise.all(names(6, 'a').map((name) => enter({ name })));
  await clock.advance(6_999);
  expect(log).toEqual(['first']);
  await clock.advance(1);
  expect(log.length).toBe(6);
  await clock.advance(5_000);
  await all;
});

test('whoever gives up waiting makes room, and a pause longer than the deadline is not waited for', async () => {
  const clock = handClock();
  const throttle = createThrottle({ ...options, maxWaiting: 1 }, clock);
  const { enter } = visits(throttle);
  for (const name of names(10, 'a')) await enter({ name });
  const controller = new AbortController();
  const entry = { owner: 'k', priority: 'interactive', deadline: 60_000, signal: controller.signal } as const;
  const waiting = throttle.enter(entry);
  await expect(throttle.enter(entry)).rejects.toMatchObject({ code: 'UpstreamThrottled', retryAfterSeconds: 5 });
  controller.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  throttle.slowDown('k', 90_000);
  const signal = new AbortController().signal;
  await expect(throttle.enter({ ...entry, signal })).rejects.toMatchObject({ retryAfterSeconds: 90 });
});

test('credentials are forgotten when idle, and refused when there are too many', async () => {
  const clock = handClock();
  const { log, enter } = visits(createThrottle({ ...options, maxCredentials: 2 }, clock));
  await enter({ name: 'a', owner: 'a' });
  await enter({ name: 'b', owner: 'b' });
  await expect(enter({ name: 'c', owner: 'c' })).rejects.toMatchObject({ code: 'UpstreamThrottled' });
  await clock.advance(5_000);
  await enter({ name: 'c', owner: 'c' });
  expect(log).toEqual(['a', 'b', 'c']);
});

test('an extract and small queries of one token never exceed what a strict server allows', async () => {
  const throttle = { ...options, limit: 10, windowMs: 300, reserveMs: 60 };
  const strict = { requests: 10, seconds: 0.3, kind: 'window', retryAfter: true } as const;
  const rig = await startRig({ seed: 5, timeEntries: 20_000, throttle: strict }, { throttle }, systemClock);
  const small = async (): Promise<void> => {
    for (let query = 0; query < 10; query++)
      await readAll(rig, 'Tasks', { context: contextOf(rig.simulator.tokens.admin) });
  };
  const [rows] = await Promise.all([readAll(rig, 'TimeEntries'), small()]);
  expect(rows.length).toBe(20_000);
  expect(rig.simulator.requests.statuses().get(429)).toBeUndefined();
  expect(rig.simulator.requests.count()).toBe(51);
  await rig.close();
});

test('a server stricter than configured is learned from, and everything still comes', async () => {
  const throttle = { ...options, limit: 10, windowMs: 200, reserveMs: 40 };
  const strict = { requests: 4, seconds: 0.2, kind: 'window', retryAfter: false } as const;
  const retry = { maxAttempts: 6, maxRepetitions: 2, baseDelayMs: 5, maxDelayMs: 20, throttledDelayMs: 200 };
  const rig = await startRig({ seed: 5, timeEntries: 6_000, throttle: strict }, { throttle, retry }, systemClock);
  expect((await readAll(rig, 'TimeEntries')).length).toBe(6_000);
  const refused = rig.simulator.requests.statuses().get(429) ?? 0;
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(12);
  await rig.close();
});
