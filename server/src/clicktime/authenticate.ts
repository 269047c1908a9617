import { LRUCache } from 'lru-cache';
import { ODataError } from '../errors/odata-error.ts';
import type { RequestContext } from '../query/source.ts';
import type { Clock } from '../util/clock.ts';
import type { Secret } from '../util/secret.ts';
import type { CredentialKey } from '../util/credential-key.ts';
import type { Upstream } from './upstream.ts';

/** Knows which credentials ClickTime accepted a short while ago. */
export interface Authenticator {
  /**
   * Resolves when ClickTime accepts the credentials, or did so within the time they are remembered.
   * @throws InvalidToken where it does not.
   */
  check(context: RequestContext): Promise<void>;
  /** Notes what an answer told: that the credentials are good, or not any more. */
  learn(credentials: Secret, accepted: boolean): void;
}

export interface AuthenticatorParts {
  readonly upstream: Upstream;
  readonly credentialKey: CredentialKey;
  readonly clock: Clock;
  /** Milliseconds that acceptance is remembered: how long a token that was reset may still open the metadata. */
  readonly rememberMs: number;
  readonly maxCredentials: number;
}

const subject = {
  entitySet: 'Me',
  access: 'ClickTime lets every account read itself where the plan includes the API; ask your administrator about it.',
} as const;

/** An authenticator that asks for the caller's own record; only its being answered matters, its content is dropped. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { upstream, credentialKey, clock } = parts;
  const accepted = new LRUCache<string, true>({
    max: parts.maxCredentials,
    ttl: parts.rememberMs,
    ttlResolution: 0,
    perf: clock,
  });

  function learn(credentials: Secret, isAccepted: boolean): void {
    const key = credentialKey(credentials);
    if (isAccepted) accepted.set(key, true);
    else accepted.delete(key);
  }

  return {
    learn,
    async check({ credentials, signal, deadline, pageDeadline }) {
      if (accepted.has(credentialKey(credentials))) return;
      const answer = await upstream.get({
        path: 'Me',
        query: '',
        credentials,
        priority: 'interactive',
        subject,
        absentAt: [],
        signal,
        deadline: deadline ?? pageDeadline,
      });
      if (answer.kind === 'Absent') throw ODataError.of('InvalidToken', {});
      learn(credentials, true);
    },
  };
}
