import { expect, test } from 'vitest';
import { createAlarm } from '../../src/util/alarm.ts';
import { handClock } from '../clicktime/hand-clock.ts';

function startAlarm() {
  const clock = handClock();
  let rung = 0;
  const alarm = createAlarm(() => {
    rung += 1;
  }, clock);
  return { clock, alarm, rung: () => rung };
}

test('it rings once, at the time that was set last', async () => {
  const { clock, alarm, rung } = startAlarm();
  alarm.set(100);
  alarm.set(200);
  await clock.advance(150);
  expect(rung()).toBe(0);
  await clock.advance(50);
  await clock.advance(1_000);
  expect(rung()).toBe(1);
});

test('it does not ring when it is off, nor at a time that never comes', async () => {
  const { clock, alarm, rung } = startAlarm();
  alarm.set(100);
  alarm.off();
  alarm.set(Number.POSITIVE_INFINITY);
  await clock.advance(1_000);
  expect(rung()).toBe(0);
});
