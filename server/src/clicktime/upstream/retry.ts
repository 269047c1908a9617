import type { Failure } from './outcome.ts';

export interface RetryOptions {
  /** How often a request is sent at most. */
  readonly maxAttempts: number;
  /** How often the same may come where it will most likely come again: what is no JSON once is mostly none later. */
  readonly maxRepetitions: number;
  /** Upper bound of the first pause in milliseconds; doubles with each further attempt. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Least pause in milliseconds after a 429 that names none: ClickTime counts requests over five seconds. */
  readonly throttledDelayMs: number;
}

export const defaultRetryOptions = {
  maxAttempts: 5,
  maxRepetitions: 2,
  baseDelayMs: 250,
  maxDelayMs: 8_000,
  throttledDelayMs: 5_000,
} as const satisfies RetryOptions;

export type RetryDecision =
  | { readonly kind: 'Retry'; readonly delayMs: number }
  /** `retryAfterMs`: how long the client should wait, where that is known. */
  | { readonly kind: 'GiveUp'; readonly retryAfterMs?: number | undefined };

interface Situation {
  /** Attempts made so far, the failed one included. */
  readonly attempt: number;
  /** How many of the last ones came to the same. */
  readonly repetitions: number;
  readonly outcome: Failure;
  readonly now: number;
  /** When, by the same clock, nobody waits for the answer any more. */
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
  if (isFinal(outcome)) return { kind: 'GiveUp' };
  const named = namedDelay(outcome);
  const delayMs = named ?? jitteredDelay(situation, options);
  if (attempt < options.maxAttempts && !isSettled(situation, options) && now + delayMs < deadline)
    return { kind: 'Retry', delayMs };
  const known = named ?? (outcome.kind === 'Throttled' ? options.throttledDelayMs : undefined);
  return { kind: 'GiveUp', retryAfterMs: known };
}

/** Whether the same question has no other answer. */
const isFinal = ({ kind }: Failure): boolean => kind === 'Refused' || kind === 'TooLarge' || kind === 'Unreadable';

/** Whether what came was said often enough to be believed. */
function isSettled({ outcome: { kind }, repetitions }: Situation, { maxRepetitions }: RetryOptions): boolean {
  return (kind === 'Garbled' || kind === 'Nothing' || kind === 'Foreign') && repetitions >= maxRepetitions;
}

function jitteredDelay({ attempt, outcome, random }: Situation, options: RetryOptions): number {
  const bound = Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
  const least = outcome.kind === 'Throttled' ? options.throttledDelayMs : 0;
  return least + Math.round(bound * random);
}

const namedDelay = (outcome: Failure): number | undefined =>
  'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
