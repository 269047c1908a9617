/**
 * Which requests may be sent while ClickTime, or the part of it that serves one account, fails. Requests of one
 * credential that all fail stop that credential alone; ClickTime as a whole is left alone where it cannot be reached, or
 * where those of several credentials fail and nobody's succeed.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../util/clock.ts';
import { abandoned, closedBreaker, failed, restLeft, sent, succeeded } from './breaker.ts';
import type { Attempt, BreakerOptions, BreakerState } from './breaker.ts';
import type { Outcome, Resting } from './outcome.ts';

export interface Circuits {
  /** What keeps a request of this credential from being sent now. */
  resting(owner: string): Resting | undefined;
  /** Notes that one is sent; call the result with what came of it, or with nothing where nobody waits for it any more. */
  send(owner: string): (outcome?: Outcome) => void;
}

interface CircuitsOptions extends BreakerOptions {
  /** Credentials whose failures are known at the same time. */
  readonly maxCredentials: number;
}

/** Of the failures that make ClickTime as a whole rest, no credential accounts for more than one in so many. */
const LEAST_CREDENTIALS = 3;
/** Stands for all credentials: names are longer. */
const ANYBODY = '';

/** Circuits in this process's memory, all closed. */
export function createCircuits(options: CircuitsOptions, clock: Clock): Circuits {
  const maxShare = Math.ceil(options.failures / LEAST_CREDENTIALS);
  const credentials = new LRUCache<string, BreakerState>({ max: options.maxCredentials });
  let general = closedBreaker;

  const stateOf = (owner: string): BreakerState => credentials.get(owner) ?? closedBreaker;
  function keep(owner: string, state: BreakerState): void {
    if (state !== stateOf(owner)) credentials.set(owner, state);
  }

  function end(owner: string, ofAll: Attempt, ofOne: Attempt, outcome: Outcome | undefined): void {
    const now = clock.now();
    const meaning = meaningOf(outcome);
    if (meaning === 'nothing') {
      general = abandoned(general, ofAll, now);
      keep(owner, abandoned(stateOf(owner), ofOne, now));
    } else if (meaning === 'works') {
      general = succeeded(general);
      keep(owner, succeeded(stateOf(owner)));
    } else if (meaning === 'unreachable') {
      // No request came so far that it could matter whose it was.
      general = failed(general, { attempt: ofAll, owner: ANYBODY, maxShare: Infinity }, now, options);
      keep(owner, abandoned(stateOf(owner), ofOne, now));
    } else {
      general = failed(general, { attempt: ofAll, owner, maxShare }, now, options);
      keep(owner, failed(stateOf(owner), { attempt: ofOne, owner: ANYBODY, maxShare: Infinity }, now, options));
    }
  }

  return {
    resting(owner) {
      const now = clock.now();
      const own = stateOf(owner);
      const [ofAll, ofOne] = [restLeft(general, now, owner), restLeft(own, now, owner)];
      if (ofAll === 0 && ofOne === 0) return undefined;
      return ofAll >= ofOne
        ? { kind: 'Resting', ofAll: true, failures: general.failures, retryAfterMs: ofAll }
        : { kind: 'Resting', ofAll: false, failures: own.failures, retryAfterMs: ofOne };
    },
    send(owner) {
      const now = clock.now();
      const [ofAll, ofOne] = [sent(general, now), sent(stateOf(owner), now)];
      general = ofAll.state;
      keep(owner, ofOne.state);
      return (outcome) => end(owner, ofAll.attempt, ofOne.attempt, outcome);
    },
  };
}

/** What an outcome tells about who answers; an answer of any kind shows that somebody is there. */
export function meaningOf(outcome: Outcome | undefined): 'works' | 'fails' | 'unreachable' | 'nothing' {
  switch (outcome?.kind) {
    case undefined:
    case 'Resting':
    case 'Foreign':
      return 'nothing';
    case 'Interrupted':
      return outcome.unreachable === true ? 'unreachable' : 'fails';
    case 'ServerError':
    case 'TimedOut':
    case 'NotJson':
      return 'fails';
    case 'Envelope':
    case 'Refused':
    case 'Throttled':
    case 'Contradictory':
    case 'Garbled':
    case 'Nothing':
    case 'TooLarge':
    case 'Unreadable':
      return 'works';
  }
}
