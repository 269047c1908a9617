import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

/** Whether the process has time for one more large piece of work beside those under way. */
export interface Headroom {
  has(): boolean;
  /** One more was begun: whether there is time for another shows only when that one has run for a while. */
  use(): void;
}

interface HeadroomOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** The part of the time since the last call in which the event loop did something, from 0 to 1. */
  readonly utilization: () => number;
}

/** Milliseconds that one look at the event loop is about, at least. */
export const LOOK_MS = 100;
/** The part of its time from which on an event loop is busy. */
const BUSY = 0.9;

/**
 * Time is left where the event loop has waited for something lately. Work that only waits for ClickTime leaves time for
 * others; work that computes does not go faster for being done beside its like, and what all of it holds has to be looked
 * through by the garbage collector again and again, in pauses that everybody waits for.
 */
export function createHeadroom({ clock, utilization }: HeadroomOptions): Headroom {
  let lookedAt = clock.now();
  let isLeft = true;
  return {
    has: () => {
      if (clock.now() - lookedAt < LOOK_MS) return isLeft;
      lookedAt = clock.now();
      isLeft = utilization() < BUSY;
      return isLeft;
    },
    use: () => {
      isLeft = false;
      lookedAt = clock.now();
      utilization();
    },
  };
}

/** Of this process's event loop. */
export function eventLoopUtilization(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, last);
    last = current;
    return utilization;
  };
}

export const unlimitedHeadroom: Headroom = { has: () => true, use: () => undefined };
