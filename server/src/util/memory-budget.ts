import { ODataError } from '../errors/odata-error.ts';
import type { Clock } from './clock.ts';

/**
 * The memory that all requests in flight share: what they hold is counted before it is held, and given back when they
 * end. Who finds none left waits, and those who hold some already go first.
 *
 * Those who hold some and wait for more cannot wait for one another for ever: where all of them wait, the one that came
 * last is refused, so that the others can go on.
 */
export interface MemoryBudget {
  /** The share of one request; `owner` may hold no more than a part of everything. */
  open(owner: string, signal: AbortSignal): MemoryShare;
  /**
   * Counts what an owner holds already and will give back in a bounded time, by calling what this returns. Nothing waits,
   * and more may be counted than there is.
   */
  charge(owner: string, bytes: number): () => void;
}

export interface MemoryShare {
  /**
   * Makes sure of so many bytes before the work begins.
   * @throws ODataError ServiceBusy where there are none for too long; AnswerTooLarge where there never can be.
   */
  reserve(bytes: number): Promise<void>;
  /**
   * Counts so many bytes more as held (below 0: as given back); a promise only where they have to be waited for. Throws
   * as `reserve` does.
   */
  take(bytes: number): Promise<void> | undefined;
  /** Gives back everything. */
  close(): void;
}

export interface MemoryBudgetOptions {
  /** Bytes in all. */
  readonly total: number;
  readonly clock: Clock;
}

/** The part of everything that the requests of one owner may hold together. */
const OWNER_PART = 0.75;
/** What is taken beyond the first reservation is taken in steps of so many bytes. */
const STEP = 1_048_576;
/** Requests that wait at most, and milliseconds that each of them does. */
const MAX_WAITING = 1000;
const MAX_WAIT_MS = 30_000;
/** Seconds after which a refused client may try again. */
const RETRY_AFTER_SECONDS = 10;

interface Holder {
  readonly owner: string;
  readonly number: number;
  reserved: number;
  waiter: Waiter | undefined;
}

interface Waiter {
  readonly holder: Holder;
  readonly bytes: number;
  readonly settle: (error?: ODataError) => void;
}

