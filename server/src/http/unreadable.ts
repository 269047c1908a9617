import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';
import { ALLOWED_METHODS } from '../protocol/methods.ts';
import { systemClock } from '../util/clock.ts';
import { closeInStages } from './close-in-stages.ts';
import { serviceStopping } from './drain.ts';
import { commonHeaders } from './headers.ts';
import type { Unanswered } from './unanswered.ts';

interface Refusal {
  readonly status: number;
  readonly error: ODataError;
}

const unreadable = (status: number, reason: string): Refusal => ({
  status,
  error: ODataError.of('UnreadableRequest', { reason }),
});

const badUrl: Refusal = {
  status: 400,
  error: ODataError.of('MalformedUrl', {
    reason: 'it holds characters that must be percent-encoded, such as a space as %20.',
  }),
};
const badHeader = unreadable(400, 'one of its headers is not valid in HTTP.');

/** By code of Node's error. A space in a URL ends it, and what follows is then no version of HTTP. */
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['HPE_INVALID_URL', badUrl],
  ['HPE_INVALID_CONSTANT', badUrl],
  ['HPE_INVALID_HEADER_TOKEN', badHeader],
  ['HPE_INVALID_CONTENT_LENGTH', badHeader],
  ['HPE_INVALID_TRANSFER_ENCODING', badHeader],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', badHeader],
  ['HPE_HEADER_OVERFLOW', unreadable(431, 'its URL and headers together are too long.')],
  ['ERR_SERVER_STOPPING', { status: serviceStopping.status, error: serviceStopping }],
  ['ERR_HTTP_REQUEST_TIMEOUT', unreadable(408, 'it did not arrive in time.')],
]);
const notHttp = unreadable(400, 'it is not valid HTTP.');

/** What a client is told whose request Node could not read, for this code. */
export function refusalOf(code: string | undefined): Refusal {
  return refusals.get(code ?? '') ?? notHttp;
}

/**
 * Answers what Node hands over as no request, in the service's own words: bytes that are no HTTP, CONNECT, and requests
 * that expect something first. It comes after the answers to all that was asked before on the connection.
 */
export function answerTheUnusual(
  server: Server,
  unanswered: Unanswered,
  more: Readonly<Record<string, string>> = {},
): void {
  const over = new WeakSet<Duplex>();

  function endWith(socket: Duplex, { status, error }: Refusal): void {
    if (over.has(socket)) return;
    over.add(socket);
    unanswered.whenNone(socket, () => closeInStages(socket, answerText(status, error, more)));
  }

  server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else endWith(socket, refusalOf(error.code));
  });
  server.on('connect', (_, socket) => {
    socket.on('error', () => socket.destroy()).resume();
    unanswered.adopt(socket);
    const error = ODataError.of('MethodNotAllowed', { method: 'CONNECT', allow: ALLOWED_METHODS });
    endWith(socket, { status: error.status, error });
  });
  // Who reads a body asks for it; most are never read.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** The answer as bytes, for a socket that has no response. */
function answerText(status: number, error: ODataError, more: Readonly<Record<string, string>>): string {
  const { headers, body = '' } = errorResponse(error);
  const all = {
    ...commonHeaders,
    ...more,
    ...headers,
    Date: systemClock.date().toUTCString(),
    'Content-Length': String(Buffer.byteLength(String(body))),
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${String(body)}`;
}
