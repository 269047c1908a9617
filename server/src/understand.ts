/** From the text of a URL to what it asks for: syntax, then meaning, then constants worked out; all of it remembered. */
import { bind } from './bind/bind.ts';
import { checkIsEntity, entityIdOf, withoutId } from './bind/paths/entity-id.ts';
import { withOpenNames } from './bind/hints/open-names.ts';
import { createUrlParser } from './bind/url/parse-request-url.ts';
import { formatOption } from './bind/options/query-options.ts';
import type { BoundRequest } from './bound/bound.ts';
import { foldRequest } from './execution/evaluate/fold-request.ts';
import { LONGEST_SKIPTOKEN } from './execution/skiptoken.ts';
import type { EdmModel } from './model/edm.ts';
import { pathOfId } from './protocol/entity-id.ts';
import type { ODataRequest } from './protocol/message.ts';
import type { Pace } from './util/turns.ts';
import { defaultLimits, type ODataUrl } from '../../grammar/index.ts';

/** A URL behind the service root, as received. */
type RequestUrl = Pick<ODataRequest, 'path' | 'query' | 'serviceRoot' | 'headers'>;

interface Understood {
  readonly bound: BoundRequest;
  /** The value of `$format` as it was written. */
  readonly format: string | undefined;
  /** The query string with blanks as `%20`. */
  readonly query: string;
}

/** What a request asks of a model. @throws ODataError where that cannot be understood. */
type Understand = (request: RequestUrl, model: EdmModel, pace: Pace) => Promise<Understood>;

/** Characters that a next link has more than what it was made for. */
const SKIPTOKEN_OPTION = '&%24skiptoken='.length + LONGEST_SKIPTOKEN;

/** Reads URLs of at most so many characters, without their skiptokens; whoever sends them counts the service root, too. */
export function createUnderstanding(maxUrlLength: number): Understand {
  const parseUrl = createUrlParser({ limits: { ...defaultLimits, length: maxUrlLength + SKIPTOKEN_OPTION } });
  const bindUrl = rememberingBinder();
  function entityWithId(url: ODataUrl, id: string, request: RequestUrl, model: EdmModel): BoundRequest {
    const { path } = parseUrl(pathOfId(id, request), '').url;
    const bound = foldRequest(bind(withoutId(url, path), model));
    checkIsEntity(bound, id);
    return bound;
  }
  return async (request, model, pace) => {
    const { path, query } = request;
    // Requests that arrive together are understood in turns as well; of the longest, each step is a slice.
    if (pace.isDue()) await pace.pause();
    const { url, query: written } = parsed(() => parseUrl(path, query), model);
    if (pace.isDue()) await pace.pause();
    const id = entityIdOf(url);
    const bound = id === undefined ? bindUrl(url, model) : entityWithId(url, id, request, model);
    if (pace.isDue()) await pace.pause();
    return { bound, format: formatOption(url), query: written };
  };
}

/** A parsed URL, or an error that knows the model's open types. */
function parsed<Read>(parse: () => Read, model: EdmModel): Read {
  try {
    return parse();
  } catch (error) {
    throw withOpenNames(error, model);
  }
}

/** Binds each parsed URL once per model; the parser gives the same object for the same text while it remembers it. */
function rememberingBinder(): (url: ODataUrl, model: EdmModel) => BoundRequest {
  const byModel = new WeakMap<EdmModel, WeakMap<ODataUrl, BoundRequest>>();
  return (url, model) => {
    const known = byModel.get(model) ?? new WeakMap<ODataUrl, BoundRequest>();
    byModel.set(model, known);
    const bound = known.get(url) ?? foldRequest(bind(url, model));
    known.set(url, bound);
    return bound;
  };
}
