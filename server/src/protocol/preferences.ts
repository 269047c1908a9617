import { OdataSyntaxError, parsePreferences, type Preference } from '../../../grammar/index.ts';
import { splitOutsideQuotes } from './media-type.ts';

/** The preferences this service honours. */
export interface Preferences {
  /** Most entities on a page. */
  readonly maxPageSize?: number | undefined;
  /** Properties that are null are left out. */
  readonly omitNulls: boolean;
  /** What `Preference-Applied` says of each, prefixed where the client prefixed it (Protocol 8.2.8). */
  readonly applied: Readonly<Partial<Record<PreferenceName, string | undefined>>>;
}

type PreferenceName = 'maxPageSize' | 'omitNulls' | 'explain';

const none: Preferences = { omitNulls: false, applied: {} };

/** Preferences that are looked at, of one header. */
const MAX_PREFERENCES = 100;
/** Characters of a header that is looked at; no preference has to be honoured. */
const MAX_LENGTH = 4096;

/**
 * Reads the Prefer header (RFC 7240): the first of equal preferences counts, the one without prefix before the other,
 * unknown and unreadable ones do not. Pages have at most `largestPage` entities whatever is preferred, and that is what
 * is said to be applied (Protocol 8.2.8.5).
 */
export function parsePrefer(header: string | undefined, largestPage: number): Preferences {
  if (header === undefined) return none;
  const preferences = readable(header);
  const named = (name: string): readonly Preferred[] => preferences.filter((preference) => preference.name === name);
  const sizes = named('maxpagesize');
  const size = sizes.find(({ prefix }) => prefix === '') ?? sizes[0];
  const maxPageSize = pageSize(size?.value, largestPage);
  const omitNulls = named('omit-values')[0]?.value?.toLowerCase() === 'nulls';
  return {
    omitNulls,
    maxPageSize,
    applied: {
      maxPageSize: maxPageSize === undefined ? undefined : `${size?.prefix ?? ''}maxpagesize=${maxPageSize}`,
      omitNulls: omitNulls ? 'omit-values=nulls' : undefined,
      explain: preferences.some(isExplain) ? EXPLAIN : undefined,
    },
  };
}

/** The preference for an answer that also says how it came about; this service's own. */
const EXPLAIN = 'explain';

/** Whether the Prefer header asks for an explained answer. */
export const prefersExplained = (header: string | undefined): boolean =>
  header !== undefined && /explain/i.test(header) && readable(header).some(isExplain);

const isExplain = ({ prefix, name }: Preferred): boolean => prefix === '' && name === EXPLAIN;

/** The preference to go on behind parts of a batch that fail, as it was written; nothing where it is not given. */
export function continueOnError(header: string | undefined): string | undefined {
  const found = readable(header ?? '').find(({ name }) => name === CONTINUE);
  return found === undefined || found.value?.toLowerCase() === 'false' ? undefined : `${found.prefix}${CONTINUE}`;
}

const CONTINUE = 'continue-on-error';

interface Preferred {
  readonly prefix: '' | 'odata.';
  /** Lower case. */
  readonly name: string;
  readonly value: string | undefined;
}

/** Empty elements of the list are passed over (RFC 9110, 5.6.1), and so is what follows the first hundred others. */
function readable(header: string): readonly Preferred[] {
  if (header.length > MAX_LENGTH) return [];
  const elements = splitOutsideQuotes(header, ',').map((element) => element.trim());
  const given = elements.filter((element) => element !== '').slice(0, MAX_PREFERENCES);
  return given.flatMap((element) => parseElement(element).map((preference) => preferred(element, preference)));
}

/** One preference; none where it cannot be read, which takes nothing from the others. */
function parseElement(element: string): readonly Preference[] {
  try {
    return parsePreferences(element);
  } catch (error) {
    if (error instanceof OdataSyntaxError) return [];
    throw error;
  }
}

function preferred(element: string, { name, value }: Preference): Preferred {
  return {
    prefix: /^odata\./i.test(element) ? 'odata.' : '',
    name: name.toLowerCase().replace(/^odata\./, ''),
    value,
  };
}

function pageSize(text: string | undefined, largest: number): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const size = Math.min(Number(text), largest);
  return size > 0 ? size : undefined;
}

/** What can be applied to a page of entities, to another JSON value, and to one that is not JSON. */
const applicable = {
  page: ['maxPageSize', 'omitNulls', 'explain'],
  value: ['omitNulls', 'explain'],
  bare: ['explain'],
} as const satisfies Readonly<Record<string, readonly PreferenceName[]>>;

/** The `Preference-Applied` header for an answer of this kind; nothing if none applied. */
export function preferenceApplied(
  { applied }: Preferences,
  kind: keyof typeof applicable,
): Readonly<Record<string, string>> {
  const said = applicable[kind].map((name) => applied[name]).filter((text) => text !== undefined);
  return said.length === 0 ? {} : { 'Preference-Applied': said.join(', ') };
}
