import type { Request } from 'express';
import { bytesOf, type ODataResponse } from '../protocol/message.ts';
import type { Tally } from '../source/tally.ts';
import { clip } from '../util/shown.ts';
import { headersOf } from './message.ts';

/** Enough to tell callers apart, and nothing that a name in memory or Redis could be looked up by. */
const CALLER_LENGTH = 10;
const MAX_USER_AGENT_LENGTH = 200;

/** What the log's line of a request says of it; what was not is left out. */
export function requestLine(request: Request, answer: ODataResponse, tally: Tally) {
  const { owner, upstreamRequests, waitedMs, rememberedReads, isRemembered } = tally;
  const userAgent = headersOf(request)['user-agent'];
  return {
    kind: kindOf(answer, tally),
    rows: answer.rows,
    bytes: sentBytes(request, answer),
    upstreamRequests,
    waitedMs: Math.round(waitedMs),
    ...(rememberedReads > 0 && { rememberedReads }),
    ...(isRemembered && { rememberedAnswer: true }),
    caller: owner?.slice(0, CALLER_LENGTH),
    userAgent: userAgent === undefined ? undefined : clip(userAgent, MAX_USER_AGENT_LENGTH),
  };
}

/** What was asked for, as far as it was understood; one of a few words. */
const kindOf = (answer: ODataResponse, { kind }: Tally): string | undefined => answer.kind ?? kind;

/** Bytes of the body before compression. */
const sentBytes = ({ method }: Pick<Request, 'method'>, { body }: ODataResponse): number =>
  method === 'HEAD' || body === undefined ? 0 : bytesOf(body);
