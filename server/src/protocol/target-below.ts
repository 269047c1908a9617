import type { ODataRequest } from './message.ts';
import { behindRoot, parseTarget, type RequestTarget } from './request-target.ts';

/**
 * What a URL leads to below the service root of a request: an absolute URL, one that begins with a slash, or one relative
 * to the root; nothing where it leads elsewhere. `host` is where URLs lead that begin with a slash, should they say so.
 */
export function targetBelow(
  url: string,
  { serviceRoot: root, headers }: Pick<ODataRequest, 'serviceRoot' | 'headers'>,
  host?: string,
): RequestTarget | undefined {
  const isAbsolute = authorityOf(url) !== undefined;
  const isRelative = !isAbsolute && !url.startsWith('/');
  const { path, query } = parseTarget(isRelative ? `/${url.replace(/^(?:\.\/)+/, '')}` : url);
  const authority = authorityOf(url) ?? (isRelative ? undefined : host);
  const behind = isRelative ? behindRoot(path, '/') : behindRoot(path, root.replace(/^https?:\/\/[^/]*/i, ''));
  const isHere = authority === undefined || isOneOf(authority, [authorityOf(root), headers['host']]);
  return isHere && behind !== undefined && !DOT_SEGMENT.test(behind) ? { path: behind, query } : undefined;
}

/** One that could lead anywhere, encoded or not. */
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/** Host and port of an absolute URL. */
const authorityOf = (url: string): string | undefined => /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];

/** Proxies in front may have changed the scheme, and with it the port that need not be said. */
function isOneOf(authority: string, known: readonly (string | undefined)[]): boolean {
  const plain = (text: string | undefined): string | undefined => text?.toLowerCase().replace(/:(?:80|443)$/, '');
  return known.some((one) => plain(one) === plain(authority));
}
