import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** A client has so long to hang up after its last answer. */
const LINGER_MS = 2_000;

/**
 * Says that nothing more is sent but `last`, and closes the connection when its client does or had time to: one that is
 * closed before all was read from it takes back what its client has not read yet (RFC 9112, 9.6).
 */
export function closeInStages(socket: Duplex, last = ''): void {
  const linger = (): void => void setTimeout(() => socket.destroy(), LINGER_MS).unref();
  if (socket.writable) socket.end(last, linger);
  else linger();
}

/** Lets Node close connections so, as it does after answers that say `Connection: close`. */
export function closingInStages(server: Server): void {
  server.on('connection', (socket) => {
    socket.destroySoon = () => closeInStages(socket);
  });
}
