import { Buffer } from 'node:buffer';
import type { Response } from 'express';
import type { ODataResponse } from '../protocol/message.ts';
import { commonHeaders } from './headers.ts';

/** Sends a whole answer at once; Node leaves out the body where the method is HEAD. */
export function send(
  response: Response,
  { status, headers, body }: ODataResponse,
  more: Readonly<Record<string, string>>,
): void {
  // Encoded once, here: the length has to be known, and a socket would encode a text a second time.
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const length = bytes === undefined ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(status, { ...commonHeaders, ...headers, ...more, ...length });
  response.end(bytes);
}
