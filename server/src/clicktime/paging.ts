/**
 * Reading a list page by page while it changes. ClickTime pages by `offset`, so a row inserted or deleted in front of
 * the reader shifts everything behind it. Each page after the first therefore begins with the last row of the page
 * before, its anchor: where that is found in its place nothing was lost between the two; where it is not, it is looked
 * for. So every row that exists throughout and stays in its place comes exactly once; those that an edit moves across
 * the reader are the matter of `extract.ts`.
 */
import { ODataError } from '../errors/odata-error.ts';
import type { Row } from '../model/values.ts';
import type { Reading } from './bookmark.ts';
import { idOf } from './decode-record.ts';
import { carefully, type CarefulFetch, type FetchPage, type PageRequest } from './careful-pages.ts';
import { locate } from './locate.ts';
import { isLast, type Expected, type Page } from './page-facts.ts';
import { TRAVELLING_ANCHORS, type Place } from './place.ts';
import { indexBehind, tieStartOf, type TieKey } from './tie-groups.ts';
import type { Priority } from './window.ts';

export interface PagingOptions {
  readonly fetchPage: FetchPage;
  readonly start: Place;
  /** Rows of a page at most. */
  readonly pageLimit: number;
  /** Rows that will probably be taken: nothing behind them is read ahead. */
  readonly wanted: number;
  /** Pages in flight at most. */
  readonly readAhead: number;
  /** Tells rows apart as the order of the list does; absent where places are found by rows alone. */
  readonly ties?: Ties;
}

export interface Ties {
  readonly keyOf: TieKey;
  /** Places are the beginnings of groups of equal rows from the start; else where a row is not found in its place. */
  readonly isOn: boolean;
}

/**
 * Rows that follow one another, none of them delivered before; none at all where a page showed nothing new. Where
 * `keyOf` is given, rows of the last group in front of them may be among them again.
 */
export interface Stretch {
  readonly rows: readonly Row[];
  /** The place in front of the first row. */
  readonly before: Place;
  /** Nothing follows. */
  readonly last: boolean;
  readonly count?: number;
  /** ClickTime insists on a count that cannot be. */
  readonly isDoubted?: boolean;
  /** Rows that appeared in front of the place since the page before; fewer than 0 where some vanished. */
  readonly shift?: number;
  readonly keyOf?: TieKey;
  /** Equal rows were found to come in another order on each page. */
  readonly isByTies?: boolean;
  /** Indexes of rows that the extract has not had before; absent: all of them. */
  readonly fresh?: readonly number[];
  /** How far the extract is with it. */
  readonly reading?: Reading;
}

/** IDs kept to find a place again: more than a few rows have to vanish at once to lose it. */
const MAX_ANCHORS = 64;
/** Pages read at most to find a place again. */
const MAX_SEARCH_PAGES = 12;
/** Of a page, the part that is too small to be read ahead for. */
const SLIVER = 0.1;
/** Pages in a row that may show nothing new before the place counts as lost. */
const MAX_FRUITLESS_PAGES = 3;
/** Of a page read to find a place again, the part that lies before it. */
const SEARCH_LEAD = 0.2;

interface InFlight {
  readonly request: PageRequest;
  readonly page: Promise<Page>;
}

/** How far the reader has come. */
interface Progress {
  readonly place: Place;
  readonly pageLimit: number;
  readonly delivered: number;
  /** Pages in a row that showed nothing new. */
  readonly fruitless: number;
  readonly count?: number;
  readonly previous?: Page;
  /** Pages come shorter than asked for, so that those behind cannot be asked for yet. */
  readonly isUneven: boolean;
  /** Places are the beginnings of groups of equal rows. */
  readonly isByTies: boolean;
}

/**
 * The rows behind `start`, in pages read ahead in order.
 * @throws StaleSkiptoken where the rows in front of a place are all gone; UpstreamInvalidResponse where pages do not
 *   lead on.
 */
