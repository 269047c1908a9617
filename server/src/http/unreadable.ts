import type { Socket } from 'node:net';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';

export interface Refusal {
  /** Status and reason phrase. */
  readonly status: string;
  /** What is wrong with the request, for the message. */
  readonly reason: string;
}

const badRequest = '400 Bad Request';
const badUrl: Refusal = {
  status: badRequest,
  reason: 'it holds characters that must be percent-encoded, such as a space as %20.',
};

/** By code of Node's error. A space in a URL ends it, and what follows is then no version of HTTP. */
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['HPE_INVALID_URL', badUrl],
  ['HPE_INVALID_CONSTANT', badUrl],
  [
    'HPE_HEADER_OVERFLOW',
    { status: '431 Request Header Fields Too Large', reason: 'URL and headers together are too long.' },
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: '408 Request Timeout', reason: 'the request did not arrive in time.' }],
]);

/** What a client is told whose request Node could not read, for this code. */
export function refusalOf(code: string | undefined): Refusal {
  return refusals.get(code ?? '') ?? { status: badRequest, reason: 'it is not a valid HTTP request.' };
}

/** What is no HTTP request is answered in the service's own words as well (the response has to be written by hand). */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason } = refusalOf(error.code);
  const { headers, body = '' } = errorResponse(ODataError.of('MalformedUrl', { reason }));
  const lines = [
    `HTTP/1.1 ${status}`,
    ...Object.entries({ ...headers, 'Content-Length': String(body.length), Connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${String(body)}`);
}
