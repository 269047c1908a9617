/** Answers as they come over the wire: taken apart, and judged. */
import { isObject } from '../src/util/json-object.ts';

interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The connection ends with it. */
  readonly last: boolean;
}

const END_OF_HEAD = '\r\n\r\n';

/** The first answer of what has arrived and how many bytes it takes; nothing while it is not whole. */
export function readAnswer(
  bytes: Buffer,
  method: string,
): { readonly answer: Answer; readonly size: number } | undefined {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const [line = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const field of fields)
    headers[field.split(':', 1)[0]?.toLowerCase() ?? ''] = field.slice(field.indexOf(':') + 1).trim();
  const status = Number(line.split(' ')[1]);
  const start = end + END_OF_HEAD.length;
  const last = headers['connection'] === 'close';
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) {
    return { answer: { status, headers, body: Buffer.alloc(0), last }, size: start };
  }
  if (headers['transfer-encoding'] === 'chunked') return readChunks(bytes, start, { status, headers, last });
  const length = Number(headers['content-length'] ?? 0);
  if (bytes.length < start + length) return undefined;
  return { answer: { status, headers, body: bytes.subarray(start, start + length), last }, size: start + length };
}

function readChunks(bytes: Buffer, start: number, head: Omit<Answer, 'body'>) {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const length = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    const next = end + 2 + length + 2;
    if (bytes.length < next) return undefined;
    if (length === 0) return { answer: { ...head, body: Buffer.concat(parts) }, size: next };
    parts.push(bytes.subarray(end + 2, end + 2 + length));
    at = next;
  }
}

/** What is wrong with an answer; nothing where it is one that this service may give. */
export function faultOf({ status, headers, body }: Answer, method: string): string | undefined {
  if (!(status >= 100 && status < 600)) return 'no status';
  if (status === 500 || status === 502) return `status ${status}: ${body.toString('utf8').slice(0, 300)}`;
  if (method === 'HEAD' || status < 400)
    return status === 200 && method === 'GET' ? faultOfBody(headers, body) : undefined;
  if (!headers['content-type']?.startsWith('application/json;odata.metadata=minimal'))
    return `no OData error: ${status}`;
  const error = errorIn(body);
  if (error === undefined) return `no OData error: ${status} ${body.toString('utf8').slice(0, 200)}`;
  if (/\n\s+at |node:internal|node_modules|\.[jt]s:\d/.test(error.message)) return `a stack trace: ${error.message}`;
  if (error.message.length > 4100)
    return `a message of ${error.message.length} characters: ${error.message.slice(0, 100)}`;
  return undefined;
}

function faultOfBody(headers: Answer['headers'], body: Buffer): string | undefined {
  if (headers['content-encoding'] !== undefined || !(headers['content-type'] ?? '').startsWith('application/json'))
    return undefined;
  return parsed(body) === undefined ? 'a body that is not JSON' : undefined;
}

function errorIn(body: Buffer): { readonly message: string } | undefined {
  const whole = parsed(body);
  if (!isObject(whole) || !isObject(whole['error'])) return undefined;
  const { code, message } = whole['error'];
  return typeof code === 'string' && typeof message === 'string' && message !== '' ? { message } : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
