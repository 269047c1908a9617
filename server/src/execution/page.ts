/** One page of an answer, and where the next one begins. */
import type { Row } from '../model/values.ts';
import type { Execution } from './execution.ts';
import type { PageState } from './skiptoken.ts';

export interface Page {
  readonly rows: readonly Row[];
  readonly count?: number | undefined;
  /** Absent where nothing is left to show. */
  readonly next?: PageState | undefined;
}

export interface PageSize {
  /** Most entities of this page. */
  readonly limit: number;
  /** Nobody counts on exactly that many: the page may end a little earlier where that saves work. */
  readonly isFlexible: boolean;
}

/** How long a page may be: what the client prefers, now or on the first page, within the service's limit. */
export function pageSizeOf({ limits, maxPageSize }: Execution, { pageSize, take }: PageState): PageSize {
  const preferred = maxPageSize ?? pageSize ?? Number.POSITIVE_INFINITY;
  const limit = Math.min(preferred, limits.pageSize);
  const isLast = take !== undefined && take <= limit;
  return { limit: isLast ? take : limit, isFlexible: !isLast && limit === limits.pageSize };
}

/** The state behind a page of that many entities. */
export function nextState(state: PageState, shown: number, change: Partial<PageState>): PageState {
  const { take } = state;
  return { ...state, ...change, take: take === undefined ? undefined : take - shown };
}
