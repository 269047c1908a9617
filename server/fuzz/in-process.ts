/** Requests that go to the service itself, without sockets: many times as many in the same time. */
import { ODataError } from '../src/errors/odata-error.ts';
import { behindRoot, parseTarget } from '../src/protocol/request-target.ts';
import { errorResponse } from '../src/protocol/error-response.ts';
import { lengthOf, type ODataResponse, piecesOf } from '../src/protocol/message.ts';
import type { Service } from '../src/service.ts';
import { faultOf } from './answers.ts';
import type { FuzzReport, FuzzTally } from './report.ts';
import type { FuzzRequest, Generator } from './requests.ts';

interface InProcessOptions {
  readonly requests: number;
  /** Milliseconds that one request may take. */
  readonly patienceMs: number;
}

/** Answers requests one after the other; those that are for sockets alone are passed over. */
export async function fuzzInProcess(
  service: Service,
  root: string,
  generator: Generator,
  { requests, patienceMs }: InProcessOptions,
  tally: FuzzTally,
): Promise<FuzzReport> {
  while (tally.sent < requests && !tally.isFull()) {
    const request = generator.next();
    const { path, query } = parseTarget(request.target);
    const behind = behindRoot(path, root);
    if (!request.framed || behind === undefined) continue;
    const started = performance.now();
    const { status, fault } = await answered(service, request, { path: behind, query, root });
    const ms = performance.now() - started;
    tally.note(request, status, ms > patienceMs ? `took ${Math.round(ms)} ms` : fault);
  }
  return tally.report();
}

interface Place {
  readonly path: string;
  readonly query: string;
  readonly root: string;
}

async function answered(service: Service, { method, headers }: FuzzRequest, { path, query, root }: Place) {
  const message = { method, headers, path, query, serviceRoot: `http://127.0.0.1${root}` };
  try {
    return judged(await service.answer({ ...message, signal: new AbortController().signal }), method);
  } catch (thrown) {
    if (thrown instanceof ODataError) return judged(errorResponse(thrown), method);
    return { status: 500, fault: thrown instanceof Error ? String(thrown.stack) : String(thrown) };
  }
}

function judged({ status, headers, body }: ODataResponse, method: string) {
  const pieces = body === undefined ? [] : piecesOf(body);
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const answer = { status, headers: named, body: Buffer.concat(pieces, lengthOf(pieces)), last: false };
  return { status, fault: faultOf(answer, method) };
}
