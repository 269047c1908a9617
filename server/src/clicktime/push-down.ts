/**
 * Which part of a request ClickTime can do: predicates become query parameters of one list, or the paths of single
 * records. Exact predicates that find no room in a URL are evaluated on the rows instead, so the answer is the same.
 */
import type { EntitySetDefinition, UpstreamPredicate } from '../model/entity-sets/definition.ts';
import type { Row, Value } from '../model/values.ts';
import type { Precision, PredicateCapability, SourceCapabilities, SourcePredicate } from '../query/source.ts';
import { companyList, filtersBy, type UpstreamList } from './upstream-list.ts';

/** How ClickTime is asked for the rows of one request. */
export interface PushDown {
  /** The list's filter parameters, encoded; empty where records are read one by one. */
  readonly query: string;
  /** The IDs of the records to be read one by one. */
  readonly recordIds?: readonly string[];
  /**
   * Whether a row satisfies the exact predicates; absent where there are none. What ClickTime does with values it does
   * not know is not certain, so rows are checked also where it has filtered.
   */
  readonly keeps?: (row: Row) => boolean;
  /** Names of the properties that `keeps` looks at. */
  readonly checked: readonly string[];
  /** True where ClickTime is asked for just what the predicates say, so that its count counts. */
  readonly complete: boolean;
}

/** Characters of a query: web servers of ClickTime's kind refuse more than 2,048 by default. */
const MAX_QUERY_LENGTH = 1_900;
/** Characters kept free for paging parameters. */
const PAGING_LENGTH = 60;
/** ClickTime's IDs have 24 characters; what is longer is checked here instead. */
const USUAL_ID_LENGTH = 24;
const MAX_ID_LENGTH = 200;
/** What IDs, days and words look like; ClickTime may refuse the whole request over a value that looks otherwise. */
const USUAL_VALUE = /^[\w-]{1,64}$/;
/** Records read one by one for one request. */
const MAX_RECORDS = 50;

/** What the planner may leave to ClickTime, from the entity set's data. */
export function capabilitiesOf({ entitySet, upstream }: EntitySetDefinition): SourceCapabilities {
  const predicates = Object.fromEntries(
    Object.entries(upstream.predicates).map(([name, predicate]) => [name, capabilityOf(predicate)]),
  );
  const dates = new Set(
    entitySet.entityType.properties.filter(({ type }) => type.name === 'Edm.Date').map(({ name }) => name),
  );
  // Text is ordered by a collation nobody knows; and behind it nothing more can be said.
  const unordered = upstream.order.findIndex(({ property }) => !dates.has(property));
  return { predicates, order: unordered === -1 ? upstream.order : upstream.order.slice(0, unordered) };
}

function capabilityOf(predicate: UpstreamPredicate): PredicateCapability {
  if (predicate.recordPath === true) return { in: 'exact', maxValues: MAX_RECORDS };
  return {
    ...(predicate.in !== undefined && {
      in: predicate.in.precision,
      maxValues: Math.floor((MAX_QUERY_LENGTH - PAGING_LENGTH) / (predicate.in.parameter.length + 2 + USUAL_ID_LENGTH)),
    }),
    ...(predicate.range !== undefined && { range: predicate.range.precision }),
  };
}

/**
 * Splits the predicates of a request into what is asked of ClickTime and what is checked on its rows. What the list
 * cannot be filtered by is checked, so the capabilities hold for each of a definition's lists.
 */
export function pushDown(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  list: UpstreamList = companyList(definition),
): PushDown {
  const byId = predicates.find(
    (predicate) =>
      list.form === 'list' &&
      predicate.kind === 'InPredicate' &&
      predicate.property === 'ID' &&
      (predicate.values.length === 1 || definition.upstream.predicates['ID']?.recordPath === true),
  );
  if (byId?.kind === 'InPredicate') {
    const recordIds = [...new Set(byId.values)].filter(isReadableId);
    return { query: '', recordIds, complete: false, ...rowCheck(definition, predicates) };
  }
  return pushToList(definition, predicates, list);
}

