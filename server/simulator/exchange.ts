import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './http-server.ts';
import type { ApiRequest } from './api/request.ts';
import type { FaultAction, FaultPlan } from './faults.ts';
import type { LoggedRequest, RequestRecorder } from './request-log.ts';
import type { QueryValues } from './api/parameter-kinds.ts';
import type { Throttle } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import type { WireText } from './wire-text.ts';
import { ApiProblem } from './api/problem.ts';
import { misreport, overlooked } from './page-lies.ts';
import { misshape } from './shapes.ts';
import { problemAnswer, replacement } from './answer-fault.ts';
import { sendAnswer, sendFaulty } from './http-server.ts';

/** What one request needs of the simulator. */
interface ExchangeParts {
  readonly answer: (request: ApiRequest) => WireText;
  readonly tokens: Tokens;
  /** User number for an email and a password. */
  readonly signIn: (email: string, password: string) => number | undefined;
  readonly throttle: { readonly limiter: Throttle; readonly retryAfter: boolean } | undefined;
  readonly faults: FaultPlan;
  readonly change: (action: FaultAction | undefined) => void;
  readonly requests: RequestRecorder;
  readonly gzip: boolean;
  readonly version: () => number;
  /** Milliseconds since the start. */
  readonly elapsed: () => number;
  /** Base URL without path, for links. */
  readonly origin: () => string;
}

/** Base path of the API. */
export const basePath = '/v2';

type Subject = Pick<LoggedRequest, 'path' | 'query' | 'caller' | 'user'>;

/** Handles one API request: who, throttle, fault, answer, log, send. */
export function handleApi(parts: ExchangeParts, request: IncomingMessage, response: ServerResponse): void {
  parts.requests.begin();
  response.once('close', parts.requests.end);
  request.resume();
  const target = splitTarget(request.url ?? '/');
  const { subject, fault, result } = answerFor(parts, request, target);
  parts.requests.add({
    method: request.method ?? 'GET',
    ...subject,
    status: result.status,
    bytes: result.body.length,
    fault: fault?.kind,
    version: parts.version(),
    at: parts.elapsed(),
  });
  if (fault === undefined) sendAnswer(request, response, result, parts.gzip);
  else sendFaulty(request, response, result, fault);
}

interface Target {
  /** Below the base path; undefined outside it. */
  readonly path: string | undefined;
  readonly whole: string;
  readonly query: string;
}

function splitTarget(url: string): Target {
  const mark = url.indexOf('?');
  const whole = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const inside = whole.slice(0, basePath.length + 1).toLowerCase() === `${basePath}/`;
  return { whole, query, path: inside ? whole.slice(basePath.length) : undefined };
}

function answerFor(
  parts: ExchangeParts,
  request: IncomingMessage,
  { whole, path, query }: Target,
): { readonly subject: Subject; readonly fault: FaultAction | undefined; readonly result: Answer } {
  const token = tokenOf(parts, request.headers.authorization ?? '', path);
  const caller = token === undefined ? undefined : parts.tokens.caller(token);
  const subject: Subject = {
    path: path ?? whole,
    query,
    caller: caller === undefined ? 'anonymous' : callerClass(caller.level),
    user: token === undefined ? undefined : parts.tokens.userIndex(token),
  };
  const fault = parts.faults.take(subject);
  const right = (): Answer => {
    if (path === undefined) throw new ApiProblem(404, `There is no resource '${whole.slice(0, 100)}'.`);
    if (token === undefined || caller === undefined) throw new ApiProblem(401, 'Invalid Credentials');
    const refused = refusal(parts, token) ?? wrongMethod(request.method);
    if (refused !== undefined) return refused;
    parts.change(fault);
    const url = `${parts.origin()}${basePath}${path}`;
    return {
      status: 200,
      body: parts.answer({
        segments: segmentsOf(path),
        query: overlooked(queryValues(query), fault),
        caller,
        url,
        token,
        unpaged: fault?.kind === 'page' && fault.lie === 'wholeList',
        ties: fault?.kind === 'ties' ? { field: fault.field, salt: parts.requests.count() } : undefined,
      }),
    };
  };
  try {
    const answer = replacement(fault) ?? right();
    return { subject, fault, result: { ...answer, body: bent(answer.body, fault, parts.requests.count()) } };
  } catch (error) {
    return { subject, fault, result: problemAnswer(error) };
  }
}

function bent(body: WireText, fault: FaultAction | undefined, salt: number): WireText {
  if (fault?.kind === 'shape') return misshape(body, fault);
  if (fault?.kind === 'page') return misreport(body, fault, salt);
  return body;
}

/** `Token <token>`, the scheme in any case; on `/Me` also Basic with email and password. */
function tokenOf(parts: ExchangeParts, header: string, path: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'token') return value;
  if (scheme.toLowerCase() !== 'basic' || path?.toLowerCase() !== '/me') return undefined;
  const [email = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':');
  const user = parts.signIn(email, password);
  return user === undefined ? undefined : parts.tokens.ofUser(user);
}

function refusal({ throttle }: ExchangeParts, token: string): Answer | undefined {
  const wait = throttle?.limiter.refuse(token);
  if (throttle === undefined || wait === undefined) return undefined;
  const answer = problemAnswer(new ApiProblem(429, 'Too many requests; wait a few seconds.'));
  return throttle.retryAfter ? { ...answer, headers: { 'Retry-After': String(Math.max(1, Math.ceil(wait))) } } : answer;
}

function wrongMethod(method: string | undefined): Answer | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  return { ...problemAnswer(new ApiProblem(405, `${method} is not simulated.`)), headers: { Allow: 'GET, HEAD' } };
}

function callerClass(level: 'ADMIN' | 'MANAGER' | 'STANDARD'): LoggedRequest['caller'] {
  return level === 'ADMIN' ? 'admin' : level === 'MANAGER' ? 'manager' : 'standard';
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
