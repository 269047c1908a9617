/** When there is time for more large work; time and the event loop's use of it are arguments. */
import { expect, test } from 'vitest';
import { createHeadroom, eventLoopUtilization, LOOK_MS } from '../../src/util/headroom.ts';

function fixture() {
  let now = 0;
  let used = 0;
  const headroom = createHeadroom({ clock: { now: () => now }, utilization: () => used });
  return {
    headroom,
    after: (milliseconds: number, utilization: number) => {
      now += milliseconds;
      used = utilization;
    },
  };
}

test('time is left at first, and as long as the event loop waits now and then', () => {
  const { headroom, after } = fixture();
  expect(headroom.has()).toBe(true);
  after(LOOK_MS, 0.5);
  expect(headroom.has()).toBe(true);
});

test('none is left while it never waits, and it is looked at again and again', () => {
  const { headroom, after } = fixture();
  after(LOOK_MS, 0.99);
  expect(headroom.has()).toBe(false);
  after(LOOK_MS - 1, 0);
  expect(headroom.has()).toBe(false);
  after(1, 0);
  expect(headroom.has()).toBe(true);
});

test('of many that come at once, one is begun until it shows what is left beside it', () => {
  const { headroom, after } = fixture();
  headroom.use();
  expect(headroom.has()).toBe(false);
  after(LOOK_MS, 0.2);
  expect(headroom.has()).toBe(true);
});

test('an event loop that waits is used little, one that computes is used up', async () => {
  const utilization = eventLoopUtilization();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(utilization()).toBeLessThan(0.9);
  const start = performance.now();
  while (performance.now() - start < 50);
  expect(utilization()).toBeGreaterThan(0.9);
});