function pushToList(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  list: UpstreamList,
): PushDown {
  const sent = predicates.filter(({ property }) => filtersBy(list, property));
  const parameters = [...rangeParameters(definition, sent)];
  let room = MAX_QUERY_LENGTH - PAGING_LENGTH - parameters.join('&').length;
  let complete =
    sent.length === predicates.length &&
    predicates.every((predicate) => precisionOf(definition, predicate) === 'exact');
  const lists = sent
    .filter((predicate) => predicate.kind === 'InPredicate')
    .toSorted((a, b) => a.values.length - b.values.length);
  for (const { property, values } of lists) {
    const upstream = definition.upstream.predicates[property]?.in;
    const text = upstream === undefined ? undefined : listParameter(upstream, values);
    if (text === undefined || text.length >= room) {
      complete = false;
      continue;
    }
    parameters.push(text);
    room -= text.length + 1;
  }
  return { query: parameters.join('&'), complete, ...rowCheck(definition, predicates) };
}

/** The parameter once per value, or undefined where it cannot say one of them. */
function listParameter(
  { parameter, precision, values: known }: NonNullable<UpstreamPredicate['in']>,
  values: readonly Value[],
): string | undefined {
  const texts = values.map((value) => (typeof value === 'boolean' ? String(value) : value));
  if (!texts.every(isEncodable)) return undefined;
  if (precision === 'exact' && !texts.every((text) => USUAL_VALUE.test(text))) return undefined;
  if (known !== undefined && !texts.every((text) => known.includes(text))) return undefined;
  return texts.map((text) => `${parameter}=${encodeURIComponent(text)}`).join('&');
}

const isEncodable = (value: Value): value is string => typeof value === 'string' && !/\p{Cs}/u.test(value);

/** A parameter that two properties share, such as both ends of a timesheet's period, takes the narrower bound. */
function rangeParameters(definition: EntitySetDefinition, predicates: readonly SourcePredicate[]): readonly string[] {
  const bounds = new Map<string, string>();
  for (const { property, from, to } of predicates.filter((predicate) => predicate.kind === 'RangePredicate')) {
    const range = definition.upstream.predicates[property]?.range;
    if (range === undefined) continue;
    const lower = typeof from === 'string' ? shiftDay(from, -range.widenDays) : undefined;
    const upper = typeof to === 'string' ? shiftDay(to, range.widenDays) : undefined;
    if (lower !== undefined) bounds.set(range.from, later(bounds.get(range.from), lower));
    if (upper !== undefined) bounds.set(range.to, earlier(bounds.get(range.to), upper));
  }
  return [...bounds].map(([parameter, day]) => `${parameter}=${encodeURIComponent(day)}`);
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

/** The check of exact predicates on decoded rows; supersets need none, the planner keeps their filter. */
function rowCheck(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
): Pick<PushDown, 'keeps' | 'checked'> {
  const exact = predicates.filter((predicate) => precisionOf(definition, predicate) === 'exact');
  if (exact.length === 0) return { checked: [] };
  const checks = exact.map(checkOf);
  return { keeps: (row) => checks.every((holds) => holds(row)), checked: exact.map(({ property }) => property) };
}

function precisionOf({ upstream }: EntitySetDefinition, { kind, property }: SourcePredicate): Precision | undefined {
  const capability = capabilityOf(upstream.predicates[property] ?? {});
  return kind === 'InPredicate' ? capability.in : capability.range;
}

function checkOf(predicate: SourcePredicate): (row: Row) => boolean {
  const { property } = predicate;
  if (predicate.kind === 'InPredicate') {
    const values = new Set(predicate.values);
    return (row) => values.has(row[property] ?? null);
  }
  const { from, to } = predicate;
  return (row) => {
    const value = row[property];
    if (typeof value !== 'string') return false;
    return (typeof from !== 'string' || value >= from) && (typeof to !== 'string' || value <= to);
  };
}

/** IDs that cannot be a record's path are IDs of nothing. */
const isReadableId = (id: Value): id is string =>
  typeof id === 'string' && id !== '' && id !== '.' && id !== '..' && id.length <= MAX_ID_LENGTH && isEncodable(id);
