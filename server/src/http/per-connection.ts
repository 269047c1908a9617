import type { Duplex } from 'node:stream';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';
import { send } from './send.ts';
import type { Handle, RequestTurns } from './in-turns.ts';
import type { Unanswered } from './unanswered.ts';

/** Requests of one connection that may wait for their answers; clients that do not pipeline have one. */
const MAX_UNANSWERED = 16;

/** From so many on, the connection ends. */
const FAR_TOO_MANY = 32;

const refusal = errorResponse(
  ODataError.of('TooManyRequests', { limit: MAX_UNANSWERED, what: 'on one connection' }, { retryAfterSeconds: 1 }),
);

const refuse: Handle = (_, response) => void send(response, refusal, {});
const refuseLast: Handle = (_, response) => void send(response, refusal, { Connection: 'close' });

/**
 * Refuses, before anything is done for it, what is one request too many of its connection: Node hands over all that is
 * pipelined at once, though it sends the answers one after the other. One far too many ends the connection, and what
 * follows it is not looked at (RFC 9112, 9.6): thousands of refusals would keep everybody waiting.
 * All others are begun in turns.
 */
export function perConnection(unanswered: Unanswered, turns: RequestTurns, handle: Handle): Handle {
  const ending = new WeakMap<Duplex, 'ReadOn' | 'Full'>();
  return (request, response) => {
    const { socket } = request;
    const state = ending.get(socket);
    if (state === 'Full') return;
    if (state === 'ReadOn') {
      // Node keeps all that comes for its turn, and stops reading where it keeps more than this for the connection.
      ending.set(socket, 'Full');
      response.end(Buffer.alloc(socket.writableHighWaterMark));
      return;
    }
    const before = unanswered.add(request, response);
    if (before < MAX_UNANSWERED) return turns.begin(request, response, handle);
    if (before < FAR_TOO_MANY) return turns.begin(request, response, refuse);
    ending.set(socket, 'ReadOn');
    turns.begin(request, response, refuseLast);
  };
}
