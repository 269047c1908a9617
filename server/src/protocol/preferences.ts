import { splitOutsideQuotes, unquote } from './media-type.ts';

/** The preferences this service honours, and what to say about them in `Preference-Applied`. */
export interface Preferences {
  /** Most entities on a page. */
  readonly maxPageSize?: number;
  /** Properties that are null are left out. */
  readonly omitNulls: boolean;
}

interface Preference {
  /** As the client spelt it, with or without `odata.`. */
  readonly name: string;
  readonly value: string;
}

/** Prefixed (4.0) and plain (4.01) spelling are the same preference (Protocol 8.2.8). */
function find(header: string | undefined, name: string): Preference | undefined {
  if (header === undefined) return undefined;
  for (const element of splitOutsideQuotes(header, ',')) {
    const [assignment = ''] = splitOutsideQuotes(element, ';');
    const [, written, value = ''] = /^\s*([^\s=]+)\s*(?:=\s*(.*?)\s*)?$/s.exec(assignment) ?? [];
    if (written?.toLowerCase().replace(/^odata\./, '') === name) return { name: written, value: unquote(value) };
  }
  return undefined;
}

/** Reads the Prefer header (RFC 7240): the first of equal preferences counts, unknown and unreadable ones do not. */
export function parsePrefer(header: string | undefined): Preferences {
  const size = pageSize(find(header, 'maxpagesize'));
  const omitNulls = find(header, 'omit-values')?.value.toLowerCase() === 'nulls';
  return size === undefined ? { omitNulls } : { maxPageSize: size, omitNulls };
}

/** The `Preference-Applied` header for a page of entities (`paged`) or another JSON value; nothing if none applied. */
export function preferenceApplied(header: string | undefined, paged: boolean): Readonly<Record<string, string>> {
  const size = find(header, 'maxpagesize');
  const omit = find(header, 'omit-values');
  const applied = [
    ...(paged && size !== undefined && pageSize(size) !== undefined ? [`${size.name}=${size.value}`] : []),
    ...(omit?.value.toLowerCase() === 'nulls' ? [`${omit.name}=nulls`] : []),
  ];
  return applied.length === 0 ? {} : { 'Preference-Applied': applied.join(', ') };
}

function pageSize(preference: Preference | undefined): number | undefined {
  if (preference === undefined || !/^\d{1,9}$/.test(preference.value)) return undefined;
  const size = Number(preference.value);
  return size > 0 ? size : undefined;
}
