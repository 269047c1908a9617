/**
 * Reading a list page by page while it changes. ClickTime pages by `offset`, so a row inserted or deleted in front of
 * the reader shifts everything behind it. Each page after the first therefore begins with the last row of the page
 * before, its anchor: where that is found in its place nothing was lost between the two; where it is not, it is looked
 * for. So every row that exists throughout and stays in its place comes exactly once; those that an edit moves across
 * the reader are the matter of `extract.ts`.
 */
import { carefully, type FetchPage } from './careful-pages.ts';
import { expectedOf, fill, overlapOffset, type InFlight, type Progress } from './asking.ts';
import type { Row } from '../../model/values.ts';
import type { Reading } from './bookmark.ts';
import { idOf } from '../model/decode-record.ts';
import { follow, lost, noProgress } from './following.ts';
import { expectNoGap, expectOffset, withEnd } from './list-end.ts';
import type { Page } from './page-facts.ts';
import { MAX_ANCHORS, type Place } from './place.ts';
import { tieStartOf, type TieKey } from './tie-groups.ts';

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
  /** Rows of a page at most, where that is fewer than are asked for. */
  readonly most?: number;
  /** Indexes of rows that the extract has not had before; absent: all of them. */
  readonly fresh?: readonly number[];
  /** How far the extract is with it. */
  readonly reading?: Reading;
}

/** Pages in a row that may show nothing new before the place counts as lost. */
const MAX_FRUITLESS_PAGES = 3;

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
  let doubtsEnds = false;
  for (;;) {
    inFlight = fill(options, progress, inFlight);
    const [head, ...rest] = inFlight;
    if (head === undefined) return;
    const { priority } = head.request;
    const direct = await fetchPage(head.request, expectedOf(progress), head.page);
    if (progress.place.anchors.length === 0) await expectOffset(options.fetchPage, direct, priority);
    const directLimit = appliedLimit(direct, head.request.limit, progress.pageLimit);
    const found = await follow({ ...options, fetchPage }, { ...progress, pageLimit: directLimit }, direct);
    if (found === undefined) return;
    const { before, shift = before.offset - progress.place.offset } = found;
    expectNoGap(progress.previous, found.page, shift);
    const seen = before.offset + found.rows.length - shift - progress.place.offset;
    const asked = { limit: directLimit, priority };
    const ended = await withEnd(found, seen, { fetchPage: options.fetchPage, asked, doubtsEnds });
    const { fresh, end, isRefuted } = ended;
    const { page, rows } = ended.found;
    // Without a count nothing tells in the end that a row found in its place stood there by chance.
    const isByTies = found.isByTies === true || (options.ties !== undefined && page.count === undefined);
    const last = end === 'Last';
    doubtsEnds ||= isRefuted;
    // A number of rows that ends where the list does not is none.
    const facts = isRefuted ? {} : counted(page);
    const pageLimit = page === direct ? directLimit : appliedLimit(page, directLimit, directLimit);
    const most = pageLimit < options.pageLimit && !last ? { most: pageLimit } : {};
    const stretch = { rows, before, last, shift, ...facts, ...most, ...told(options, isByTies) };
    yield stretch;
    if (last) return;
    if (!isRefuted && fresh <= 0 && page.rows.length < 2) throw noProgress(page);
    const fruitless = fresh <= 0 ? progress.fruitless + 1 : 0;
    if (fruitless > MAX_FRUITLESS_PAGES) throw lost();
    progress = {
      place: placeAfter(stretch, rows.length),
      pageLimit,
      isUneven: page.rows.length < page.limit,
      previous: page,
      delivered: progress.delivered + Math.max(0, fresh),
      fruitless,
      isByTies,
      ...(facts.count !== undefined && { count: facts.count }),
    };
    inFlight = fruitless === 0 && rest[0]?.request.offset === overlapOffset(progress) ? rest : [];
  }
}

/** What is known of the most that a page can have: one smaller than asked for tells it. */
const appliedLimit = ({ limit }: Page, asked: number, known: number): number =>
  limit < asked ? Math.min(limit, known) : known;

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
