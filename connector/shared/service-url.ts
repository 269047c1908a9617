/** Addresses as text: the sandbox in which the handlers run has no `URL`. */

export interface ServiceAddress {
  /** Service root with a trailing slash, without query or fragment. */
  readonly root: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly scheme: 'http' | 'https';
  /** Lower case, without port; an IPv6 address keeps its brackets. */
  readonly host: string;
}

export type AddressProblem = 'empty' | 'noScheme' | 'noHost' | 'credentialsInUrl' | 'malformed';

/** Reads a service URL as people type or paste it: with or without the last slash, or with `$metadata` at its end. */
export function readServiceUrl(text: string): ServiceAddress | { readonly problem: AddressProblem } {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'empty' };
  const parts = /^(https?):\/\/([^/?#]*)([^?#]*)/i.exec(trimmed);
  if (parts === null) return { problem: 'noScheme' };
  const [, scheme = '', authority = '', path = ''] = parts;
  if (authority.includes('@')) return { problem: 'credentialsInUrl' };
  const host = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(authority)?.[1];
  if (authority === '' || authority.startsWith(':')) return { problem: 'noHost' };
  if (host === undefined || /\s/.test(path)) return { problem: 'malformed' };
  const origin = `${scheme}://${authority}`.toLowerCase();
  const folder = `${withoutSlashes(path.replace(/\/?\$metadata$/, ''))}/`;
  return {
    root: `${origin}${folder}`,
    origin,
    scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http',
    host: host.toLowerCase(),
  };
}

/** Not by a regular expression, which would begin anew at every slash. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

export type DataPhaseObstacle = 'notHttps' | 'localAddress' | 'privateAddress';

/**
 * Why Tableau would refuse to read data from this address: outside development it fetches only over https, and never
 * from the machine itself or from a private network's numeric address. Undefined where nothing stands in the way.
 */
export function dataPhaseObstacle(address: ServiceAddress): DataPhaseObstacle | undefined {
  const { host, scheme } = address;
  const numeric = host.replace(/^\[|\]$/g, '');
  if (/^localhost\.?$|\.localhost\.?$|^127\.|^0\.0\.0\.0$|^::1?$|^::ffff:127\./.test(numeric)) return 'localAddress';
  const isPrivate4 =
    /^10\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
  const isPrivate6 = /^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/;
  if (/^[\d.]+$/.test(numeric) && isPrivate4.test(numeric)) return 'privateAddress';
  if (host.startsWith('[') && isPrivate6.test(numeric)) return 'privateAddress';
  return scheme === 'http' ? 'notHttps' : undefined;
}

/** A link of an answer as an absolute address; `base` is the address that was asked. */
export function resolveLink(link: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return link;
  const origin = /^[a-z]+:\/\/[^/?#]*/i.exec(base)?.[0] ?? '';
  const [path = ''] = base.slice(origin.length).split(/[?#]/, 1);
  if (link.startsWith('//')) return `${/^[a-z]+:/i.exec(base)?.[0] ?? ''}${link}`;
  if (link.startsWith('/')) return `${origin}${link}`;
  if (link.startsWith('?')) return `${origin}${path}${link}`;
  return `${origin}${path.slice(0, path.lastIndexOf('/') + 1)}${link}`;
}
