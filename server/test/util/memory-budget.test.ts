/** Who may hold how much memory, who waits, in which order, and who is refused; time is an argument. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOOK_MS } from '../../src/util/headroom.ts';
import { createMemoryBudget, type MemoryShare } from '../../src/util/memory-budget.ts';
import { handClock } from '../clicktime/hand-clock.ts';

const MB = 1_048_576;
const never = new AbortController().signal;

function fixture(megabytes: number) {
  const clock = handClock();
  const budget = createMemoryBudget({ total: megabytes * MB, clock });
  const order: string[] = [];
  return {
    clock,
    budget,
    order,
    open: (owner: string, signal = never) => budget.open(owner, signal),
    /** Reserves, and notes what came of it. */
    reserve: async (name: string, share: MemoryShare, size: number): Promise<void> => {
      try {
        await share.reserve(size * MB);
        order.push(name);
      } catch (error) {
        order.push(`${name}: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`);
      }
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('who finds nothing left waits until another one ends', async () => {
  const { open, reserve, order } = fixture(10);
  const [a, b, c] = [open('a'), open('b'), open('c')];
  void reserve('a', a, 6);
  void reserve('b', b, 6);
  void reserve('c', c, 6);
  await settled();
  expect(order).toEqual(['a']);
  a.close();
  await settled();
  expect(order).toEqual(['a', 'b']);
  b.close();
  await settled();
  expect(order).toEqual(['a', 'b', 'c']);
});

test('owners who hold less go first, and a small one does not overtake a large one for ever', async () => {
  const { open, reserve, order } = fixture(10);
  const shares = ['a', 'a', 'a', 'b'].map((owner) => open(owner));
  const [one, two, three, other] = shares as [MemoryShare, MemoryShare, MemoryShare, MemoryShare];
  void reserve('one', one, 4);
  const filler = open('x');
  void reserve('filler', filler, 6);
  void reserve('two', two, 3);
  void reserve('three', three, 2);
  void reserve('other', other, 5);
  await settled();
  filler.close();
  await settled();
  expect(order.slice(2)).toEqual(['other']);
  other.close();
  await settled();
  expect(order.slice(3)).toEqual(['two']);
});

test('one owner leaves a quarter to the others', async () => {
  const { open, reserve, order } = fixture(16);
  const mine = Array.from({ length: 20 }, () => open('greedy'));
  mine.forEach((share, index) => void reserve(`greedy ${index}`, share, 4));
  await settled();
  expect(order).toHaveLength(3);
  void reserve('other', open('modest'), 4);
  await settled();
  expect(order.at(-1)).toBe('other');
});

test('what can never be had is told at once, and that waiting does not help', async () => {
  const { open, reserve, order } = fixture(16);
  await reserve('a', open('a'), 13);
  expect(order).toEqual(['a: AnswerTooLarge']);
  const share = open('b');
  expect(share.take(11 * MB)).toBeUndefined();
  expect(() => share.take(2 * MB)).toThrow(expect.objectContaining({ status: 413 }));
});

test('where all who hold some wait for more, the last one is refused and the others go on', async () => {
  const { open } = fixture(10);
  const shares = ['a', 'b', 'c'].map((owner) => open(owner));
  for (const share of shares) await share.reserve(3 * MB);
  const ends = shares.map((share, index) =>
    Promise.resolve(share.take(5 * MB)).then(
      () => `${index} got it`,
      (error: { readonly code: string }) => {
        share.close();
        return `${index} ${error.code}`;
      },
    ),
  );
  const [first] = shares;
  void ends[0]?.then(() => first?.close());
  expect(await Promise.all(ends)).toEqual(['0 got it', '1 got it', '2 ServiceBusy']);
});

test('waiting ends after half a minute with 503 and Retry-After', async () => {
  const { open, reserve, order, clock, budget } = fixture(10);
  budget.charge('slow', 10 * MB);
  const refused = open('a')
    .reserve(MB)
    .catch((error: unknown) => error);
  await clock.advance(29_999);
  void reserve('late', open('b'), 1);
  await clock.advance(1);
  expect(await refused).toMatchObject({ code: 'ServiceBusy', status: 503, retryAfterSeconds: 10 });
  expect(order).toEqual([]);
});

test('who leaves does not wait, and the place goes to the next', async () => {
  const { open, reserve, order } = fixture(10);
  const first = open('a');
  await first.reserve(7 * MB);
  const leaving = new AbortController();
  const gone = reserve('gone', open('b', leaving.signal), 7);
  void reserve('next', open('c'), 7);
  leaving.abort(new Error('left'));
  await gone;
  first.close();
  await settled();
  expect(order).toEqual(['gone: Error: left', 'next']);
});

test('what is being sent counts, and is given back once', async () => {
  const { open, reserve, order, budget } = fixture(10);
  const giveBack = budget.charge('a', 8 * MB);
  void reserve('b', open('b'), 5);
  await settled();
  expect(order).toEqual([]);
  giveBack();
  giveBack();
  await settled();
  expect(order).toEqual(['b']);
  void reserve('c', open('c'), 6);
  await settled();
  expect(order).toEqual(['b']);
});

test('what is small waits behind nothing large, and finds a part kept for it', async () => {
  const { open, reserve, order, budget } = fixture(32);
  budget.charge('slow', 27 * MB);
  await reserve('large', open('a'), 5);
  void reserve('larger', open('b'), 3);
  await settled();
  await reserve('small', open('c'), 1);
  await reserve('as small', open('d'), 1);
  expect(order).toEqual(['large', 'small', 'as small']);
});

test('what is small stays so where it takes a little more than it reserved', async () => {
  const { open, budget } = fixture(32);
  budget.charge('slow', 32 * MB);
  const share = open('a');
  await share.reserve(MB / 4);
  expect(share.take(MB / 2)).toBeUndefined();
});

test('who waits is given what is sent for longest beyond what is fair', async () => {
  const { open, reserve, order, budget, clock } = fixture(32);
  const charge = (name: string, size: number): void => {
    const giveBack = budget.charge(name, size * MB, () => {
      order.push(`${name} let go`);
      giveBack();
    });
  };
  charge('slow', 10);
  await clock.advance(15_000);
  charge('new', 20);
  void reserve('a', open('a'), 8);
  await clock.advance(1000);
  expect(order).toEqual([]);
  for (let second = 0; second < 6; second += 1) await clock.advance(1000);
  await settled();
  expect(order).toEqual(['slow let go', 'a']);
});

test('an owner to whom more than a quarter is being sent begins nothing large', async () => {
  const { open, reserve, order, budget } = fixture(32);
  const giveBack = budget.charge('a', 9 * MB);
  void reserve('large', open('a'), 2);
  await reserve('small', open('a'), 1);
  await reserve('other', open('b'), 2);
  await settled();
  expect(order).toEqual(['small', 'other']);
  giveBack();
  await settled();
  expect(order).toEqual(['small', 'other', 'large']);
});

test('no more wait than may', async () => {
  const { open, budget } = fixture(10);
  budget.charge('slow', 10 * MB);
  const waiting = Array.from({ length: 1000 }, (_, index) => open(`owner ${index}`).reserve(MB));
  for (const each of waiting) each.catch(() => undefined);
  await expect(open('one more').reserve(MB)).rejects.toMatchObject({ code: 'ServiceBusy' });
});

test('whatever happens, no more is held than there is, everybody comes to an end, and all is given back', async () => {
  const step = fc.record({
    owner: fc.constantFrom('a', 'b', 'c'),
    size: fc.integer({ min: 0, max: 6 }),
    more: fc.integer({ min: 0, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const { budget } = fixture(10);
      let held = 0;
      const ends = steps.map(async ({ owner, size, more }) => {
        const share = budget.open(owner, never);
        let own = 0;
        try {
          await share.reserve(size * MB);
          held += own = size;
          expect(held).toBeLessThanOrEqual(10);
          await Promise.resolve();
          await share.take((size + more) * MB);
          held += more;
          own += more;
          expect(held).toBeLessThanOrEqual(10);
          await settled();
          return 'done';
        } catch (error) {
          return error instanceof Error && 'code' in error ? error.code : error;
        } finally {
          held -= own;
          share.close();
        }
      });
      const known = ['done', 'ServiceBusy', 'AnswerTooLarge'];
      for (const end of await Promise.all(ends)) expect(known).toContain(end);
      // Everything can be had again.
      await budget.open('a', never).reserve(7.5 * MB);
      await budget.open('b', never).reserve(2.5 * MB);
    }),
    { seed: 20260131, numRuns: 300 },
  );
});

test('more than two large ones are begun only while there is time for them, small ones always', async () => {
  const clock = handClock();
  let hasTime = true;
  let used = 0;
  const headroom = { has: () => hasTime, use: () => void (used += 1) };
  const budget = createMemoryBudget({ total: 100 * MB, clock, headroom });
  const begun: string[] = [];
  const begin = (name: string, size: number): MemoryShare => {
    const share = budget.open(name, never);
    void share.reserve(size * MB).then(() => begun.push(name));
    return share;
  };
  begin('first', 2);
  await settled();
  hasTime = false;
  const second = begin('second', 2);
  begin('waits', 2);
  begin('waits longer', 2);
  begin('small', 0.5);
  await settled();
  expect(begun).toEqual(['first', 'second', 'small']);
  second.close();
  await settled();
  expect(begun.at(-1)).toBe('waits');
  expect(used).toBe(0);
  hasTime = true;
  await clock.advance(LOOK_MS);
  await settled();
  expect(begun.at(-1)).toBe('waits longer');
  expect(used).toBe(1);
});
