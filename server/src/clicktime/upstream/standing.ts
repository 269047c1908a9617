import type { Clock } from '../../util/clock.ts';
import { meaningOf } from './circuits.ts';
import type { ClickTimeClient } from './client.ts';
import type { Outcome } from './outcome.ts';

/** Whether ClickTime is there, as far as requests have shown. */
type Standing = 'not asked yet' | 'answers' | 'does not answer';

/** The same client, and what its requests have shown. */
export interface WatchedClient extends ClickTimeClient {
  readonly standing: () => Standing;
  /**
   * Whether requests may be sent here: ClickTime has answered once, or was not asked in vain within half a minute. Who
   * has been answered before is set up rightly, and what ClickTime's failures are told as says more than being away;
   * who is left alone never finds out that it is there again.
   */
  readonly isReady: () => boolean;
}

const DOUBT_MS = 30_000;

/** Watches a client's outcomes; any answer, a refusal too, shows that somebody is there. */
export function watched(client: ClickTimeClient, clock: Clock): WatchedClient {
  let standing: Standing = 'not asked yet';
  let hasAnswered = false;
  let failedAt = Number.NEGATIVE_INFINITY;

  function note(outcome: Outcome): void {
    const meaning = meaningOf(outcome);
    if (meaning === 'nothing') return;
    const answers = meaning === 'works';
    standing = answers ? 'answers' : 'does not answer';
    if (answers) hasAnswered = true;
    else failedAt = clock.now();
  }

  return {
    get: async (request, signal) => {
      const outcome = await client.get(request, signal);
      note(outcome);
      return outcome;
    },
    close: () => client.close(),
    standing: () => standing,
    isReady: () => hasAnswered || clock.now() - failedAt >= DOUBT_MS,
  };
}
