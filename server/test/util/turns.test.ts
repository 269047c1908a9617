/** The event loop's time is shared out: with a clock and a loop of their own, so that nothing depends on the machine. */
import { expect, test } from 'vitest';
import { mergeInSlices, sortInSlices } from '../../src/util/sort-in-slices.ts';
import { createPace, createTurns, paced, unpaced } from '../../src/util/turns.ts';

/** An event loop that turns when it is told to, over a clock that only work moves. */
function fixture() {
  let now = 0;
  let scheduled: (() => void)[] = [];
  let turnsTaken = 0;
  const turns = createTurns({ now: () => now, schedule: (run) => void scheduled.push(run), sliceMs: 10 });
  return {
    turns,
    spend: (ms: number) => void (now += ms),
    now: () => now,
    turnsTaken: () => turnsTaken,
    /** Turns the loop until nothing is scheduled; tells how long each turn was. */
    async run(): Promise<readonly number[]> {
      const lengths: number[] = [];
      while (scheduled.length > 0) {
        const due = scheduled;
        scheduled = [];
        const before = now;
        turnsTaken += 1;
        for (const each of due) each();
        for (let microtask = 0; microtask < 100; microtask += 1) await Promise.resolve();
        lengths.push(now - before);
      }
      return lengths;
    },
  };
}

const signal = new AbortController().signal;

/** Works through rows that take a millisecond each. */
function work(loop: ReturnType<typeof fixture>, owner: string, rows: number, allowanceMs = 1e9, own = signal) {
  const pace = createPace({ turns: loop.turns, owner, allowanceMs, signal: own });
  return paced(Array.from({ length: rows }), pace, () => loop.spend(1));
}

test('however many compute, a turn of the event loop holds one slice', async () => {
  const loop = fixture();
  const all = Promise.all(Array.from({ length: 20 }, (_, index) => work(loop, `owner ${index}`, 200)));
  const lengths = await loop.run();
  await all;
  expect(loop.now()).toBe(4000);
  // A slice, and the rows up to the next look at the clock.
  expect(Math.max(...lengths)).toBeLessThanOrEqual(13);
  expect(lengths.length).toBeGreaterThanOrEqual(300);
});

test('what takes less than a slice never waits', async () => {
  const loop = fixture();
  await work(loop, 'a', 9);
  expect(loop.turnsTaken()).toBe(0);
});

test('owners take turns, however many requests one of them has', async () => {
  const loop = fixture();
  const ended: string[] = [];
  const many = Array.from({ length: 10 }, () => work(loop, 'many', 100).then(() => ended.push('many')));
  const one = work(loop, 'one', 100).then(() => ended.push('one'));
  await loop.run();
  await Promise.all([...many, one]);
  expect(ended.indexOf('one')).toBe(0);
});

test('a request ends when its own computing is over the allowance; others do not count', async () => {
  const loop = fixture();
  const others = work(loop, 'b', 5000);
  const little = work(loop, 'c', 90, 100);
  const much = work(loop, 'a', 300, 100).then(
    () => 'ended',
    (error: unknown) => error,
  );
  await loop.run();
  await Promise.all([others, little]);
  expect(await much).toMatchObject({ code: 'QueryTooExpensive', status: 413 });
});

test('who left does not go on', async () => {
  const loop = fixture();
  const aborter = new AbortController();
  const gone = work(loop, 'a', 1000, 1e9, aborter.signal).catch((error: unknown) => error);
  aborter.abort(new Error('left'));
  await loop.run();
  expect(await gone).toMatchObject({ message: 'left' });
  expect(loop.now()).toBeLessThan(30);
});

// ---- Sorting --------------------------------------------------------------------------------------------------------

interface Item {
  readonly value: number;
  readonly index: number;
}
const byValue = (a: Item, b: Item): number => a.value - b.value;

test.each([0, 1, 2, 63, 64, 65, 128, 1000, 5000])('%i items are sorted, equal ones as they stood', async (length) => {
  const items = Array.from({ length }, (_, index): Item => ({ value: (index * 7919) % 97, index }));
  expect(await sortInSlices(items, byValue, unpaced)).toEqual(items.toSorted(byValue));
});

test('merging keeps everything of either side', async () => {
  const of = (...values: number[]): Item[] => values.map((value, index) => ({ value, index }));
  const merged = async (left: Item[], right: Item[]): Promise<readonly number[]> =>
    (await mergeInSlices(left, right, byValue, unpaced)).map(({ value }) => value);
  expect(await merged(of(1, 2), of(3, 4))).toEqual([1, 2, 3, 4]);
  expect(await merged(of(3, 4), of(1, 2))).toEqual([1, 2, 3, 4]);
  expect(await merged(of(1, 3), of(2))).toEqual([1, 2, 3]);
  expect(await merged([], of(1))).toEqual([1]);
  expect(await merged(of(1), [])).toEqual([1]);
});

test('sorting gives the event loop back', async () => {
  const loop = fixture();
  const pace = createPace({ turns: loop.turns, owner: 'a', allowanceMs: 1e9, signal });
  const items = Array.from({ length: 2000 }, (_, index): Item => ({ value: (index * 7919) % 1009, index }));
  const sorted = sortInSlices(
    items,
    (a, b) => {
      loop.spend(0.01);
      return a.value - b.value;
    },
    pace,
  );
  const lengths = await loop.run();
  expect(await sorted).toEqual(items.toSorted(byValue));
  expect(Math.max(...lengths)).toBeLessThan(25);
});
