/**
 * Reading lists so that rows which move while they are read are not lost. A row that moves behind the reader's back, from
 * what is still to be read to what was read already, leaves one row less behind the reader. So whenever rows behind it
 * became fewer, what was read until then is read again at the end; rows that were delivered are left out by
 * `extract-memory.ts`. Where a place is lost, for the rows around it are gone, the list is read again from its beginning.
 *
 * Several lists, the parts of one selection, are read one after the other. A row can also move from a part that is still
 * to be read into what was read of another, which then holds more rows than were seen of it; so such parts are read again
 * after the last.
 */
import { ODataError } from '../errors/odata-error.ts';
import { firstReading, isRepeating, type Reading } from './bookmark.ts';
import { readStretches, type PagingOptions, type Stretch } from './paging.ts';
import { beginning, type Place } from './place.ts';

/** A row would have to move across the reader in each of these readings to be lost. */
const MOST_AGAIN = 4;
/** How often parts that have grown are read again; people who go on logging time make them grow each time. */
const MOST_ROUNDS = 3;

export interface ExtractOptions extends Omit<PagingOptions, 'fetchPage'> {
  /** Pages of one of the parts; `again`: they must be ClickTime's of this moment. */
  readonly fetchPage: (part: number, again: boolean) => PagingOptions['fetchPage'];
  /** How many lists there are. */
  readonly parts: number;
  readonly reading: Reading;
  /** Whether what was delivered is known and rows may come out of order, so that parts can be read again. */
  readonly mayRepeat: boolean;
}

/** One reading of one list, or of its beginning. */
interface Leg {
  readonly start: Place;
  readonly reading: Reading;
}

/** The rows behind a place, then those of the parts behind it, then once more where something may have moved. */
export async function* readExtract(options: ExtractOptions): AsyncGenerator<Stretch, void, void> {
  let leg: Leg | undefined = options;
  while (leg !== undefined) leg = yield* readLeg(leg, options);
}

/** The rows of one reading; returns what is read after it. */
async function* readLeg(leg: Leg, options: ExtractOptions): AsyncGenerator<Stretch, Leg | undefined, void> {
  const { start } = leg;
  const { until = Number.POSITIVE_INFINITY } = leg.reading;
  const wanted = Math.max(1, Math.min(options.wanted, until - start.offset));
  const fetchPage = options.fetchPage(start.part, isRepeating(leg.reading));
  let { reading } = leg;
  try {
    for await (const stretch of readStretches({ ...options, fetchPage, start, wanted })) {
      reading = noted(reading, stretch);
      const isOver = stretch.last || stretch.before.offset + stretch.rows.length >= (reading.until ?? Infinity);
      const next = isOver ? await legAfter(start.part, reading, options) : undefined;
      const { count, ...uncounted } = stretch;
      // Where rows may come again, or from other lists, the number of rows does not tell when all were seen.
      const isWhole = count !== undefined && options.parts === 1 && !isRepeating(reading) && reading.suspect === 0;
      const last = isOver && next === undefined;
      if (stretch.rows.length > 0) yield { ...uncounted, ...(isWhole && { count }), last, reading };
      if (isOver) return next;
    }
  } catch (error) {
    const isLost = error instanceof ODataError && error.code === 'StaleSkiptoken';
    if (!isLost || !options.mayRepeat || reading.again >= MOST_AGAIN) throw error;
    const { until: _until, unseen: _unseen, ...rest } = reading;
    return { start: { ...beginning, part: start.part }, reading: { ...rest, again: reading.again + 1, suspect: 0 } };
  }
  // A list may also end without a word.
  return legAfter(start.part, reading, options);
}

/** The reading after what one page told of rows that came and went in front of the reader and behind it. */
function noted(reading: Reading, { before, shift = 0, count }: Stretch): Reading {
  const { suspect, until, count: countBefore, unseen = 0 } = reading;
  const lostBehind = count === undefined || countBefore === undefined ? shift > 0 : count - countBefore < shift;
  const pushed = Math.max(0, shift);
  return {
    ...reading,
    ...(until !== undefined && { until: until + pushed }),
    suspect: lostBehind ? before.offset : suspect > 0 ? suspect + pushed : 0,
    ...(count !== undefined && { count }),
    ...(unseen + pushed > 0 && { unseen: unseen + pushed }),
  };
}

// ---- What follows ---------------------------------------------------------------------------------------------------

/** What is read after one reading of a part has ended; undefined where that was all. */
async function legAfter(part: number, reading: Reading, options: ExtractOptions): Promise<Leg | undefined> {
  const { mayRepeat, parts } = options;
  const { again, suspect, until: _until, unseen: _unseen, ...rest } = reading;
  if (mayRepeat && suspect > 0 && again < MOST_AGAIN) {
    return { start: { ...beginning, part }, reading: { ...rest, again: again + 1, until: suspect, suspect: 0 } };
  }
  if (parts === 1) return undefined;
  const { round = 0 } = reading;
  const counts = withCount(reading, part);
  if (round === 0 && part + 1 < parts) {
    return { start: { ...beginning, part: part + 1 }, reading: { ...firstReading, counts } };
  }
  if (!mayRepeat) return undefined;
  const inThisRound = round === 0 ? undefined : await grown(counts, { from: part + 1, round }, options);
  return inThisRound ?? (round < MOST_ROUNDS ? grown(counts, { from: 0, round: round + 1 }, options) : undefined);
}

/** How many rows were seen of each part, with that of the part just read. */
function withCount({ counts = [], count, unseen = 0 }: Reading, part: number): readonly (number | null)[] {
  const seen = count === undefined ? null : Math.max(0, count - unseen);
  return Array.from({ length: Math.max(counts.length, part + 1) }, (_, at) =>
    at === part ? seen : (counts[at] ?? null),
  );
}

/**
 * Another reading of the first part, from a number on, that has more rows now than were seen of it. What moves into the
 * last one came from one that was read.
 */
async function grown(
  counts: readonly (number | null)[],
  { from, round }: { readonly from: number; readonly round: number },
  { fetchPage, parts }: ExtractOptions,
): Promise<Leg | undefined> {
  for (const [part, seen] of counts.slice(0, parts - 1).entries()) {
    if (seen === null || part < from) continue;
    const { count } = await fetchPage(part, true)({ offset: 0, limit: 1, priority: 'bulk' });
    if (count === undefined || count <= seen) continue;
    return { start: { ...beginning, part }, reading: { ...firstReading, round, counts } };
  }
  return undefined;
}
