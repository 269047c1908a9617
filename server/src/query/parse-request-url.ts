import { LRUCache } from 'lru-cache';
import { defaultLimits, OdataSyntaxError, parseUrl, type ODataUrl, type ParseLimits } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';

/** Reads the path behind the service root and the query string without `?`, both as received. */
export type ParseRequestUrl = (path: string, query: string) => ODataUrl;

export interface ParseRequestUrlOptions {
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
  const known = new LRUCache<string, ODataUrl>({
    maxSize: remembered,
    maxEntrySize: LONGEST_REMEMBERED,
    sizeCalculation: (_url, text) => text.length + 1,
  });
  return (path, query) => {
    const text = `${path}?${query}`;
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const url = parseRequestUrl(path, query, limits);
    known.set(text, url);
    return url;
  };
}

/** The grammar's tree of a request URL, its errors in the words of the catalogue. */
export function parseRequestUrl(path: string, query: string, limits: ParseLimits = defaultLimits): ODataUrl {
  const length = path.length + query.length;
  if (length > limits.length) throw ODataError.of('UrlTooLong', { length, limit: limits.length }, { target: 'URL' });
  try {
    return parseUrl(path, query, limits);
  } catch (error) {
    throw error instanceof OdataSyntaxError ? translate(error) : error;
  }
}

function translate(error: OdataSyntaxError): ODataError {
  const { reason, option, suggestion, text } = error.details;
  const options = { target: option, cause: error };
  const name = option;
  switch (reason) {
    case 'unknownOption': {
      const hint = replacedOptions[option] ?? (suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`);
      return ODataError.of('UnknownQueryOption', { name, hint }, options);
    }
    case 'duplicateOption':
      return ODataError.of('DuplicateQueryOption', { name }, options);
    case 'optionNotAllowed':
      return ODataError.of('QueryOptionNotAllowed', { name, resource: 'this resource' }, options);
    case 'encoding':
      return ODataError.of('MalformedUrl', { reason: error.message }, options);
    case 'limit':
      return ODataError.of('QueryTooComplex', { reason: error.message }, options);
    case 'invalidValue':
      return ODataError.of('InvalidQueryOption', { name, reason: explainedWithin(error) }, options);
    case 'syntax':
      return numberOptions.has(option) && text !== ''
        ? ODataError.of('InvalidQueryOption', { name, reason: `'${text}' ${wholeNumber}` }, options)
        : ODataError.of('SyntaxError', { reason: explained(error) }, options);
  }
}

const numberOptions: ReadonlySet<string> = new Set(['$top', '$skip']);
const wholeNumber = 'is not a whole number from 0 up.';

/** Options of OData versions 1 to 3, and what to write instead. */
const replacedOptions: Readonly<Record<string, string>> = {
  $inlinecount: ' In OData 4, write $count=true.',
};

/** The message, and on lines of their own the text with a caret under the mistake. */
const explained = ({ message, excerpt }: OdataSyntaxError): string => `${message}\n${excerpt}`;

/** The same for a text that names the option already. */
const explainedWithin = (error: OdataSyntaxError): string => {
  const prefix = `${error.details.option}: `;
  const text = explained(error);
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
};
