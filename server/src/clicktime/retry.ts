import type { Failure } from './outcome.ts';

export interface RetryOptions {
  /** How often a request is sent at most. */
  readonly maxAttempts: number;
  /** Upper bound of the first pause in milliseconds; doubles with each further attempt. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Least pause in milliseconds after a 429 that names none: ClickTime counts requests over five seconds. */
  readonly throttledDelayMs: number;
}

export const defaultRetryOptions = {
  maxAttempts: 5,
  baseDelayMs: 250,
  maxDelayMs: 8_000,
  throttledDelayMs: 5_000,
} as const satisfies RetryOptions;

export type RetryDecision =
  | { readonly kind: 'Retry'; readonly delayMs: number }
  /** `retryAfterMs`: how long the client should wait, where that is known. */
  | { readonly kind: 'GiveUp'; readonly retryAfterMs?: number };

interface Situation {
  /** Attempts made so far, the failed one included. */
  readonly attempt: number;
  readonly outcome: Failure;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Epoch milliseconds after which nobody waits for the answer any more. */
  readonly deadline: number;
  /** In [0, 1). */
  readonly random: number;
}

/**
 * Whether a read is sent again, and when. Only what may pass by itself is repeated; a time that ClickTime names is
 * kept to, any other pause has full jitter, so that clients that failed together do not come back together.
 */
export function decide(situation: Situation, options: RetryOptions): RetryDecision {
  const { outcome, attempt, now, deadline } = situation;
  if (outcome.kind === 'Refused' || outcome.kind === 'Unreadable') return { kind: 'GiveUp' };
  const named = namedDelay(outcome, now);
  const delayMs = named ?? jitteredDelay(situation, options);
  if (attempt < options.maxAttempts && now + delayMs < deadline) return { kind: 'Retry', delayMs };
  const known = named ?? (outcome.kind === 'Throttled' ? options.throttledDelayMs : undefined);
  return { kind: 'GiveUp', ...(known !== undefined && { retryAfterMs: known }) };
}

function jitteredDelay({ attempt, outcome, random }: Situation, options: RetryOptions): number {
  const bound = Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
  const least = outcome.kind === 'Throttled' ? options.throttledDelayMs : 0;
  return least + Math.round(bound * random);
}

function namedDelay(outcome: Failure, now: number): number | undefined {
  if (outcome.kind === 'Resting') return outcome.retryAfterMs;
  if (outcome.kind !== 'Throttled' && outcome.kind !== 'ServerError') return undefined;
  return outcome.retryAfter === undefined ? undefined : retryAfterMs(outcome.retryAfter, now);
}

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a Retry-After header asks to wait, as delta-seconds or HTTP date (RFC 9110, 10.2.3); undefined
 * where it is neither. A date in the past is 0.
 */
export function retryAfterMs(header: string, now: number): number | undefined {
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!IMF_FIXDATE.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
