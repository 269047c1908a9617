/** Clients that behave badly: ordinary requests by the dozen, and connections that send what they like. */
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { headersOf } from '../contenders.ts';
import type { Bytes, Requests } from './shape.ts';

/** What came of one request; status 0: the connection ended without an answer. */
export interface Outcome {
  readonly status: number;
  readonly milliseconds: number;
  /** The OData code of a refusal; undefined where the answer is none, or not in OData's form. */
  readonly code?: string;
}

const encoded = (path: string): string =>
  path.includes('%') ? path : encodeURI(path).replaceAll('#', '%23').replaceAll('+', '%2B');

export const tokenOf = (caller: number): string => `hostile-${caller}`;

/** Sends all requests of the shape at once. */
export async function sendRequests(root: string, shape: Requests): Promise<readonly Outcome[]> {
  const { callers = 1, each = 1 } = shape;
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const all = Array.from({ length: callers * each }, (_, index) => sendOne(root, shape, index % callers, agent));
  const outcomes = await Promise.all(all);
  agent.destroy();
  return outcomes;
}

function sendOne(root: string, shape: Requests, caller: number, agent: Agent): Promise<Outcome> {
  const { hostname, port, pathname } = new URL(root);
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, text = ''): void => {
      const code = codeOf(status, text);
      resolve({ status, milliseconds: performance.now() - start, ...(code !== undefined && { code }) });
    };
    const headers = { ...headersOf(tokenOf(caller)), 'cache-control': 'no-cache', ...shape.headers };
    const options = {
      hostname,
      port,
      path: pathname + encoded(shape.path),
      method: shape.method ?? 'GET',
      headers,
      agent,
    };
    const request = httpRequest(options, (response) => {
      const { statusCode: status = 0 } = response;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void (status >= 400 && chunks.push(chunk)));
      response.on('end', () => end(status, Buffer.concat(chunks).toString('utf8')));
      response.on('error', () => end(0));
    });
    request.on('error', () => end(0));
    request.end(shape.body);
  });
}

function codeOf(status: number, text: string): string | undefined {
  if (status < 400) return undefined;
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
    return typeof error?.code === 'string' && typeof error.message === 'string' ? error.code : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the shape's connections, holds them, and tells the statuses that were read. */
export async function sendBytes(root: string, shape: Bytes): Promise<readonly Outcome[]> {
  const { callers = 1 } = shape;
  const all = Array.from({ length: callers }, (_, index) => sendText(root, shape, index));
  return (await Promise.all(all)).flat();
}

function sendText(root: string, shape: Bytes, index: number): Promise<readonly Outcome[]> {
  const { hostname, port, pathname } = new URL(root);
  const start = performance.now();
  return new Promise((resolve) => {
    const authorization = `Authorization: ${headersOf(tokenOf(index))['authorization'] ?? ''}\r\n`;
    const outcomes: Outcome[] = [];
    const socket = connect(Number(port), hostname, () => {
      if (!shape.reads) socket.pause();
      socket.write(shape.text({ root: pathname, authorization, index }), 'latin1');
    });
    if (shape.reads) {
      socket.on('data', (chunk: Buffer) => {
        for (const [, status = '0'] of chunk.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
          outcomes.push({ status: Number(status), milliseconds: performance.now() - start, code: 'not read' });
        }
      });
    }
    socket.on('error', () => undefined);
    const end = (): void => {
      socket.destroy();
      resolve(outcomes);
    };
    const timer = setTimeout(end, shape.holdMs);
    socket.on('close', () => {
      clearTimeout(timer);
      end();
    });
  });
}
