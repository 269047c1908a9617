import type { Clock } from '../../src/util/clock.ts';

/** A clock that is turned by hand. */
export interface HandClock extends Clock {
  /** Lets so many milliseconds pass, and all that was waiting for them happen. */
  advance(milliseconds: number): Promise<void>;
}

/** It begins at 0. */
export function handClock(): HandClock {
  let time = 0;
  let sleepers: readonly { readonly at: number; readonly wake: () => void }[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    date: () => new Date(time),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        sleepers = [...sleepers, { at: time + milliseconds, wake: resolve }];
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    async advance(milliseconds) {
      time += milliseconds;
      for (const { at, wake } of sleepers) if (at <= time) wake();
      sleepers = sleepers.filter(({ at }) => at > time);
      await settle();
    },
  };
}
