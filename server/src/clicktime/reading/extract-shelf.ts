/** Which extracts are remembered where there is not room for all. */
import type { Clock } from '../../util/clock.ts';

interface ShelfOptions {
  /** Milliseconds without use after which something is let go. */
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** Something that takes up room. */
export interface Shelved {
  bytes: number;
}

/** How many extracts are there, and their bytes together. */
export interface ShelfUsage {
  readonly extracts: number;
  readonly bytes: number;
}

interface ExtractShelf<T extends Shelved> {
  /** Puts something in, or says how large it has become; it counts as used. */
  put(item: T, bytes: number): void;
  /** Notes a use; false where it is not there any more. */
  touch(item: T): boolean;
  /** What is there now. */
  usage(): ShelfUsage;
}

/** Of those used least recently, how many are compared to find the one to let go. */
const COMPARED = 32;
/** Something just used still weighs as if it had been idle for so long: one giant shall not push out all others. */
const LEAST_IDLE_MS = 1_000;

/**
 * A shelf that lets go what takes most room for longest: bytes times the time since the last use. A small extract that
 * waits for its next request so outlives a large one that does.
 */
export function createExtractShelf<T extends Shelved>(
  { maxAgeMs, maxBytes }: ShelfOptions,
  clock: Clock,
  onGone: (item: T) => void,
): ExtractShelf<T> {
  /** Milliseconds of the last use; the least recently used first. */
  const used = new Map<T, number>();
  let total = 0;

  function drop(item: T): void {
    if (used.delete(item)) total -= item.bytes;
    onGone(item);
  }

  function dropOld(now: number): void {
    for (const [item, at] of used) {
      if (now - at <= maxAgeMs) return;
      drop(item);
    }
  }

  function heaviest(now: number): T | undefined {
    let found: T | undefined;
    let most = 0;
    let compared = 0;
    for (const [item, at] of used) {
      if (compared++ === COMPARED) break;
      const weight = item.bytes * Math.max(LEAST_IDLE_MS, now - at);
      if (weight > most) [found, most] = [item, weight];
    }
    return found;
  }

  function use(item: T, now: number): void {
    used.delete(item);
    used.set(item, now);
  }

  return {
    put(item, bytes) {
      const now = clock.now();
      dropOld(now);
      total += bytes - (used.has(item) ? item.bytes : 0);
      item.bytes = bytes;
      use(item, now);
      if (bytes > maxBytes) drop(item);
      while (total > maxBytes) {
        const next = heaviest(now);
        if (next === undefined) return;
        drop(next);
      }
    },
    usage() {
      dropOld(clock.now());
      return { extracts: used.size, bytes: total };
    },
    touch(item) {
      const now = clock.now();
      dropOld(now);
      if (!used.has(item)) return false;
      use(item, now);
      return true;
    },
  };
}
