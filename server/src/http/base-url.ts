import { isIPv6 } from 'node:net';
import type { RequestHeaders } from '../protocol/message.ts';

/** What is known of a request's way here. */
export interface Connection {
  readonly headers: RequestHeaders;
  readonly encrypted: boolean;
  /** The other end of the socket. */
  readonly remoteAddress: string;
  /** This end of the socket. */
  readonly localAddress: string;
  readonly localPort: number;
}

export interface BaseUrlSettings {
  /** The address people type, without a slash at the end; counts before anything a request says. */
  readonly publicUrl?: string;
  /** Whether a proxy at this address may say what the public address is. */
  readonly trusts: (address: string) => boolean;
}

/**
 * The address that links begin with, without a slash at the end: the configured one, else what a trusted proxy
 * forwarded, else the socket's own. The Host header is believed only where it names the machine's end of the socket, for
 * whoever can choose it could else send clients, and their credentials, anywhere.
 */
export function baseUrl(connection: Connection, { publicUrl, trusts }: BaseUrlSettings): string {
  if (publicUrl !== undefined) return publicUrl;
  return forwardedUrl(connection, trusts) ?? socketUrl(connection);
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function forwardedUrl(
  { headers, remoteAddress }: Connection,
  trusts: (address: string) => boolean,
): string | undefined {
  const host = nearest(headers['x-forwarded-host']);
  if (host === undefined || !hostPattern.test(host) || !trusts(remoteAddress)) return undefined;
  const scheme = nearest(headers['x-forwarded-proto'])?.toLowerCase() === 'https' ? 'https' : 'http';
  const prefix = nearest(headers['x-forwarded-prefix']) ?? '';
  return `${scheme}://${withPort(host, nearest(headers['x-forwarded-port']), scheme)}${validPrefix(prefix)}`;
}

/** Of a list, what the nearest proxy added: the others may come from the client. */
function nearest(header: string | undefined): string | undefined {
  return header?.split(',').at(-1)?.trim();
}

function withPort(host: string, port: string | undefined, scheme: 'http' | 'https'): string {
  const isDefault = port === (scheme === 'https' ? '443' : '80');
  return /:\d+$/.test(host) || port === undefined || !/^\d{1,5}$/.test(port) || isDefault ? host : `${host}:${port}`;
}

function validPrefix(prefix: string): string {
  return /^((?:\/[\w.~-]+)+)\/?$/.exec(prefix)?.[1] ?? '';
}

function socketUrl({ headers, encrypted, localAddress, localPort }: Connection): string {
  const scheme = encrypted ? 'https' : 'http';
  const address = localAddress.replace(/^::ffff:/i, '');
  const own = `${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
  const host = headers['host']?.toLowerCase();
  const named = host === `localhost:${localPort}` && isLoopback(address) ? host : own;
  return `${scheme}://${named}`;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