export async function* readStretches(options: PagingOptions): AsyncGenerator<Stretch, void, void> {
  const fetchPage = carefully(options.fetchPage);
  let progress: Progress = {
    place: options.start,
    pageLimit: options.pageLimit,
    delivered: 0,
    fruitless: 0,
    isUneven: false,
    isByTies: options.ties?.isOn ?? false,
  };
  let inFlight: readonly InFlight[] = [];
  for (;;) {
    inFlight = fill(options, progress, inFlight);
    const [head, ...rest] = inFlight;
    if (head === undefined) return;
    const direct = await fetchPage(head.request, expectedOf(progress), head.page);
    const found = await follow({ ...options, fetchPage }, progress, direct);
    if (found === undefined) return;
    const { page, rows, before, shift = before.offset - progress.place.offset, isByTies = false } = found;
    const fresh = before.offset + rows.length - shift - progress.place.offset;
    const last = isLast(page, fresh);
    const stretch = { rows, before, last, shift, ...counted(page), ...told(options, isByTies) };
    yield stretch;
    if (last) return;
    if (fresh <= 0 && page.rows.length < 2) throw noProgress(page);
    const fruitless = fresh <= 0 ? progress.fruitless + 1 : 0;
    if (fruitless > MAX_FRUITLESS_PAGES) throw lost();
    progress = {
      place: placeAfter(stretch, rows.length),
      // A page smaller than asked for tells the most there can be.
      pageLimit: page.limit < head.request.limit ? page.limit : progress.pageLimit,
      isUneven: page.rows.length < page.limit,
      previous: page,
      delivered: progress.delivered + Math.max(0, fresh),
      fruitless,
      isByTies,
      ...(page.count !== undefined && { count: page.count }),
    };
    inFlight = fruitless === 0 && rest[0]?.request.offset === overlapOffset(progress) ? rest : [];
  }
}

const counted = ({ count, isDoubted }: Page): Pick<Stretch, 'count' | 'isDoubted'> => ({
  ...(count !== undefined && { count }),
  ...(isDoubted === true && { isDoubted }),
});

const told = ({ ties }: PagingOptions, isByTies: boolean): Pick<Stretch, 'keyOf' | 'isByTies'> =>
  ties === undefined ? {} : { keyOf: ties.keyOf, isByTies };

/** The place behind the first `taken` rows of a stretch. */
export function placeAfter(stretch: Pick<Stretch, 'before' | 'rows' | 'keyOf'>, taken: number): Place {
  const { before, rows, keyOf } = stretch;
  const anchors: string[] = [];
  for (let index = taken - 1; index >= 0 && anchors.length < MAX_ANCHORS; index--) {
    const row = rows[index];
    if (row !== undefined) anchors.push(idOf(row));
  }
  const { tie: _tie, ...place } = before;
  const tie = keyOf === undefined ? undefined : tieStartOf(rows, taken, keyOf, before);
  return {
    ...place,
    offset: before.offset + taken,
    anchors: [...anchors, ...before.anchors].slice(0, MAX_ANCHORS),
    ...(tie !== undefined && { tie }),
  };
}

// ---- Asking ---------------------------------------------------------------------------------------------------------

/**
 * Where the next page begins: at the last row that was delivered, or in front of the last group of equal rows. Of a
 * group that no page shows whole, half a page is read again.
 */
function overlapOffset({ place, isByTies, pageLimit }: Pick<Progress, 'place' | 'isByTies' | 'pageLimit'>): number {
  const { offset, anchors, tie } = place;
  if (anchors.length === 0) return offset;
  if (!isByTies) return Math.max(0, offset - 1);
  const half = Math.max(0, offset - Math.floor(pageLimit / 2));
  return tie === undefined ? half : Math.max(half, tie.offset - (tie.before === undefined ? 0 : 1));
}

