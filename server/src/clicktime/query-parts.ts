/**
 * Predicates as the query text of a list, in as few parts as there is room for: one for each range of days, and one for
 * as many values as a URL takes.
 */
import type { EntitySetDefinition, UpstreamPredicate } from './model/entity-sets/definition.ts';
import type { Value } from '../model/values.ts';
import type { SourcePredicate, ValueRange } from '../source/source.ts';
import { FIRST_ASKED, shiftDay } from './calendar.ts';
import { MAX_PARTS } from './reading/extract-progress.ts';
import { filtersBy, type UpstreamList } from './reading/upstream-list.ts';

/** Characters of a query: web servers of ClickTime's kind refuse more than 2,048 by default. */
const MAX_QUERY_LENGTH = 1_930;
/** Characters kept free for paging parameters, and those that are always sent. */
const PAGING_LENGTH = 90;
/** ClickTime's IDs have 24 characters; what is longer is checked here instead. */
const USUAL_ID_LENGTH = 24;
/** What IDs, days and words look like; ClickTime may refuse the whole request over a value that looks otherwise. */
const USUAL_VALUE = /^[\w-]{1,64}$/;
/** Requests for parts of a set that is remembered whole: to read all of it instead seldom takes more. */
const MAX_REFERENCE_PARTS = 2;

/** Requests that one read may be split into. */
export const maxParts = ({ upstream }: EntitySetDefinition): number =>
  upstream.reference ? MAX_REFERENCE_PARTS : MAX_PARTS;

/** How many values of the usual length a URL has room for. */
export const usualValuesOf = (parameter: string): number =>
  Math.floor((MAX_QUERY_LENGTH - PAGING_LENGTH) / (parameter.length + 2 + USUAL_ID_LENGTH));

interface QueryParts {
  /** Parameters of each part, encoded; none at all where nothing satisfies the predicates. */
  readonly queries: readonly string[];
  /** They say all of the predicates. */
  readonly whole: boolean;
}

/** The parameters of each part: of the ranges, then of the lists of values, the shortest first, as far as they fit. */
export function queryParts(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  { list, ordered }: { readonly list: UpstreamList; readonly ordered: boolean },
): QueryParts {
  const asked = predicates.map((predicate) => sayable(definition, predicate));
  const { parts, exact } = rangeParameters(definition, asked);
  if (parts.length === 0) return { queries: [], whole: true };
  let queries = parts;
  let whole = exact;
  const lists = asked
    .filter((predicate) => predicate.kind === 'InPredicate')
    .toSorted((a, b) => a.values.length - b.values.length);
  for (const { property, values } of lists) {
    const texts = valueParameters(definition.upstream.predicates[property]?.in, values);
    const longest = Math.max(...queries.map((parameters) => parameters.join('&').length));
    const chunks = chunked(texts ?? [], MAX_QUERY_LENGTH - PAGING_LENGTH - longest);
    const most = ordered ? 1 : Math.floor(maxParts(definition) / queries.length);
    if (chunks.length === 0 || chunks.length > Math.max(1, most)) whole = false;
    else queries = queries.flatMap((parameters) => chunks.map((chunk) => [...parameters, chunk]));
  }
  const standing = standingParameters(definition, list, lists);
  return { queries: queries.map((parameters) => [...parameters, ...standing].join('&')), whole };
}

/** All values of what is to be named always, where the lists of values do not. */
function standingParameters(
  { upstream: { predicates } }: EntitySetDefinition,
  list: UpstreamList,
  lists: readonly Extract<SourcePredicate, { kind: 'InPredicate' }>[],
): readonly string[] {
  return Object.entries(predicates).flatMap(([name, { in: upstream }]) => {
    if (upstream?.otherwise === undefined || !filtersBy(list, name)) return [];
    const isSaid = lists.some(({ property, values }) => property === name && valueParameters(upstream, values));
    return isSaid ? [] : (valueParameters(upstream, upstream.otherwise) ?? []);
  });
}

