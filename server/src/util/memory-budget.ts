import { over } from './linked-abort.ts';
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
   * and more may be counted than there is. Where others wait and it is held for longer than is fair, `letGo` is called:
   * it has to bring about that it is given back.
   */
  charge(owner: string, bytes: number, letGo?: () => void): () => void;
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
  /** Bytes in all; small reservations have a sixteenth more. */
  readonly total: number;
  readonly clock: Clock;
}

/** The part of everything that the requests of one owner may hold together. */
const OWNER_PART = 0.75;
/** The part above which the bodies being sent to one owner keep that owner from beginning anything large. */
const OWNER_SENDING_PART = 0.25;
/** A reservation up to so many bytes is small: it waits behind no large one, and finds a part more than there is. */
const SMALL = 1_048_576;
const SMALL_PART = 1 / 16;
/** What is being sent is held fairly for a while, and for what a line of 8 Mbit/s takes. */
const FAIR_MS = 10_000;
const FAIR_BYTES_PER_MS = 1000;
/** While somebody waits, one that is held unfairly is let go so often. */
const LET_GO_EVERY_MS = 1000;
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

interface Charge {
  readonly since: number;
  readonly fairMs: number;
  readonly letGo: () => void;
}

export function createMemoryBudget({ total, clock }: MemoryBudgetOptions): MemoryBudget {
  const holders = new Set<Holder>();
  const byOwner = new Map<string, number>();
  const most = Math.floor(total * OWNER_PART);
  const sentTo = new Map<string, number>();
  const charges = new Set<Charge>();
  const waiting = new Set<Waiter>();
  let isLettingGo = false;
  let isToServe = false;
  let used = 0;
  let charged = 0;
  let opened = 0;

  const heldBy = (owner: string): number => byOwner.get(owner) ?? 0;
  const mayHold = ({ owner }: Holder, bytes: number): boolean => heldBy(owner) + bytes <= most;
  const isSmall = ({ reserved }: Holder, bytes: number): boolean => reserved + bytes <= SMALL;
  const mayBegin = ({ owner, reserved }: Holder): boolean =>
    reserved > 0 || (sentTo.get(owner) ?? 0) <= total * OWNER_SENDING_PART;
  const isThere = (holder: Holder, bytes: number): boolean =>
    used + charged + bytes <= (isSmall(holder, bytes) ? total * (1 + SMALL_PART) : total);
  const fits = (holder: Holder, bytes: number): boolean =>
    isThere(holder, bytes) && mayHold(holder, bytes) && (isSmall(holder, bytes) || mayBegin(holder));

  const count = (owner: string, bytes: number): void => addTo(byOwner, owner, bytes);

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
    if (reserved > 0) serve();
    else serveSoon();
  }

  /** Where nothing was given back, whoever stands behind may still be next: once for all who leave at the same time. */
  function serveSoon(): void {
    if (isToServe || waiting.size === 0) return;
    isToServe = true;
    setImmediate(() => {
      isToServe = false;
      serve();
    });
  }

  /**
   * Whoever holds some goes before those who hold none, then owners who hold less, then who waits longer. Nobody
   * overtakes one that only waits for others to end, or the small would starve the large; but what is very small has a
   * part of its own, above all.
   */
  function serve(): void {
    let isFull = false;
    for (const waiter of inTurn()) {
      const { holder, bytes } = waiter;
      if (isFull && !isSmall(holder, bytes)) continue;
      isFull ||= !isThere(holder, bytes);
      if (!fits(holder, bytes)) continue;
      grant(holder, bytes);
      waiter.settle();
      serve();
      return;
    }
    refuseWhoeverBlocks();
  }

  const inTurn = (): readonly Waiter[] =>
    [...waiting].sort(
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

  /** As long as somebody waits, the one that is held longest beyond what is fair is let go, one after the other. */
  async function letGoOfTheSlowest(): Promise<void> {
    if (isLettingGo) return;
    isLettingGo = true;
    while (waiting.size > 0 && charges.size > 0) {
      const over = ({ since, fairMs }: Charge): number => (clock.now() - since) / fairMs;
      const [slowest] = [...charges].toSorted((a, b) => over(b) - over(a));
      if (slowest !== undefined && over(slowest) >= 1) {
        charges.delete(slowest);
        slowest.letGo();
      }
      await clock.sleep(LET_GO_EVERY_MS);
    }
    isLettingGo = false;
  }

  function wait(holder: Holder, bytes: number, signal: AbortSignal): Promise<void> {
    if (waiting.size >= MAX_WAITING) throw busy();
    const { promise, resolve, reject } = promised();
    const ended = new AbortController();
    const settle = (error?: unknown): void => {
      if (holder.waiter !== waiter) return;
      holder.waiter = undefined;
      waiting.delete(waiter);
      signal.removeEventListener('abort', leave);
      ended.abort(over);
      if (error === undefined) resolve();
      else reject(error);
    };
    const leave = (): void => settle(signal.reason);
    const waiter: Waiter = { holder, bytes, settle };
    holder.waiter = waiter;
    waiting.add(waiter);
    signal.addEventListener('abort', leave, { once: true });
    clock.sleep(MAX_WAIT_MS, ended.signal).then(
      () => settle(busy()),
      () => undefined,
    );
    serve();
    void letGoOfTheSlowest();
    return promise;
  }

  /** Reserves more, at once where that fits and nobody waits. */
  function more(holder: Holder, bytes: number, signal: AbortSignal): Promise<void> | undefined {
    signal.throwIfAborted();
    if (holder.reserved + bytes > most) throw tooLarge(most);
    if ((waiting.size > 0 && !isSmall(holder, bytes)) || !fits(holder, bytes)) return wait(holder, bytes, signal);
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
          return more(holder, Math.max(missing, Math.min(stepFrom(holder.reserved), most - holder.reserved)), signal);
        },
        close: () => {
          holders.delete(holder);
          holder.waiter?.settle(busy());
          release(holder);
        },
      };
    },
    charge: (owner, bytes, letGo = () => undefined) => {
      const charge = { since: clock.now(), fairMs: FAIR_MS + bytes / FAIR_BYTES_PER_MS, letGo };
      charges.add(charge);
      addTo(sentTo, owner, bytes);
      charged += bytes;
      count(owner, bytes);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        charges.delete(charge);
        addTo(sentTo, owner, -bytes);
        charged -= bytes;
        count(owner, -bytes);
        serve();
      };
    },
  };
}

/** What is small stays so while it can. */
const stepFrom = (reserved: number): number => (reserved < SMALL ? SMALL - reserved : STEP);

function addTo(sums: Map<string, number>, owner: string, bytes: number): void {
  const sum = (sums.get(owner) ?? 0) + bytes;
  if (sum > 0) sums.set(owner, sum);
  else sums.delete(owner);
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