export function createMemoryBudget({ total, clock }: MemoryBudgetOptions): MemoryBudget {
  const holders = new Set<Holder>();
  const byOwner = new Map<string, number>();
  const most = Math.floor(total * OWNER_PART);
  let waiting: Waiter[] = [];
  let used = 0;
  let charged = 0;
  let opened = 0;

  const heldBy = (owner: string): number => byOwner.get(owner) ?? 0;
  const mayHold = ({ owner }: Holder, bytes: number): boolean => heldBy(owner) + bytes <= most;
  const fits = (holder: Holder, bytes: number): boolean => used + charged + bytes <= total && mayHold(holder, bytes);

  function count(owner: string, bytes: number): void {
    const left = heldBy(owner) + bytes;
    if (left > 0) byOwner.set(owner, left);
    else byOwner.delete(owner);
  }

  function grant(holder: Holder, bytes: number): void {
    holder.reserved += bytes;
    used += bytes;
    count(holder.owner, bytes);
  }

  function release(holder: Holder): void {
    const { owner, reserved } = holder;
    holder.reserved = 0;
    used -= reserved;
    count(owner, -reserved);
    serve();
  }

  /**
   * Whoever holds some goes before those who hold none, then owners who hold less, then who waits longer. Nobody
   * overtakes one that only waits for others to end, or the small would starve the large.
   */
  function serve(): void {
    for (const waiter of inTurn()) {
      const { holder, bytes } = waiter;
      if (used + charged + bytes > total) break;
      if (!fits(holder, bytes)) continue;
      grant(holder, bytes);
      waiter.settle();
      serve();
      return;
    }
    refuseWhoeverBlocks();
  }

  const inTurn = (): readonly Waiter[] =>
    waiting.toSorted(
      (a, b) =>
        Number(a.holder.reserved === 0) - Number(b.holder.reserved === 0) ||
        heldBy(a.holder.owner) - heldBy(b.holder.owner),
    );

  /** Where all who hold some wait for one another, or all of one owner's for what that owner may not have. */
  function refuseWhoeverBlocks(): void {
    const holding = [...holders].filter(({ reserved }) => reserved > 0);
    if (charged === 0 && holding.every(({ waiter }) => waiter !== undefined)) refuseLast(holding);
    for (const owner of byOwner.keys()) {
      const own = holding.filter((holder) => holder.owner === owner);
      if (own.every((holder) => holder.waiter !== undefined && !mayHold(holder, holder.waiter.bytes))) refuseLast(own);
    }
  }

  function refuseLast(blocking: readonly Holder[]): void {
    const byAge = blocking.toSorted((a, b) => a.number - b.number);
    byAge.at(-1)?.waiter?.settle(busy());
  }

  function wait(holder: Holder, bytes: number, signal: AbortSignal): Promise<void> {
    if (waiting.length >= MAX_WAITING) throw busy();
    const { promise, resolve, reject } = promised();
    const ended = new AbortController();
    const settle = (error?: unknown): void => {
      if (holder.waiter !== waiter) return;
      holder.waiter = undefined;
      waiting = waiting.filter((each) => each !== waiter);
      signal.removeEventListener('abort', leave);
      ended.abort();
      if (error === undefined) resolve();
      else reject(error);
    };
    const leave = (): void => settle(signal.reason);
    const waiter: Waiter = { holder, bytes, settle };
    holder.waiter = waiter;
    waiting.push(waiter);
    signal.addEventListener('abort', leave, { once: true });
    clock.sleep(MAX_WAIT_MS, ended.signal).then(
      () => settle(busy()),
      () => undefined,
    );
    serve();
    return promise;
  }

  /** Reserves more, at once where that fits and nobody waits. */
  function more(holder: Holder, bytes: number, signal: AbortSignal): Promise<void> | undefined {
    signal.throwIfAborted();
    if (holder.reserved + bytes > most) throw tooLarge(most);
    if (waiting.length > 0 || !fits(holder, bytes)) return wait(holder, bytes, signal);
    grant(holder, bytes);
    return undefined;
  }

  return {
    open: (owner, signal) => {
      const holder: Holder = { owner, number: opened++, reserved: 0, waiter: undefined };
      holders.add(holder);
      let held = 0;
      return {
        reserve: async (bytes) => {
          if (bytes > holder.reserved) await more(holder, bytes - holder.reserved, signal);
        },
        take: (bytes) => {
          held += bytes;
          if (held <= holder.reserved) return undefined;
          const missing = held - holder.reserved;
          return more(holder, Math.max(missing, Math.min(STEP, most - holder.reserved)), signal);
        },
        close: () => {
          holders.delete(holder);
          holder.waiter?.settle(busy());
          release(holder);
        },
      };
    },
    charge: (owner, bytes) => {
      charged += bytes;
      count(owner, bytes);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        charged -= bytes;
        count(owner, -bytes);
        serve();
      };
    },
  };
}

/** For requests whose memory nobody counts. */
export const uncountedShare: MemoryShare = {
  reserve: async () => undefined,
  take: () => undefined,
  close: () => undefined,
};

/** For processes whose memory nobody counts. */
export const unlimitedMemory: MemoryBudget = { open: () => uncountedShare, charge: () => () => undefined };

const busy = (): ODataError =>
  ODataError.of('ServiceBusy', { seconds: RETRY_AFTER_SECONDS }, { retryAfterSeconds: RETRY_AFTER_SECONDS });

const tooLarge = (bytes: number): ODataError =>
  ODataError.of('AnswerTooLarge', { megabytes: Math.max(1, Math.floor(bytes / STEP)) });

function promised() {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const promise = new Promise<void>((whenDone, whenNot) => {
    resolve = whenDone;
    reject = whenNot;
  });
  return { promise, resolve, reject };
}
