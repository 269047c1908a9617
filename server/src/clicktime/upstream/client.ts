import { linkAbort, over } from '../../util/linked-abort.ts';
import { Pool, type Dispatcher } from 'undici';
import { systemClock, type Clock } from '../../util/clock.ts';
import { isLoopback } from '../../util/host.ts';
import type { Secret } from '../../util/secret.ts';
import { collect, textOf, type Text } from './body.ts';
import { readAnswer } from './envelope.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { ScanRecords } from '../model/scan/scan-records.ts';
import { retryAfterMs } from './retry-after.ts';
import { withoutTrailing } from '../../util/without-trailing.ts';
import { MEGABYTE } from '../../util/megabyte.ts';

/** A read of ClickTime's API: a path below its base URL and the query behind it. */
interface ClickTimeRequest {
  readonly path: string;
  /** Encoded query without `?`; empty where there is none. */
  readonly query: string;
  readonly credentials: Secret;
  /** It asks whether the credentials are good. */
  readonly isSignIn?: boolean;
  /** Takes the records out of a whole answer where it can. */
  readonly scan?: ScanRecords | undefined;
}

/** Sends single attempts; throttle, retries and error texts are added above it. */
export interface ClickTimeClient {
  /** What one attempt came to; rejects only with the signal's reason, when that aborts. */
  get(request: ClickTimeRequest, signal: AbortSignal): Promise<Outcome>;
  /** Resolves when the requests under way are done and every connection is closed. */
  close(): Promise<void>;
}

export interface ClickTimeClientOptions {
  /** Such as `https://api.clicktime.com/v2`. */
  readonly baseUrl: string;
  /** Milliseconds one attempt may take, from connecting to the last byte. */
  readonly attemptTimeoutMs: number;
  /** Bytes a body may have, compressed and decompressed. */
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
  readonly userAgent: string;
  /** Whether to ask for compressed answers; by default unless ClickTime is on the same machine. */
  readonly gzip?: boolean;
}

export const defaultClientOptions = {
  baseUrl: 'https://api.clicktime.com/v2',
  attemptTimeoutMs: 30_000,
  // More would take longer than a slice to read (JSON.parse does 350 MB/s here), and 500 records have 1 MB.
  maxBodyBytes: 8 * MEGABYTE,
  maxConnections: 128,
  userAgent: 'clicktime-odata',
} as const satisfies ClickTimeClientOptions;

/** Idle connections are given up before common load balancers (60 s) do. */
const KEEP_ALIVE_MS = 30_000;

/** Of a refusal or an error page no more is read. */
const MAX_REFUSAL_BYTES = 64 * 1024;

/** A client over one pool of kept-alive connections, all to one origin; redirects are not followed. */
export function createClickTimeClient(options: ClickTimeClientOptions, clock: Clock = systemClock): ClickTimeClient {
  const base = new URL(options.baseUrl);
  const prefix = withoutTrailing(base.pathname, '/');
  const pool = new Pool(base.origin, {
    connections: options.maxConnections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: options.attemptTimeoutMs },
    // One timer per attempt covers the answer as a whole.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const fixedHeaders = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': options.userAgent,
    // Compressing for a server on the same machine costs both sides more than it saves.
    'accept-encoding': (options.gzip ?? !isLoopback(base.hostname)) ? 'gzip' : 'identity',
  };

  return {
    async get(request, signal) {
      signal.throwIfAborted();
      const token = request.credentials.reveal();
      if (!isSendable(token)) return { kind: 'Refused', status: 401, message: '' };
      const path = `${prefix}/${request.path}${request.query === '' ? '' : `?${request.query}`}`;
      const headers = { ...fixedHeaders, authorization: `Token ${token}` };
      const outcome = await attempt(
        async (attemptSignal) =>
          receive(
            await pool.request({ method: 'GET', path, headers, signal: attemptSignal }),
            options.maxBodyBytes,
            clock,
            request,
          ),
        options.attemptTimeoutMs,
        signal,
      );
      return withoutToken(outcome, token);
    },
    close: () => pool.close(),
  };
}

/** Runs one attempt under its own time limit; an abort of `signal` is passed on, any other failure becomes an outcome. */
async function attempt(
  run: (signal: AbortSignal) => Promise<Outcome>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const own = linkAbort(signal);
  const timer = setTimeout(() => own.abort(over), timeoutMs);
  try {
    return await run(own.signal);
  } catch (error) {
    signal.throwIfAborted();
    if (own.signal.aborted) return { kind: 'TimedOut', milliseconds: timeoutMs };
    return failureOf(error);
  } finally {
    clearTimeout(timer);
    own.unlink();
  }
}

