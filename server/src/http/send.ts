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
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...commonHeaders, ...headers, ...more, ...length });
  response.end(body);
}
