import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { randomBytes } from 'node:crypto';
import { LONGEST_SKIPTOKEN } from '../execution/skiptoken.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { Logger } from '../log.ts';
import { errorResponse } from '../protocol/error-response.ts';
import type { ODataResponse } from '../protocol/message.ts';
import type { Service } from '../service.ts';
import { type MemoryBudget, unlimitedMemory } from '../util/memory-budget.ts';
import { createAbort } from '../util/linked-abort.ts';
import { bornWith } from './born-prototypes.ts';
import { closingInStages } from './close-in-stages.ts';
import { compress } from './compress.ts';
import { CONNECT_PATH, connectPage, favicon } from './connect-page.ts';
import { endpoint } from './endpoint.ts';
import { ROOT_PATH } from '../protocol/request-target.ts';
import { drainOf, serviceStopping } from './drain.ts';
import { secureHeaders, withHeaders } from './headers.ts';
import { createRequestTurns, defaultRequestTurns } from './in-turns.ts';
import type { LeastPace } from './least-pace.ts';
import { type Need, readiness } from './readiness.ts';
import type { RequestObserver } from './request-observer.ts';
import type { PageNotice } from './page-notice.ts';
import { send } from './send.ts';
import { perConnection } from './per-connection.ts';
import { trustedProxies } from './trusted-proxies.ts';
import { createUnanswered } from './unanswered.ts';
import { answerTheUnusual } from './unreadable.ts';
import { refuseUnfit } from './well-formed.ts';

export interface ServerOptions {
  readonly service: Service;
  readonly log: Logger;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly publicUrl?: string | undefined;
  /** Addresses, networks or `loopback`, `linklocal`, `uniquelocal`: proxies whose forwarded headers count. */
  readonly trustProxy: readonly string[];
  readonly maxUrlLength: number;
  readonly requestTimeoutMs: number;
  /** Folder of the built wizard; unset: there is none. */
  readonly wizardFolder?: string | undefined;
  /** Is told of each request; absent: nobody is. */
  readonly observe?: RequestObserver | undefined;
  /** What has to be there beside this process before requests are sent here; absent: nothing. */
  readonly needs?: () => readonly Need[];
  /** Shown above the wizard. */
  readonly notice?: PageNotice | undefined;
  /** Milliseconds after which a client that takes nothing of its answer is let go; default 60,000. */
  readonly stallTimeoutMs?: number;
  /** What clients have to take of their answers. */
  readonly leastPace?: LeastPace | undefined;
  /** What counts the answers being sent; absent: nobody counts. */
  readonly memory?: MemoryBudget;
  /** How long answers in flight may take once the server is told to stop. */
  readonly closeTimeoutMs: number;
}

export interface RunningServer {
  /** The OData service root, as far as the configuration tells it. */
  readonly serviceRoot: string;
  /** Where this process listens, `http://127.0.0.1:8080`. */
  readonly address: string;
  /**
   * Stops listening, lets answers in flight finish, tells those who still wait, and resolves when the last connection is
   * gone.
   */
  close(): Promise<void>;
}

/** The system's buffers take a while to show that a slow client goes on reading. */
const STALL_TIMEOUT_MS = 60_000;

/** Starts listening. Rejects with Node's error where the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const stopping = createAbort();
  const unanswered = createUnanswered();
  const secure = secureHeaders(options.publicUrl);
  const turns = createRequestTurns(defaultRequestTurns);
  let isClosing = false;
  const application = createApplication(options, stopping.signal, () => isClosing);
  const server = createServer(
    {
      ...bornWith(application),
      keepAliveTimeout: 65_000,
      requestTimeout: 30_000,
      // It is refused in the service's own words.
      requireHostHeader: false,
      // Beyond the URL there are what its next link adds and the headers; Node counts all together.
      maxHeaderSize: 2 * options.maxUrlLength + LONGEST_SKIPTOKEN + 16_384,
    },
    withHeaders(secure, perConnection(unanswered, turns, application)),
  );
  server.on('connection', (socket) => turns.join(socket));
  const drain = drainOf(server);
  // Nothing moves while an answer is made, and that is bounded already; nothing moves longer where nobody reads it.
  server.setTimeout(2 * options.requestTimeoutMs);
  closingInStages(server);
  answerTheUnusual(server, unanswered, secure);
  await listen(server, options);
  const address = `http://${hostForUrl(options.host)}:${addressOf(server).port}`;
  return {
    serviceRoot: `${options.publicUrl ?? address}${ROOT_PATH}`,
    address,
    close: () => {
      isClosing = true;
      return drain(options.closeTimeoutMs, () => stopping.abort(serviceStopping));
    },
  };
}

function createApplication(options: ServerOptions, stopped: AbortSignal, isClosing: () => boolean): Express {
  const { service, log, maxUrlLength, requestTimeoutMs, publicUrl } = options;
  const application = express();
  application.disable('x-powered-by').disable('etag').set('query parser', false);
  const trusts = trustedProxies(options.trustProxy);
  application.use(refuseUnfit);
  application.use(compress());
  application.get('/health', (_, response) => void send(response, alive, {}));
  application.get('/ready', readiness(options.needs ?? (() => []), isClosing));
  if (options.wizardFolder !== undefined) {
    application.use(CONNECT_PATH, connectPage(options.wizardFolder, options.notice));
    application.use('/favicon.ico', favicon(options.wizardFolder));
  }
  const { stallTimeoutMs = STALL_TIMEOUT_MS, memory = unlimitedMemory } = options;
  const newId = idSequence();
  application.use(
    endpoint({
      service,
      log,
      hasConnectPage: options.wizardFolder !== undefined,
      maxUrlLength,
      requestTimeoutMs,
      stallTimeoutMs,
      memory,
      trusts,
      stopped,
      newId,
      publicUrl,
      leastPace: options.leastPace,
      observe: options.observe,
    }),
  );
  application.use(failed(log, newId));
  return application;
}

/** Made for each who asks, whatever they hold of an answer before. */
const alive: ODataResponse = {
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  body: JSON.stringify({ status: 'ok' }),
};

/** Answers what broke in a library, such as a file that cannot be read, as a fault of ours without its details. */
function failed(log: Logger, newId: () => string): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const id = newId();
    log.error({ id, path: request.path, err: thrown }, 'failed');
    void send(response, errorResponse(ODataError.of('InternalError', { id })), { 'X-Request-Id': id });
  };
}

/** Identifiers that tell requests apart, also those of other processes. */
function idSequence(): () => string {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${prefix}-${(count++).toString(36)}`;
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address;
}

/** An address that listens everywhere is reached as the machine itself. */
function hostForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
