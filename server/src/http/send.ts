import { Buffer } from 'node:buffer';
import type { Response } from 'express';
import type { ODataResponse } from '../protocol/message.ts';
import { commonHeaders } from './headers.ts';

/** Longer ones are cut: they are read in a dialog. */
const MAX_REASON_LENGTH = 200;

/** Sends a whole answer at once; Node leaves out the body where the method is HEAD. */
export function send(
  response: Response,
  { status, headers, reason, body }: ODataResponse,
  more: Readonly<Record<string, string>>,
): void {
  // Encoded once, here: the length has to be known, and a socket would encode a text a second time.
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const length = bytes === undefined ? {} : { 'Content-Length': String(bytes.length) };
  if (reason !== undefined) response.statusMessage = reasonPhrase(reason);
  response.writeHead(status, { ...commonHeaders, ...headers, ...more, ...length });
  response.end(bytes);
}

/** A reason phrase is one line of printable ASCII (RFC 9112, 4). */
function reasonPhrase(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, MAX_REASON_LENGTH);
}