/** The texts joined to as few as possible that are not longer than `room`; none where one alone is. */
function chunked(texts: readonly string[], room: number): readonly string[] {
  const chunks: string[] = [];
  for (const text of texts) {
    const last = chunks.at(-1);
    if (text.length >= room) return [];
    if (last === undefined || last.length + text.length + 1 >= room) chunks.push(text);
    else chunks[chunks.length - 1] = `${last}&${text}`;
  }
  return chunks;
}

/** The parameter once for each value, or undefined where it cannot say one of them. */
function valueParameters(upstream: UpstreamPredicate['in'], values: readonly Value[]): readonly string[] | undefined {
  if (upstream === undefined) return undefined;
  const { parameter, precision, values: known } = upstream;
  const texts = values.map((value) => (typeof value === 'boolean' ? String(value) : value));
  if (!texts.every(isEncodable)) return undefined;
  if (precision === 'exact' && !texts.every((text) => USUAL_VALUE.test(text))) return undefined;
  if (known !== undefined && !texts.every((text) => known.includes(text))) return undefined;
  return [...new Set(texts)].map((text) => `${parameter}=${encodeURIComponent(text)}`);
}

/** Whether a value is text that a URL can hold. */
export const isEncodable = (value: Value): value is string => typeof value === 'string' && !/\p{Cs}/u.test(value);

// ---- Ranges ----------------------------------------------------------------------------------------------------------

interface RangeParts {
  readonly parts: readonly (readonly string[])[];
  /** They are just the ranges, or what those are widened to. */
  readonly exact: boolean;
}

/**
 * The parameters of each range, the latest first as in ClickTime's lists; none for a range that nothing is within. A
 * parameter that two properties share, such as both ends of a timesheet's period, takes the narrower bound.
 */
function rangeParameters(definition: EntitySetDefinition, predicates: readonly SourcePredicate[]): RangeParts {
  let parts: readonly ReadonlyMap<string, string>[] = [new Map()];
  let exact = true;
  for (const { property, ranges } of predicates.filter((predicate) => predicate.kind === 'RangePredicate')) {
    const upstream = definition.upstream.predicates[property]?.range;
    if (upstream === undefined) continue;
    exact &&= ranges.every(isSayable);
    parts = parts.flatMap((bounds) => ranges.toReversed().flatMap((each) => narrowed(bounds, each, upstream)));
  }
  return {
    parts: parts.map((bounds) => [...bounds].map(([parameter, day]) => `${parameter}=${encodeURIComponent(day)}`)),
    exact,
  };
}

/** The predicate, or where it lists days that cannot be asked for, the range around them. */
function sayable({ upstream }: EntitySetDefinition, predicate: SourcePredicate): SourcePredicate {
  const { kind, property } = predicate;
  if (kind !== 'InPredicate' || upstream.predicates[property]?.range === undefined) return predicate;
  const days = predicate.values.filter((value) => typeof value === 'string').toSorted();
  const [from = FIRST_ASKED, to = from] = [days[0], days.at(-1)];
  return from >= FIRST_ASKED ? predicate : { kind: 'RangePredicate', property, ranges: [{ from, to }] };
}

/** Whether its parameters say just the range: neither end is one that cannot be asked for, and it has one. */
const isSayable = ({ from = null, to = null }: ValueRange): boolean =>
  [from, to].every((end) => typeof end !== 'string' || end >= FIRST_ASKED) && (from !== null || to !== null);

/** The bounds, narrowed to a range; none where nothing is left between them. */
function narrowed(
  known: ReadonlyMap<string, string>,
  { from, to }: ValueRange,
  upstream: NonNullable<UpstreamPredicate['range']>,
): readonly ReadonlyMap<string, string>[] {
  const bounds = new Map(known);
  const lower = typeof from === 'string' ? shiftDay(from, -upstream.widenDays) : undefined;
  const upper = typeof to === 'string' ? shiftDay(to, upstream.widenDays) : undefined;
  if (lower !== undefined && lower >= FIRST_ASKED) bounds.set(upstream.from, later(bounds.get(upstream.from), lower));
  if (upper !== undefined) bounds.set(upstream.to, earlier(bounds.get(upstream.to), later(upper, FIRST_ASKED)));
  const [first, last] = [bounds.get(upstream.from), bounds.get(upstream.to)];
  return first !== undefined && last !== undefined && first > last ? [] : [bounds];
}

const later = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);
const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);
