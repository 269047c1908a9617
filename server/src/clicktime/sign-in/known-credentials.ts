import { LRUCache } from 'lru-cache';
import { ageing } from '../../util/ageing.ts';
import type { Clock } from '../../util/clock.ts';

/**
 * What is known of credentials: `accepted` by ClickTime a short while ago, `familiar` where that is longer ago and
 * nothing spoke against it since, `refused` a moment ago, or a `stranger`'s.
 */
type Standing = 'accepted' | 'familiar' | 'refused' | 'stranger';

export interface KnownCredentials {
  /** The standing of the credentials with this name. */
  standing(owner: string): Standing;
  /** Notes what an answer of ClickTime's told: that the credentials are good, or not any more. */
  learn(owner: string, accepted: boolean): void;
}

interface KnownCredentialsOptions {
  /** Milliseconds that acceptance is believed: how long a token that was reset may still open the metadata. */
  readonly rememberMs: number;
  /** Milliseconds that a refusal is believed: how long a token has to wait that is good from now on. */
  readonly rememberRefusedMs: number;
  /** Good credentials and, apart from them, refused ones, that are known at the same time. */
  readonly maxCredentials: number;
}

/** A bounded memory of credentials; it holds their names, never themselves. Refused ones push out no good ones. */
export function createKnownCredentials(options: KnownCredentialsOptions, clock: Clock): KnownCredentials {
  const { rememberMs, rememberRefusedMs, maxCredentials } = options;
  const acceptedAt = new LRUCache<string, number>({ max: maxCredentials });
  const refused = new LRUCache<string, true>({ max: maxCredentials, ...ageing(rememberRefusedMs, clock) });
  return {
    standing(owner) {
      const at = acceptedAt.get(owner);
      if (at !== undefined) return clock.now() - at < rememberMs ? 'accepted' : 'familiar';
      return refused.has(owner) ? 'refused' : 'stranger';
    },
    learn(owner, accepted) {
      if (accepted) {
        acceptedAt.set(owner, clock.now());
        refused.delete(owner);
      } else if (!acceptedAt.delete(owner)) {
        // One that was good is asked about once more, for a single refusal may be a mistake.
        refused.set(owner, true);
      }
    },
  };
}
