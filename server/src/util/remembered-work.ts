import { createAbort } from './linked-abort.ts';
import { LRUCache } from 'lru-cache';
import { mayPass } from '../errors/odata-error.ts';
import { abortable } from './abortable.ts';
import { ageing } from './ageing.ts';
import type { Clock } from './clock.ts';

/** Work whose result one caller needs more than once: at the same time, or within a short while. */
export interface RememberedWork<Result> {
  /**
   * The result kept for this caller and key, or that of the same work under way, or of `work`, begun now. Whoever's
   * signal aborts leaves; when the last one has left, so does the work's own signal. Who may wait longer than the one who
   * began it does not fail with it for want of time, but begins anew.
   */
  recall(wanted: Wanted<Result>): Promise<Result>;
  /** Drops what was made for a caller; what is under way is for those who wait already, and not kept. */
  forget(owner: string): void;
}

export interface Wanted<Result> {
  /** Names the caller: nobody is given what was made for another one. */
  readonly owner: string;
  /** Everything else that decides what the result is. */
  readonly key: string;
  /** Nothing that was asked for before may answer this. */
  readonly fresh?: boolean;
  readonly signal: AbortSignal;
  /** When, by the clock, this one waits no longer; where one begins the work, it ends by then. */
  readonly deadline: number;
  readonly work: (signal: AbortSignal) => Promise<Result>;
}

export interface KeepingOptions {
  /** Milliseconds a result is given again; 0 keeps none. */
  readonly maxAgeMs: number;
  /** Bytes of all results that are kept; 0 keeps none. */
  readonly maxBytes: number;
}

/** What is kept of work that is done. */
interface Keeping<Result> extends KeepingOptions {
  /** One result takes one in so many of all bytes at most: a large one must not push out everything else. */
  readonly parts: number;
  /** The bytes of a result; undefined where it is not worth keeping. */
  readonly bytesOf: (result: Result) => number | undefined;
  readonly clock: Clock;
}

/** Those who give up within so many milliseconds of one another count as equally patient. */
export const EQUALLY_PATIENT_MS = 5_000;

interface Running<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  readonly deadline: number;
  waiting: number;
}

/** A memory in this process, without `keeping` of nothing but work under way; results are shared, so never changed. */
export function createRememberedWork<Result>(keeping?: Keeping<Result>): RememberedWork<Result> {
  const running = new Map<string, Running<Result>>();
  const kept = keeping && createStore(keeping);

  function begin(name: string, { deadline, work }: Wanted<Result>): Running<Result> {
    const controller = createAbort();
    const result = work(controller.signal)
      .then((made) => {
        // Forgotten meanwhile, or overtaken by a fresh one: good enough for those who wait, but not to be kept.
        if (running.get(name) === begun) keep(name, made);
        return made;
      })
      .finally(() => end(name, begun));
    // Everyone may have left by the time it fails.
    result.catch(() => undefined);
    const begun: Running<Result> = { result, controller, deadline, waiting: 0 };
    running.set(name, begun);
    return begun;
  }

  function keep(name: string, result: Result): void {
    const bytes = keeping?.bytesOf(result);
    if (bytes !== undefined) kept?.set(name, { result }, { size: bytes + name.length + 1 });
  }

  function end(name: string, ended: Running<Result>): void {
    if (running.get(name) === ended) running.delete(name);
  }

  function drop(name: string): void {
    kept?.delete(name);
    running.delete(name);
  }

  function wait(name: string, shared: Running<Result>, signal: AbortSignal): Promise<Result> {
    return abortable(signal, (resolve, reject) => {
      shared.waiting += 1;
      shared.result.then(resolve, reject);
      return () => {
        shared.waiting -= 1;
        if (shared.waiting > 0) return;
        end(name, shared);
        shared.controller.abort(signal.reason);
      };
    });
  }

  return {
    async recall(wanted) {
      const { owner, key, fresh = false, signal, deadline } = wanted;
      const name = `${owner}\n${key}`;
      if (fresh && !signal.aborted) drop(name);
      for (;;) {
        signal.throwIfAborted();
        const known = kept?.get(name);
        if (known !== undefined) return known.result;
        const shared = running.get(name) ?? begin(name, wanted);
        try {
          return await wait(name, shared, signal);
        } catch (error) {
          const isMorePatient = deadline > shared.deadline + EQUALLY_PATIENT_MS;
          if (!isMorePatient || !mayPass(error)) throw error;
        }
      }
    },
    forget(owner) {
      const names = [...running.keys(), ...(kept?.keys() ?? [])];
      for (const name of names) if (name.startsWith(`${owner}\n`)) drop(name);
    },
  };
}

/** Results by name, of which the least used go first; undefined where none are to be kept. */
function createStore<Result>({ maxAgeMs, maxBytes, parts, clock }: Keeping<Result>) {
  if (maxAgeMs === 0 || maxBytes === 0) return undefined;
  return new LRUCache<string, { readonly result: Result }>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / parts),
    ...ageing(maxAgeMs, clock),
  });
}
