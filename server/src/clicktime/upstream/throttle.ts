import { abortable } from '../../util/abortable.ts';
import { createAlarm, type Alarm } from '../../util/alarm.ts';
import type { Clock } from '../../util/clock.ts';
import { throttled } from './upstream-error.ts';
import { answered, boundsOf, delayBefore, emptyWindow, givenBack, isIdle, sent, slowedDown } from './window.ts';
import type { Bound, Priority, WindowOptions, WindowState } from './window.ts';

/** Keeps the requests of each credential within what ClickTime allows. */
export interface Throttle {
  /**
   * Resolves when a request may be sent, with the permit for that; rejects with the signal's reason when
   * that aborts first.
   * @throws UpstreamThrottled where too many requests of the credential wait already, or ClickTime asked to be left
   *   alone for longer than anybody waits.
   */
  enter(entry: Entry): Promise<Permit>;
  /** Tells that ClickTime answered 429, and how many milliseconds it wants to be left alone. */
  slowDown(owner: string, delayMs: number): void;
}

interface Entry {
  /** Names the credential. */
  readonly owner: string;
  readonly priority: Priority;
  /** When, by the clock, nobody waits any more. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface ThrottleOptions extends WindowOptions {
  /** Requests of one credential that may wait at the same time. */
  readonly maxWaiting: number;
  /** Credentials that may have requests under way at the same time. */
  readonly maxCredentials: number;
}

/**
 * The window of each credential that several processes share. It is asked after this process's own window, which
 * goes on to order and to bound its requests, so that losing it loses the others' requests only.
 */
export interface SharedWindow {
  /** Takes a place where every bound allows one. Never rejects. */
  take(owner: string, bounds: readonly [Bound, ...Bound[]]): Promise<Permit | Later>;
  /** Tells all processes to leave ClickTime alone for so many milliseconds. */
  pause(owner: string, delayMs: number): void;
}

export interface Permit {
  readonly kind: 'Permit';
  /** The request was answered or given up: from now on the place frees with time. */
  readonly answered: () => void;
  /** Nothing was sent: the place is free at once. */
  readonly giveBack: () => void;
}

export interface Later {
  readonly kind: 'Later';
  /** Milliseconds within which no place can become free. */
  readonly delayMs: number;
}

/** Where nothing is shared, this process's window says all. */
export const ownPermit: Permit = { kind: 'Permit', answered: () => undefined, giveBack: () => undefined };

interface Waiter {
  readonly priority: Priority;
  readonly grant: (permit: Permit) => void;
}

interface Bucket {
  readonly owner: string;
  state: WindowState;
  waiting: readonly Waiter[];
  /** Rings when the next place is free. */
  readonly alarm: Alarm;
  /** Whether the shared window is being asked. */
  asking: boolean;
  /** When, by the clock, they make sense to be asked again. */
  heldUntil: Readonly<Record<Priority, number>>;
}

/** A throttle in this process's memory; without a shared window, several processes each allow themselves the whole limit. */
export function createThrottle(options: ThrottleOptions, clock: Clock, sharedWindow?: SharedWindow): Throttle {
  const buckets = new Map<string, Bucket>();

  function bucketOf(owner: string): Bucket {
    const existing = buckets.get(owner);
    if (existing !== undefined) return existing;
    if (buckets.size >= options.maxCredentials) forgetIdle();
    if (buckets.size >= options.maxCredentials) throw throttled(options.windowMs);
    const bucket: Bucket = {
      owner,
      state: emptyWindow,
      waiting: [],
      alarm: createAlarm(() => admit(bucket), clock),
      asking: false,
      heldUntil: { interactive: 0, bulk: 0 },
    };
    buckets.set(owner, bucket);
    return bucket;
  }

  function forgetIdle(): void {
    const now = clock.now();
    for (const [owner, bucket] of buckets) {
      if (bucket.waiting.length === 0 && isIdle(bucket.state, now, options)) buckets.delete(owner);
    }
  }

  /** Lets in whoever may be sent now, the interactive first, and sets the alarm for the next. */
  function admit(bucket: Bucket): void {
    bucket.alarm.off();
    while (!bucket.asking) {
      const now = clock.now();
      const next = nextWaiter(bucket.waiting);
      if (next === undefined) return;
      const held = bucket.heldUntil[next.priority] - now;
      const delay = Math.max(held, delayBefore(bucket.state, next.priority, now, options));
      if (delay > 0) return bucket.alarm.set(delay);
      if (sharedWindow === undefined) letIn(bucket, next, ownPermit);
      else void ask(bucket, next, sharedWindow);
    }
  }

  function letIn(bucket: Bucket, waiter: Waiter, permit: Permit): void {
    bucket.waiting = bucket.waiting.filter((other) => other !== waiter);
    bucket.state = sent(bucket.state);
    waiter.grant(permit);
  }

  /** One at a time, so that an interactive request that comes meanwhile is the next to be asked for. */
  async function ask(bucket: Bucket, waiter: Waiter, shared: SharedWindow): Promise<void> {
    const { priority } = waiter;
    bucket.asking = true;
    const answer = await shared.take(bucket.owner, boundsOf(bucket.state, priority, clock.now(), options));
    bucket.asking = false;
    if (answer.kind === 'Later') {
      bucket.heldUntil = { ...bucket.heldUntil, [priority]: clock.now() + answer.delayMs };
    } else if (bucket.waiting.includes(waiter)) letIn(bucket, waiter, answer);
    else answer.giveBack();
    admit(bucket);
  }

  return {
    async enter({ owner, priority, deadline, signal }) {
      signal.throwIfAborted();
      const bucket = bucketOf(owner);
      if (bucket.waiting.length >= options.maxWaiting) throw throttled(options.windowMs);
      const pausedUntil = Math.max(bucket.state.slowdown?.resumeAt ?? 0, bucket.heldUntil[priority]);
      if (pausedUntil > deadline) throw throttled(pausedUntil - clock.now());
      const permit = await abortable<Permit>(signal, (grant) => {
        const waiter: Waiter = { priority, grant };
        bucket.waiting = [...bucket.waiting, waiter];
        admit(bucket);
        return () => {
          bucket.waiting = bucket.waiting.filter((other) => other !== waiter);
          admit(bucket);
        };
      });
      return {
        kind: 'Permit',
        answered: () => {
          bucket.state = answered(bucket.state, clock.now(), options);
          permit.answered();
          admit(bucket);
        },
        giveBack: () => {
          bucket.state = givenBack(bucket.state);
          permit.giveBack();
          admit(bucket);
        },
      };
    },
    slowDown(owner, delayMs) {
      const bucket = buckets.get(owner);
      if (bucket === undefined) return;
      bucket.state = slowedDown(bucket.state, clock.now(), delayMs, options);
      sharedWindow?.pause(owner, delayMs);
      admit(bucket);
    },
  };
}

/** A throttle that lets everything through, for an upstream that does not count. */
export const unlimited: Throttle = {
  enter: ({ signal }) => {
    signal.throwIfAborted();
    return Promise.resolve(ownPermit);
  },
  slowDown: () => undefined,
};

/** First come, first served, the interactive before the bulk. */
function nextWaiter(waiting: readonly Waiter[]): Waiter | undefined {
  return waiting.find(({ priority }) => priority === 'interactive') ?? waiting[0];
}
