import { ODataError } from '../errors/odata-error.ts';
import { abortable } from './abortable.ts';
import { createAlarm } from './alarm.ts';
import type { Clock } from './clock.ts';
import type { Holder, MemoryCounts } from './memory-counts.ts';

/**
 * Those who wait for memory. Whoever holds some goes before those who hold none, then owners who hold less, then who
 * waits longer.
 *
 * Those who hold some and wait for more cannot wait for one another for ever: where all of them wait, the one that came
 * last is refused, so that the others can go on.
 */
interface MemoryLine {
  isEmpty(): boolean;
  /** How many wait. */
  length(): number;
  /** Resolves when the holder holds so many bytes more. @throws ODataError ServiceBusy where that takes too long. */
  wait(holder: Holder, bytes: number, signal: AbortSignal): Promise<void>;
  /** Refuses the holder, who is about to end, whatever it waits for. */
  refuse(holder: Holder): void;
  /** Something was given back: lets in whoever is next. */
  serve(): void;
  /** Nothing was, but whoever stands behind may still be next: once for all who leave at the same time. */
  serveSoon(): void;
}

interface Waiter {
  readonly holder: Holder;
  readonly bytes: number;
  readonly settle: (error?: ODataError) => void;
}

/** Requests that wait at most, and milliseconds that each of them does. */
const MAX_WAITING = 1000;
const MAX_WAIT_MS = 30_000;
/** Seconds after which a refused client may try again. */
const RETRY_AFTER_SECONDS = 10;

/** A line in front of the `counts`; `holders` are the requests under way, the oldest first. */
export function createMemoryLine(counts: MemoryCounts, holders: ReadonlySet<Holder>, clock: Clock): MemoryLine {
  const waiting = new Set<Waiter>();
  let isToServe = false;

  function serve(): void {
    const next = nextToServe();
    if (next === undefined) return refuseWhoeverBlocks();
    counts.hold(next.holder, next.bytes);
    next.settle();
    serve();
  }

  /**
   * Nobody overtakes one that only waits for others to end, or the small would starve the large; but what is very small
   * has a part of its own, above all.
   */
  function nextToServe(): Waiter | undefined {
    let isFull = false;
    return inTurn().find(({ holder, bytes }) => {
      if (isFull && !counts.isSmall(holder, bytes)) return false;
      isFull ||= !counts.isLeft(holder, bytes);
      return counts.fits(holder, bytes);
    });
  }

  const inTurn = (): readonly Waiter[] =>
    [...waiting].sort(
      ({ holder: a }, { holder: b }) =>
        Number(a.reserved === 0) - Number(b.reserved === 0) || counts.heldBy(a.owner) - counts.heldBy(b.owner),
    );

  /** Where all who hold some wait for one another, or all of one owner's for what that owner may not have. */
  function refuseWhoeverBlocks(): void {
    const wanted = new Map([...waiting].map(({ holder, bytes }) => [holder, bytes]));
    const isBlocked = (holder: Holder): boolean => {
      const bytes = wanted.get(holder);
      return bytes !== undefined && !counts.mayHold(holder, bytes);
    };
    const holding = [...holders].filter(({ reserved }) => reserved > 0);
    if (!counts.isSending() && holding.every((holder) => wanted.has(holder))) refuse(holding.at(-1));
    for (const owner of new Set(holding.map((holder) => holder.owner))) {
      const own = holding.filter((holder) => holder.owner === owner);
      if (own.every(isBlocked)) refuse(own.at(-1));
    }
  }

  function refuse(holder: Holder | undefined): void {
    for (const waiter of waiting) if (waiter.holder === holder) waiter.settle(busy());
  }

  return {
    isEmpty: () => waiting.size === 0,
    length: () => waiting.size,
    wait(holder, bytes, signal) {
      if (waiting.size >= MAX_WAITING) throw busy();
      return abortable(signal, (resolve, reject) => {
        const alarm = createAlarm(() => waiter.settle(busy()), clock);
        const end = (): void => {
          waiting.delete(waiter);
          alarm.off();
        };
        const waiter: Waiter = {
          holder,
          bytes,
          settle: (error) => {
            end();
            if (error === undefined) resolve();
            else reject(error);
          },
        };
        waiting.add(waiter);
        alarm.set(MAX_WAIT_MS);
        serve();
        return end;
      });
    },
    refuse,
    serve,
    serveSoon() {
      if (isToServe || waiting.size === 0) return;
      isToServe = true;
      setImmediate(() => {
        isToServe = false;
        serve();
      });
    },
  };
}

const busy = (): ODataError =>
  ODataError.of('ServiceBusy', { seconds: RETRY_AFTER_SECONDS }, { retryAfterSeconds: RETRY_AFTER_SECONDS });
