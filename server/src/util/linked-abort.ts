import { setMaxListeners } from 'node:events';

/**
 * The reason to abort what nobody waits for any more. Given none, each abort would make an error of its own, with a stack
 * that takes longer to note than the rest of it.
 */
export const over = new Error('What this was done for is over.');

/** An abort controller whose signal many may wait on; Node warns of eleven. */
export function createAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** An abort controller that also aborts when `signal` does, until it is unlinked. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Lets go of the outer signal, which may live much longer. */
  unlink(): void;
  /** Aborts what nobody waits for any more, and lets go. */
  end(): void;
}

/** Ties a piece of work to the signal of the work it is part of. */
export function linkAbort(signal: AbortSignal): LinkedAbort {
  const controller = createAbort();
  const passOn = (): void => controller.abort(signal.reason);
  if (signal.aborted) passOn();
  else signal.addEventListener('abort', passOn, { once: true });
  const unlink = (): void => signal.removeEventListener('abort', passOn);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink,
    end: () => {
      unlink();
      controller.abort(over);
    },
  };
}
