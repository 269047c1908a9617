/**
 * The decision of the throttle: may one more request be sent now, and if not, when? Pure; `throttle.ts` waits.
 *
 * ClickTime counts requests over five seconds. Whether its windows slide or are fixed, and at which moment between our
 * sending and its answering it counts, is not known, so a request occupies its place from the moment it is sent until
 * a whole window after it was answered. Then no window of the server's can hold more than `limit`, however long
 * requests travel. A bucket that refills evenly would not do: full at first, it lets nearly twice its size through
 * one window.
 *
 * Reading ahead for an extract (`bulk`) keeps to the same rate over a window shorter by `reserveMs`, and so never takes
 * the last places: a small query of the same token waits at most about `reserveMs` behind a running extract.
 */

export type Priority = 'interactive' | 'bulk';

export interface WindowOptions {
  /** Requests in one window. */
  readonly limit: number;
  readonly windowMs: number;
  /** At most a fifth of the window is reserved, so that a short one keeps room for both priorities. */
  readonly reserveMs: number;
  /** After a 429 fewer requests are sent; one more is tried each time so many milliseconds pass. */
  readonly recoveryMs: number;
}

export const defaultWindowOptions = {
  limit: 10,
  windowMs: 5_000,
  reserveMs: 1_000,
  recoveryMs: 30_000,
} as const satisfies WindowOptions;

export interface WindowState {
  /** Requests that are sent and not yet answered. */
  readonly pending: number;
  /** When requests were answered, by the clock, oldest first; those older than a window are forgotten. */
  readonly answered: readonly number[];
  /** What the last 429 taught: nothing is sent before `resumeAt`, and then at most `limit` requests in a window. */
  readonly slowdown?: { readonly resumeAt: number; readonly limit: number };
}

export const emptyWindow: WindowState = { pending: 0, answered: [] };

/** At most `limit` requests in any `windowMs` milliseconds. */
export interface Bound {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * Milliseconds until a request of this priority may be sent: 0 for now, Infinity where an answer has to come first.
 */
export function delayBefore(state: WindowState, priority: Priority, now: number, options: WindowOptions): number {
  const paused = (state.slowdown?.resumeAt ?? now) - now;
  const places = boundsOf(state, priority, now, options).map((bound) => placeIn(state, bound, now));
  return Math.max(0, paused, ...places);
}

/** What a request of this priority has to keep to now; the whole window comes first. */
export function boundsOf(
  state: WindowState,
  priority: Priority,
  now: number,
  options: WindowOptions,
): readonly [Bound, ...Bound[]] {
  const limit = limitAt(state, now, options);
  const whole = { limit, windowMs: options.windowMs };
  if (priority === 'interactive') return [whole];
  const shorter = options.windowMs - Math.min(options.reserveMs, options.windowMs / 5);
  return [whole, { limit: Math.max(1, Math.floor((limit * shorter) / options.windowMs)), windowMs: shorter }];
}

/** Requests that may be in one window now: fewer than configured for a while after a 429. */
function limitAt({ slowdown }: WindowState, now: number, options: WindowOptions): number {
  if (slowdown === undefined) return options.limit;
  const recovered = Math.floor((now - slowdown.resumeAt) / options.recoveryMs);
  return Math.min(options.limit, slowdown.limit + Math.max(0, recovered));
}

/** Milliseconds until fewer than `limit` requests are pending or were answered within the last `windowMs`. */
function placeIn(state: WindowState, { limit, windowMs }: Bound, now: number): number {
  if (state.pending >= limit) return Number.POSITIVE_INFINITY;
  // The oldest answer that still fills a place: with it gone, `limit - 1` remain.
  const filling = state.answered[state.answered.length - (limit - state.pending)];
  return filling === undefined ? 0 : filling + windowMs - now;
}

export const sent = (state: WindowState): WindowState => ({ ...state, pending: state.pending + 1 });

/** Notes that a request was not sent after all. */
export const givenBack = (state: WindowState): WindowState => ({ ...state, pending: state.pending - 1 });

/** Notes that a request was answered, failed or given up: from now on its place frees with time. */
export function answered(state: WindowState, now: number, options: WindowOptions): WindowState {
  const recent = state.answered.filter((at) => at + options.windowMs > now);
  return { ...state, pending: state.pending - 1, answered: [...recent, now] };
}

/** Notes a 429. Requests that were under way together are refused together, and teach only once. */
export function slowedDown(state: WindowState, now: number, delayMs: number, options: WindowOptions): WindowState {
  const resumeAt = now + delayMs;
  const { slowdown } = state;
  if (slowdown !== undefined && now < slowdown.resumeAt) {
    return { ...state, slowdown: { ...slowdown, resumeAt: Math.max(slowdown.resumeAt, resumeAt) } };
  }
  return { ...state, slowdown: { resumeAt, limit: Math.max(1, Math.floor(limitAt(state, now, options) / 2)) } };
}

/** True when the state says no more than an empty one, so that it can be forgotten. */
export function isIdle(state: WindowState, now: number, options: WindowOptions): boolean {
  const last = state.answered.at(-1) ?? Number.NEGATIVE_INFINITY;
  const { slowdown } = state;
  const recovered =
    slowdown === undefined || (slowdown.resumeAt <= now && limitAt(state, now, options) === options.limit);
  return state.pending === 0 && last + options.windowMs <= now && recovered;
}
