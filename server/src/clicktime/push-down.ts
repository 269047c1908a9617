/**
 * Which part of a request ClickTime can do: predicates become query parameters of a list, or the paths of single records.
 * What does not fit one request is asked for in several, its parts: one for each range of days, and one for as many
 * values as a URL has room for. What would take too many is evaluated on the rows instead, so the answer is the same.
 */
import type { EntitySetDefinition, UpstreamPredicate } from './model/entity-sets/definition.ts';
import type { Row, Value } from '../model/values.ts';
import type {
  Precision,
  PredicateCapability,
  SourceCapabilities,
  SourcePredicate,
  ValueRange,
} from '../source/source.ts';
import { withinCalendar } from './calendar.ts';
import { isEncodable, maxParts, queryParts, usualValuesOf } from './query-parts.ts';
import { companyList, filtersBy, type UpstreamList } from './reading/upstream-list.ts';

/** How ClickTime is asked for the rows of one request. */
export interface PushDown {
  /**
   * The list's filter parameters, encoded, once for each part: no row is in two of them, and together they hold those
   * asked for. None where records are read one by one.
   */
  readonly queries: readonly string[];
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

/** Characters of a record's path, encoded: web servers of ClickTime's kind refuse longer URLs. */
const MAX_PATH_LENGTH = 1_800;
/** Records read one by one for one request. */
const MAX_RECORDS = 50;

/** What the planner may leave to ClickTime, from the entity set's data. */
export function capabilitiesOf(definition: EntitySetDefinition): SourceCapabilities {
  const { entitySet, upstream } = definition;
  const predicates = Object.fromEntries(
    Object.entries(upstream.predicates).map(([name, predicate]) => [name, capabilityOf(predicate, definition)]),
  );
  const dates = new Set(
    entitySet.entityType.properties.filter(({ type }) => type.name === 'Edm.Date').map(({ name }) => name),
  );
  // Text is ordered by a collation nobody knows; and behind it nothing more can be said.
  const unordered = upstream.order.findIndex(({ property }) => !dates.has(property));
  return { predicates, order: unordered === -1 ? upstream.order : upstream.order.slice(0, unordered) };
}

function capabilityOf(predicate: UpstreamPredicate, definition: EntitySetDefinition): PredicateCapability {
  if (predicate.recordPath === true) return { in: 'exact', maxValues: MAX_RECORDS };
  const { in: list, range } = predicate;
  return {
    in: list?.precision,
    maxValues: list && usualValuesOf(list.parameter),
    maxRequests: list && maxParts(definition),
    range: range?.precision,
    // Wider ranges would overlap, and a row be in two parts.
    maxRanges: range && (range.precision === 'exact' ? maxParts(definition) : 1),
  };
}

interface PushDownOptions {
  /** Default: the company's. */
  readonly list?: UpstreamList;
  /** The rows have to come in the list's order, which parts by other properties than days do not keep. */
  readonly ordered?: boolean;
}

/**
 * Splits the predicates of a request into what is asked of ClickTime and what is checked on its rows. What the list
 * cannot be filtered by is checked, so the capabilities hold for each of a definition's lists.
 */
export function pushDown(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  { list = companyList(definition), ordered = false }: PushDownOptions = {},
): PushDown {
  const known = withinCalendar(definition, predicates);
  return known === undefined ? nothing : pushDownKnown(definition, known, list, ordered);
}

/** Where no record can satisfy the predicates, none is read. */
const nothing: PushDown = { queries: [], recordIds: [], checked: [], complete: false };

function pushDownKnown(
  definition: EntitySetDefinition,
  predicates: readonly SourcePredicate[],
  list: UpstreamList,
  ordered: boolean,
): PushDown {
  const byId = predicates.find(
    (predicate) =>
      list.form === 'list' &&
      list.gathering === undefined &&
      definition.upstream.byPath !== false &&
      predicate.kind === 'InPredicate' &&
      predicate.property === 'ID' &&
      predicate.values.every(hasPath) &&
      (predicate.values.length === 1 || definition.upstream.predicates['ID']?.recordPath === true),
  );
  if (byId?.kind === 'InPredicate') {
    const recordIds = [...new Set(byId.values)].filter(isPath);
    return { queries: [], recordIds, complete: false, ...rowCheck(definition, predicates) };
  }
  const sent = predicates.filter(({ property }) => filtersBy(list, property));
  const { queries, whole } = queryParts(definition, sent, { list, ordered });
  if (queries.length === 0) return nothing;
  const complete =
    whole &&
    sent.length === predicates.length &&
    predicates.every((predicate) => precisionOf(definition, predicate) === 'exact');
  return { queries, complete, ...rowCheck(definition, predicates) };
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

function precisionOf(definition: EntitySetDefinition, { kind, property }: SourcePredicate): Precision | undefined {
  const capability = capabilityOf(definition.upstream.predicates[property] ?? {}, definition);
  return kind === 'InPredicate' ? capability.in : capability.range;
}

function checkOf(predicate: SourcePredicate): (row: Row) => boolean {
  const { property } = predicate;
  if (predicate.kind === 'InPredicate') {
    const values = new Set(predicate.values);
    return (row) => values.has(row[property] ?? null);
  }
  const { ranges } = predicate;
  return (row) => {
    const value = row[property];
    return typeof value === 'string' && ranges.some((each) => isWithin(each, value));
  };
}

const isWithin = ({ from, to }: ValueRange, value: string): boolean =>
  (typeof from !== 'string' || value >= from) && (typeof to !== 'string' || value <= to);

/** IDs that no record has, for they would be the paths of other things. */
export const isPath = (id: Value): id is string => typeof id === 'string' && id !== '' && id !== '.' && id !== '..';

/** Whether an ID that a record may have can be its path; where it cannot, the list has to be looked through. */
const hasPath = (id: Value): boolean =>
  !isPath(id) || (isEncodable(id) && encodeURIComponent(id).length <= MAX_PATH_LENGTH);
