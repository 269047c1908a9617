import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';
import { send } from './send.ts';

/** Requests of one connection that may wait for their answers; clients that do not pipeline have one. */
const MAX_UNANSWERED = 16;

const refusal = errorResponse(
  ODataError.of('TooManyRequests', { limit: MAX_UNANSWERED, what: 'on one connection' }, { retryAfterSeconds: 1 }),
);

/**
 * Refuses what is pipelined beyond that, before anything is done for it: Node hands over all requests of a connection
 * at once, though it sends their answers one after the other.
 */
export function boundPerConnection(): RequestHandler {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response, next) => {
    const { socket } = request;
    const before = unanswered.get(socket) ?? 0;
    unanswered.set(socket, before + 1);
    // Closed when it is answered, and when the client leaves; answers that wait for others do not hear of that.
    request.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    if (before < MAX_UNANSWERED) next();
    else void send(response, refusal, {});
  };
}
