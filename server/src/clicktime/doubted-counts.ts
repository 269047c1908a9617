/** Lists whose count ClickTime gave wrongly of late: their rows are counted instead. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../util/clock.ts';

/** How long a count that was wrong is not asked for again. */
const REMEMBER_MS = 600_000;
const MOST_LISTS = 10_000;

/** Lists, each named by the credential that reads it and by its path and filters. */
export interface DoubtedCounts {
  has(owner: string, list: string): boolean;
  add(owner: string, list: string): void;
}

export function createDoubtedCounts(clock: Clock): DoubtedCounts {
  const lists = new LRUCache<string, true>({ max: MOST_LISTS, ttl: REMEMBER_MS, ttlResolution: 0, perf: clock });
  return {
    has: (owner, list) => lists.has(`${owner} ${list}`),
    add: (owner, list) => void lists.set(`${owner} ${list}`, true),
  };
}
