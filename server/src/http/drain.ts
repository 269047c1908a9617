import type { Server, ServerResponse } from 'node:http';
import { Server as SocketServer, type Socket } from 'node:net';
import { ODataError } from '../errors/odata-error.ts';
import { onceOver } from './unanswered.ts';

/** Milliseconds that answers have to be sent in after those that wait were told that the server stops. */
const FAREWELL_MS = 2_000;

/** Another process is there in so many seconds, or the service is gone for longer. */
const RETRY_SECONDS = 5;

/** What clients are told whose answer was not ready in time. */
export const serviceStopping = ODataError.of('ServiceStopping', {}, { retryAfterSeconds: RETRY_SECONDS });

/** To 'clientError': the server stops before the request has arrived. */
class StoppingError extends Error {
  readonly code = 'ERR_SERVER_STOPPING';
}

/** How a server ends. */
interface Drain {
  /**
   * Stops listening, waits until every answer is sent, and then closes what is left. Shortly before `timeoutMs`,
   * `tellWaiting` is called, which has to bring about an answer to every request that has none, and Node's 'clientError'
   * tells of connections whose request is not whole yet; at `timeoutMs`, what is not sent by then is cut off.
   */
  (timeoutMs: number, tellWaiting: () => void): Promise<void>;
}

/**
 * How to end a server without cutting answers short. Node's own way hangs up on every client whose answer is made
 * already, though most of it may still wait to be read. Connections are not used again once it has begun.
 */
export function drainOf(server: Server): Drain {
  const unsent = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeAfter = closingWithTheLast();
  let isClosing = false;
  let whenAllIsSent = (): void => undefined;
  // Before the application, which may answer at once.
  server.prependListener('request', (request, response) => {
    if (isClosing) closeAfter(response);
    unsent.add(response);
    onceOver(request, () => {
      unsent.delete(response);
      if (unsent.size === 0) whenAllIsSent();
    });
  });
  return (timeoutMs, tellWaiting) =>
    new Promise((resolve) => {
      isClosing = true;
      for (const response of unsent) closeAfter(response);
      const tell = (): void => {
        tellWaiting();
        server.closeIdleConnections();
        const answered = new Set([...unsent].map(({ req }) => req.socket));
        for (const socket of sockets) {
          if (answered.has(socket)) continue;
          if (socket.bytesRead === 0) socket.end();
          else server.emit('clientError', new StoppingError(), socket);
        }
      };
      const farewell = setTimeout(tell, timeoutMs - Math.min(FAREWELL_MS, timeoutMs / 2));
      const end = setTimeout(() => server.closeAllConnections(), timeoutMs);
      SocketServer.prototype.close.call(server, () => {
        clearTimeout(farewell);
        clearTimeout(end);
        resolve();
      });
      // With nothing left to send, Node's way is right.
      whenAllIsSent = () => void server.close();
      if (unsent.size === 0) whenAllIsSent();
    });
}

/** Says `Connection: close` in one answer of each connection: the last, for what waits behind that is not answered. */
function closingWithTheLast(): (response: ServerResponse) => void {
  const lasts = new WeakMap<Socket, ServerResponse>();
  return (response) => {
    const { socket } = response.req;
    const before = lasts.get(socket);
    if (before?.headersSent === false) before.removeHeader('Connection');
    if (response.headersSent) return;
    lasts.set(socket, response);
    response.setHeader('Connection', 'close');
  };
}
