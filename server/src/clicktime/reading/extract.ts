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
import { ODataError } from '../../errors/odata-error.ts';
import { narrowed } from '../../source/batch.ts';
import { isRepeating, ofFirstReading, type ExtractProgress } from './extract-progress.ts';
import type { PageMemory } from './extract-memory.ts';
import type { ListBatch, ListMark } from './list-batch.ts';
import { readPages, type PagingOptions } from './paging.ts';
import { beginning, type AnchoredOffset } from './position.ts';
import type { TieKey } from './tie-groups.ts';

/** A row would have to move across the reader in each of these readings to be lost. */
const MOST_REPEATS = 4;
/** How often a list is read again because rows are missing: groups larger than a page come together bit by bit. */
const MOST_FOR_MISSING = 8;
/** How often parts that have grown are read again; people who go on logging time make them grow each time. */
const MOST_REVISITS = 3;

interface ExtractOptions extends Omit<PagingOptions, 'fetchPage' | 'ties'> {
  /** Pages of one of the parts; `isFresh`: they must be ClickTime's of this moment. */
  readonly fetchPage: (part: number, isFresh: boolean) => PagingOptions['fetchPage'];
  /** How many lists there are. */
  readonly parts: number;
  readonly progress: ExtractProgress;
  readonly keyOf: TieKey;
  /** Whether the order of the lists leaves rows untold apart. */
  readonly hasTies: boolean;
  /** What was delivered; absent where that is not known. */
  readonly memory?: PageMemory | undefined;
  /** Whether what was delivered is known and rows may come out of order, so that parts can be read again. */
  readonly mayRepeat: boolean;
}

/** One reading of one list, or of its beginning. */
interface ListReading {
  readonly start: AnchoredOffset;
  readonly progress: ExtractProgress;
}

/** The rows behind a place, then those of the parts behind it, then once more where something may have moved. */
export async function* readExtract(options: ExtractOptions): AsyncGenerator<ListBatch, void, void> {
  let reading: ListReading | undefined = options;
  while (reading !== undefined) reading = yield* readOnce(reading, options);
}

/** The rows of one reading; returns what is read after it. */
async function* readOnce(
  { start, progress: begun }: ListReading,
  options: ExtractOptions,
): AsyncGenerator<ListBatch, ListReading | undefined, void> {
  const { until = Number.POSITIVE_INFINITY } = begun;
  const wanted = Math.max(1, Math.min(options.wanted, until - start.offset));
  const fetchPage = options.fetchPage(start.part, isRepeating(begun));
  let progress = begun;
  try {
    const paging = { ...options, fetchPage, start, wanted, pageLimit: pageLimitOf(options, progress) };
    for await (const batch of readPages({ ...paging, ties: tiesOf(options, progress) })) {
      const { mark, size } = batch;
      const missing = missingOf(progress, options);
      const taken = options.memory?.take(mark.read, progress.base?.rows);
      progress = noted(progress, mark, missing, taken?.earlier);
      const isOver = batch.last === true || mark.before.offset + size >= (progress.until ?? Infinity);
      const next = isOver ? await readingAfter(start.part, progress, options) : undefined;
      // Where rows may come again, or from other lists, the number of rows does not tell when all were seen.
      const isWhole = options.parts === 1 && !isRepeating(progress) && isSteady(progress);
      const told = { ...batch, mark: { ...mark, progress }, last: isOver && next === undefined };
      const fresh = taken?.fresh === undefined ? told : narrowed(told, taken.fresh);
      if (size > 0) yield isWhole ? { ...fresh, total: mark.count } : fresh;
      if (isOver) return next;
    }
  } catch (error) {
    if (!(error instanceof ODataError && error.code === 'StaleSkiptoken')) throw error;
    if (!options.mayRepeat || progress.repeats >= MOST_REPEATS)
      throw start.anchors.length > 0 ? error : disjointed(progress);
    return repeated(start.part, progress, { byTies: true });
  }
  // A list may also end without a word.
  return readingAfter(start.part, progress, options);
}

/** Pages that overlap by a row need two at least to lead on. */
const pageLimitOf = ({ pageLimit }: ExtractOptions, { pageLimit: known = pageLimit }: ExtractProgress): number =>
  Math.max(2, Math.min(pageLimit, known));

/** Groups of equal rows, where what comes twice can be left out. */
function tiesOf({ keyOf, hasTies, memory, mayRepeat }: ExtractOptions, { byTies = false }: ExtractProgress) {
  return memory !== undefined && (hasTies || byTies) ? { keyOf, isOn: byTies || !mayRepeat } : undefined;
}

const isSteady = ({ suspect, byTies = false }: ExtractProgress): boolean => suspect === 0 && !byTies;

/** The progress after what one page told of rows that came and went in front of the reader and behind it. */
function noted(progress: ExtractProgress, mark: ListMark, missing: number, earlier = 0): ExtractProgress {
  const { before, shift = 0, count, pageLimit, isByTies } = mark;
  const { suspect, until, count: countBefore, appeared = 0 } = progress;
  const lostBehind = count === undefined || countBefore === undefined ? shift > 0 : count - countBefore < shift;
  const pushed = Math.max(0, shift);
  return {
    ...progress,
    until: until === undefined ? undefined : until + pushed,
    suspect: lostBehind ? before.offset : suspect > 0 ? suspect + pushed : 0,
    count: count ?? countBefore,
    appeared: appeared + pushed,
    ...edited(progress, mark, missing),
    earlier: (progress.earlier ?? 0) + (until === undefined ? earlier : 0),
    pageLimit: pageLimit ?? progress.pageLimit,
    byTies: isByTies === true || progress.byTies === true ? true : undefined,
  };
}

