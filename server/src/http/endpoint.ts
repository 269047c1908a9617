import type { Request, RequestHandler, Response } from 'express';
import { ODataError } from '../errors/odata-error.ts';
import type { Logger } from '../log.ts';
import { errorResponse } from '../protocol/error-response.ts';
import type { BatchConnection, ODataRequest, ODataResponse } from '../protocol/message.ts';
import { planHeader } from '../protocol/explain.ts';
import { checkLength } from '../protocol/links.ts';
import { checkMethod, methodsOf } from '../protocol/methods.ts';
import { prefersHtml } from '../protocol/negotiate.ts';
import { prefersExplained } from '../protocol/preferences.ts';
import { versionForError } from '../protocol/version.ts';
import { rootedPath } from '../protocol/service-root.ts';
import { emptySegment } from '../bind/url/empty-segment.ts';
import { createTally, type Tally } from '../source/tally.ts';
import { createTrace, type Trace } from '../source/trace.ts';
import type { Service } from '../service.ts';
import { baseUrl, type BaseUrlSettings, toldUrl } from './base-url.ts';
import { createBodies } from './bodies.ts';
import type { MemoryBudget } from '../util/memory-budget.ts';
import { isConnectPath } from './connect-page.ts';
import { preflightHeaders } from './cors.ts';
import { type Origin, originOf } from './forwarded.ts';
import { frontDoor, isVisitor, rootBelow, signInPage, type Visit } from './front-door.ts';
import type { LeastPace } from './least-pace.ts';
import { connectionOf, headersOf, odataRequest } from './message.ts';
import { proxyCheck } from './proxy-check.ts';
import { readBody } from './read-body.ts';
import { behindRoot, parseTarget, ROOT_PATH, type RequestTarget } from '../protocol/request-target.ts';
import { requestLine } from './request-line.ts';
import type { RequestObserver } from './request-observer.ts';
import { send } from './send.ts';
import { translateError } from './translate-error.ts';
import { onceOver } from './unanswered.ts';
import { clip } from '../util/shown.ts';
import { linkAbort } from '../util/linked-abort.ts';
import { createSlices, eventLoop } from '../util/slices.ts';

interface EndpointOptions extends BaseUrlSettings {
  readonly service: Service;
  readonly log: Logger;
  /** Whether a proxy at this address may say where a request comes from and what the public address is. */
  readonly trusts: (address: string) => boolean;
  /** Whether there is a connect page that people can be led to. */
  readonly hasConnectPage: boolean;
  /** Characters of path and query together. */
  readonly maxUrlLength: number;
  /** After which the client gets a 504. */
  readonly requestTimeoutMs: number;
  /** After which a client that takes nothing of its answer is let go. */
  readonly stallTimeoutMs: number;
  /** What clients have to take of their answers. */
  readonly leastPace: LeastPace | undefined;
  /** What counts the answers being sent. */
  readonly memory: MemoryBudget;
  /** Is told of each request; absent: nobody is. */
  readonly observe?: RequestObserver | undefined;
  /** A new identifier, unlike any before. */
  readonly newId: () => string;
  /** Aborts when what waits is not waited for any more, because the server stops. */
  readonly stopped: AbortSignal;
}

/** Milliseconds of each turn of the event loop in which the requests of clients that left are ended. */
const LEAVING_SLICE_MS = 3;

/** Answers every request but liveness: one way in, one way out, one place where errors become answers. */
export function endpoint(options: EndpointOptions): RequestHandler {
  const checkProxy = proxyCheck(options.log, options);
  const bodies = createBodies(options.memory);
  // Of whoever pipelines, many leave at once.
  const whenTimeIs = createSlices({ ...eventLoop, sliceMs: LEAVING_SLICE_MS });
  return async (request, response) => {
    const id = options.newId();
    const started = performance.now();
    const target = parseTarget(request.originalUrl);
    const origin = originOf(connectionOf(request), options.trusts);
    checkProxy(request, origin);
    // Nothing moves while an answer is made, and that is bounded already.
    response.setTimeout(2 * options.requestTimeoutMs);
    const { signal, release } = boundedBy(request, options, whenTimeIs);
    const isExplained = prefersExplained(headersOf(request)['prefer']);
    const trace = isExplained || options.log.isLevelEnabled('debug') ? createTrace() : undefined;
    const tally = createTally();
    const ended = options.observe?.();
    const answer = await outcome(request, response, { target, origin, signal, id, trace, tally }, options);
    release();
    if (trace !== undefined) options.log.debug({ id, path: target.path, plan: trace.text() }, 'done for it');
    const milliseconds = performance.now() - started;
    const facts = requestLine(request, answer, tally);
    const { kind, rows = 0, bytes } = facts;
    const line = { id, method: request.method, path: target.path, ...facts, ms: Math.round(milliseconds) };
    if (response.destroyed || request.destroyed) {
      ended?.({ kind, milliseconds, rows, bytes, tally });
      options.log.info(line, 'the client left');
      return;
    }
    const letGo = bodies.hold(answer, () => request.socket.destroy());
    response.setTimeout(options.stallTimeoutMs);
    const more = {
      'X-Request-Id': id,
      ...(isExplained && trace !== undefined ? planHeader(trace) : {}),
      ...connectionHeader(request),
    };
    const sent = send(response, answer, more, options.leastPace);
    ended?.({ kind, status: answer.status, milliseconds, rows, bytes, tally });
    options.log.info({ ...line, status: answer.status }, 'answered');
    await sent.finally(letGo);
  };
}

