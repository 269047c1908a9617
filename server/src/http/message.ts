import type { Request } from 'express';
import type { ODataRequest, RequestHeaders } from '../protocol/message.ts';
import type { Connection } from './base-url.ts';

/** The request as the protocol sees it; `path` is behind the service root. */
export function odataRequest(request: Request, rest: Omit<ODataRequest, 'method' | 'headers'>): ODataRequest {
  return { ...rest, method: request.method, headers: headersOf(request) };
}

/** Node joins repeated headers with commas, except for a few that are lists and that nobody here reads. */
export function headersOf(request: Request): RequestHeaders {
  // oxlint-disable-next-line no-unsafe-type-assertion -- only `set-cookie` is ever a list
  return request.headers as RequestHeaders;
}

/** What is known of the request's way here. */
export function connectionOf(request: Request): Connection {
  const { remoteAddress = '', localAddress = '', localPort = 0 } = request.socket;
  return {
    headers: headersOf(request),
    encrypted: 'encrypted' in request.socket,
    remoteAddress,
    localAddress,
    localPort,
  };
}
