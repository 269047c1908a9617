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
import { firstAfter, isRepeating, type Reading } from './bookmark.ts';
import type { PageMemory } from './extract-memory.ts';
import { readStretches, type PagingOptions, type Stretch } from './paging.ts';
import { beginning, type Place } from './place.ts';
import type { TieKey } from './tie-groups.ts';

/** A row would have to move across the reader in each of these readings to be lost. */
const MOST_AGAIN = 4;
/** How often a list is read again because rows are missing: groups larger than a page come together bit by bit. */
const MOST_FOR_MISSING = 8;
/** How often parts that have grown are read again; people who go on logging time make them grow each time. */
const MOST_ROUNDS = 3;

export interface ExtractOptions extends Omit<PagingOptions, 'fetchPage' | 'ties'> {
  /** Pages of one of the parts; `again`: they must be ClickTime's of this moment. */
  readonly fetchPage: (part: number, again: boolean) => PagingOptions['fetchPage'];
  /** How many lists there are. */
  readonly parts: number;
  readonly reading: Reading;
  readonly keyOf: TieKey;
  /** Whether the order of the lists leaves rows untold apart. */
  readonly hasTies: boolean;
  /** What was delivered; absent where that is not known. */
  readonly memory?: Pick<PageMemory, 'take' | 'taken' | 'distinct'>;
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
    const paging = { ...options, fetchPage, start, wanted, pageLimit: pageLimitOf(options, reading) };
    for await (const found of readStretches({ ...paging, ...tiesOf(options, reading) })) {
      const missing = missingOf(reading, options);
      const taken = options.memory?.take(found.rows, reading.base?.[0]);
      const stretch = taken?.fresh === undefined ? found : { ...found, fresh: taken.fresh };
      reading = noted(reading, stretch, missing, taken?.earlier);
      const isOver = stretch.last || stretch.before.offset + stretch.rows.length >= (reading.until ?? Infinity);
      const next = isOver ? await legAfter(start.part, reading, options) : undefined;
      const { count, ...uncounted } = stretch;
      // Where rows may come again, or from other lists, the number of rows does not tell when all were seen.
      const isWhole = count !== undefined && options.parts === 1 && !isRepeating(reading) && isSteady(reading);
      const last = isOver && next === undefined;
      if (stretch.rows.length > 0) yield { ...uncounted, ...(isWhole && { count }), last, reading };
      if (isOver) return next;
    }
  } catch (error) {
    if (!(error instanceof ODataError && error.code === 'StaleSkiptoken')) throw error;
    if (!options.mayRepeat || reading.again >= MOST_AGAIN) throw start.anchors.length > 0 ? error : disjointed(reading);
    const rest = ofAllReadings(reading);
    return { start: { ...beginning, part: start.part }, reading: { ...rest, again: reading.again + 1, ties: 1 } };
  }
  // A list may also end without a word.
  return legAfter(start.part, reading, options);
}

/** Pages that overlap by a row need two at least to lead on. */
const pageLimitOf = ({ pageLimit }: ExtractOptions, { most = pageLimit }: Reading): number =>
  Math.max(2, Math.min(pageLimit, most));

/** Groups of equal rows, where what comes twice can be left out. */
function tiesOf({ keyOf, hasTies, memory, mayRepeat }: ExtractOptions, { ties }: Reading): Pick<PagingOptions, 'ties'> {
  if (memory === undefined || !(hasTies || ties === 1)) return {};
  return { ties: { keyOf, isOn: ties === 1 || !mayRepeat } };
}

const isSteady = ({ suspect, ties }: Reading): boolean => suspect === 0 && ties === undefined;

/** The reading after what one page told of rows that came and went in front of the reader and behind it. */
function noted(reading: Reading, stretch: Stretch, missing: number, earlier = 0): Reading {
  const { before, shift = 0, count, most, isByTies } = stretch;
  const { suspect, until, count: countBefore, unseen = 0 } = reading;
  const lostBehind = count === undefined || countBefore === undefined ? shift > 0 : count - countBefore < shift;
  const pushed = Math.max(0, shift);
  return {
    ...reading,
    ...(until !== undefined && { until: until + pushed }),
    suspect: lostBehind ? before.offset : suspect > 0 ? suspect + pushed : 0,
    ...(count !== undefined && { count }),
    ...(unseen + pushed > 0 && { unseen: unseen + pushed }),
    ...edited(reading, stretch, missing),
    ...(earlier > 0 && until === undefined && { earlier: (reading.earlier ?? 0) + earlier }),
    ...(most !== undefined && { most }),
    ...(isByTies === true && { ties: 1 }),
  };
}

/**
 * What a page tells of rows that came and went, as far as its place and its count agree. Nothing is counted as gone that
 * may never have been delivered: a row that came or moved in front of the reader, or one that is still missing.
 */
