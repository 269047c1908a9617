import type { EntitySetInfo } from './catalog.ts';
import { boundsOf, dateFieldsOf, dateFilter, type DateRange } from './date-range.ts';
import type { SetRequest } from './table-request.ts';

/** The metadata document as CSDL JSON. */
export function metadataUrl(root: string): string {
  return `${root}$metadata?$format=json`;
}

/** The address that a set of choices amounts to; `today` is `yyyy-MM-dd`. */
export function rowsUrl(root: string, entitySet: EntitySetInfo, request: SetRequest, today: string): string {
  const select = selectedFields(entitySet, request).join(',');
  return withOptions(`${root}${entitySet.name}`, [
    ['$select', select],
    ['$filter', filterOf(entitySet, request.range, today)],
  ]);
}

/** The first rows of what `rowsUrl` would read. */
export function previewUrl(
  root: string,
  entitySet: EntitySetInfo,
  request: SetRequest,
  options: { readonly today: string; readonly rows: number },
): string {
  const url = rowsUrl(root, entitySet, request, options.today);
  return `${url}${url.includes('?') ? '&' : '?'}$top=${options.rows}`;
}

/** How many rows `rowsUrl` would read, answered as plain text. */
export function countUrl(root: string, entitySet: EntitySetInfo, range: DateRange, today: string): string {
  return withOptions(`${root}${entitySet.name}/$count`, [['$filter', filterOf(entitySet, range, today)]]);
}

/** The names to read, in the service's order. Keys are always among them: they tell rows apart. */
export function selectedFields(entitySet: EntitySetInfo, request: SetRequest): readonly string[] {
  const { fields } = request;
  const wanted =
    fields === 'all' ? entitySet.fields : entitySet.fields.filter((f) => f.isKey || fields.includes(f.name));
  return wanted.map((field) => field.name);
}

function filterOf(entitySet: EntitySetInfo, range: DateRange, today: string): string | undefined {
  const dateFields = dateFieldsOf(entitySet);
  return dateFields === undefined ? undefined : dateFilter(dateFields, boundsOf(range, today));
}

function withOptions(url: string, options: readonly (readonly [string, string | undefined])[]): string {
  const given = options.filter(([, value]) => value !== undefined && value !== '');
  const query = given.map(([name, value]) => `${name}=${encode(value ?? '')}`).join('&');
  return query === '' ? url : `${url}?${query}`;
}

/** Percent-encodes what a query cannot hold; commas stay, so that people can read the address. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',');
}
