import { LRUCache } from 'lru-cache';
import type { Logger } from '../../log.ts';
import type { Clock } from '../../util/clock.ts';
import type { OddValue } from './decode-record.ts';

/** Fields that are kept in mind; companies name those of their own. */
const MOST_FIELDS = 10_000;
/** Milliseconds between two warnings about the same field. */
const QUIET_MS = 60_000;

/**
 * Warns of values that were left out, once a minute and field at most: a whole list may have them. What is noted is
 * bounded.
 */
export function oddValueWarnings(log: Logger, clock: Clock): (odd: OddValue) => void {
  const told = new LRUCache<string, { readonly at: number; others: number }>({ max: MOST_FIELDS });
  return ({ entitySet, field, record, reason }) => {
    const name = `${entitySet} ${field}`;
    const last = told.get(name);
    const now = clock.now();
    if (last !== undefined && now - last.at < QUIET_MS) {
      last.others++;
      return;
    }
    told.set(name, { at: now, others: 0 });
    const others = last?.others ?? 0;
    log.warn({ entitySet, field, record, others }, `a value of ClickTime's is left out: ${reason}`);
  };
}
