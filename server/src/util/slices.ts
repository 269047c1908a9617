/** When, and for how long, something is done in a turn of the event loop. */
export interface SlicesOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Runs something once the event loop has looked at everything else. */
  readonly schedule: (run: () => void) => void;
  /** Milliseconds of each turn that may be used. */
  readonly sliceMs: number;
}

/** For this process, which has one event loop. */
export const eventLoop = {
  now: () => performance.now(),
  schedule: (run: () => void) => void setImmediate(run),
};

/**
 * A queue of what is small, comes in numbers, and need not be done at once: it is done in the order it came, with all
 * that follows from it, for a slice of each turn of the event loop.
 */
export function createSlices({ now, schedule, sliceMs }: SlicesOptions): (run: () => void) => void {
  let queue: (() => void)[] = [];
  let isScheduled = false;

  async function turn(): Promise<void> {
    const start = now();
    let done = 0;
    for (const run of queue) {
      if (done > 0 && now() - start >= sliceMs) break;
      done += 1;
      run();
      await allDone();
    }
    queue = queue.slice(done);
    isScheduled = queue.length > 0;
    if (isScheduled) schedule(() => void turn());
  }

  return (run) => {
    queue.push(run);
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => void turn());
  };
}

/** Resolves when everything is done that the event loop need not be given back for. */
export const allDone = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
