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
 * forwarded, else the socket's own. The Host header of anybody else is believed only where it names the machine's end of
 * the socket, for whoever can choose it could else send clients, and their credentials, anywhere.
 */
export function baseUrl(connection: Connection, { publicUrl, trusts }: BaseUrlSettings): string {
  if (publicUrl !== undefined) return publicUrl;
  return forwardedUrl(connection, trusts) ?? socketUrl(connection);
}

/** Whether a trusted proxy is in front but does not say which address people type, so that links miss it. */
export function isAddressUntold(connection: Connection, { publicUrl, trusts }: BaseUrlSettings): boolean {
  const isProxied = Object.keys(connection.headers).some((name) => /^(?:x-forwarded-.+|forwarded)$/.test(name));
  return (
    publicUrl === undefined && isProxied && trusts(connection.remoteAddress) && publicHost(connection) === undefined
  );
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function forwardedUrl(connection: Connection, trusts: (address: string) => boolean): string | undefined {
  const host = publicHost(connection);
  if (host === undefined || !trusts(connection.remoteAddress)) return undefined;
  const { headers } = connection;
  const scheme = nearest(headers['x-forwarded-proto'])?.toLowerCase() === 'https' ? 'https' : 'http';
  const prefix = nearest(headers['x-forwarded-prefix']) ?? '';
  return `${scheme}://${withPort(host, nearest(headers['x-forwarded-port']), scheme)}${validPrefix(prefix)}`;
}

/**
 * The host people typed, as a proxy tells it: forwarded, or left in the Host header where at least the scheme is
 * forwarded, as many proxies do. A Host that is this end of the socket was written by the proxy for itself.
 */
function publicHost(connection: Connection): string | undefined {
  const { headers } = connection;
  const forwarded = nearest(headers['x-forwarded-host']);
  if (forwarded !== undefined) return hostPattern.test(forwarded) ? forwarded : undefined;
  const host = headers['host'];
  if (headers['x-forwarded-proto'] === undefined || host === undefined || !hostPattern.test(host)) return undefined;
  return namesThisEnd(connection, host) ? undefined : host;
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

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address);
}