async function receive(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  clock: Clock,
  { isSignIn, scan }: ClickTimeRequest,
): Promise<Outcome> {
  const { statusCode: status, headers } = response;
  const encoding = single(headers['content-encoding']) ?? '';
  const waitMs = retryAfterMs(single(headers['retry-after']) ?? '', single(headers['date']), clock.date());
  const server = single(headers['server']);
  const read = status < 400 ? readText : readTextIfAny;
  const content = await read(response.body, encoding, maxBytes, status === 200 ? scan : undefined);
  if (content.kind !== 'Text') return content;
  const answer = {
    status,
    mediaType: /^[\w.+-]{1,60}\/[\w.+-]{1,60}/.exec(single(headers['content-type']) ?? '')?.[0] ?? 'no media type',
    server,
    retryAfterMs: waitMs,
    body: content.text,
    rows: content.rows,
    bytes: content.bytes,
  };
  return readAnswer(answer, isSignIn);
}

async function readText(
  body: ResponseBody,
  encoding: string,
  maxBytes: number,
  scan?: ScanRecords,
): Promise<Text | Failure> {
  const received = await collect(body, maxBytes);
  return received === undefined ? tooLarge(maxBytes) : textOf(received, encoding, maxBytes, scan);
}

/** What there is of a body that matters less than the status it comes with: nothing where it cannot be read. */
async function readTextIfAny(body: ResponseBody, encoding: string): Promise<Text> {
  const nothing: Text = { kind: 'Text', text: '', bytes: 0 };
  const received = await collect(body, MAX_REFUSAL_BYTES);
  const read = received && (await textOf(received, encoding, MAX_REFUSAL_BYTES).catch(() => nothing));
  return read?.kind === 'Text' ? read : nothing;
}

type ResponseBody = Dispatcher.ResponseData['body'];

const tooLarge = (maxBytes: number): Failure => ({
  kind: 'TooLarge',
  reason: `it is larger than ${maxBytes} bytes.`,
});

const brokenOff: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection broke off.',
  EPIPE: 'the connection broke off.',
  UND_ERR_SOCKET: 'the connection broke off.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer ended in the middle.',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer do not end.',
  Z_BUF_ERROR: 'its answer ended in the middle.',
  Z_DATA_ERROR: 'its answer was damaged on the way.',
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused.',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time.',
  ETIMEDOUT: 'no connection came about in time.',
  EHOSTUNREACH: 'there is no way to its address.',
  ENETUNREACH: 'there is no way to its address.',
  ENOTFOUND: 'its host name is not known.',
  EAI_AGAIN: 'its host name cannot be looked up just now.',
};

/** Codes of OpenSSL's and Node's for certificates and handshakes. */
const INSECURE = /^(?:CERT|DEPTH_ZERO|EPROTO|ERR_SSL|ERR_TLS|SELF_SIGNED|UNABLE_TO)(?:_|$)/;

/** Names a failed connection by its stable code; the error itself travels as cause. */
function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'TooLarge', reason: 'it is too large when decompressed.' };
  const reason = unreachable[code];
  if (reason !== undefined) return { kind: 'Interrupted', reason, unreachable: true, cause: error };
  if (INSECURE.test(code)) {
    return {
      kind: 'Interrupted',
      reason: `no secure connection came about (${code}).`,
      unreachable: true,
      cause: error,
    };
  }
  if (error instanceof Error && error.name === 'HTTPParserError')
    return { kind: 'Interrupted', reason: 'what came is no HTTP.', cause: error };
  return { kind: 'Interrupted', reason: brokenOff[code] ?? 'the connection failed.', cause: error };
}

/** ClickTime's words are shown to people: should they repeat the token, it is taken out. */
function withoutToken(outcome: Outcome, token: string): Outcome {
  if (!('message' in outcome) || !outcome.message.includes(token)) return outcome;
  return { ...outcome, message: outcome.message.replaceAll(token, '[secret]') };
}

/** Visible ASCII only: whatever else is in a header would be refused or would change the request. */
const isSendable = (token: string): boolean => /^[\x21-\x7e]+$/.test(token);

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
