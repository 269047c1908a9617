/**
 * Bytes a second that a client has to take of its answer, averaged from the first minute on: 128 kbit/s, what a bad
 * mobile line still gives. Who takes less holds memory that others wait for.
 */
const LEAST_BYTES_PER_SECOND = 16_384;
const GRACE_MS = 60_000;

export interface LeastPace {
  readonly graceMs: number;
  readonly bytesPerSecond: number;
}

export const leastPace: LeastPace = { graceMs: GRACE_MS, bytesPerSecond: LEAST_BYTES_PER_SECOND };

/** Calls `letGo` as soon as a client is slower than the least pace; `taken` is told what it takes. */
export function watchPace({ graceMs, bytesPerSecond }: LeastPace, letGo: () => void) {
  let end = performance.now() + graceMs;
  let timer = setTimeout(letGo, graceMs);
  return {
    taken: (bytes: number): void => {
      end += (bytes * 1000) / bytesPerSecond;
      clearTimeout(timer);
      timer = setTimeout(letGo, Math.max(0, end - performance.now()));
    },
    stop: (): void => clearTimeout(timer),
  };
}