/** Puts further pages in flight: always the next one, others only once it is known that and where they are. */
function fill(options: PagingOptions, progress: Progress, inFlight: readonly InFlight[]): readonly InFlight[] {
  const { place, pageLimit, count } = progress;
  const filled = [...inFlight];
  const isOneByOne = count === undefined || progress.isUneven || progress.isByTies;
  const most = isOneByOne ? 1 : options.readAhead;
  const begin = overlapOffset(progress);
  let last = filled.at(-1)?.request;
  while (filled.length < most) {
    const offset = last === undefined ? begin : last.offset + last.limit - 1;
    const missing = options.wanted - progress.delivered - (offset - begin);
    const exists = count === undefined || offset + 1 < count;
    // A sliver behind the last whole page may turn out not to be wanted.
    if (last !== undefined && (missing <= pageLimit * SLIVER || !exists)) break;
    const overlap = last === undefined ? place.offset - begin : 1;
    const small = missing > 0 && progress.fruitless === 0;
    const limit = small ? Math.min(pageLimit, missing + overlap) : pageLimit;
    last = { offset, limit, priority: priorityOf(options, progress) };
    const page = options.fetchPage(last);
    // Whoever awaits it sees the failure; where nobody does any more, it is of no interest.
    page.catch(() => undefined);
    filled.push({ request: last, page });
  }
  return filled;
}

/** Somebody waits for a first page or a small one; the pages behind it are an extract's. */
function priorityOf({ wanted, start, pageLimit }: Omit<PagingOptions, 'fetchPage'>, { delivered }: Progress): Priority {
  const first = delivered === 0 && start.anchors.length === 0;
  return first || wanted <= pageLimit ? 'interactive' : 'bulk';
}

// ---- Following ------------------------------------------------------------------------------------------------------

interface SearchOptions extends Omit<PagingOptions, 'fetchPage'> {
  readonly fetchPage: CarefulFetch;
}

/** No row is expected at any place of a page. */
const anywhere = { index: 0 };

/** The anchor, and where it should be on the next page. */
function expectedOf(progress: Progress): Expected {
  const { place, previous } = progress;
  const [anchor] = progress.isByTies ? [] : place.anchors;
  const index = anchor === undefined ? 0 : place.offset - 1 - overlapOffset(progress);
  return { index, ...(anchor !== undefined && { anchor }), ...(previous !== undefined && { previous }) };
}

interface Followed {
  readonly page: Page;
  readonly rows: readonly Row[];
  readonly before: Place;
  /** Where it is not how far the place has moved. */
  readonly shift?: number;
  readonly isByTies?: boolean;
}

/** The rows behind the place, of the page that was expected to show them or of one that does. */
async function follow(options: SearchOptions, progress: Progress, direct: Page): Promise<Followed | undefined> {
  const { place } = progress;
  const { ties } = options;
  if (progress.isByTies && ties !== undefined) return followTies(options, progress, direct, ties);
  const expectedIndex = place.offset - 1 - direct.offset;
  if (ties !== undefined && place.tie !== undefined && !isInPlace(direct, place.anchors[0], expectedIndex)) {
    return followTies(options, { ...progress, isByTies: true }, undefined, ties);
  }
  const index = locate(direct.rows.map(idOf), place.anchors, expectedIndex);
  if (index !== undefined) return followed(direct, index, place, index === expectedIndex + 1);
  const hasNothing = direct.count === 0 && direct.rows.length === 0;
  return hasNothing ? whereNothingIs(options, progress, direct) : search(options, progress, direct);
}

const isInPlace = ({ rows }: Page, anchor: string | undefined, index: number): boolean =>
  anchor === undefined || (rows[index] !== undefined && idOf(rows[index]) === anchor);

/** The rows from the beginning of the last group on, of a page that shows what is in front of it. */
async function followTies(
  options: SearchOptions,
  progress: Progress,
  direct: Page | undefined,
  { keyOf }: Ties,
): Promise<Followed> {
  const { place, pageLimit } = progress;
  const { tie } = place;
  const priority = priorityOf(options, progress);
  let offset = overlapOffset(progress);
  const isBlind = tie === undefined || tie.before === undefined || offset > tie.offset;
  for (let turn = 0; turn <= MAX_SEARCH_PAGES; turn++) {
    const asked = turn === 0 ? direct : undefined;
    const page = asked ?? (await options.fetchPage({ offset, limit: pageLimit, priority, fresh: turn > 0 }, anywhere));
    const index = isBlind ? 0 : indexBehind(page.rows, tie.before, keyOf);
    if (index !== undefined) {
      const begin = page.offset + index;
      const known = isBlind ? place.tie : { ...tie, offset: begin, last: tie.before };
      return {
        page,
        rows: page.rows.slice(index),
        before: { ...place, offset: begin, ...(known !== undefined && { tie: known }) },
        shift: isBlind ? 0 : begin - tie.offset,
        isByTies: true,
      };
    }
    if (offset === 0) break;
    offset = Math.max(0, offset - Math.ceil(pageLimit / 2));
  }
  throw lost();
}

