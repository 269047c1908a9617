import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Requests of each connection that wait for their answers. */
export interface Unanswered {
  /** Counts a request until it is answered or its client gone; gives how many there are on its connection before it. */
  add(request: IncomingMessage, response: ServerResponse): number;
  /** Calls `then`, once, as soon as every request so far of the connection is answered. */
  whenNone(socket: Duplex, then: () => void): void;
  /** Goes on telling the answers of a connection that Node has let go of when they may be sent, and that it is closed. */
  adopt(socket: Duplex): void;
}

/**
 * Calls `then` when a request is answered, and when its client leaves. Its response would tell only the first of that
 * where it waits behind another of the connection.
 */
export function onceOver(request: IncomingMessage, then: () => void): void {
  request.once('close', then);
}

export function createUnanswered(): Unanswered {
  const responses = new WeakMap<Duplex, Set<ServerResponse>>();
  const waiting = new WeakMap<Duplex, () => void>();

  function responsesOf(socket: Duplex): Set<ServerResponse> {
    const known = responses.get(socket) ?? new Set();
    responses.set(socket, known);
    return known;
  }

  return {
    add(request, response) {
      const { socket } = request;
      const unanswered = responsesOf(socket);
      const before = unanswered.size;
      unanswered.add(response);
      onceOver(request, () => {
        unanswered.delete(response);
        if (unanswered.size > 0) return;
        waiting.get(socket)?.();
        waiting.delete(socket);
      });
      return before;
    },
    whenNone(socket, then) {
      if (responsesOf(socket).size === 0) then();
      else waiting.set(socket, then);
    },
    adopt(socket) {
      socket.on('drain', () => {
        for (const response of responsesOf(socket)) response.emit('drain');
      });
      socket.on('close', () => {
        for (const response of responsesOf(socket)) response.req.destroy();
      });
    },
  };
}