/**
 * What a page tells of rows that came and went, as far as its place and its count agree. Nothing is counted as gone that
 * may never have been delivered: a row that came or moved in front of the reader, or one that is still missing.
 */
function edited(progress: ExtractProgress, { shift = 0, count }: ListMark, missing: number): Partial<ExtractProgress> {
  const { count: countBefore, gone = 0, came = 0, edits = 0, repeats, suspect } = progress;
  if (count === undefined || countBefore === undefined) return {};
  const change = count - countBefore;
  // A place that moves in a list of as many rows as before excuses none that is missing: all rows that moved are there.
  if (change === 0) return {};
  const agreed = Math.sign(shift) === Math.sign(change) ? Math.min(Math.abs(shift), Math.abs(change)) : 0;
  const [inserted, deleted] = shift > 0 ? [agreed, 0] : [0, agreed];
  const behind = repeats === 0 ? 0 : Math.max(0, -change - deleted - Math.max(0, missing));
  return {
    came: Math.max(0, came + inserted - deleted),
    gone: gone + (suspect > 0 ? 0 : Math.max(0, deleted - came)) + behind,
    edits: edits + Math.abs(shift) + Math.abs(change),
  };
}

/** How many different rows of a list have not been seen although they should have been. */
function missingOf(progress: ExtractProgress, { memory }: Pick<ExtractOptions, 'memory'>): number {
  const { count, base, gone = 0, came = 0, earlier = 0, revisits = 0 } = progress;
  if (count === undefined || memory === undefined || revisits > 0) return 0;
  return count + gone - came - (memory.distinct - (base?.distinct ?? 0)) - earlier;
}

// ---- What follows ---------------------------------------------------------------------------------------------------

/** What is read after one reading of a part has ended; undefined where that was all. */
async function readingAfter(
  part: number,
  progress: ExtractProgress,
  options: ExtractOptions,
): Promise<ListReading | undefined> {
  const { mayRepeat, parts, memory } = options;
  const { repeats, suspect, edits = 0, gone = 0, count, revisits = 0 } = progress;
  const missing = missingOf(progress, options);
  const distinct = memory?.distinct;
  // One more reading helps only where the one before has.
  const isMissing = missing > 0 && repeats < MOST_FOR_MISSING && distinct !== progress.distinct;
  if (mayRepeat && isMissing) return repeated(part, progress, { distinct, byTies: true, earlier: undefined });
  if (mayRepeat && missing <= 0 && suspect > 0 && repeats < MOST_REPEATS)
    return repeated(part, progress, { until: suspect });
  // What came and went between the same two pages may not have been what it seems.
  if (missing > edits + gone) throw incomplete(count ?? 0, missing, repeats);
  if (parts === 1) return undefined;
  const next: ExtractProgress = { ...ofFirstReading(progress), counts: withCount(progress, part) };
  if (revisits === 0 && part + 1 < parts) {
    const base = memory && { rows: memory.taken, distinct: memory.distinct };
    return { start: { ...beginning, part: part + 1 }, progress: { ...next, base } };
  }
  if (!mayRepeat) return undefined;
  const others = revisits === 0 ? undefined : await grown({ ...next, revisits }, inFrontOf(part), options);
  if (others !== undefined || revisits >= MOST_REVISITS) return others;
  const all = inFrontOf(parts - 1);
  return grown({ ...next, revisits: revisits + 1 }, [...all, ...all.toReversed().slice(1)], options);
}

/** The parts in front of one, from the back to the front. */
const inFrontOf = (part: number): readonly number[] => Array.from({ length: part }, (_, index) => part - 1 - index);

/** One more reading of a list, with what holds for all of them and for this one. */
function repeated(part: number, progress: ExtractProgress, own: Partial<ExtractProgress>): ListReading {
  const { until: _until, appeared: _appeared, came: _came, edits: _edits, distinct: _distinct, ...kept } = progress;
  return { start: { ...beginning, part }, progress: { ...kept, repeats: kept.repeats + 1, suspect: 0, ...own } };
}

/** How many rows were seen of each part, with that of the part just read. */
function withCount({ counts = [], count, appeared = 0 }: ExtractProgress, part: number): readonly (number | null)[] {
  const seen = count === undefined ? null : Math.max(0, count - appeared);
  return Array.from({ length: Math.max(counts.length, part + 1) }, (_, at) =>
    at === part ? seen : (counts[at] ?? null),
  );
}

/**
 * Another reading of the first of some parts that has more rows now than were seen of it. What moves into the last part
 * came from one that was read. A row may go on from a part that is asked later into one that was asked before, so all
 * are asked in both orders.
 */
async function grown(
  progress: ExtractProgress,
  among: readonly number[],
  { fetchPage }: ExtractOptions,
): Promise<ListReading | undefined> {
  for (const part of among) {
    const seen = progress.counts?.[part] ?? null;
    if (seen === null) continue;
    const { count } = await fetchPage(part, true)({ offset: 0, limit: 1, priority: 'bulk' });
    if (count !== undefined && count > seen) return { start: { ...beginning, part }, progress };
  }
  return undefined;
}

const times = (repeats: number): string => (repeats === 0 ? 'one reading' : `${repeats + 1} readings`);

/** Nobody waited between the pages of one request, so there is no next link that is out of date. */
function disjointed({ count, repeats }: ExtractProgress): ODataError {
  const all = count === undefined ? '' : `, of ${count} in all,`;
  return ODataError.of('UpstreamInvalidResponse', {
    reason: `its pages do not follow one another: none of the last records on one${all} was in front of the next, in ${times(repeats)}.`,
  });
}

function incomplete(count: number, missing: number, repeats: number): ODataError {
  return ODataError.of('UpstreamInvalidResponse', {
    reason: `it says that there are ${count} records, but ${missing} of them did not come in ${times(repeats)}.`,
  });
}
