import type { AnswerSettings, ApiRequest } from './request.ts';
import type { Rows } from './reader.ts';
import type { QueryValues } from './parameter-kinds.ts';
import type { WireText } from '../wire-text.ts';
import { invalidParameter } from './problem.ts';
import { pageEnvelope } from './envelope.ts';
import { withTies } from './unstable-ties.ts';

/** `limit` and `offset`: the default is 100; the most is 500 for time entries and 1000 for all other lists. */

const defaultLimit = 100;
const maximumEntries = 500;
const maximumOthers = 1000;

/** The page of some rows that a request asks for; 400 for a bad limit or offset. */
export function pageAnswer(request: ApiRequest, rows: Rows, ofEntries: boolean, settings: AnswerSettings): WireText {
  const { query, url } = request;
  const maximum = ofEntries ? maximumEntries : maximumOthers;
  const asked = wholeNumber(query, 'limit', defaultLimit, 1);
  if (asked > maximum && settings.overLimit === 'error')
    throw invalidParameter('limit', String(asked), `at most ${maximum}`);
  const limit = request.unpaged === true ? Math.max(1, rows.count) : Math.min(asked, maximum);
  const offset = request.unpaged === true ? 0 : wholeNumber(query, 'offset', 0, 0);
  const page = (request.ties === undefined ? rows : withTies(rows, request.ties)).page(offset, limit);
  return pageEnvelope(page, { count: rows.count, limit, offset }, (to) => pageLink(url, query, limit, to));
}

function wholeNumber(query: QueryValues, name: string, missing: number, least: number): number {
  const [text] = query.get(name) ?? [];
  if (text === undefined) return missing;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least) throw invalidParameter(name, text, `a whole number of at least ${least}`);
  return value;
}

function pageLink(url: string, query: QueryValues, limit: number, offset: number): string {
  const rest = [...query].filter(([name]) => name !== 'limit' && name !== 'offset');
  const parts = rest.flatMap(([name, values]) => values.map((value) => `${name}=${encodeURIComponent(value)}`));
  return `${url}?${[...parts, `limit=${limit}`, `offset=${offset}`].join('&')}`;
}
