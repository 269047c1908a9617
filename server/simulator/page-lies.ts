import type { FaultAction } from './faults.ts';
import type { QueryValues } from './api/parameter-kinds.ts';
import type { WireText } from './wire-text.ts';
import { isObject, type JsonObject } from '../src/util/json-object.ts';
import { mix } from './company/hash.ts';
import { toWireJson, wireBytes } from './wire-text.ts';

/** Answers whose rows and words about themselves do not agree. */

type PageFault = Extract<FaultAction, { kind: 'page' }>;

/** The query as a server sees it that overlooks part of it. */
export function overlooked(query: QueryValues, action: FaultAction | undefined): QueryValues {
  if (action?.kind !== 'page') return query;
  if (action.lie === 'ignoredOffset') return new Map([...query].filter(([name]) => name !== 'offset'));
  if (action.lie === 'ignoredLimit') return new Map([...query, ['limit', ['500']]]);
  if (action.lie === 'ignoredFilter')
    return new Map([...query].filter(([name]) => /^(limit|offset|verbose)$/.test(name)));
  return query;
}

/** A right answer that contradicts itself; `salt` differs from answer to answer. */
export function misreport(text: WireText, action: PageFault, salt: number): WireText {
  const answer: unknown = JSON.parse(wireBytes(text).toString('utf8'));
  if (!isObject(answer) || !isObject(answer['page']) || !Array.isArray(answer['data'])) return text;
  const data: readonly unknown[] = answer['data'];
  const { page } = answer;
  return toWireJson({ ...answer, ...lies[action.lie]({ data, page, value: action.value ?? 0, salt }) });
}

interface Told {
  readonly data: readonly unknown[];
  readonly page: JsonObject;
  readonly value: number;
  readonly salt: number;
}

interface Said {
  readonly data?: readonly unknown[];
  readonly page?: JsonObject | undefined;
}

/** What becomes of `data` and `page`. */
const lies: Readonly<Record<PageFault['lie'], (told: Told) => Said>> = {
  count: ({ page, value }) => ({ page: { ...page, count: value } }),
  ownCount: ({ page, data }) => ({ page: { ...page, count: data.length } }),
  wildCount: ({ page, salt }) => ({ page: { ...page, count: mix(salt, 7) % 100_000 } }),
  limit: ({ page, value }) => ({ page: { ...page, limit: value } }),
  offset: ({ page, value }) => ({ page: { ...page, offset: value } }),
  nextObject: ({ page }) => ({ page: { ...page, links: { ...linksOf(page), next: { href: linksOf(page)['next'] } } } }),
  noNext: ({ page }) => ({ page: { ...page, links: { ...linksOf(page), next: null } } }),
  noCountNorLinks: ({ page }) => ({ page: { ...page, count: undefined, links: undefined } }),
  emptyPage: () => ({ data: [] }),
  emptyList: ({ page }) => ({ data: [], page: { ...page, count: 0, links: {} } }),
  repeatedRow: ({ data }) => ({ data: data.map((row, index) => (index === 1 ? data[0] : row)) }),
  ignoredOffset: () => ({}),
  ignoredLimit: () => ({}),
  ignoredFilter: () => ({}),
  ownEnd: ({ page, data }) => ({ page: { ...page, count: data.length, links: { ...linksOf(page), next: null } } }),
  ownCountAlone: ({ page, data }) => ({ page: { ...page, count: data.length, links: undefined } }),
  countSoFar: ({ page, data }) => ({
    page: { ...page, count: Number(page['offset']) + data.length, links: { ...linksOf(page), next: null } },
  }),
  nextAlways: ({ page }) => ({ page: { ...page, links: { ...linksOf(page), next: linksOf(page)['last'] } } }),
  nextUntilEmpty: ({ page, data }) => ({
    page: { ...page, count: undefined, links: { ...linksOf(page), next: data.length > 0 ? 'next' : null } },
  }),
  halfPages: ({ data }) => ({ data: data.slice(0, Math.ceil(data.length / 2)), page: undefined }),
  wholeList: () => ({}),
};

const linksOf = (page: JsonObject): JsonObject => (isObject(page['links']) ? page['links'] : {});
