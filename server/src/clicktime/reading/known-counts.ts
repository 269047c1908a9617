/** What is known of late of how many rows lists have: where one should end, or that its count is wrong. */
import { LRUCache } from 'lru-cache';
import { ageing } from '../../util/ageing.ts';
import type { Clock } from '../../util/clock.ts';

/** How long it is not looked for again. */
const REMEMBER_MS = 600_000;
const MOST_LISTS = 10_000;

/** A number of rows to be proved; `Wrong`: the rows themselves have to be counted. */
export type KnownCount = number | 'Wrong';

/** Lists, each named by the credential that reads it and by its path and filters. */
export interface KnownCounts {
  of(owner: string, list: string): KnownCount | undefined;
  /** Notes what a list says of itself; a list that was wrong is not believed again so soon. */
  note(owner: string, list: string, count: KnownCount): void;
}

export function createKnownCounts(clock: Clock): KnownCounts {
  const lists = new LRUCache<string, KnownCount>({ max: MOST_LISTS, ...ageing(REMEMBER_MS, clock) });
  return {
    of: (owner, list) => lists.get(`${owner} ${list}`),
    note: (owner, list, count) => {
      const name = `${owner} ${list}`;
      if (count === 'Wrong' || lists.get(name) !== 'Wrong') lists.set(name, count);
    },
  };
}
