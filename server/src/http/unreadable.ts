import type { Socket } from 'node:net';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';

export interface Refusal {
  /** Status and reason phrase. */
  readonly status: string;
  readonly error: ODataError;
}

const badRequest = '400 Bad Request';

const unreadable = (status: string, reason: string): Refusal => ({
  status,
  error: ODataError.of('UnreadableRequest', { reason }),
});

const badUrl: Refusal = {
  status: badRequest,
  error: ODataError.of('MalformedUrl', {
    reason: 'it holds characters that must be percent-encoded, such as a space as %20.',
  }),
};
const badHeader = unreadable(badRequest, 'one of its headers is not valid in HTTP.');

/** By code of Node's error. A space in a URL ends it, and what follows is then no version of HTTP. */
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['HPE_INVALID_URL', badUrl],
  ['HPE_INVALID_CONSTANT', badUrl],
  ['HPE_INVALID_HEADER_TOKEN', badHeader],
  ['HPE_INVALID_CONTENT_LENGTH', badHeader],
  ['HPE_INVALID_TRANSFER_ENCODING', badHeader],
  [
    'HPE_HEADER_OVERFLOW',
    unreadable('431 Request Header Fields Too Large', 'its URL and headers together are too long.'),
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', unreadable('408 Request Timeout', 'it did not arrive in time.')],
]);
const notHttp = unreadable(badRequest, 'it is not valid HTTP.');

/** What a client is told whose request Node could not read, for this code. */
export function refusalOf(code: string | undefined): Refusal {
  return refusals.get(code ?? '') ?? notHttp;
}

/** What is no HTTP request is answered in the service's own words as well (the response has to be written by hand). */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, error: told } = refusalOf(error.code);
  const { headers, body = '' } = errorResponse(told);
  const lines = [
    `HTTP/1.1 ${status}`,
    ...Object.entries({ ...headers, 'Content-Length': String(body.length), Connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${String(body)}`);
}
