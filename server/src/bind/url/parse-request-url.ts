import { LRUCache } from 'lru-cache';
import {
  defaultLimits,
  OdataSyntaxError,
  parseUrl,
  type ODataUrl,
  type ParseLimits,
} from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { emptySegment } from './empty-segment.ts';
import { formOf } from './form-encoding.ts';

/** Reads the path behind the service root and the query string without `?`, both as received. */
type ParseRequestUrl = (path: string, query: string) => ReadUrl;

/** A URL as it was read. */
interface ReadUrl {
  readonly url: ODataUrl;
  /** The query string with blanks as `%20`, which means the same to everybody. */
  readonly query: string;
}

interface ParseRequestUrlOptions {
  readonly limits?: ParseLimits;
  /** Characters of remembered URLs, in all. */
  readonly remembered?: number;
}

/** Some 4 MB of syntax trees. */
const REMEMBERED = 100_000;
/** Longer URLs are seldom repeated, and each would push many short ones out. */
const LONGEST_REMEMBERED = 4000;

/** A parser that remembers the URLs it has read, which dashboards and next links repeat; throws ODataError alone. */
export function createUrlParser(options: ParseRequestUrlOptions = {}): ParseRequestUrl {
  const { limits = defaultLimits, remembered = REMEMBERED } = options;
  const known = new LRUCache<string, ReadUrl>({
    maxSize: remembered,
    maxEntrySize: LONGEST_REMEMBERED,
    sizeCalculation: (_read, text) => text.length + 1,
  });
  return (path, query) => {
    const text = `${path}?${query}`;
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const read = readRequestUrl(path, query, limits);
    known.set(text, read);
    return read;
  };
}

/**
 * The grammar's tree of a request URL, its errors in the words of the catalogue. One slash behind the path is left out:
 * people paste URLs with it, and a redirect would cost some clients their credentials.
 */
export const parseRequestUrl = (path: string, query: string, limits: ParseLimits = defaultLimits): ODataUrl =>
  readRequestUrl(path, query, limits).url;

function readRequestUrl(path: string, query: string, limits: ParseLimits): ReadUrl {
  const length = path.length + query.length;
  if (length > limits.length) throw ODataError.of('UrlTooLong', { length, limit: limits.length }, { target: 'URL' });
  // The root ends with a slash already.
  const empty = emptySegment(`/${path}`);
  if (empty !== undefined) throw empty;
  try {
    return readQuery(path.endsWith('/') ? path.slice(0, -1) : path, query, limits);
  } catch (error) {
    throw error instanceof OdataSyntaxError ? translate(error) : error;
  }
}

/** Reads a query as it stands, and as a form where it cannot be read so. */
function readQuery(path: string, query: string, limits: ParseLimits): ReadUrl {
  try {
    return { url: parseUrl(path, query, limits), query };
  } catch (error) {
    const form = error instanceof OdataSyntaxError && error.details.option !== 'path' ? formOf(query) : undefined;
    if (form === undefined || !(error instanceof OdataSyntaxError)) throw error;
    try {
      return { url: parseUrl(path, form, limits), query: form };
    } catch (other) {
      throw stopsAtPlus(error, query) ? other : error;
    }
  }
}

/** Whether a blank was meant there, so that it is a form with another mistake. */
const stopsAtPlus = ({ details: { rawOffset, rawStop = rawOffset } }: OdataSyntaxError, query: string): boolean =>
  query[rawOffset] === '+' || query[rawStop] === '+';

/** The error in the words of the catalogue. */
export function translate(error: OdataSyntaxError): ODataError {
  const { reason, option: name, sentence = '' } = error.details;
  const options = { target: name, cause: error };
  switch (reason) {
    case 'unknownOption':
      return ODataError.of('UnknownQueryOption', { name, hint: sentence === '' ? '' : ` ${sentence}` }, options);
    case 'duplicateOption':
      return ODataError.of('DuplicateQueryOption', { name }, options);
    case 'optionNotAllowed':
      return ODataError.of('QueryOptionNotAllowed', { name, resource: 'this resource' }, options);
    case 'encoding':
      return ODataError.of('MalformedUrl', { reason: error.message }, options);
    case 'limit':
      return ODataError.of('QueryTooComplex', { reason: reasonOf(error) }, options);
    case 'invalidValue':
      return ODataError.of('InvalidQueryOption', { name, reason: `${reasonOf(error)}\n${error.excerpt}` }, options);
    case 'unknownFunction':
      return ODataError.of('UnknownFunction', { reason: `${sentence}\n${error.excerpt}` }, options);
    case 'syntax':
      return ODataError.of('SyntaxError', { reason: `${error.message}\n${error.excerpt}` }, options);
  }
}

/** The message without what the catalogue's text says anyway. */
function reasonOf({ message, details: { option } }: OdataSyntaxError): string {
  return message
    .replace(`${option} is not valid: `, '')
    .replace(`The value of ${option} must`, 'it must')
    .replace('the query is too complex: ', '');
}
