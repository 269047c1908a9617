/** How many rows a list has, shown by its end: a number that is only said may be anything. */
import type { FetchPage } from './careful-pages.ts';
import { contradictionIn, type UpstreamPage } from './page-facts.ts';
import type { Row } from '../../model/values.ts';

/** Rows of a look at a list's beginning and at its end: most short lists, and most filters that are overlooked, show there. */
const LOOK = 50;
/** Looks at most; a list whose end moves faster is counted row by row. */
const MOST_LOOKS = 4;

interface ProofOptions {
  readonly fetchPage: FetchPage;
  /** Whether a row may be in the list. */
  readonly holds: (row: Row) => boolean;
  /** Rows that the list had when it was last looked at. */
  readonly expected?: number | undefined;
}

/**
 * The number of rows of a list, or undefined where its pages do not bear out what they say of it. The end is looked for
 * where it should be, which takes one request, or two where nothing is known yet and the list is longer than a look.
 */
export async function provenCount({ fetchPage, holds, expected }: ProofOptions): Promise<number | undefined> {
  let offset = expected === undefined ? 0 : beforeEnd(expected, LOOK);
  let room = LOOK;
  for (let turn = 0; turn < MOST_LOOKS; turn++) {
    // What was remembered at different times may not agree.
    const fresh = turn > 1;
    const page = await fetchPage({ offset, limit: LOOK, priority: 'interactive', keep: true, fresh });
    if (!page.rows.every(holds)) return undefined;
    if (showsEnd(page)) return page.count;
    if (page.count === undefined) return undefined;
    // Pages may come shorter than asked for.
    if (page.rows.length > 0 && offset + page.rows.length < page.count) room = Math.min(room, page.rows.length);
    offset = beforeEnd(page.count, room);
  }
  return undefined;
}

/** As many rows may come meanwhile as may go. */
const beforeEnd = (count: number, room: number): number => Math.max(0, count - Math.floor(room / 2));

/** Whether a page would have room for more rows, and ends where the list should end. */
function showsEnd(page: UpstreamPage): boolean {
  const { offset, rows, count, limit } = page;
  if (count !== offset + rows.length || rows.length >= limit) return false;
  return (rows.length > 0 || offset === 0) && contradictionIn(page, { index: 0 }) === undefined;
}
