/**
 * The decision to leave alone what fails again and again, so that it can recover and nobody waits for attempts that
 * will fail too. Pure; `circuits.ts` keeps one for ClickTime as a whole and one for each credential.
 */

export interface BreakerOptions {
  /** Failures in a row after which nothing is sent. */
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
  /** Grows with each rest that begins, is tried and ends: what was sent before says nothing about what is now. */
  readonly epoch: number;
  readonly failures: number;
  /** Those of them that are somebody's, by whose they are. */
  readonly shares: Readonly<Record<string, number>>;
  readonly rest?: Rest;
}

interface Rest {
  readonly until: number;
  /** How long it is this time. */
  readonly milliseconds: number;
  /** Whose request tried last in vain: others try before them. */
  readonly triedBy?: string;
}

export const closedBreaker: BreakerState = { epoch: 0, failures: 0, shares: {} };

/** A request on its way: when it was sent, and whether it is the one that tries again after a rest. */
export interface Attempt {
  readonly epoch: number;
  readonly isTrial: boolean;
}

/** Who failed at trying again lets the others try for so long: whose requests alone fail would keep them all away. */
const COURTESY_MS = 1_000;

/** Milliseconds until a request of this credential may be sent; 0 for now. */
export function restLeft({ rest }: BreakerState, now: number, owner: string): number {
  if (rest === undefined) return 0;
  return Math.max(0, rest.until - now + (rest.triedBy === owner ? COURTESY_MS : 0));
}

/** Notes a request that is sent. After a rest it is the one that tries: the others wait as long again for its outcome. */
export function sent(state: BreakerState, now: number): { readonly state: BreakerState; readonly attempt: Attempt } {
  const { rest, epoch } = state;
  if (rest === undefined) return { state, attempt: { epoch, isTrial: false } };
  const trying = { ...state, epoch: epoch + 1, rest: { ...rest, until: now + rest.milliseconds } };
  return { state: trying, attempt: { epoch: epoch + 1, isTrial: true } };
}

/** Notes an answer of any kind: what answers is there, whenever it was asked. */
export function succeeded(state: BreakerState): BreakerState {
  if (state.failures === 0 && state.rest === undefined) return state;
  return { ...closedBreaker, epoch: state.epoch + (state.rest === undefined ? 0 : 1) };
}

/** Notes that nobody waited for the outcome, or that it says nothing: another one may try at once. */
export function abandoned(state: BreakerState, attempt: Attempt, now: number): BreakerState {
  if (!attempt.isTrial || attempt.epoch !== state.epoch || state.rest === undefined) return state;
  return { ...state, rest: { ...state.rest, until: Math.min(now, state.rest.until) } };
}

/** A failure: of which attempt, whose, and how many of theirs count at most. */
interface FailedAttempt {
  readonly attempt: Attempt;
  readonly owner: string;
  readonly maxShare: number;
}

/** Notes a failure; one that was sent in another epoch, before a rest began or ended, does not count. */
export function failed(
  state: BreakerState,
  { attempt, owner, maxShare }: FailedAttempt,
  now: number,
  options: BreakerOptions,
): BreakerState {
  if (attempt.epoch !== state.epoch) return state;
  const { epoch, rest } = state;
  if (rest !== undefined) {
    const milliseconds = Math.min(options.maxRestMs, rest.milliseconds * 2);
    const failures = state.failures + 1;
    return { ...state, epoch: epoch + 1, failures, rest: { until: now + milliseconds, milliseconds, triedBy: owner } };
  }
  const share = state.shares[owner] ?? 0;
  if (share >= maxShare) return state;
  const counted = { epoch, failures: state.failures + 1, shares: { ...state.shares, [owner]: share + 1 } };
  if (counted.failures < options.failures) return counted;
  return { ...counted, epoch: epoch + 1, rest: { until: now + options.restMs, milliseconds: options.restMs } };
}
