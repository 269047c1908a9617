import { ODataError } from '../errors/odata-error.ts';

/** What a read-only service does; also the Allow header. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** Requests that OData posts though they change nothing: known, and not done here. */
const postedReads: Readonly<Record<string, string>> = { $batch: 'A batch request', $query: 'A query in the body' };

/**
 * Lets reading methods pass.
 * @throws ODataError `UnsupportedFeature` for reads that OData posts, `MethodNotAllowed` for anything else.
 */
export function checkMethod(method: string, path: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  const feature = method === 'POST' ? postedReads[path.split('/').at(-1) ?? ''] : undefined;
  if (feature !== undefined) {
    throw ODataError.of('UnsupportedFeature', { feature, hint: ' Send each request by itself, with GET.' });
  }
  throw ODataError.of('MethodNotAllowed', { method, allow: ALLOWED_METHODS });
}
