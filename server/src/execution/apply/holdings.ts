import { ODataError } from '../../errors/odata-error.ts';
import type { MemoryShare } from '../../util/memory-budget.ts';

/** Bytes of a group or value that is remembered, beside what it holds. */
const EACH = 160;

/** What one request's transformations keep until their input ends: groups, rows, distinct values. */
export interface Holdings {
  /** Counts so many more (below 0: fewer), and what they weigh in bytes. @throws ODataError TooManyGroups */
  hold(count: number, bytes?: number): void;
  /** To be called between batches: makes sure of the memory of what was counted. */
  settle(): Promise<void> | undefined;
}

/** At most so many at once. */
export function createHoldings(limit: number, memory: MemoryShare): Holdings {
  let held = 0;
  let unsettled = 0;
  return {
    hold: (count, bytes = 0) => {
      held += count;
      unsettled += count * EACH + bytes;
      if (held > limit) throw ODataError.of('TooManyGroups', { limit }, { target: '$apply' });
    },
    settle: () => {
      const bytes = unsettled;
      unsettled = 0;
      return bytes === 0 ? undefined : memory.take(bytes);
    },
  };
}
