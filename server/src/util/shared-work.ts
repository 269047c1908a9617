import { mayPass } from '../errors/odata-error.ts';

/** Work that all who ask for it under one key wait for together. */
export interface SharedWork<Result> {
  /**
   * The result of the work under way for `key`, or of `work`, begun now. Whoever's `signal` aborts leaves; when the last
   * one has left, so does the work's own signal. Who may wait longer than the one who began it does not fail with it for
   * want of time, but begins anew.
   */
  join(key: string, asking: Asking, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** One who asks for shared work. */
export interface Asking {
  readonly signal: AbortSignal;
  /** When, by the clock, this one waits no longer; where one begins the work, it ends by then. */
  readonly deadline: number;
}

/** Those who give up within so many milliseconds of one another count as equally patient. */
export const EQUALLY_PATIENT_MS = 5_000;

interface Running<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  readonly deadline: number;
  waiting: number;
}

/** Nothing is kept beyond the work itself: who asks when it is done begins anew. */
export function createSharedWork<Result>(): SharedWork<Result> {
  const running = new Map<string, Running<Result>>();

  function begin(key: string, deadline: number, work: (signal: AbortSignal) => Promise<Result>): Running<Result> {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => forget(key, begun));
    // Everyone may have left by the time it fails.
    result.catch(() => undefined);
    const begun: Running<Result> = { result, controller, deadline, waiting: 0 };
    running.set(key, begun);
    return begun;
  }

  function forget(key: string, finished: Running<Result>): void {
    if (running.get(key) === finished) running.delete(key);
  }

  function wait(key: string, shared: Running<Result>, signal: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      shared.waiting += 1;
      const leave = (): void => {
        shared.waiting -= 1;
        reject(signal.reason);
        if (shared.waiting > 0) return;
        forget(key, shared);
        shared.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = (): void => signal.removeEventListener('abort', leave);
      shared.result.finally(stay).then(resolve, reject);
    });
  }

  return {
    async join(key, { signal, deadline }, work) {
      for (;;) {
        signal.throwIfAborted();
        const shared = running.get(key) ?? begin(key, deadline, work);
        try {
          return await wait(key, shared, signal);
        } catch (error) {
          const isMorePatient = deadline > shared.deadline + EQUALLY_PATIENT_MS;
          if (!isMorePatient || !mayPass(error)) throw error;
        }
      }
    },
  };
}