/** What belongs to one request. */
interface Exchange {
  readonly id: string;
  readonly target: RequestTarget;
  readonly origin: Origin;
  readonly signal: AbortSignal;
  readonly trace: Trace | undefined;
  readonly tally: Tally;
}

async function outcome(
  request: Request,
  response: Response,
  exchange: Exchange,
  options: EndpointOptions,
): Promise<ODataResponse> {
  const { id, target, signal } = exchange;
  const told: BatchConnection['told'] = (thrown, asked) => {
    const error = translateError(thrown, asked.signal, id);
    // Whatever broke because the client left is no fault, and nobody is told.
    if (asked.signal.aborted && asked.signal.reason !== error) return errorResponse(error);
    if (error.code === 'InternalError') options.log.error({ id, path: asked.path, err: thrown }, 'failed');
    else if (error.status >= 502) options.log.warn({ id, code: error.code, err: error }, 'could not answer');
    return errorResponse(error, versionForError(asked.headers));
  };
  const bodyOf = (maxBytes: number): Promise<Uint8Array> => readBody(request, response, { maxBytes, signal });
  try {
    return await answer(request, { ...exchange, readBody: bodyOf, batch: { told } }, options);
  } catch (thrown) {
    const error = translateError(thrown, signal, id);
    const forEyes = options.hasConnectPage && error.status === 401 && prefersHtml(headersOf(request)['accept']);
    if (forEyes) return signInPage(error, visitOf(request, exchange, options));
    return told(thrown, { signal, path: target.path, headers: headersOf(request) });
  }
}

async function answer(
  request: Request,
  exchange: Exchange & Required<Pick<ODataRequest, 'readBody' | 'batch'>>,
  options: EndpointOptions,
): Promise<ODataResponse> {
  const { target, origin, signal, trace, tally, readBody: bodyOf, batch } = exchange;
  const path = behindRoot(target.path, ROOT_PATH);
  if (request.method === 'OPTIONS') {
    const asked = headersOf(request)['access-control-request-headers'];
    return { status: 204, headers: preflightHeaders(asked, methodsOf(rootedPath(path ?? '').path)) };
  }
  checkLength(target.path, target.query, options.maxUrlLength);
  const base = baseUrl(connectionOf(request), origin, options);
  const serviceRoot = `${base}${ROOT_PATH}`;
  const message = odataRequest(request, {
    path: path ?? '',
    query: target.query,
    serviceRoot,
    address: origin.address,
    signal,
    trace,
    tally,
    readBody: bodyOf,
    batch,
  });
  if (path !== undefined) return options.service.answer(message);
  checkMethod(request.method, '');
  if (options.hasConnectPage && isVisitor(message.headers) && emptySegment(target.path) === undefined)
    return frontDoor(visitOf(request, exchange, options));
  // The wizard's pages need no credentials: a browser must not ask for any because one of them is missing.
  if (!isConnectPath(target.path)) await options.service.signIn(message);
  if (target.path !== '/') throw notHere(target.path, serviceRoot);
  return directory(serviceRoot, base);
}

function visitOf(request: Request, { target, origin }: Exchange, options: EndpointOptions): Visit {
  const connection = connectionOf(request);
  const told = toldUrl(connection, origin, options);
  const below = rootBelow(behindRoot(target.path, ROOT_PATH) ?? '');
  return { path: target.path, told, serviceRoot: `${baseUrl(connection, origin, options)}${ROOT_PATH}${below}` };
}

function notHere(path: string, serviceRoot: string): ODataError {
  const empty = emptySegment(path);
  if (empty !== undefined) return empty;
  const hint = ` The OData service root is ${serviceRoot}.`;
  return ODataError.of('UnknownResource', { name: clip(path, 200), within: 'this server', hint });
}

/** What a signed-in visitor of the bare address gets: where things are. */
function directory(serviceRoot: string, base: string): ODataResponse {
  const metadata = `${serviceRoot}$metadata`;
  const body = { serviceRoot, metadata, health: `${base}/health`, ready: `${base}/ready` };
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/** A connection is not used again after a body that nobody read to its end. */
function connectionHeader(request: Request): Readonly<Record<string, string>> {
  if (request.complete && request.readableLength === 0) return {};
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  return coding !== undefined || length !== '0' ? { Connection: 'close' } : {};
}

/** A signal that aborts when the client leaves, when the time is over, and when the server stops waiting. */
function boundedBy(
  request: Request,
  { requestTimeoutMs: timeoutMs, stopped }: EndpointOptions,
  whenTimeIs: (run: () => void) => void,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const link = linkAbort(stopped);
  const onClose = (): void => whenTimeIs(() => link.abort(new Error('The client left.')));
  const timer = setTimeout(() => {
    link.abort(ODataError.of('RequestTimeout', { seconds: Math.round(timeoutMs / 1000) }));
  }, timeoutMs);
  onceOver(request, onClose);
  const release = (): void => {
    clearTimeout(timer);
    link.unlink();
    request.off('close', onClose);
  };
  return { signal: link.signal, release };
}
