/**
 * Reading a list page by page while it changes. ClickTime pages by `offset`, so a row inserted or deleted in front of
 * the reader shifts everything behind it. Each page after the first therefore begins with the last row of the page
 * before, its anchor: where that is found in its place nothing was lost between the two; where it is not, it is looked
 * for. So every row that exists throughout and stays in its place comes exactly once; those that an edit moves across
 * the reader are the matter of `extract.ts`.
 */
import { carefully, type FetchPage } from './careful-pages.ts';
import { expectedOf, fill, overlapOffset, type InFlight, type ReaderState } from './asking.ts';
import { follow, lost, noProgress } from './following.ts';
import { listBatch, placeAfter, type ListBatch } from './list-batch.ts';
import { expectNoGap, expectOffset, withEnd } from './list-end.ts';
import type { UpstreamPage } from './page-facts.ts';
import type { AnchoredOffset } from './position.ts';
import type { TieKey } from './tie-groups.ts';

export interface PagingOptions {
  readonly fetchPage: FetchPage;
  readonly start: AnchoredOffset;
  /** Rows of a page at most. */
  readonly pageLimit: number;
  /** Rows that will probably be taken: nothing behind them is read ahead. */
  readonly wanted: number;
  /** Pages in flight at most. */
  readonly readAhead: number;
  /** Tells rows apart as the order of the list does; absent where places are found by rows alone. */
  readonly ties?: Ties | undefined;
}

export interface Ties {
  readonly keyOf: TieKey;
  /** Places are the beginnings of groups of equal rows from the start; else where a row is not found in its place. */
  readonly isOn: boolean;
}

/** Pages in a row that may show nothing new before the place counts as lost. */
const MAX_FRUITLESS_PAGES = 3;

/**
 * The rows behind `start`, none of them delivered before, in pages read ahead in order; a batch is empty where a page
 * showed nothing new.
 * @throws StaleSkiptoken where the rows in front of a place are all gone; UpstreamInvalidResponse where pages do not
 *   lead on.
 */
export async function* readPages(options: PagingOptions): AsyncGenerator<ListBatch, void, void> {
  const fetchPage = carefully(options.fetchPage);
  let state: ReaderState = {
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
    inFlight = fill(options, state, inFlight);
    const [head, ...rest] = inFlight;
    if (head === undefined) return;
    const { priority } = head.request;
    const direct = await fetchPage(head.request, expectedOf(state), head.page);
    if (state.place.anchors.length === 0) await expectOffset(options.fetchPage, direct, priority);
    const directLimit = appliedLimit(direct, head.request.limit, state.pageLimit);
    const found = await follow({ ...options, fetchPage }, { ...state, pageLimit: directLimit }, direct);
    if (found === undefined) return;
    const { before, shift = before.offset - state.place.offset } = found;
    expectNoGap(state.previous, found.page, shift);
    const seen = before.offset + found.rows.length - shift - state.place.offset;
    const asked = { limit: directLimit, priority };
    const ended = await withEnd(found, seen, { fetchPage: options.fetchPage, asked, doubtsEnds });
    const { fresh, end, isRefuted } = ended;
    const { page, rows } = ended.found;
    // Without a count nothing tells in the end that a row found in its place stood there by chance.
    const isByTies = found.isByTies === true || (options.ties !== undefined && page.count === undefined);
    const last = end === 'Last';
    doubtsEnds ||= isRefuted;
    // A number of rows that ends where the list does not is none.
    const { count, isDoubted } = isRefuted ? {} : page;
    const pageLimit = page === direct ? directLimit : appliedLimit(page, directLimit, directLimit);
    const mark = {
      before,
      read: rows,
      keyOf: options.ties?.keyOf,
      count,
      isDoubted,
      shift,
      isByTies: options.ties && isByTies,
      pageLimit: pageLimit < options.pageLimit && !last ? pageLimit : undefined,
    };
    yield listBatch(mark, last);
    if (last) return;
    if (!isRefuted && fresh <= 0 && page.rows.length < 2) throw noProgress(page);
    const fruitless = fresh <= 0 ? state.fruitless + 1 : 0;
    if (fruitless > MAX_FRUITLESS_PAGES) throw lost();
    state = {
      place: placeAfter(mark, rows.length),
      pageLimit,
      isUneven: page.rows.length < page.limit,
      previous: page,
      delivered: state.delivered + Math.max(0, fresh),
      fruitless,
      isByTies,
      count,
    };
    inFlight = fruitless === 0 && rest[0]?.request.offset === overlapOffset(state) ? rest : [];
  }
}

/** What is known of the most that a page can have: one smaller than asked for tells it. */
const appliedLimit = ({ limit }: UpstreamPage, asked: number, known: number): number =>
  limit < asked ? Math.min(limit, known) : known;
