/** Which pages of a list are asked for next, and how many are in flight. */
import type { PageRequest } from './careful-pages.ts';
import type { Expected, UpstreamPage } from './page-facts.ts';
import type { PagingOptions } from './paging.ts';
import type { AnchoredOffset } from './position.ts';
import type { Priority } from '../upstream/window.ts';

/** Of a page, the part that is too small to be read ahead for. */
const SLIVER = 0.1;

/** Of a page, the part that a group of equal rows may take up to be read again whole. */
const MOST_OVERLAP = 0.9;

export interface InFlight {
  readonly request: PageRequest;
  readonly page: Promise<UpstreamPage>;
}

/** How far the reader has come. */
export interface ReaderState {
  readonly place: AnchoredOffset;
  readonly pageLimit: number;
  readonly delivered: number;
  /** Pages in a row that showed nothing new. */
  readonly fruitless: number;
  readonly count?: number | undefined;
  readonly previous?: UpstreamPage | undefined;
  /** Pages come shorter than asked for, so that those behind cannot be asked for yet. */
  readonly isUneven: boolean;
  /** Places are the beginnings of groups of equal rows. */
  readonly isByTies: boolean;
}

/**
 * Where the next page begins: at the last row that was delivered, or in front of the last group of equal rows. Of a
 * group that no page shows whole, half a page is read again.
 */
export function overlapOffset({
  place,
  isByTies,
  pageLimit,
}: Pick<ReaderState, 'place' | 'isByTies' | 'pageLimit'>): number {
  const { offset, anchors, tie } = place;
  if (anchors.length === 0) return offset;
  if (!isByTies) return Math.max(0, offset - 1);
  const begin = tie === undefined ? 0 : tie.offset - (tie.before === undefined ? 0 : 1);
  const isShownWhole = tie !== undefined && offset - begin <= pageLimit * MOST_OVERLAP;
  return isShownWhole ? begin : Math.max(begin, offset - Math.floor(pageLimit / 2));
}

/** Puts further pages in flight: always the next one, others only once it is known that and where they are. */
export function fill(options: PagingOptions, state: ReaderState, inFlight: readonly InFlight[]): readonly InFlight[] {
  const { place, pageLimit, count } = state;
  const filled = [...inFlight];
  const isOneByOne = count === undefined || state.isUneven || state.isByTies;
  const most = isOneByOne ? 1 : options.readAhead;
  const begin = overlapOffset(state);
  let last = filled.at(-1)?.request;
  while (filled.length < most) {
    const offset = last === undefined ? begin : last.offset + last.limit - 1;
    const missing = options.wanted - state.delivered - (offset - begin);
    const exists = count === undefined || offset + 1 < count;
    // A sliver behind the last whole page may turn out not to be wanted.
    if (last !== undefined && (missing <= pageLimit * SLIVER || !exists)) break;
    const overlap = last === undefined ? place.offset - begin : 1;
    // Where pages come shorter than asked for, small ones might show nothing at all.
    const small = missing > 0 && state.fruitless === 0 && !state.isUneven;
    const limit = small ? Math.min(pageLimit, missing + overlap) : pageLimit;
    last = { offset, limit, priority: priorityOf(options, state) };
    const page = options.fetchPage(last);
    // Whoever awaits it sees the failure; where nobody does any more, it is of no interest.
    page.catch(() => undefined);
    filled.push({ request: last, page });
  }
  return filled;
}

/** Somebody waits for a first page or a small one; the pages behind it are an extract's. */
export function priorityOf(
  { wanted, start, pageLimit }: Omit<PagingOptions, 'fetchPage'>,
  { delivered }: ReaderState,
): Priority {
  const first = delivered === 0 && start.anchors.length === 0;
  return first || wanted <= pageLimit ? 'interactive' : 'bulk';
}

/** The anchor, and where it should be on the next page. */
export function expectedOf(state: ReaderState): Expected {
  const { place, previous } = state;
  const [anchor] = state.isByTies ? [] : place.anchors;
  const index = anchor === undefined ? 0 : place.offset - 1 - overlapOffset(state);
  return { index, anchor, previous };
}
