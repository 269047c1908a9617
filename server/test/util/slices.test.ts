/** What comes in numbers is done in slices of the event loop's turns: with a clock and a loop of their own. */
import { expect, test } from 'vitest';
import { createSlices } from '../../src/util/slices.ts';

function fixture(sliceMs: number) {
  let now = 0;
  const scheduled: (() => void)[] = [];
  const push = createSlices({ now: () => now, schedule: (run) => void scheduled.push(run), sliceMs });
  return {
    push,
    spend: (ms: number) => void (now += ms),
    scheduled,
    turn: async (): Promise<void> => {
      scheduled.shift()?.();
      for (let microtask = 0; microtask < 100; microtask += 1) await Promise.resolve();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

test('a turn does what its slice has time for, in the order it came, with what follows from it', async () => {
  const { push, spend, turn } = fixture(3);
  const done: number[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    push(() => {
      void Promise.resolve().then(() => {
        spend(2);
        done.push(number);
      });
    });
  }
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual([1, 2]);
  await turn();
  expect(done).toEqual([1, 2, 3, 4]);
  await turn();
  expect(done).toEqual([1, 2, 3, 4, 5]);
});

test('what takes longer than a slice is done alone, and nothing is scheduled where nothing is left', async () => {
  const { push, spend, turn, scheduled } = fixture(3);
  const done: string[] = [];
  const long = (name: string) => () => {
    spend(10);
    done.push(name);
    if (name === 'a') push(long('c'));
  };
  push(long('a'));
  push(long('b'));
  for (const expected of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
    await turn();
    expect(done).toEqual(expected);
  }
  expect(scheduled).toEqual([]);
  push(long('d'));
  await turn();
  expect(done.at(-1)).toBe('d');
});
