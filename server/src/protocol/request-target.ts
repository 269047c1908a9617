/** Path of the service root on every address the server has. */
export const ROOT_PATH = '/odata/v4/';

/** The parts of a request line's target, still percent-encoded. */
export interface RequestTarget {
  /** Begins with a slash. */
  readonly path: string;
  /** Without `?`; empty where there is none. */
  readonly query: string;
}

/**
 * Splits a request target, which may be in absolute form (RFC 9112, 3.2.2). Bytes beyond ASCII, which a URL must not
 * hold but some clients send, become their percent-encoding; Node gives each as one character.
 */
export function parseTarget(target: string): RequestTarget {
  const relative = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const ascii = escapeBytes(relative);
  const mark = ascii.indexOf('?');
  const path = mark < 0 ? ascii : ascii.slice(0, mark);
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : ascii.slice(mark + 1) };
}

/** Text of bytes of one character each, those beyond ASCII percent-encoded. */
export const escapeBytes = (text: string): string =>
  text.replaceAll(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);

/** What stands behind the service root, without one slash at its end; nothing where the path is another. */
export function behindRoot(path: string, root: string): string | undefined {
  if (path === root.slice(0, -1)) return '';
  return path.startsWith(root) ? path.slice(root.length).replace(/(?<=[^/])\/$/, '') : undefined;
}
