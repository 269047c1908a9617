/**
 * What the wizard asks the handlers for; stored in the workbook and replayed on every refresh. It holds no secret.
 */
import { ConnectorError } from './connector-error.ts';
import { isDay, RELATIVE_RANGES, type DateRange, type RelativeRange } from './date-range.ts';
import { isObject, memberOf } from './json-object.ts';

export interface SetRequest {
  readonly entitySet: string;
  /** Names of properties, or `all`: whatever the service has when data is read. */
  readonly fields: 'all' | readonly string[];
  readonly range: DateRange;
}

export interface TableRequest {
  readonly version: 1;
  /** Service root with a trailing slash. */
  readonly service: string;
  readonly sets: readonly SetRequest[];
}

/**
 * Reads a stored request, which may come from another version of the connector or from an edited workbook.
 *
 * @throws ConnectorError `InvalidRequest` naming the part that is not valid.
 */
export function readTableRequest(value: unknown): TableRequest {
  if (!isObject(value) || value['version'] !== 1) throw invalid('its version is unknown');
  const { service, sets } = value;
  if (typeof service !== 'string' || !/^https?:\/\/\S+\/$/.test(service)) throw invalid('the service URL is missing');
  if (!Array.isArray(sets) || sets.length === 0) throw invalid('no data is chosen');
  return { version: 1, service, sets: sets.map(readSetRequest) };
}

function readSetRequest(value: unknown): SetRequest {
  const entitySet = memberOf(value, 'entitySet');
  if (!isObject(value) || typeof entitySet !== 'string') throw invalid('a set of data has no name');
  const { fields } = value;
  if (fields !== 'all' && !isNames(fields)) throw invalid(`the fields of '${entitySet}' are not a list of names`);
  return { entitySet, fields, range: readRange(value['range'], entitySet) };
}

function readRange(value: unknown, entitySet: string): DateRange {
  const kind = memberOf(value, 'kind');
  if (kind === 'all') return { kind };
  if (isRelativeRange(kind)) return { kind };
  if (!isObject(value) || kind !== 'custom') throw invalid(`the period of '${entitySet}' is unknown`);
  const first = readDay(value['from'], entitySet);
  const last = readDay(value['to'], entitySet);
  return { kind, ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }) };
}

function readDay(value: unknown, entitySet: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !isDay(value)) throw invalid(`the period of '${entitySet}' is not made of days`);
  return value;
}

function invalid(reason: string): ConnectorError {
  return new ConnectorError(
    'InvalidRequest',
    `The stored choices of this connection cannot be used: ${reason}. Edit the connection and choose the data again.`,
  );
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');
}

function isRelativeRange(value: unknown): value is RelativeRange {
  return RELATIVE_RANGES.some((range) => range === value);
}
