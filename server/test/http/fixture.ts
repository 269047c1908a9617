/** Real servers on free ports, and a client that sends exactly what it is told to. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { type RunningServer, type ServerOptions, startServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EdmModel } from '../../src/model/edm.ts';
import type { EntitySource } from '../../src/source/source.ts';
import { createService, type ServiceLimits } from '../../src/service.ts';
import type { MemoryBudget } from '../../src/util/memory-budget.ts';
import { systemClock } from '../../src/util/clock.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { tripPin } from '../models/trip-pin.ts';

export const limits: ServiceLimits = {
  pageSize: 1000,
  maxSortRows: 10_000,
  maxExpandedRows: 10_000,
  maxGroups: 10_000,
  maxUrlLength: 4000,
  pageTimeBudgetMs: 60_000,
  requestTimeoutMs: 60_000,
  requestCpuMs: 10_000,
};

interface FixtureOptions {
  readonly model?: EdmModel;
  readonly source?: EntitySource;
  readonly limits?: Partial<ServiceLimits>;
  readonly server?: Partial<ServerOptions>;
  readonly memory?: MemoryBudget;
}

export interface Fixture extends RunningServer {
  /** Lines of the log so far. */
  readonly log: readonly string[];
}

/** The engine over the TripPin model in memory, or over what is given, behind real sockets. */
export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const log: string[] = [];
  const service = createService({
    modelFor: () => options.model ?? tripPin,
    source: options.source ?? createMemorySource({ rowsBySet: tripPinRows }),
    limits: { ...limits, ...options.limits },
    clock: systemClock,
    memory: options.memory,
  });
  const server = await startServer({
    service,
    log: createLogger('info', { write: (line) => void log.push(line) }),
    host: '127.0.0.1',
    port: 0,
    trustProxy: [],
    maxUrlLength: options.limits?.maxUrlLength ?? limits.maxUrlLength,
    requestTimeoutMs: options.limits?.requestTimeoutMs ?? limits.requestTimeoutMs,
    closeTimeoutMs: 10_000,
    ...options.server,
  });
  return { ...server, log };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export type Headers = Readonly<Record<string, string>>;

export const signedIn: Headers = { Authorization: 'Token any' };

/** Sends a request whose target is not touched by URL normalisation. */
export function send(
  base: string,
  target: string,
  headers: Headers = signedIn,
  method = 'GET',
  body = '',
): Promise<Reply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** GET behind the service root, blanks and quotes encoded as browsers do. */
export function get(root: string, path: string, headers: Headers = signedIn): Promise<Reply> {
  return send(root, `${new URL(root).pathname}${path.replaceAll(' ', '%20')}`, headers);
}

/** The JSON of a successful answer. */
export async function getJson(root: string, path: string, headers?: Headers): Promise<Record<string, unknown>> {
  const reply = await get(root, path, headers);
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
  const body: Record<string, unknown> = JSON.parse(reply.text);
  return body;
}
