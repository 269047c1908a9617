/** Pages whose words can be relied on: one that contradicts itself is asked for again, for most of that passes. */
import { ODataError } from '../../errors/odata-error.ts';
import { contradictionIn, type Expected, type UpstreamPage } from './page-facts.ts';
import type { Priority } from '../upstream/window.ts';

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
  readonly priority: Priority;
  /** Nothing that was read before may answer it. */
  readonly fresh?: boolean;
  /** Worth remembering for a short while. */
  readonly keep?: boolean;
}

export type FetchPage = (request: PageRequest) => Promise<UpstreamPage>;

/** How often a page that contradicts itself is asked for again. */
const MOST_RETRIES = 2;

/**
 * The page that a request comes to, whose first answer may be under way already. Where ClickTime insists on a count that
 * cannot be, the page comes without it, and so do those after it, for they are not asked for again on its account.
 * @throws UpstreamInvalidResponse where it insists on rows that cannot be.
 */
export type CarefulFetch = (
  request: PageRequest,
  expected: Expected,
  first?: Promise<UpstreamPage>,
) => Promise<UpstreamPage>;

export function carefully(fetchPage: FetchPage): CarefulFetch {
  let doubtsCounts = false;
  return async (request, expected, first = fetchPage(request)) => {
    let page = await first;
    let found = contradictionIn(page, expected);
    for (let turn = 0; found !== undefined && turn < MOST_RETRIES; turn++) {
      if (found.of === 'count' && doubtsCounts) break;
      page = await fetchPage({ ...request, fresh: true });
      found = contradictionIn(page, expected);
    }
    if (found?.of === 'rows') throw ODataError.of('UpstreamInvalidResponse', { reason: found.reason });
    doubtsCounts ||= found?.of === 'count';
    if (!doubtsCounts) return page;
    return { ...page, count: undefined, isDoubted: true };
  };
}
