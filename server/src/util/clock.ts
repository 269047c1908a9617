import { abortable } from './abortable.ts';

/** Time as an argument, so that whatever waits can be tested without waiting. */
export interface Clock {
  /**
   * Milliseconds since some moment of this process. It never steps back and never leaps, whatever becomes of the
   * machine's date: deadlines, ages and all that is measured or waited for are times of it.
   */
  now(): number;
  /** The calendar's time, which anybody may set: for what is shown and what others name, never for a duration. */
  date(): Date;
  /**
   * Resolves after so many milliseconds of `now`, never sooner; rejects with the signal's reason when that aborts first.
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Longer timers ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  async sleep(milliseconds, signal) {
    const end = performance.now() + milliseconds;
    // Timers count whole milliseconds, and may ring a little early.
    for (let left = milliseconds, first = true; left > 0 || first; left = end - performance.now(), first = false) {
      await timer(Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(left))), signal);
    }
  },
};

/** As that of `node:timers/promises`, which makes an error of its own for each abort. */
function timer(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return abortable(signal, (resolve) => {
    const handle = setTimeout(resolve, milliseconds);
    return () => clearTimeout(handle);
  });
}
