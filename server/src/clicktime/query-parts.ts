/**
 * Predicates as the query text of a list, in as few parts as there is room for: one for each range of days, and one for
 * as many values as a URL takes.
 */
import type { EntitySetDefinition, UpstreamPredicate } from '../model/entity-sets/definition.ts';
import type { Value } from '../model/values.ts';
import type { SourcePredicate, ValueRange } from '../query/source.ts';
import { MAX_PARTS } from './place.ts';

/** Characters of a query: web servers of ClickTime's kind refuse more than 2,048 by default. */
const MAX_QUERY_LENGTH = 1_900;
/** Characters kept free for paging parameters. */
const PAGING_LENGTH = 60;
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

export interface QueryParts {
  /** Parameters of each part, encoded. */
  readonly queries: readonly string[];
  /** How many of the predicates found no room. */
  readonly left: number;
}

/** The parameters of each part: of the ranges, then of the lists of values, the shortest first, as far as they fit. */
export function queryParts(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  ordered: boolean,
): QueryParts {
  const ranges = rangeParameters(definition, predicates);
  let queries: readonly (readonly string[])[] = ranges;
  let left = 0;
  const lists = predicates
    .filter((predicate) => predicate.kind === 'InPredicate')
    .toSorted((a, b) => a.values.length - b.values.length);
  for (const { property, values } of lists) {
    const texts = valueParameters(definition.upstream.predicates[property]?.in, values);
    const longest = Math.max(...queries.map((parameters) => parameters.join('&').length));
    const chunks = chunked(texts ?? [], MAX_QUERY_LENGTH - PAGING_LENGTH - longest);
    const most = ordered ? 1 : Math.floor(maxParts(definition) / queries.length);
    if (chunks.length === 0 || chunks.length > Math.max(1, most)) left++;
    else queries = queries.flatMap((parameters) => chunks.map((chunk) => [...parameters, chunk]));
  }
  return { queries: queries.map((parameters) => parameters.join('&')), left };
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

/**
 * The parameters of each range, the latest first as in ClickTime's lists. A parameter that two properties share, such as
 * both ends of a timesheet's period, takes the narrower bound.
 */
function rangeParameters(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
): readonly (readonly string[])[] {
  let parts: readonly ReadonlyMap<string, string>[] = [new Map()];
  for (const { property, ranges } of predicates.filter((predicate) => predicate.kind === 'RangePredicate')) {
    const upstream = definition.upstream.predicates[property]?.range;
    if (upstream === undefined) continue;
    parts = parts.flatMap((bounds) => ranges.toReversed().map((each) => narrowed(bounds, each, upstream)));
  }
  return parts.map((bounds) => [...bounds].map(([parameter, day]) => `${parameter}=${encodeURIComponent(day)}`));
}

function narrowed(
  known: ReadonlyMap<string, string>,
  { from, to }: ValueRange,
  upstream: NonNullable<UpstreamPredicate['range']>,
): ReadonlyMap<string, string> {
  const bounds = new Map(known);
  const lower = typeof from === 'string' ? shiftDay(from, -upstream.widenDays) : undefined;
  const upper = typeof to === 'string' ? shiftDay(to, upstream.widenDays) : undefined;
  if (lower !== undefined) bounds.set(upstream.from, later(bounds.get(upstream.from), lower));
  if (upper !== undefined) bounds.set(upstream.to, earlier(bounds.get(upstream.to), upper));
  return bounds;
}

const later = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);
const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);

/** The year 0 is in the format, but not in most databases. */
const FIRST_DAY = '0001-01-01';
const MILLISECONDS_PER_DAY = 86_400_000;

/** The day so many days off, as `YYYY-MM-DD`; the day itself where the calendar of the format ends. */
function shiftDay(day: string, days: number): string {
  if (days === 0) return day;
  const shifted = new Date(Date.parse(`${day}T00:00:00Z`) + days * MILLISECONDS_PER_DAY);
  const text = Number.isNaN(shifted.getTime()) ? day : shifted.toISOString().slice(0, 10);
  return text >= FIRST_DAY && /^\d{4}-/.test(text) ? text : day;
}
