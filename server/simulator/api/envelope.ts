import type { ApiProblem } from './problem.ts';

/** ClickTime's envelope: `data`, `errors`, `jsonapi`, `meta` and, for lists, `page`. Built as text, since rows come as text. */

/** Where a page of a list stands. */
export interface PagePosition {
  /** Rows that match, on all pages together. */
  readonly count: number;
  readonly limit: number;
  readonly offset: number;
}

/** Absolute link to the page at an offset. */
export type PageLink = (offset: number) => string;

const head = '{"jsonapi":{},"meta":{},"data":';

/** Envelope of one record, given as JSON. */
export function recordEnvelope(json: string): string {
  return `${head}${json},"errors":[]}`;
}

/** Envelope of one page of a list, rows given as JSON. */
export function pageEnvelope(rows: readonly string[], position: PagePosition, link: PageLink): string {
  return `${head}[${rows.join(',')}],"errors":[],"page":${JSON.stringify(pageObject(position, link))}}`;
}

/** Envelope of a problem. */
export function problemEnvelope(problem: ApiProblem): string {
  const error = { Field: problem.field, Message: problem.message, MessageDetail: [] };
  // A bad token gets the answer that clients of the real service report: nothing but data and errors.
  const envelope = problem.status === 401 ? {} : { jsonapi: {}, meta: {} };
  const item = problem.status === 401 ? { Message: problem.message } : error;
  return JSON.stringify({ ...envelope, data: null, errors: [item] });
}

function pageObject({ count, limit, offset }: PagePosition, link: PageLink): object {
  const last = count === 0 ? 0 : Math.floor((count - 1) / limit) * limit;
  return {
    count,
    limit,
    offset,
    links: {
      self: link(offset),
      first: link(0),
      previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      next: offset + limit < count ? link(offset + limit) : null,
      last: link(last),
    },
  };
}