function edited(reading: Reading, { shift = 0, count }: Stretch, missing: number): Partial<Reading> {
  const { count: countBefore, gone = 0, came = 0, edits = 0, again, suspect } = reading;
  if (count === undefined || countBefore === undefined) return {};
  const change = count - countBefore;
  // A place that moves in a list of as many rows as before excuses none that is missing: all rows that moved are there.
  if (change === 0) return {};
  const agreed = Math.sign(shift) === Math.sign(change) ? Math.min(Math.abs(shift), Math.abs(change)) : 0;
  const [inserted, deleted] = shift > 0 ? [agreed, 0] : [0, agreed];
  const behind = again === 0 ? 0 : Math.max(0, -change - deleted - Math.max(0, missing));
  return {
    came: Math.max(0, came + inserted - deleted),
    gone: gone + (suspect > 0 ? 0 : Math.max(0, deleted - came)) + behind,
    edits: edits + Math.abs(shift) + Math.abs(change),
  };
}

/** How many different rows of a list have not been seen although they should have been. */
function missingOf(reading: Reading, { memory }: Pick<ExtractOptions, 'memory'>): number {
  const { count, base, gone = 0, came = 0, earlier = 0, round = 0 } = reading;
  if (count === undefined || memory === undefined || round > 0) return 0;
  return count + gone - came - (memory.distinct - (base?.[1] ?? 0)) - earlier;
}

/** What holds for the readings of a list that follow, too. */
function ofAllReadings(reading: Reading): Reading {
  const { until: _until, unseen: _unseen, came: _came, edits: _edits, known: _known, ...rest } = reading;
  return { ...rest, suspect: 0 };
}

// ---- What follows ---------------------------------------------------------------------------------------------------

/** What is read after one reading of a part has ended; undefined where that was all. */
async function legAfter(part: number, reading: Reading, options: ExtractOptions): Promise<Leg | undefined> {
  const { mayRepeat, parts, memory } = options;
  const { again, suspect, edits = 0, gone = 0, count } = reading;
  const missing = missingOf(reading, options);
  // One more reading helps only where the one before has.
  const isMissing = missing > 0 && again < MOST_FOR_MISSING && memory?.distinct !== reading.known;
  const isSuspect = missing <= 0 && suspect > 0 && again < MOST_AGAIN;
  if (mayRepeat && (isMissing || isSuspect)) {
    const { earlier, ...rest } = ofAllReadings(reading);
    const start = { ...beginning, part };
    const found = memory === undefined ? {} : { known: memory.distinct };
    if (isMissing) return { start, reading: { ...rest, ...found, again: again + 1, ties: 1 } };
    const known = earlier === undefined ? {} : { earlier };
    return { start, reading: { ...rest, ...known, again: again + 1, until: suspect } };
  }
  // What came and went between the same two pages may not have been what it seems.
  if (missing > edits + gone) throw incomplete(count ?? 0, missing, again);
  if (parts === 1) return undefined;
  const { round = 0 } = reading;
  const next: Reading = { ...firstAfter(reading), counts: withCount(reading, part) };
  if (round === 0 && part + 1 < parts) {
    const base = memory === undefined ? {} : { base: [memory.taken, memory.distinct] as const };
    return { start: { ...beginning, part: part + 1 }, reading: { ...next, ...base } };
  }
  if (!mayRepeat) return undefined;
  const inThisRound = round === 0 ? undefined : await grown(next, { from: part + 1, round }, options);
  return inThisRound ?? (round < MOST_ROUNDS ? grown(next, { from: 0, round: round + 1 }, options) : undefined);
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
  reading: Reading,
  { from, round }: { readonly from: number; readonly round: number },
  { fetchPage, parts }: ExtractOptions,
): Promise<Leg | undefined> {
  for (const [part, seen] of (reading.counts ?? []).slice(0, parts - 1).entries()) {
    if (seen === null || part < from) continue;
    const { count } = await fetchPage(part, true)({ offset: 0, limit: 1, priority: 'bulk' });
    if (count === undefined || count <= seen) continue;
    return { start: { ...beginning, part }, reading: { ...reading, round } };
  }
  return undefined;
}

const times = (again: number): string => (again === 0 ? 'one reading' : `${again + 1} readings`);

/** Nobody waited between the pages of one request, so there is no next link that is out of date. */
function disjointed({ count, again }: Reading): ODataError {
  const all = count === undefined ? '' : `, of ${count} in all,`;
  return ODataError.of('UpstreamInvalidResponse', {
    reason: `its pages do not follow one another: none of the last records on one${all} was in front of the next, in ${times(again)}.`,
  });
}

function incomplete(count: number, missing: number, again: number): ODataError {
  return ODataError.of('UpstreamInvalidResponse', {
    reason: `it says that there are ${count} records, but ${missing} of them did not come in ${times(again)}.`,
  });
}
