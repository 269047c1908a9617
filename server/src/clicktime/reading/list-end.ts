/** What is behind a page that may be the last: asked where its own words do not prove that it is. */
import type { FetchPage, PageRequest } from './careful-pages.ts';
import { idOf } from '../model/decode-record.ts';
import { invalid, type Followed } from './following.ts';
import { contradictionIn, endOf, type UpstreamPage } from './page-facts.ts';
import type { Priority } from '../upstream/window.ts';

/** Rows asked for behind an end: one that is sent is enough. */
const PROBE = 2;
/** Answers in a row that contradict themselves. */
const MOST_ASKED = 3;

/**
 * The rows behind a page, of which there may be none.
 * @throws UpstreamInvalidResponse where nothing comes and yet something is said to be there.
 */
async function pageBehind(fetchPage: FetchPage, { offset, rows }: UpstreamPage, asked: Asked): Promise<UpstreamPage> {
  const end = offset + rows.length;
  let reason = '';
  for (let turn = 0; turn < MOST_ASKED; turn++) {
    const page = await fetchPage({ ...asked, offset: end, fresh: true });
    const found = contradictionIn(page, { index: 0 });
    // Of a list that links to a next page from everywhere, count and rows tell the end.
    if (found === undefined || page.rows.length > 0 || page.count === end) return page;
    ({ reason } = found);
  }
  throw invalid(reason);
}

type Asked = Pick<PageRequest, 'limit' | 'priority'>;

/** A page, and whether the list ends with it. */
interface Ended {
  readonly found: Followed;
  /** Rows that had not been delivered before. */
  readonly fresh: number;
  readonly end: 'Last' | 'More';
  /** The list goes on although its words allowed an end here. */
  readonly isRefuted: boolean;
}

interface EndOptions {
  readonly fetchPage: FetchPage;
  readonly asked: Asked;
  /** Words of an end are not asked about any more, unless a page shows nothing new. */
  readonly doubtsEnds: boolean;
}

/** The page that was found, with its end, or the one behind it where it shows nothing new and that one does. */
export async function withEnd(found: Followed, fresh: number, options: EndOptions): Promise<Ended> {
  const { page } = found;
  const end = endOf(page, fresh);
  if (end !== 'Unproven') return { found, fresh, end, isRefuted: false };
  if (fresh > 0 && options.doubtsEnds) return { found, fresh, end: 'More', isRefuted: false };
  const { asked, fetchPage } = options;
  const behind = await pageBehind(fetchPage, page, fresh > 0 ? { ...asked, limit: PROBE } : asked);
  if (behind.rows.length === 0) return { found, fresh, end: 'Last', isRefuted: false };
  const known = new Set([...found.before.anchors, ...page.rows.map(idOf)]);
  const isNew = fresh <= 0 && found.rows.length === 0 && !behind.rows.some((row) => known.has(idOf(row)));
  if (!isNew) return { found, fresh, end: 'More', isRefuted: true };
  return {
    found: { ...found, page: behind, rows: behind.rows },
    fresh: behind.rows.length,
    end: 'More',
    isRefuted: true,
  };
}

/**
 * Sees to it that a page which came shorter than asked for did so at its end: where as many rows as were missing lie
 * between its last row and its place on the next page, ClickTime keeps rows back. Insertions would be counted.
 * @throws UpstreamInvalidResponse where it does.
 */
export function expectNoGap(previous: UpstreamPage | undefined, page: UpstreamPage, shift: number): void {
  if (previous === undefined || shift <= 0 || previous.count !== page.count) return;
  const { offset, rows, limit } = previous;
  if (limit - rows.length !== shift) return;
  throw invalid(`its page at offset ${offset} has ${rows.length} records, and the next one begins ${limit} behind it.`);
}

/**
 * Sees to it that the rows of a page are from its offset, where neither ClickTime nor a row in front of them says so.
 * @throws UpstreamInvalidResponse where they are those from the beginning.
 */
export async function expectOffset(
  fetchPage: FetchPage,
  { offset, rows, saidOffset }: UpstreamPage,
  priority: Priority,
): Promise<void> {
  const [first] = rows;
  if (offset === 0 || saidOffset !== undefined || first === undefined) return;
  const [begin] = (await fetchPage({ offset: 0, limit: 1, priority })).rows;
  if (begin === undefined || idOf(begin) !== idOf(first)) return;
  throw invalid(`it was asked for the records from ${offset} on, and sends those from 0 on.`);
}
