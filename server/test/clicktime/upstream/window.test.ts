/** The throttle's decision alone: no clock runs and nothing is sent here; `throttle.test.ts` adds the waiting. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answered,
  defaultWindowOptions,
  delayBefore,
  emptyWindow,
  givenBack,
  isIdle,
  sent,
  slowedDown,
  type Priority,
  type WindowState,
} from '../../../src/clicktime/upstream/window.ts';

const options = defaultWindowOptions;

/** A window in which requests were answered at these moments. */
const after = (...moments: readonly number[]): WindowState =>
  moments.reduce((state, at) => answered(sent(state), at, options), emptyWindow);

const pendingOnly = (count: number): WindowState => ({ ...emptyWindow, pending: count });

const cases: readonly (readonly [string, WindowState, Priority, number, number])[] = [
  ['nothing sent yet', emptyWindow, 'interactive', 0, 0],
  ['nine answered', after(...Array<number>(9).fill(0)), 'interactive', 1, 0],
  ['ten answered at once: a whole window', after(...Array<number>(10).fill(0)), 'interactive', 1_000, 4_000],
  ['the oldest leaves first', after(0, ...Array<number>(9).fill(3_000)), 'interactive', 4_000, 1_000],
  ['ten pending: an answer has to come first', pendingOnly(10), 'interactive', 0, Number.POSITIVE_INFINITY],
  ['pending requests fill places too', { ...after(0, 0), pending: 8 }, 'interactive', 1_000, 4_000],
  ['bulk leaves two places free', after(...Array<number>(8).fill(0)), 'bulk', 1_000, 3_000],
  ['bulk may have them when they free soon', after(...Array<number>(8).fill(0)), 'bulk', 4_000, 0],
  ['interactive takes what bulk left', after(...Array<number>(8).fill(0)), 'interactive', 1_000, 0],
  ['a 429 pauses', slowedDown(emptyWindow, 0, 5_000, options), 'interactive', 1_000, 4_000],
  [
    'and halves the limit',
    { ...slowedDown(emptyWindow, 0, 0, options), ...after(1, 1, 1, 1, 1) },
    'interactive',
    2,
    4_999,
  ],
];

test.each(cases)('%s', (_name, state, priority, now, expected) => {
  expect(delayBefore(state, priority, now, options)).toBe(expected);
});

test('429s to requests that were under way together teach once', () => {
  const once = slowedDown(emptyWindow, 0, 5_000, options);
  expect(slowedDown(once, 10, 5_000, options).slowdown).toEqual({ resumeAt: 5_010, limit: 5 });
  expect(slowedDown(once, 5_000, 5_000, options).slowdown).toEqual({ resumeAt: 10_000, limit: 2 });
});

test('the limit recovers one by one and the state is forgotten once it has', () => {
  const slow = slowedDown(emptyWindow, 0, 0, options);
  expect(isIdle(slow, 4 * options.recoveryMs, options)).toBe(false);
  expect(isIdle(slow, 5 * options.recoveryMs, options)).toBe(true);
});

interface Sent {
  readonly from: number;
  readonly to: number;
  readonly priority: Priority;
}

/** Sends as early as allowed, request by request, each answered after its own travel time. */
function run(travels: readonly (readonly [number, Priority])[]): readonly Sent[] {
  let state = emptyWindow;
  let now = 0;
  let underWay: readonly number[] = [];
  const log: Sent[] = [];
  const answerUntil = (time: number): void => {
    for (const at of underWay.filter((one) => one <= time).toSorted((a, b) => a - b))
      state = answered(state, at, options);
    underWay = underWay.filter((one) => one > time);
  };
  for (const [travel, priority] of travels) {
    answerUntil(now);
    let delay = delayBefore(state, priority, now, options);
    while (delay > 0) {
      const nextAnswer = Math.min(...underWay);
      now = Math.min(now + delay, nextAnswer);
      answerUntil(now);
      delay = delayBefore(state, priority, now, options);
    }
    state = sent(state);
    underWay = [...underWay, now + travel];
    log.push({ from: now, to: now + travel, priority });
  }
  return log;
}

const travels = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom<Priority>('interactive', 'bulk')),
  { minLength: 1, maxLength: 80 },
);

test('whenever between sending and answering the server counts, no window of its holds more than ten', () => {
  fc.assert(
    fc.property(
      travels,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 80, maxLength: 80 }),
      (list, points) => {
        const counted = run(list)
          .map(({ from, to }, index) => from + (to - from) * (points[index] ?? 0))
          .toSorted((a, b) => a - b);
        const eleventh = counted.slice(options.limit).map((at, index) => at - (counted[index] ?? 0));
        expect(Math.min(options.windowMs, ...eleventh)).toBe(options.windowMs);
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test('an extract keeps nearly the whole rate, and a small query behind it waits about a second', () => {
  const extract = run(Array<readonly [number, Priority]>(200).fill([10, 'bulk']));
  const last = extract.at(-1)?.from ?? 0;
  const ideal = ((200 - options.limit) / options.limit) * options.windowMs;
  expect(last / ideal).toBeLessThan(1.05);
  const answeredBefore = (time: number): WindowState =>
    after(...extract.filter(({ to }) => to <= time && to > time - options.windowMs).map(({ to }) => to));
  const waits = Array.from({ length: 500 }, (_, index) => {
    const now = 100 + (index * last) / 500;
    return delayBefore(answeredBefore(now), 'interactive', now, options);
  });
  expect(Math.max(...waits)).toBeLessThanOrEqual(options.reserveMs + 20);
});

test('in a window of one second an extract still leaves room for a small query', () => {
  const short = { ...options, windowMs: 1_000 };
  const full = after(...Array.from({ length: 8 }, () => 0));
  expect(delayBefore(full, 'bulk', 100, short)).toBe(700);
  expect(delayBefore(full, 'interactive', 100, short)).toBe(0);
});

test('a request that was not sent after all leaves its place as it was', () => {
  const full = after(...Array.from({ length: options.limit }, (_, at) => at));
  for (const state of [emptyWindow, full]) expect(givenBack(sent(state))).toEqual(state);
});
