/**
 * The decision to leave ClickTime alone while it fails again and again, so that it can recover and nobody waits for
 * attempts that will fail too. Pure; `upstream.ts` acts on it.
 */
import type { Outcome } from './outcome.ts';

export interface BreakerOptions {
  /** Failures in a row, of all requests together, after which ClickTime is left alone. */
  readonly failures: number;
  /** Milliseconds until one request tries again; doubles each time that fails too. */
  readonly restMs: number;
  readonly maxRestMs: number;
}

export const defaultBreakerOptions = {
  failures: 20,
  restMs: 5_000,
  maxRestMs: 60_000,
} as const satisfies BreakerOptions;

export interface BreakerState {
  readonly failures: number;
  /** While ClickTime is left alone: until when, for how long it was this time, whether one request tries again. */
  readonly rest?: { readonly until: number; readonly milliseconds: number; readonly trying: boolean };
}

export const closedBreaker: BreakerState = { failures: 0 };

/** Milliseconds until a request may be tried; 0 for now. */
export const restLeft = ({ rest }: BreakerState, now: number): number =>
  rest === undefined ? 0 : Math.max(0, rest.until - now);

/** Notes that the one request that tries again after a rest is on its way: others wait as long again for its outcome. */
export const tried = (state: BreakerState, now: number): BreakerState =>
  state.rest === undefined
    ? state
    : { ...state, rest: { ...state.rest, until: now + state.rest.milliseconds, trying: true } };

/** Notes an outcome: an answer of any kind shows that ClickTime is there, a failure counts. */
export function noted(state: BreakerState, outcome: Outcome, now: number, options: BreakerOptions): BreakerState {
  if (!isFailure(outcome)) return state === closedBreaker ? state : closedBreaker;
  const failures = state.failures + 1;
  if (failures < options.failures) return { failures };
  const { rest } = state;
  // Requests that were under way when the rest began fail with it, and do not make it longer.
  if (rest !== undefined && !rest.trying) return { ...state, failures };
  const milliseconds = rest === undefined ? options.restMs : Math.min(options.maxRestMs, rest.milliseconds * 2);
  return { failures, rest: { until: now + milliseconds, milliseconds, trying: false } };
}

function isFailure({ kind }: Outcome): boolean {
  return kind === 'ServerError' || kind === 'Interrupted' || kind === 'TimedOut' || kind === 'NotJson';
}
