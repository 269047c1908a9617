import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './http-server.ts';
import type { AnswerSettings } from './api/answer.ts';
import type { Caller } from './api/caller.ts';
import type { CompanyOptions } from './company/shape.ts';
import type { FaultAction, Faults } from './faults.ts';
import type { GroundTruth } from './ground-truth.ts';
import type { Mutations } from './mutations.ts';
import type { QueryValues } from './api/parameters.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { ThrottleSettings } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import { ApiProblem } from './api/problem.ts';
import { control } from './control.ts';
import { defaultManagerPermissions } from './api/caller.ts';
import { groundTruth } from './ground-truth.ts';
import { htmlPage, listen, sendAnswer, sendFaulty } from './http-server.ts';
import { makeAnswer } from './api/answer.ts';
import { makeCompany } from './company/company.ts';
import { makeFaults } from './faults.ts';
import { makeMutations } from './mutations.ts';
import { makeReader, storedRecords } from './api/reader.ts';
import { makeRequestLog } from './request-log.ts';
import { makeThrottle } from './throttle.ts';
import { makeTokens } from './tokens.ts';
import { misshape } from './shapes.ts';
import { problemEnvelope } from './api/envelope.ts';

/** Everything that can be set about a simulator; the company's size and seed are `CompanyOptions`. */
export interface SimulatorOptions extends CompanyOptions, Partial<AnswerSettings> {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Per token; default: no throttle. */
  readonly throttle?: ThrottleSettings | undefined;
  /** Whether to compress answers for clients that accept gzip. Default false. */
  readonly gzip?: boolean;
  /** Password that `GET /Me` accepts with Basic authentication and a user's email. Default `demo-password`. */
  readonly password?: string;
  /** Milliseconds, for the throttle and the log. Default performance.now. */
  readonly now?: () => number;
}

/** A running simulator. */
export interface Simulator {
  /** Base URL, e.g. `http://127.0.0.1:8081/v2`. */
  readonly url: string;
  readonly company: GroundTruth;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly mutate: Mutations;
  /** Stops listening and drops all connections. */
  readonly close: () => Promise<void>;
}

const basePath = '/v2';

