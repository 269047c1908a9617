import type { Row } from '../model/values.ts';
import type { CollectionPlan } from '../plan/plan.ts';
import type { Batch } from '../source/batch.ts';
import { countExact } from './count.ts';
import { isPageTimeOver, type Execution } from './execution.ts';
import type { Joins } from './joins.ts';
import { nextState, pageSizeOf, type Page, type PageSize } from './page.ts';
import { readMatches } from './read-matches.ts';
import type { PageState } from './skiptoken.ts';
import { weighRow } from './weigh.ts';

/** Of the largest batch, the part below which a batch is small: overlaps make some shorter by a row or two. */
const SMALL = 0.9;

export interface WantedPage {
  /** All that match are to be counted as well. */
  readonly isCounting: boolean;
  /** The rows may be text: nothing is added to them. */
  readonly texts: boolean;
}

/**
 * A page in the source's order. It ends at its size, or when its time is over and something was read; where it may be
 * shorter, also before a batch of the source that would not fit, because the next page would read that batch again.
 * Where matches have to be counted here, it ends at its size only and reading goes on to the end.
 */
export async function sourceOrderPage(
  execution: Execution,
  plan: CollectionPlan,
  joins: Joins,
  state: PageState,
  { isCounting, texts }: WantedPage,
): Promise<Page> {
  const isExact = plan.residual === undefined;
  const isScanning = isCounting && !isExact && state.count === undefined;
  const page = openPage(state, pageSizeOf(execution, state), isExact);
  let matched = 0;
  let total: number | undefined;
  for await (const batch of readMatches(execution, plan, {
    joins,
    texts,
    ...sourceOptions(execution, state, isExact),
  })) {
    matched += batch.rows.length;
    // A source may find out while it reads that it does not know.
    total = batch.total;
    if (page.isClosed) page.hasMore ||= batch.rows.length > 0;
    else {
      const kept = page.rows.length;
      fill(page, batch, !isScanning && isPageTimeOver(execution), isScanning);
      await execution.memory.take((page.rows.length - kept) * weighRow(batch.rows));
    }
    if (page.isClosed && !isScanning) break;
  }
  if (!isCounting) return pageOf(execution, page, state, undefined);
  const count = state.count ?? (isScanning ? matched : (total ?? (await countExact(execution, plan))));
  return pageOf(execution, page, state, count);
}

/** Where the source does the whole filter, it can pass over entities itself and knows how many will be taken. */
function sourceOptions(execution: Execution, state: PageState, isExact: boolean) {
  const { limit } = pageSizeOf(execution, state);
  return {
    after: state.position,
    limit: isExact ? limit : undefined,
    wanted: state.take ?? Number.POSITIVE_INFINITY,
    skip: isExact && state.skip > 0 ? state.skip : undefined,
  };
}

/** A page while it is being filled. */
interface OpenPage {
  readonly rows: Row[];
  readonly size: PageSize;
  /** The source passes over entities itself. */
  readonly isExact: boolean;
  toSkip: number;
  /** Behind which row the page ends; absent as long as nothing was read. */
  end: { readonly batch: Batch; readonly index: number } | undefined;
  /** Rows of the source's largest batch; a small one is probably its last. */
  largest: number;
  isClosed: boolean;
  hasMore: boolean;
}

const openPage = ({ skip }: PageState, size: PageSize, isExact: boolean): OpenPage => ({
  rows: [],
  size,
  isExact,
  toSkip: skip,
  end: undefined,
  largest: 0,
  isClosed: false,
  hasMore: false,
});

/** Takes what there is room for, and closes the page where it should end with this batch. */
function fill(page: OpenPage, batch: Batch, isTimeOver: boolean, isScanning: boolean): void {
  const { rows, size } = page;
  const from = page.isExact ? 0 : Math.min(page.toSkip, batch.rows.length);
  const to = Math.min(batch.rows.length, from + size.limit - rows.length);
  for (const row of batch.rows.slice(from, to)) rows.push(row);
  page.toSkip -= page.isExact ? (batch.skipped ?? 0) : from;
  if (batch.size > 0) page.end = { batch, index: to - 1 };
  page.largest = Math.max(page.largest, batch.size);

  const isWhole = to === batch.rows.length;
  // How many there are in all does not tell: some that were delivered may be gone.
  if (isWhole && batch.last === true) {
    page.isClosed = true;
    return;
  }
  const isFull = rows.length === size.limit;
  const isSmall = batch.size < page.largest * SMALL;
  const wouldOverflow = size.isFlexible && !isScanning && !isSmall && rows.length + batch.rows.length > size.limit;
  if (!isFull && !wouldOverflow && !(isTimeOver && page.end !== undefined)) return;
  page.isClosed = true;
  page.hasMore = !isScanning || !isWhole;
}

function pageOf({ source }: Execution, page: OpenPage, state: PageState, count: number | undefined): Page {
  const { rows, end, toSkip, hasMore } = page;
  if (!hasMore || state.take === rows.length) return { rows, count };
  const position = end === undefined ? state.position : source.positionAfter(end.batch, end.index);
  return { rows, count, next: nextState(state, rows.length, { skip: toSkip, position, count: count ?? state.count }) };
}
