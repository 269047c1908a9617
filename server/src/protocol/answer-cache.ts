import type { RequestContext } from '../source/source.ts';
import type { Clock } from '../util/clock.ts';
import { createRememberedWork, type KeepingOptions } from '../util/remembered-work.ts';
import { lengthOf, piecesOf, type ODataRequest, type ODataResponse } from './message.ts';
import { prefersExplained } from './preferences.ts';

/** Makes the answer; ends early where the signal aborts. */
export type MakeAnswer = (signal: AbortSignal) => Promise<ODataResponse>;

/**
 * Answers that are made once for the same caller asking the same at the same time, and given again for a moment: Excel
 * reads the first page twice, Power BI four times, and a dashboard asks at every click.
 */
interface AnswerCache {
  /**
   * The answer kept or being made for this caller and request, or else the one `make` gives by the caller's deadline. A
   * page being made may end earlier than one begun now would: its next link leads on.
   */
  recall(caller: Caller, request: ODataRequest, make: MakeAnswer): Promise<ODataResponse>;
}

type Caller = Pick<RequestContext, 'owner' | 'deadline'>;

/** Whatever a request says about the form of its answer. */
const formHeaders = ['accept', 'if-none-match', 'odata-maxversion', 'odata-version', 'prefer'] as const;

/** A cache in this process's memory. */
export function createAnswerCache(options: KeepingOptions, clock: Clock): AnswerCache {
  if (options.maxAgeMs === 0 || options.maxBytes === 0) return { recall: (_caller, { signal }, make) => make(signal) };
  const answers = createRememberedWork<ODataResponse>({ ...options, parts: 8, bytesOf, clock });
  return {
    recall: async ({ owner, deadline }, request, make) => {
      const { signal, headers } = request;
      if (isContinuation(request) || prefersExplained(headers['prefer'])) return make(signal);
      const work = async (shared: AbortSignal): Promise<ODataResponse> => withBytes(await make(shared));
      return answers.recall({ owner, key: keyOf(request), fresh: wantsFresh(request), signal, deadline, work });
    },
  };
}

/** The days are in it, for at midnight the same root has others. */
function keyOf({ serviceRoot, path, query, headers, days }: ODataRequest): string {
  return [
    serviceRoot,
    path,
    query,
    days?.from ?? '',
    days?.to ?? '',
    ...formHeaders.map((name) => headers[name] ?? ''),
  ].join('\n');
}

/** Documents with an entity tag are remembered elsewhere, for all callers, and may be answered by 304. */
function bytesOf({ status, headers, body = '' }: ODataResponse): number | undefined {
  return status === 200 && headers['ETag'] === undefined ? lengthOf(piecesOf(body)) : undefined;
}

/** Following pages of an extract are read once. */
function isContinuation({ query }: ODataRequest): boolean {
  return /skiptoken=/i.test(query);
}

/** `Cache-Control: no-cache` asks for an answer that nobody kept. */
export function wantsFresh({ headers }: ODataRequest): boolean {
  return /\bno-(?:cache|store)\b/i.test(headers['cache-control'] ?? '');
}

function withBytes(answer: ODataResponse): ODataResponse {
  return typeof answer.body === 'string' ? { ...answer, body: new TextEncoder().encode(answer.body) } : answer;
}
