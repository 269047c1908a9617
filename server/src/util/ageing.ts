import type { Clock } from './clock.ts';

/**
 * Options of an `LRUCache` whose entries are gone after so many milliseconds of the clock. The library would look at its
 * own clock, and at that only from time to time.
 */
export const ageing = (ttl: number, clock: Clock) => ({ ttl, ttlResolution: 0, perf: clock }) as const;