/**
 * What follows where a list that had rows says that it has none. With nothing left of a short list, nothing is left
 * behind the place either; a long one that is gone all at once is more likely hidden than deleted.
 * @throws UpstreamInvalidResponse where it is.
 */
async function whereNothingIs(
  options: SearchOptions,
  progress: Progress,
  { offset, limit }: Page,
): Promise<Followed | undefined> {
  const { place } = progress;
  if (place.offset <= MAX_ANCHORS) return undefined;
  const request = { offset, limit, priority: priorityOf(options, progress), fresh: true };
  const again = await options.fetchPage(request, expectedOf(progress));
  if (again.count !== 0 || again.rows.length > 0) return follow(options, progress, again);
  throw invalid(`it has shown ${place.offset} records or more, and says that there are none.`);
}

/** Looks for the place before and behind where it should be, nearest first. */
async function search(options: SearchOptions, progress: Progress, direct: Page): Promise<Followed> {
  const { place, pageLimit, count } = progress;
  const shift = count === undefined || direct.count === undefined ? 0 : direct.count - count;
  const expected = Math.max(0, place.offset - 1 + shift);
  const priority = priorityOf(options, progress);
  const anchors = new Set(place.anchors);
  let seen: readonly Page[] = [];
  for (const offset of searchOffsets(expected, pageLimit, direct.count)) {
    const page = await options.fetchPage({ offset, limit: pageLimit, priority, fresh: true }, anywhere);
    const index = locate(page.rows.map(idOf), place.anchors, expected - offset);
    if (index !== undefined) return followed(page, index, place, false);
    seen = [...seen, page];
  }
  // While the anchors are all that was ever delivered and all of them are gone, the place is the beginning.
  const [first] = seen.filter(({ offset }) => offset === 0);
  const knowsAll = place.anchors.length < TRAVELLING_ANCHORS && place.offset <= place.anchors.length;
  const hasNone = isWhole(seen) && !seen.some(({ rows }) => rows.some((row) => anchors.has(idOf(row))));
  if (first !== undefined && knowsAll && hasNone) return followed(first, 0, place, false);
  throw lost();
}

/** Whether pages found in a search, which overlap one another, show the list from end to end. */
function isWhole(pages: readonly Page[]): boolean {
  return pages.some(({ offset }) => offset === 0) && pages.some((page) => isLast(page, page.rows.length));
}

/** Offsets of pages around the expected one that overlap by the anchors, so that none is cut in two. */
function searchOffsets(expected: number, pageLimit: number, count: number | undefined): readonly number[] {
  const first = expected - Math.floor(pageLimit * SEARCH_LEAD);
  const step = Math.max(Math.ceil(pageLimit / 2), pageLimit - MAX_ANCHORS);
  const offsets = Array.from({ length: MAX_SEARCH_PAGES }, (_, turn) => {
    const steps = Math.ceil(turn / 2);
    return first + (turn % 2 === 0 ? steps : -steps) * step;
  });
  const inside = offsets.map((offset) => Math.max(0, offset)).filter((offset) => count === undefined || offset < count);
  return [...new Set(inside)];
}

function followed(page: Page, index: number, place: Place, contiguous: boolean): Followed {
  const behind = page.rows.slice(index);
  const seen = new Set(contiguous ? [] : place.anchors);
  const rows = contiguous ? behind : behind.filter((row) => !seen.has(idOf(row)));
  const offset = page.offset + page.rows.length - rows.length;
  return { page, rows, before: { ...place, offset } };
}

const lost = (): ODataError =>
  ODataError.of('StaleSkiptoken', { reason: 'the rows it continues from were deleted or moved meanwhile.' });

function noProgress({ offset, rows, count }: Page): ODataError {
  const says = count === undefined ? 'a next page' : `${count} records`;
  return invalid(`it announces ${says}, but its page at offset ${offset} ends after ${rows.length}.`);
}

const invalid = (reason: string): ODataError => ODataError.of('UpstreamInvalidResponse', { reason });
