import type { ApiProblem } from './problem.ts';
import type { WireText } from '../wire-text.ts';
import { toWireJson } from '../wire-text.ts';

/** ClickTime's envelope: `data`, `errors`, `jsonapi`, `meta` and, for lists, `page`. Built as text, since rows come as text. */

/** Where a page of a list stands. */
interface PagePosition {
  /** Rows that match, on all pages together. */
  readonly count: number;
  readonly limit: number;
  readonly offset: number;
}

/** Absolute link to the page at an offset. */
type PageLink = (offset: number) => string;

const head = '{"jsonapi":{},"meta":{},"data":';

/** Envelope of one record. */
export function recordEnvelope(record: unknown): WireText {
  return `${head}${toWireJson(record)},"errors":[]}`;
}

/** Envelope of one record that is JSON already. */
export function wireRecordEnvelope(json: WireText): WireText {
  return `${head}${json},"errors":[]}`;
}

/** Envelope of one page of a list, rows given as JSON. */
export function pageEnvelope(rows: readonly WireText[], position: PagePosition, link: PageLink): WireText {
  return `${head}[${rows.join(',')}],"errors":[],"page":${toWireJson(pageObject(position, link))}}`;
}

/** Envelope of a problem. */
export function problemEnvelope(problem: ApiProblem): WireText {
  // A bad token gets the answer that clients of the real service report: nothing but data and errors.
  if (problem.status === 401) return toWireJson({ data: null, errors: [{ Message: problem.message }] });
  const error = { Field: problem.field, Message: problem.message, MessageDetail: [] };
  return toWireJson({ jsonapi: {}, meta: {}, data: null, errors: [error] });
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
