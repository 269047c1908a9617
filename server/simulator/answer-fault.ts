import { STATUS_CODES } from 'node:http';
import type { Answer } from './http-server.ts';
import type { Company } from './company/company.ts';
import type { FaultAction } from './faults.ts';
import type { Mutations } from './mutations.ts';
import { ApiProblem } from './api/problem.ts';
import { htmlPage } from './http-server.ts';
import { toWireJson } from './wire-text.ts';
import { problemEnvelope } from './api/envelope.ts';
import { storedRecords } from './company/stored-records.ts';

/** What faults do before an answer is made, and the answers they put in place of the right one. */

/** The answer to a problem; anything but an ApiProblem is the simulator's own failure, 500. */
export function problemAnswer(error: unknown): Answer {
  const problem = error instanceof ApiProblem ? error : new ApiProblem(500, `The simulator failed: ${String(error)}`);
  return { status: problem.status, body: problemEnvelope(problem) };
}

/** The answer of a fault that replaces the right one, if it is such a fault. */
export function replacement(action: FaultAction | undefined): Answer | undefined {
  if (action?.kind === 'html') return { status: action.status, body: htmlPage, type: 'text/html; charset=utf-8' };
  if (action?.kind !== 'status') return undefined;
  const headers = action.retryAfter === undefined ? {} : { 'Retry-After': String(action.retryAfter) };
  if (action.body === 'html')
    return { status: action.status, body: htmlPage, headers, type: 'text/html; charset=utf-8' };
  if (action.body === 'proxy') {
    const body = proxyPage(action.status);
    return { status: action.status, body, headers: { ...headers, Server: 'nginx' }, type: 'text/html' };
  }
  if (action.body === 'empty') return { status: action.status, body: '', headers };
  const json = action.body === undefined || action.body === 'envelope' ? undefined : jsonBodies[action.body];
  if (json !== undefined) return { status: action.status, body: toWireJson(json), headers };
  return { ...problemAnswer(new ApiProblem(action.status, SIMULATED)), headers };
}

const SIMULATED = 'A simulated fault.';

const jsonBodies = {
  list: { data: [], errors: [] },
  emptyData: { data: [], errors: [{ Message: SIMULATED }] },
  wordless: { data: null, errors: [] },
  dataless: { errors: [{ Message: SIMULATED }] },
  message: { Message: SIMULATED },
} as const;

/** How nginx refuses: as it answers for itself, in front of whatever would have answered. */
const proxyPage = (status: number): string =>
  `<html>\r\n<head><title>${status} ${STATUS_CODES[status] ?? ''}</title></head>\r\n<body>\r\n<hr><center>nginx</center>\r\n</body></html>\r\n`;

/** Inserts rows in front of all others, or deletes the first ones, so that offsets move under whoever is paging. */
export function changeRows(company: Company, mutate: Mutations, action: FaultAction | undefined): void {
  if (action?.kind === 'insertRows') for (let i = 0; i < action.count; i++) mutate.insert(action.entity, {});
  if (action?.kind !== 'deleteRows') return;
  const first: string[] = [];
  for (const { ID } of storedRecords(company, action.entity)) {
    if (first.length >= action.count) break;
    first.push(ID);
  }
  for (const id of first) mutate.delete(action.entity, id);
}
