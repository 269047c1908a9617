import { ODataError } from '../../errors/odata-error.ts';
import type { Failure, Nothing, TooLarge } from './outcome.ts';

/** Longest wait asked of clients: Power Query and others give up on longer ones. */
const LONGEST_RETRY_AFTER_SECONDS = 120;
const DEFAULT_THROTTLED_SECONDS = 5;
const DEFAULT_UNAVAILABLE_SECONDS = 60;

/** What was being read, for messages. */
export interface Subject {
  readonly entitySet: string;
  /** Whose token may read it, in a sentence. */
  readonly access: string;
}

/** The error a client gets for a read that failed for good; `retryAfterMs` is when trying again makes sense. */
export function toODataError(failure: Failure, subject: Subject, retryAfterMs?: number): ODataError {
  switch (failure.kind) {
    case 'Refused':
      return refusal(failure.status, failure.message, subject);
    case 'Throttled':
      return throttled(retryAfterMs);
    case 'Foreign':
      return unavailable(`something on the way to it answers in its place, with ${failure.message}.`, retryAfterMs);
    case 'ServerError':
      return unavailable(`it answers with status ${failure.status}.`, retryAfterMs);
    case 'NotJson':
      return unavailable('it shows a web page instead of data, as during maintenance.', retryAfterMs);
    case 'Interrupted':
      return unavailable(failure.reason, retryAfterMs, failure.cause);
    case 'Resting':
      return unavailable(
        `its last ${failure.failures} answers${failure.ofAll ? '' : ' to this account'} all failed, so it is left alone for a moment.`,
        failure.retryAfterMs,
      );
    case 'TimedOut':
      return ODataError.of(
        'UpstreamTimeout',
        { seconds: Math.ceil(failure.milliseconds / 1000), wait: DEFAULT_UNAVAILABLE_SECONDS },
        { retryAfterSeconds: DEFAULT_UNAVAILABLE_SECONDS },
      );
    case 'Contradictory':
      return ODataError.of('UpstreamInvalidResponse', {
        reason: `of ${subject.entitySet}, it has status ${failure.status} and says: ${failure.message || 'no reason given'}`,
      });
    case 'Nothing':
      return ODataError.of('UpstreamInvalidResponse', {
        reason: `of ${subject.entitySet}, there is nothing in it${beside(failure)}.`,
      });
    case 'TooLarge':
      return tooLarge(subject.entitySet, failure);
    case 'Garbled':
    case 'Unreadable':
      return ODataError.of('UpstreamInvalidResponse', { reason: `of ${subject.entitySet}, ${failure.reason}` });
  }
}

/** An answer that is too large, to `asked` where that is known; fewer records at a time may come. */
export const tooLarge = (entitySet: string, failure: TooLarge, asked = ''): ODataError =>
  ODataError.of(
    'UpstreamInvalidResponse',
    { reason: `of ${entitySet}, ${asked}${failure.reason}` },
    { cause: failure },
  );

/** The failure where an error says that an answer is too large. */
export function tooLargeIn(error: unknown): TooLarge | undefined {
  const cause: unknown = error instanceof ODataError ? error.cause : undefined;
  const isIt = typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'TooLarge';
  return isIt ? (cause as TooLarge) : undefined;
}

function refusal(status: number, message: string, { entitySet, access }: Subject): ODataError {
  const words = message === '' ? '' : ` ClickTime says: ${message}`;
  if (status === 401) return ODataError.of('InvalidToken', { words });
  if (status === 403) return ODataError.of('Forbidden', { entitySet, reason: `${access}${words}` });
  return ODataError.of('UpstreamBadRequest', {
    reason: `${message || 'no reason given'} (status ${status}, reading ${entitySet})`,
  });
}

/** What a success with nothing in it says all the same. */
function beside({ page: { count, hasNext } }: Nothing): string {
  if (count !== undefined && count > 0) return `, and yet it counts ${count}`;
  return hasNext === true ? ', and yet it names a next page' : '';
}

/** The credential has used up what ClickTime allows; `retryAfterMs` is when it is allowed more. */
export function throttled(retryAfterMs?: number): ODataError {
  const seconds = wholeSeconds(retryAfterMs, DEFAULT_THROTTLED_SECONDS);
  return ODataError.of('UpstreamThrottled', { seconds }, { retryAfterSeconds: seconds });
}

/** ClickTime is down or unwell; the reason completes "ClickTime cannot be reached just now: ...". */
function unavailable(reason: string, retryAfterMs?: number, cause?: unknown): ODataError {
  const seconds = wholeSeconds(retryAfterMs, DEFAULT_UNAVAILABLE_SECONDS);
  return ODataError.of('UpstreamUnavailable', { reason, wait: seconds }, { retryAfterSeconds: seconds, cause });
}

/** At least 1, at most what clients accept. */
function wholeSeconds(milliseconds: number | undefined, otherwise: number): number {
  if (milliseconds === undefined) return otherwise;
  return Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(milliseconds / 1000)));
}
