/** Finding the place that the reader has come to, on the page that should show it or near that. */
import { ODataError } from '../../errors/odata-error.ts';
import { expectedOf, overlapOffset, priorityOf, type ReaderState } from './asking.ts';
import type { CarefulFetch } from './careful-pages.ts';
import { idOf } from '../model/decode-record.ts';
import { locate } from './locate.ts';
import { endOf, type UpstreamPage } from './page-facts.ts';
import type { PagingOptions, Ties } from './paging.ts';
import { MAX_ANCHORS, TRAVELLING_ANCHORS, type AnchoredOffset } from './position.ts';
import type { Row } from '../../model/values.ts';
import { indexBehind } from './tie-groups.ts';

/** Pages read at most to find a place again. */
const MAX_SEARCH_PAGES = 12;
/** Of a page read to find a place again, the part that lies before it. */
const SEARCH_LEAD = 0.2;

interface SearchOptions extends Omit<PagingOptions, 'fetchPage'> {
  readonly fetchPage: CarefulFetch;
}

/** No row is expected at any place of a page. */
const anywhere = { index: 0 };

export interface Followed {
  readonly page: UpstreamPage;
  readonly rows: readonly Row[];
  readonly before: AnchoredOffset;
  /** Where it is not how far the place has moved. */
  readonly shift?: number;
  readonly isByTies?: boolean;
}

/** The rows behind the place, of the page that was expected to show them or of one that does. */
export async function follow(
  options: SearchOptions,
  state: ReaderState,
  direct: UpstreamPage,
): Promise<Followed | undefined> {
  const { place } = state;
  const { ties } = options;
  const isEmpty = direct.count === 0 && direct.rows.length === 0 && place.anchors.length > 0;
  if (isEmpty) return whereNothingIs(options, state, direct);
  if (state.isByTies && ties !== undefined) return followTies(options, state, direct, ties);
  const expectedIndex = place.offset - 1 - direct.offset;
  if (ties !== undefined && place.tie !== undefined && !isInPlace(direct, place.anchors[0], expectedIndex)) {
    return followTies(options, { ...state, isByTies: true }, undefined, ties);
  }
  const index = locate(direct.rows.map(idOf), place.anchors, expectedIndex);
  if (index !== undefined) return followed(direct, index, place);
  return search(options, state, direct);
}

const isInPlace = ({ rows }: UpstreamPage, anchor: string | undefined, index: number): boolean =>
  anchor === undefined || (rows[index] !== undefined && idOf(rows[index]) === anchor);

/** The rows from the beginning of the last group on, of a page that shows what is in front of it. */
async function followTies(
  options: SearchOptions,
  state: ReaderState,
  direct: UpstreamPage | undefined,
  { keyOf }: Ties,
): Promise<Followed> {
  const { place, pageLimit } = state;
  const { tie } = place;
  const priority = priorityOf(options, state);
  // Where the page shows that it can have fewer rows than was thought, it may begin too far in front.
  let offset = overlapOffset(state);
  const isBlind = tie === undefined || tie.before === undefined || offset > tie.offset;
  for (let turn = 0; turn <= MAX_SEARCH_PAGES; turn++) {
    const asked = turn === 0 && direct?.offset === offset ? direct : undefined;
    const page = asked ?? (await options.fetchPage({ offset, limit: pageLimit, priority, fresh: turn > 0 }, anywhere));
    const index = isBlind ? 0 : indexBehind(page.rows, tie.before, keyOf);
    if (index !== undefined) {
      const begin = page.offset + index;
      const known = isBlind ? tie : { ...tie, offset: begin, last: tie.before };
      return {
        page,
        rows: page.rows.slice(index),
        before: { ...place, offset: begin, tie: known },
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
  state: ReaderState,
  { offset, limit }: UpstreamPage,
): Promise<Followed | undefined> {
  const { place } = state;
  if (place.offset <= MAX_ANCHORS) return undefined;
  const request = { offset, limit, priority: priorityOf(options, state), fresh: true };
  const asked = await options.fetchPage(request, expectedOf(state));
  if (asked.count !== 0 || asked.rows.length > 0) return follow(options, state, asked);
  throw invalid(`it has shown ${place.offset} records or more, and says that there are none.`);
}

/** Looks for the place before and behind where it should be, nearest first. */
async function search(options: SearchOptions, state: ReaderState, direct: UpstreamPage): Promise<Followed> {
  const { place, pageLimit, count } = state;
  const shift = count === undefined || direct.count === undefined ? 0 : direct.count - count;
  const expected = Math.max(0, place.offset - 1 + shift);
  const priority = priorityOf(options, state);
  const anchors = new Set(place.anchors);
  let seen: readonly UpstreamPage[] = [];
  for (const offset of searchOffsets(expected, pageLimit, direct.count)) {
    const page = await options.fetchPage({ offset, limit: pageLimit, priority, fresh: true }, anywhere);
    const index = locate(page.rows.map(idOf), place.anchors, expected - offset);
    if (index !== undefined) return followed(page, index, place);
    seen = [...seen, page];
  }
  // While the anchors are all that was ever delivered and all of them are gone, the place is the beginning.
  const [first] = seen.filter(({ offset }) => offset === 0);
  const knowsAll = place.anchors.length < TRAVELLING_ANCHORS && place.offset <= place.anchors.length;
  const hasNone = isWhole(seen) && !seen.some(({ rows }) => rows.some((row) => anchors.has(idOf(row))));
  if (first !== undefined && knowsAll && hasNone) return followed(first, 0, place);
  throw lost();
}

/** Whether pages found in a search, which overlap one another, show the list from end to end. */
function isWhole(pages: readonly UpstreamPage[]): boolean {
  return pages.some(({ offset }) => offset === 0) && pages.some((page) => endOf(page, page.rows.length) !== 'More');
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

/** The rows from an index on, without those that were delivered: what came between them may have pushed them behind it. */
function followed(page: UpstreamPage, index: number, place: AnchoredOffset): Followed {
  const behind = index === 0 ? page.rows : page.rows.slice(index);
  const known = new Set(place.anchors);
  const rows = behind.some((row) => known.has(idOf(row))) ? behind.filter((row) => !known.has(idOf(row))) : behind;
  const offset = page.offset + page.rows.length - rows.length;
  return { page, rows, before: { ...place, offset } };
}

export const lost = (): ODataError =>
  ODataError.of('StaleSkiptoken', { reason: 'the rows it continues from were deleted or moved meanwhile.' });

export function noProgress({ offset, rows, count }: UpstreamPage): ODataError {
  const says = count === undefined ? 'a next page' : `${count} records`;
  return invalid(`it announces ${says}, but its page at offset ${offset} ends after ${rows.length}.`);
}

export const invalid = (reason: string): ODataError => ODataError.of('UpstreamInvalidResponse', { reason });
