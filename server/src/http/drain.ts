import type { IncomingMessage, Server } from 'node:http';
import { Server as SocketServer } from 'node:net';
import { onceOver } from './unanswered.ts';

/** Stops listening, waits until every answer is sent, and then closes what is left; at the latest after `timeoutMs`. */
export type Drain = (timeoutMs: number) => Promise<void>;

/**
 * How to end a server without cutting answers short. Node's own way hangs up on every client whose answer is made
 * already, though most of it may still wait to be read.
 */
export function drainOf(server: Server): Drain {
  const unsent = new Set<IncomingMessage>();
  let whenAllIsSent = (): void => undefined;
  server.on('request', (request) => {
    unsent.add(request);
    onceOver(request, () => {
      unsent.delete(request);
      if (unsent.size === 0) whenAllIsSent();
    });
  });
  return (timeoutMs) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
      SocketServer.prototype.close.call(server, () => {
        clearTimeout(timer);
        resolve();
      });
      // With nothing left to send, Node's way is right.
      whenAllIsSent = () => void server.close();
      if (unsent.size === 0) whenAllIsSent();
    });
}
