import { ODataError } from '../errors/odata-error.ts';

/** What a read-only service does; also the Allow header. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** What is done with the batch resource. */
const BATCH_METHODS = 'POST, OPTIONS';

/** Whether a path behind the service root is the batch resource (URL Conventions 3). */
export const isBatchPath = (path: string): boolean => path === '$batch' || path.toLowerCase() === '%24batch';

/** The methods that a path behind the service root has. */
export const methodsOf = (path: string): string => (isBatchPath(path) ? BATCH_METHODS : ALLOWED_METHODS);

/**
 * Lets reading methods pass.
 * @throws ODataError `UnsupportedFeature` for queries that are posted, `MethodNotAllowed` for anything else.
 */
export function checkMethod(method: string, path: string): void {
  const allow = methodsOf(path);
  if (allow.split(', ').includes(method) && method !== 'OPTIONS') return;
  if (method === 'POST' && path.split('/').at(-1) === '$query') {
    const hint = ' Send the request with GET, or as part of a batch.';
    throw ODataError.of('UnsupportedFeature', { feature: 'A query in the body', hint });
  }
  throw ODataError.of('MethodNotAllowed', { method, allow }, { allow });
}
