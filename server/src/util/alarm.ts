import type { Clock } from './clock.ts';
import { over } from './linked-abort.ts';

/** Rings once, at the time that was set last. */
export interface Alarm {
  /** In so many milliseconds; never where they have no end. */
  set(delayMs: number): void;
  off(): void;
}

/** An alarm that is off. */
export function createAlarm(ring: () => void, clock: Clock): Alarm {
  let waiting: AbortController | undefined;

  function off(): void {
    waiting?.abort(over);
    waiting = undefined;
  }

  return {
    off,
    set(delayMs) {
      off();
      if (!Number.isFinite(delayMs)) return;
      waiting = new AbortController();
      clock.sleep(delayMs, waiting.signal).then(ring, () => undefined);
    },
  };
}
