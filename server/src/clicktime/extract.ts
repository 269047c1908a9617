/**
 * Reading a list so that rows which move while it is read are not lost. A row that moves behind the reader's back, from
 * what is still to be read to what was read already, leaves one row less behind the reader. So whenever rows behind it
 * became fewer, what was read until then is read again at the end; rows that were delivered are left out by
 * `extract-memory.ts`.
 */
import type { Reading } from './bookmark.ts';
import { readStretches, type PagingOptions, type Stretch } from './paging.ts';
import { beginning } from './place.ts';

/** A row would have to move across the reader in each of these readings to be lost. */
const MOST_AGAIN = 4;

export interface ExtractOptions extends Omit<PagingOptions, 'fetchPage'> {
  /** `again`: pages must be ClickTime's of this moment. */
  readonly fetchPage: (again: boolean) => PagingOptions['fetchPage'];
  readonly reading: Reading;
  /** Whether what was delivered is known and rows may come out of order, so that parts can be read again. */
  readonly mayRepeat: boolean;
}

/** The rows behind a place, then once more those in front of which something may have moved. */
export async function* readExtract(options: ExtractOptions): AsyncGenerator<Stretch, void, void> {
  let { reading, start } = options;
  for (;;) {
    const { again, until = Number.POSITIVE_INFINITY } = reading;
    const wanted = Math.max(1, Math.min(options.wanted, until - start.offset));
    for await (const stretch of readStretches({ ...options, fetchPage: options.fetchPage(again > 0), start, wanted })) {
      reading = noted(reading, stretch);
      const isOver = stretch.last || stretch.before.offset + stretch.rows.length >= (reading.until ?? Infinity);
      const { count, ...uncounted } = stretch;
      // Where rows may come again, the number of rows no longer tells when all were seen.
      const counted = count === undefined || isSuspicious(reading) ? {} : { count };
      const last = isOver && next(reading, options) === undefined;
      if (stretch.rows.length > 0) yield { ...uncounted, ...counted, last, reading };
      if (isOver) break;
    }
    const following = next(reading, options);
    if (following === undefined) return;
    reading = following;
    start = beginning;
  }
}

const isSuspicious = ({ again, suspect }: Reading): boolean => again > 0 || suspect > 0;

/** The reading after what one page told of rows that came and went in front of the reader and behind it. */
function noted(reading: Reading, { before, shift = 0, count }: Stretch): Reading {
  const { suspect, until, count: countBefore } = reading;
  const lostBehind = count === undefined || countBefore === undefined ? shift > 0 : count - countBefore < shift;
  const pushed = Math.max(0, shift);
  return {
    ...reading,
    ...(until !== undefined && { until: until + pushed }),
    suspect: lostBehind ? before.offset : suspect > 0 ? suspect + pushed : 0,
    ...(count !== undefined && { count }),
  };
}

function next({ again, suspect }: Reading, { mayRepeat }: ExtractOptions): Reading | undefined {
  if (!mayRepeat || suspect === 0 || again >= MOST_AGAIN) return undefined;
  return { again: again + 1, until: suspect, suspect: 0 };
}
