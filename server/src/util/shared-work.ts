/** Work that all who ask for it under one key wait for together. */
export interface SharedWork<Result> {
  /**
   * The result of the work under way for `key`, or of `work`, begun now. Whoever's `signal` aborts leaves; when the last
   * one has left, so does the work's own signal.
   */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

interface Running<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  waiting: number;
}

/** Nothing is kept beyond the work itself: who asks when it is done begins anew. */
export function createSharedWork<Result>(): SharedWork<Result> {
  const running = new Map<string, Running<Result>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<Result>): Running<Result> {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => forget(key, begun));
    // Everyone may have left by the time it fails.
    result.catch(() => undefined);
    const begun: Running<Result> = { result, controller, waiting: 0 };
    running.set(key, begun);
    return begun;
  }

  function forget(key: string, finished: Running<Result>): void {
    if (running.get(key) === finished) running.delete(key);
  }

  return {
    join: (key, signal, work) =>
      new Promise<Result>((resolve, reject) => {
        signal.throwIfAborted();
        const shared = running.get(key) ?? begin(key, work);
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
      }),
  };
}
