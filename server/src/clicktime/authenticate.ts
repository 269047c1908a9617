import { LRUCache } from 'lru-cache';
import { ODataError } from '../errors/odata-error.ts';
import type { RequestContext } from '../query/source.ts';
import type { Clock } from '../util/clock.ts';
import type { CredentialKey } from '../util/credential-key.ts';
import { createSharedWork, type Asking } from '../util/shared-work.ts';
import type { Upstream } from './upstream.ts';

/** Credentials, by name, that ClickTime accepted a short while ago. */
export interface AcceptedCredentials {
  has(owner: string): boolean;
  /** Notes what an answer of ClickTime's told: that the credentials are good, or not any more. */
  learn(owner: string, accepted: boolean): void;
}

export interface AcceptedCredentialsOptions {
  /** Milliseconds that acceptance is remembered: how long a token that was reset may still open the metadata. */
  readonly rememberMs: number;
  readonly maxCredentials: number;
}

/** A bounded memory of good credentials; it holds their names, never themselves. */
export function createAcceptedCredentials(options: AcceptedCredentialsOptions, clock: Clock): AcceptedCredentials {
  const accepted = new LRUCache<string, true>({
    max: options.maxCredentials,
    ttl: options.rememberMs,
    ttlResolution: 0,
    perf: clock,
  });
  return {
    has: (owner) => accepted.has(owner),
    learn: (owner, isAccepted) => {
      if (isAccepted) accepted.set(owner, true);
      else accepted.delete(owner);
    },
  };
}

/**
 * Resolves when ClickTime accepts the credentials, or did so within the time they are remembered.
 * @throws InvalidToken where it does not.
 */
export type Authenticate = (context: RequestContext) => Promise<void>;

const subject = {
  entitySet: 'Me',
  access: 'ClickTime lets every account read itself where the plan includes the API; ask your administrator about it.',
} as const;

/**
 * Asks for the caller's own record; only its being answered matters, its content is dropped. Requests that come at the
 * same time ask once, for tools open with many, and ClickTime answers few of one token.
 */
export function createAuthenticate(
  upstream: Upstream,
  credentialKey: CredentialKey,
  accepted: AcceptedCredentials,
): Authenticate {
  const asking = createSharedWork<void>();

  async function ask({ credentials, trace }: RequestContext, { signal, deadline }: Asking): Promise<void> {
    const answer = await upstream.get({
      path: 'Me',
      query: '',
      credentials,
      priority: 'interactive',
      subject,
      absentAt: [],
      signal,
      deadline,
      ...(trace !== undefined && { trace }),
    });
    if (answer.kind === 'Absent') throw ODataError.of('InvalidToken', {});
  }

  return async (context) => {
    const owner = credentialKey(context.credentials);
    if (accepted.has(owner)) return;
    const deadline = context.deadline ?? context.pageDeadline;
    await asking.join(owner, { signal: context.signal, deadline }, (signal) => ask(context, { signal, deadline }));
  };
}
