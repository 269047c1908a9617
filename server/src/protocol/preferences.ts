import { OdataSyntaxError, parsePreferences, type Preference } from '../../../grammar/index.ts';

/** The preferences this service honours. */
export interface Preferences {
  /** Most entities on a page. */
  readonly maxPageSize?: number;
  /** Properties that are null are left out. */
  readonly omitNulls: boolean;
  /** What `Preference-Applied` says of each, prefixed where the client prefixed it (Protocol 8.2.8). */
  readonly applied: { readonly maxPageSize?: string; readonly omitNulls?: string };
}

const none: Preferences = { omitNulls: false, applied: {} };

/**
 * Reads the Prefer header (RFC 7240): the first of equal preferences counts, the one without prefix before the other,
 * unknown and unreadable ones do not. Pages have at most `largestPage` entities whatever is preferred, and that is what is said to be applied (Protocol 8.2.8.6).
 */
export function parsePrefer(header: string | undefined, largestPage: number): Preferences {
  if (header === undefined) return none;
  const preferences = readable(header);
  const named = (name: string): readonly Preference[] =>
    preferences.filter((preference) => preference.name.toLowerCase() === name);
  const isPrefixed = ({ range }: Preference): boolean => /^odata\./i.test(header.slice(range.start));
  const sizes = named('maxpagesize');
  const size = sizes.find((preference) => !isPrefixed(preference)) ?? sizes[0];
  const maxPageSize = pageSize(size?.value, largestPage);
  const omitNulls = named('omit-values')[0]?.value?.toLowerCase() === 'nulls';
  const prefix = size !== undefined && isPrefixed(size) ? 'odata.' : '';
  return {
    omitNulls,
    ...(maxPageSize === undefined ? {} : { maxPageSize }),
    applied: {
      ...(maxPageSize === undefined ? {} : { maxPageSize: `${prefix}maxpagesize=${maxPageSize}` }),
      ...(omitNulls ? { omitNulls: 'omit-values=nulls' } : {}),
    },
  };
}

function readable(header: string): readonly Preference[] {
  try {
    return parsePreferences(header);
  } catch (error) {
    if (error instanceof OdataSyntaxError) return [];
    throw error;
  }
}

function pageSize(text: string | undefined, largest: number): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const size = Math.min(Number(text), largest);
  return size > 0 ? size : undefined;
}

/** The `Preference-Applied` header for a page of entities (`paged`) or another JSON value; nothing if none applied. */
export function preferenceApplied({ applied }: Preferences, paged: boolean): Readonly<Record<string, string>> {
  const size = paged ? applied.maxPageSize : undefined;
  const said = [size, applied.omitNulls].filter((text) => text !== undefined);
  return said.length === 0 ? {} : { 'Preference-Applied': said.join(', ') };
}
