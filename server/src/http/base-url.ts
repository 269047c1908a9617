import { isIPv6 } from 'node:net';
import type { RequestHeaders } from '../protocol/message.ts';
import { isHost, isLoopback } from '../util/host.ts';
import type { Origin } from './forwarded.ts';

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
  readonly publicUrl?: string | undefined;
}

/**
 * The address that links begin with, without a slash at the end: the configured one, else what a trusted proxy
 * forwarded, else the socket's own. The Host header of anybody else is believed only where it names the machine's end of
 * the socket, for whoever can choose it could else send clients, and their credentials, anywhere.
 */
export function baseUrl(connection: Connection, origin: Origin, settings: BaseUrlSettings): string {
  return toldUrl(connection, origin, settings) ?? socketUrl(connection);
}

/** The same address as far as configuration or a trusted proxy tells it. */
export function toldUrl(connection: Connection, origin: Origin, { publicUrl }: BaseUrlSettings): string | undefined {
  return publicUrl ?? forwardedUrl(connection, origin);
}

/** What is wrong with what a proxy tells of the address people type, so that links miss it. */
export type Untold = 'Nothing' | 'NoHost' | 'Untrusted';

/**
 * What is wrong with what the proxies in front tell; undefined where all is well or nothing is needed. That somebody who
 * is not trusted forwards may also be a stranger's invention.
 */
export function untoldAddress(
  connection: Connection,
  origin: Origin,
  { publicUrl }: BaseUrlSettings,
): Untold | undefined {
  if (publicUrl !== undefined) return undefined;
  const { headers } = connection;
  const isForwarded = Object.keys(headers).some((name) => /^(?:x-forwarded-.+|forwarded)$/.test(name));
  if (!isForwarded) return undefined;
  if (origin.proxies === 0) return 'Untrusted';
  if (publicHost(connection, origin) !== undefined) return undefined;
  return headers['x-forwarded-host'] === undefined ? 'Nothing' : 'NoHost';
}

function forwardedUrl(connection: Connection, origin: Origin): string | undefined {
  if (origin.proxies === 0) return undefined;
  const host = publicHost(connection, origin);
  if (host === undefined) return undefined;
  const { headers } = connection;
  const scheme = outermost(headers['x-forwarded-proto'], origin)?.toLowerCase() === 'https' ? 'https' : 'http';
  const prefix = outermost(headers['x-forwarded-prefix'], origin) ?? '';
  return `${scheme}://${withPort(host, outermost(headers['x-forwarded-port'], origin), scheme)}${validPrefix(prefix)}`;
}

/**
 * The host people typed, as a proxy tells it: forwarded, or left in the Host header where at least the scheme is
 * forwarded, as many proxies do. A Host that is this end of the socket was written by the proxy for itself.
 */
function publicHost(connection: Connection, origin: Origin): string | undefined {
  const { headers } = connection;
  const forwarded = outermost(headers['x-forwarded-host'], origin);
  if (forwarded !== undefined) return isHost(forwarded) ? forwarded : undefined;
  const host = headers['host'];
  if (headers['x-forwarded-proto'] === undefined || host === undefined || !isHost(host)) return undefined;
  return namesThisEnd(connection, host) ? undefined : host;
}

/**
 * Of a list, what the outermost trusted proxy added. Where some of them add nothing, the list is shorter than there are
 * proxies, and its first element is the outermost one's; what is in front of theirs may come from the client.
 */
function outermost(header: string | undefined, { proxies }: Origin): string | undefined {
  if (header === undefined) return undefined;
  const elements = header.split(',');
  return elements[Math.max(0, elements.length - proxies)]?.trim();
}

function withPort(host: string, port: string | undefined, scheme: 'http' | 'https'): string {
  const isDefault = port === (scheme === 'https' ? '443' : '80');
  return /:\d+$/.test(host) || port === undefined || isDefault || !isHost(`a:${port}`) ? host : `${host}:${port}`;
}

function validPrefix(prefix: string): string {
  return /^((?:\/[\w.~-]+)+)\/?$/.exec(prefix)?.[1] ?? '';
}

function socketUrl(connection: Connection): string {
  const { headers, encrypted, localPort } = connection;
  const host = headers['host']?.toLowerCase();
  const isLocalhost = host === `localhost:${localPort}` && isLoopback(connection.localAddress);
  return `${encrypted ? 'https' : 'http'}://${isLocalhost ? host : ownHost(connection)}`;
}

/** This end of the socket, `10.0.0.5:8080`. */
function ownHost({ localAddress, localPort }: Connection): string {
  const address = localAddress.replace(/^::ffff:/i, '');
  return `${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
}

function namesThisEnd(connection: Connection, host: string): boolean {
  const { encrypted, localAddress, localPort } = connection;
  const named = /:\d+$/.test(host) ? host.toLowerCase() : `${host.toLowerCase()}:${encrypted ? 443 : 80}`;
  return named === ownHost(connection) || (named === `localhost:${localPort}` && isLoopback(localAddress));
}
