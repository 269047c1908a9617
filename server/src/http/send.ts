import type { ServerResponse } from 'node:http';
import { lengthOf, piecesOf, type ODataResponse } from '../protocol/message.ts';
import { headersFor } from './headers.ts';
import { leastPace, watchPace, type LeastPace } from './least-pace.ts';
import { onceOver } from './unanswered.ts';

/** Longer ones are cut: they are read in a dialog. */
const MAX_REASON_LENGTH = 200;

/**
 * Sends a whole answer, piece by piece as the client takes it; Node leaves out the body where the method is HEAD.
 * Resolves when nothing is left to send, or when the client is gone.
 */
export async function send(
  response: ServerResponse,
  { status, headers, reason, body }: ODataResponse,
  more: Readonly<Record<string, string>>,
  least: LeastPace = leastPace,
): Promise<void> {
  const pieces = body === undefined ? [] : piecesOf(body);
  const length = body === undefined ? {} : { 'Content-Length': String(lengthOf(pieces)) };
  if (reason !== undefined) response.statusMessage = reasonPhrase(reason);
  // A cache would update the stored answer's with it (RFC 9111, 3.2).
  if (status === 304) response.removeHeader('Content-Security-Policy');
  response.writeHead(status, { ...headersFor(status, headers['Content-Type']), ...headers, ...more, ...length });
  const closed = new Promise<void>((resolve) => onceOver(response.req, resolve));
  if (pieces.length > 1) await sendPieces(response, pieces, closed, least);
  else response.end(pieces.at(-1));
  await closed;
}

async function sendPieces(
  response: ServerResponse,
  pieces: readonly Uint8Array[],
  closed: Promise<void>,
  least: LeastPace,
): Promise<void> {
  const drained = drainsOf(response);
  const pace = watchPace(least, () => response.req.socket.destroy());
  void closed.then(pace.stop);
  for (const piece of pieces.slice(0, -1)) {
    if (response.req.destroyed) return;
    // A piece is written when the one before it is on its way.
    if (!response.write(piece)) await Promise.race([drained(), closed]);
    pace.taken(piece.length);
  }
  response.end(pieces.at(-1));
}

/**
 * Resolves when the response takes more. One listener for all of it: where it is compressed, what listens once would
 * never be taken off.
 */
function drainsOf(response: ServerResponse): () => Promise<void> {
  let onDrain = (): void => undefined;
  response.on('drain', () => onDrain());
  return () =>
    new Promise((resolve) => {
      onDrain = resolve;
    });
}

/** A reason phrase is one line of printable ASCII (RFC 9112, 4). */
function reasonPhrase(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, MAX_REASON_LENGTH);
}
