import type { Clock } from '../util/clock.ts';
import { throttled } from './upstream-error.ts';
import { answered, delayBefore, emptyWindow, isIdle, sent, slowedDown } from './window.ts';
import type { Priority, WindowOptions, WindowState } from './window.ts';

/** Keeps the requests of each credential within what ClickTime allows. */
export interface Throttle {
  /**
   * Resolves when a request may be sent, with a function to call once it is answered or given up; rejects with the
   * signal's reason when that aborts first.
   * @throws UpstreamThrottled where too many requests of the credential wait already, or ClickTime asked to be left
   *   alone for longer than anybody waits.
   */
  enter(entry: Entry): Promise<() => void>;
  /** Tells that ClickTime answered 429, and how many milliseconds it wants to be left alone. */
  slowDown(key: string, delayMs: number): void;
}

export interface Entry {
  /** Names the credential. */
  readonly key: string;
  readonly priority: Priority;
  /** Epoch milliseconds after which nobody waits any more. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface ThrottleOptions extends WindowOptions {
  /** Requests of one credential that may wait at the same time. */
  readonly maxWaiting: number;
  /** Credentials that may have requests under way at the same time. */
  readonly maxCredentials: number;
}

/** Even where ClickTime names a longer time, it is asked again after this one. */
const LONGEST_PAUSE_MS = 600_000;

interface Waiter {
  readonly priority: Priority;
  readonly grant: () => void;
}

interface Bucket {
  state: WindowState;
  waiting: readonly Waiter[];
  /** Ends the sleep until the next place is free. */
  alarm: AbortController | undefined;
}

/** A throttle in this process's memory; several processes each allow themselves the whole limit. */
export function createThrottle(options: ThrottleOptions, clock: Clock): Throttle {
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string): Bucket {
    const existing = buckets.get(key);
    if (existing !== undefined) return existing;
    if (buckets.size >= options.maxCredentials) forgetIdle();
    if (buckets.size >= options.maxCredentials) throw throttled(options.windowMs);
    const bucket: Bucket = { state: emptyWindow, waiting: [], alarm: undefined };
    buckets.set(key, bucket);
    return bucket;
  }

  function forgetIdle(): void {
    const now = clock.now();
    for (const [key, bucket] of buckets) {
      if (bucket.waiting.length === 0 && isIdle(bucket.state, now, options)) buckets.delete(key);
    }
  }

  /** Lets in whoever may be sent now, the interactive first, and sets the alarm for the next. */
  function admit(bucket: Bucket): void {
    bucket.alarm?.abort();
    bucket.alarm = undefined;
    for (;;) {
      const now = clock.now();
      const next = nextWaiter(bucket.waiting);
      if (next === undefined) return;
      const delay = delayBefore(bucket.state, next.priority, now, options);
      if (delay > 0) return setAlarm(bucket, delay);
      bucket.waiting = bucket.waiting.filter((waiter) => waiter !== next);
      bucket.state = sent(bucket.state);
      next.grant();
    }
  }

  function setAlarm(bucket: Bucket, delayMs: number): void {
    if (!Number.isFinite(delayMs)) return;
    const alarm = new AbortController();
    bucket.alarm = alarm;
    clock.sleep(delayMs, alarm.signal).then(
      () => admit(bucket),
      () => undefined,
    );
  }

  return {
    async enter({ key, priority, deadline, signal }) {
      signal.throwIfAborted();
      const bucket = bucketOf(key);
      if (bucket.waiting.length >= options.maxWaiting) throw throttled(options.windowMs);
      const pausedUntil = bucket.state.slowdown?.resumeAt ?? 0;
      if (pausedUntil > deadline) throw throttled(pausedUntil - clock.now());
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          bucket.waiting = bucket.waiting.filter((other) => other !== waiter);
          admit(bucket);
          reject(signal.reason);
        };
        const grant = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const waiter: Waiter = { priority, grant };
        signal.addEventListener('abort', leave, { once: true });
        bucket.waiting = [...bucket.waiting, waiter];
        admit(bucket);
      });
      return () => {
        bucket.state = answered(bucket.state, clock.now(), options);
        admit(bucket);
      };
    },
    slowDown(key, delayMs) {
      const bucket = buckets.get(key);
      if (bucket === undefined) return;
      bucket.state = slowedDown(bucket.state, clock.now(), Math.min(delayMs, LONGEST_PAUSE_MS), options);
      admit(bucket);
    },
  };
}

/** A throttle that lets everything through, for an upstream that does not count. */
export const unlimited: Throttle = {
  enter: ({ signal }) => {
    signal.throwIfAborted();
    return Promise.resolve(() => undefined);
  },
  slowDown: () => undefined,
};

/** First come, first served, the interactive before the bulk. */
function nextWaiter(waiting: readonly Waiter[]): Waiter | undefined {
  return waiting.find(({ priority }) => priority === 'interactive') ?? waiting[0];
}
