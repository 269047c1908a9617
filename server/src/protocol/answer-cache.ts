import { LRUCache } from 'lru-cache';
import type { Clock } from '../util/clock.ts';
import { createSharedWork } from '../util/shared-work.ts';
import { lengthOf, piecesOf, type ODataRequest, type ODataResponse } from './message.ts';
import { prefersExplained } from './preferences.ts';

export interface AnswerCacheOptions {
  /** Milliseconds an answer may be given again. */
  readonly maxAgeMs: number;
  /** Bytes of all answers that are kept. */
  readonly maxBytes: number;
}

/** Makes the answer; ends early where the signal aborts. */
export type MakeAnswer = (signal: AbortSignal) => Promise<ODataResponse>;

/**
 * Answers that are made once for the same caller asking the same at the same time, and given again for a moment: Excel
 * reads the first page twice, Power BI four times, and a dashboard asks at every click.
 */
export interface AnswerCache {
  /**
   * The answer kept or being made for this caller and request, or else the one `make` gives by `deadline` (of
   * the clock). A page being made may end earlier than one begun now would: its next link leads on.
   */
  recall(caller: string, request: ODataRequest, make: MakeAnswer, deadline?: number): Promise<ODataResponse>;
}

/** Whatever a request says about the form of its answer. */
const formHeaders = ['accept', 'if-none-match', 'odata-maxversion', 'odata-version', 'prefer'] as const;

/** `caller` must be a name for the credentials that does not give them away. */
export function createAnswerCache({ maxAgeMs, maxBytes }: AnswerCacheOptions, clock: Clock): AnswerCache {
  if (maxAgeMs === 0 || maxBytes === 0) return { recall: (_caller, { signal }, make) => make(signal) };
  const beingMade = createSharedWork<ODataResponse>();
  const answers = new LRUCache<string, ODataResponse>({
    maxSize: maxBytes,
    // One large page must not push out everything else.
    maxEntrySize: Math.ceil(maxBytes / 8),
    sizeCalculation: ({ body }, key) => key.length + (body === undefined ? 0 : lengthOf(piecesOf(body))) + 1,
    ttl: maxAgeMs,
    ttlResolution: 0,
    perf: clock,
  });

  async function makeAndKeep(key: string, signal: AbortSignal, make: MakeAnswer): Promise<ODataResponse> {
    const answer = withBytes(await make(signal));
    if (isWorthKeeping(answer)) answers.set(key, answer);
    return answer;
  }

  return {
    async recall(caller, request, make, deadline = Number.POSITIVE_INFINITY) {
      const { signal } = request;
      if (isContinuation(request) || prefersExplained(request.headers['prefer'])) return make(signal);
      const key = keyOf(caller, request);
      if (wantsFresh(request)) return makeAndKeep(key, signal, make);
      const known = answers.get(key);
      if (known !== undefined) return known;
      return beingMade.join(key, { signal, deadline }, (shared) => makeAndKeep(key, shared, make));
    },
  };
}

function keyOf(caller: string, { serviceRoot, path, query, headers }: ODataRequest): string {
  return [caller, serviceRoot, path, query, ...formHeaders.map((name) => headers[name] ?? '')].join('\n');
}

/** Documents with an entity tag are remembered elsewhere, for all callers, and may be answered by 304. */
function isWorthKeeping({ status, headers }: ODataResponse): boolean {
  return status === 200 && headers['ETag'] === undefined;
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
