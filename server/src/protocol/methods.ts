import { ODataError } from '../errors/odata-error.ts';

/** What a read-only service does; also the Allow header. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** What is done with the batch resource, and with queries in the body. */
const POSTED_METHODS = 'POST, OPTIONS';

/** Whether a path behind the service root is the batch resource (URL Conventions 3). */
export const isBatchPath = (path: string): boolean => path === '$batch' || path.toLowerCase() === '%24batch';

/** Whether a path behind the service root ends with the segment for queries in the body (URL Conventions 4.17). */
export const isQueryPath = (path: string): boolean => /(?:^|\/)(?:\$|%24)query$/.test(path);

/** The methods that a path behind the service root has. */
export const methodsOf = (path: string): string =>
  isBatchPath(path) || isQueryPath(path) ? POSTED_METHODS : ALLOWED_METHODS;

/**
 * Lets the methods pass that a path has.
 * @throws ODataError `MethodNotAllowed` for anything else.
 */
export function checkMethod(method: string, path: string): void {
  const allow = methodsOf(path);
  if (allow.split(', ').includes(method) && method !== 'OPTIONS') return;
  throw ODataError.of('MethodNotAllowed', { method, allow }, { allow });
}