/** Starts a simulator; rejects when the port is taken, throws RangeError for a bad size. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const now = options.now ?? (() => performance.now());
  const startedAt = now();
  const company = makeCompany(options);
  const settings: AnswerSettings = {
    divisionsModule: options.divisionsModule ?? true,
    timesheetApprovalsModule: options.timesheetApprovalsModule ?? true,
    managerPermissions: options.managerPermissions ?? defaultManagerPermissions,
    overLimit: options.overLimit ?? 'clamp',
  };
  const mutate = makeMutations(company);
  const reader = makeReader(company, settings.managerPermissions, mutate.version);
  const tokens = makeTokens(company, settings.managerPermissions);
  const answer = makeAnswer(company, reader, settings);
  const throttle = options.throttle && makeThrottle(options.throttle, now);
  const faults = makeFaults();
  const requests = makeRequestLog();

  const callerOf = (request: IncomingMessage, path: string): { readonly token: string; readonly caller: Caller } => {
    const token = tokenOf(request.headers.authorization ?? '', path);
    const caller = token === undefined ? undefined : tokens.caller(token);
    if (token === undefined || caller === undefined) throw new ApiProblem(401, 'Invalid Credentials');
    return { token, caller };
  };

  /** `Token <token>`; on `/Me` also Basic with email and password. */
  const tokenOf = (header: string, path: string): string | undefined => {
    const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(header) ?? [];
    if (scheme.toLowerCase() === 'token') return value;
    if (scheme.toLowerCase() !== 'basic' || path.toLowerCase() !== '/me') return undefined;
    const [email = '', password] = Buffer.from(value, 'base64').toString('utf8').split(':');
    if (password !== (options.password ?? 'demo-password')) return undefined;
    const user = /^user(\d+)@example\.com$/.exec(email)?.[1];
    return user === undefined || Number(user) >= company.shape.users ? undefined : tokens.ofUser(Number(user));
  };

  const respond = (request: IncomingMessage, path: string, query: string, who: ReturnType<typeof callerOf>): Answer => {
    const wait = throttle?.refuse(who.token);
    if (wait !== undefined) {
      const retryAfter = options.throttle?.retryAfter ?? true;
      const headers = { 'Retry-After': String(Math.max(1, Math.ceil(wait))) };
      return {
        ...problemAnswer(new ApiProblem(429, 'Too many requests; wait a few seconds.')),
        ...(retryAfter && { headers }),
      };
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return {
        ...problemAnswer(new ApiProblem(405, `${request.method} is not simulated.`)),
        headers: { Allow: 'GET, HEAD' },
      };
    }
    const body = answer({
      segments: segmentsOf(path),
      query: queryValues(query),
      caller: who.caller,
      url: `${url}${path}`,
      token: who.token,
    });
    return { status: 200, body };
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const target = request.url ?? '/';
    if (target.startsWith('/__simulator')) {
      void control({ faults, requests, mutate, describe }, request, response);
      return;
    }
    requests.begin();
    response.once('close', requests.end);
    request.resume();
    const mark = target.indexOf('?');
    const whole = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? '' : target.slice(mark + 1);
    const inside = whole.toLowerCase().startsWith(`${basePath}/`);
    const path = inside ? whole.slice(basePath.length) : whole;
    let caller: LoggedRequest['caller'] = 'anonymous';
    let user: number | undefined;
    let fault: FaultAction | undefined;
    let result: Answer;
    try {
      if (!inside) throw new ApiProblem(404, `There is no resource '${whole.slice(0, 100)}'.`);
      const who = callerOf(request, path);
      caller = callerClass(who.caller);
      user = tokens.userIndex(who.token);
      fault = faults.take({ path, query, caller, user });
      changeRows(mutate, fault);
      result = faultAnswer(fault) ?? respond(request, path, query, who);
      if (fault?.kind === 'shape') result = { ...result, body: misshape(result.body, fault) };
    } catch (error) {
      fault ??= faults.take({ path, query, caller, user });
      result = faultAnswer(fault) ?? problemAnswer(error);
    }
    requests.add({
      method: request.method ?? 'GET',
      path,
      query,
      caller,
      user,
      status: fault?.kind === 'html' ? fault.status : result.status,
      bytes: result.body.length,
      fault: fault?.kind,
      version: mutate.version(),
      at: now() - startedAt,
    });
    if (fault === undefined) sendAnswer(request, response, result, options.gzip ?? false);
    else sendFaulty(request, response, result, fault);
  };

  const server = await listen(handle, options.port ?? 0, options.host ?? '127.0.0.1');
  const url = `http://${hostOf(server.address())}${basePath}`;
  const describe = (): object => ({
    url,
    seed: company.seed,
    users: company.shape.users,
    timeEntries: company.entries.count(),
    tokens: [tokens.admin, tokens.manager, tokens.standard],
  });

  return {
    url,
    company: groundTruth(company, reader, tokens),
    tokens,
    faults,
    requests,
    mutate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function changeRows(mutations: Mutations, action: FaultAction | undefined): void {
    if (action?.kind !== 'insertRows' && action?.kind !== 'deleteRows') return;
    const { entity } = action;
    const inFront: string[] = [];
    for (const { ID } of storedRecords(company, entity)) {
      if (inFront.length >= action.count) break;
      inFront.push(ID);
    }
    if (action.kind === 'deleteRows') for (const id of inFront) mutations.delete(entity, id);
    else for (let i = 0; i < action.count; i++) mutations.insert(entity, {});
  }
}

function hostOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new TypeError('The simulator must listen on a TCP port.');
  return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
}

function callerClass({ level }: Caller): LoggedRequest['caller'] {
  return level === 'ADMIN' ? 'admin' : level === 'MANAGER' ? 'manager' : 'standard';
}

function problemAnswer(error: unknown): Answer {
  const problem = error instanceof ApiProblem ? error : new ApiProblem(500, `The simulator failed: ${String(error)}`);
  return { status: problem.status, body: problemEnvelope(problem) };
}

/** The answer of a fault that replaces the right one. */
function faultAnswer(action: FaultAction | undefined): Answer | undefined {
  if (action?.kind !== 'status') return undefined;
  const headers = action.retryAfter === undefined ? {} : { 'Retry-After': String(action.retryAfter) };
  if (action.body === 'html')
    return { status: action.status, body: htmlPage, headers, type: 'text/html; charset=utf-8' };
  if (action.body === 'empty') return { status: action.status, body: '', headers };
  return { ...problemAnswer(new ApiProblem(action.status, 'A simulated fault.')), headers };
}

function segmentsOf(path: string): readonly string[] {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw new ApiProblem(400, 'The path is not valid percent-encoding.');
  }
}

function queryValues(query: string): QueryValues {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}
