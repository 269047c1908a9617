import { ODataError } from '../errors/odata-error.ts';
import type { Clock } from './clock.ts';
import { LOOK_MS, type Headroom } from './headroom.ts';
import { createMemoryCounts, SMALL, type Holder } from './memory-counts.ts';
import { createMemoryLine } from './memory-line.ts';
import { MEGABYTE } from './megabyte.ts';

/**
 * The memory that all requests in flight share: what they hold is counted before it is held, and given back when they
 * end. Who finds none left waits in a line.
 */
export interface MemoryBudget {
  /** Bytes that the requests of one owner may hold together. */
  readonly most: number;
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

/** A budget that tells its bytes, what of them is held, and how many requests wait for some. */
interface CountedMemory extends MemoryBudget {
  usage(): { readonly total: number; readonly held: number; readonly waiting: number };
}

interface MemoryBudgetOptions {
  /** Bytes in all; small reservations have a sixteenth more. */
  readonly total: number;
  readonly clock: Clock;
  /** Whether there is time for more large requests than a few; absent: always. */
  readonly headroom?: Headroom;
}

/** What is being sent is held fairly for a while, and for what a line of 8 Mbit/s takes. */
const FAIR_MS = 10_000;
const FAIR_BYTES_PER_MS = 1000;
/** While somebody waits, one that is held unfairly is let go so often. */
const LET_GO_EVERY_MS = 1000;
/** What is taken beyond the first reservation is taken in steps of so many bytes. */
const STEP = MEGABYTE;

interface Charge {
  readonly since: number;
  readonly fairMs: number;
  readonly letGo: () => void;
}

/** A budget in this process's memory. */
export function createMemoryBudget({ total, clock, headroom }: MemoryBudgetOptions): CountedMemory {
  const counts = createMemoryCounts(total, headroom);
  const { most } = counts;
  const holders = new Set<Holder>();
  const line = createMemoryLine(counts, holders, clock);
  const charges = new Set<Charge>();
  let isLettingGo = false;
  let isLooking = false;

  /** Time may be left without anything having been given back. */
  async function lookForTime(): Promise<void> {
    if (isLooking || headroom === undefined) return;
    isLooking = true;
    while (!line.isEmpty()) {
      await clock.sleep(LOOK_MS);
      line.serve();
    }
    isLooking = false;
  }

  /** As long as somebody waits, the one that is held longest beyond what is fair is let go, one after the other. */
  async function letGoOfTheSlowest(): Promise<void> {
    if (isLettingGo) return;
    isLettingGo = true;
    while (!line.isEmpty() && charges.size > 0) {
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

  /** Reserves more, at once where that fits and nobody waits. */
  function more(holder: Holder, bytes: number, signal: AbortSignal): Promise<void> | undefined {
    signal.throwIfAborted();
    if (holder.reserved + bytes > most) throw tooLarge(most);
    if (counts.fits(holder, bytes) && (line.isEmpty() || counts.isSmall(holder, bytes))) {
      counts.hold(holder, bytes);
      return undefined;
    }
    const turn = line.wait(holder, bytes, signal);
    void letGoOfTheSlowest();
    void lookForTime();
    return turn;
  }

  return {
    most,
    usage: () => ({ total, held: counts.inAll(), waiting: line.length() }),
    open: (owner, signal) => {
      const holder: Holder = { owner, reserved: 0 };
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
          line.refuse(holder);
          if (holder.reserved === 0) return line.serveSoon();
          counts.hold(holder, -holder.reserved);
          line.serve();
        },
      };
    },
    charge: (owner, bytes, letGo = () => undefined) => {
      const charge = { since: clock.now(), fairMs: FAIR_MS + bytes / FAIR_BYTES_PER_MS, letGo };
      charges.add(charge);
      counts.send(owner, bytes);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        charges.delete(charge);
        counts.send(owner, -bytes);
        line.serve();
      };
    },
  };
}

/** What is small stays so while it can. */
const stepFrom = (reserved: number): number => (reserved < SMALL ? SMALL - reserved : STEP);

const tooLarge = (bytes: number): ODataError =>
  ODataError.of('AnswerTooLarge', { megabytes: Math.max(1, Math.floor(bytes / STEP)) });

/** For requests whose memory nobody counts. */
export const uncountedShare: MemoryShare = {
  reserve: async () => undefined,
  take: () => undefined,
  close: () => undefined,
};

/** For processes whose memory nobody counts. */
export const unlimitedMemory: MemoryBudget = {
  most: Number.POSITIVE_INFINITY,
  open: () => uncountedShare,
  charge: () => () => undefined,
};
