import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { FaultAction, Garbling } from './faults.ts';
import type { WireText } from './wire-text.ts';
import { wireBytes } from './wire-text.ts';

/** The simulator's answers on the wire, whole or broken on purpose. */

/** One answer before any fault. */
export interface Answer {
  readonly status: number;
  readonly body: WireText;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default JSON. */
  readonly type?: string;
}

const json = 'application/json; charset=utf-8';

/** A maintenance page, as proxies send it. */
export const htmlPage =
  '<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head>' +
  '<body><h1>We will be back soon</h1><p>ClickTime is down for scheduled maintenance.</p></body></html>';

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length, ...headers });
  response.end(body);
}

/** Sends a whole answer. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer, gzip: boolean): void {
  const body = wireBytes(answer.body);
  if (gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
    const packed = gzipSync(body, { level: 1 });
    send(response, answer.status, answer.type ?? json, packed, { ...answer.headers, 'Content-Encoding': 'gzip' });
    return;
  }
  send(response, answer.status, answer.type ?? json, body, answer.headers ?? {});
}

/** Sends an answer as a fault wants it; shapes and row changes have happened before. */
export function sendFaulty(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  action: FaultAction,
): void {
  const whole = wireBytes(answer.body);
  switch (action.kind) {
    case 'status':
    case 'html':
    case 'shape':
    case 'page':
    case 'ties':
    case 'insertRows':
    case 'deleteRows':
      sendAnswer(request, response, answer, false);
      return;
    case 'garble':
      send(response, answer.status, answer.type ?? json, garbled(whole, action.how), {});
      return;
    case 'truncate':
      send(response, answer.status, answer.type ?? json, whole.subarray(0, cut(whole, action.afterBytes)), {});
      return;
    case 'delay': {
      const timer = setTimeout(() => sendAnswer(request, response, answer, false), action.milliseconds);
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'stall':
      begin(response, answer, whole, cut(whole, action.afterBytes), () => undefined);
      return;
    case 'reset':
      if (action.afterBytes === -1) request.socket.resetAndDestroy();
      else begin(response, answer, whole, cut(whole, action.afterBytes), () => request.socket.resetAndDestroy());
  }
}

/** The answer with something in it that JSON has not: where its data begins, or behind its end. */
function garbled(whole: Buffer, how: Garbling): Buffer {
  if (how === 'trailing') return Buffer.concat([whole, Buffer.from('<!-- cached -->')]);
  const at = whole.indexOf('"data":') + '"data":'.length;
  // 0xFF is in no UTF-8.
  const wrong =
    how === 'notANumber' ? Buffer.from('NaN,"was":') : Buffer.from([0x22, 0xff, 0x22, 0x2c, ...Buffer.from('"was":')]);
  return Buffer.concat([whole.subarray(0, at), wrong, whole.subarray(at)]);
}

function cut(whole: Buffer, afterBytes: number | undefined): number {
  return Math.min(afterBytes ?? Math.floor(whole.length / 2), Math.max(0, whole.length - 1));
}

/** Writes headers for the whole and the first bytes only; `then` runs when they have left. */
function begin(response: ServerResponse, answer: Answer, whole: Buffer, bytes: number, then: () => void): void {
  response.writeHead(answer.status, { 'Content-Type': json, 'Content-Length': whole.length });
  response.flushHeaders();
  // A reset throws away what the client's kernel has not handed over yet; one turn of the loop later it has.
  response.write(whole.subarray(0, bytes), () => setTimeout(then, 20));
}

/** Starts listening; resolves with the server once it does, rejects when the address is not available. */
export function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
  host: string,
): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}
