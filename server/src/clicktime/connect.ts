import { LRUCache } from 'lru-cache';
import { createCallerModels, type ModelFor } from './caller-models.ts';
import type { PinnedName } from './model/custom-columns.ts';
import type { EdmModel } from '../model/edm.ts';
import { entitySetDefinitions } from './model/clicktime-model.ts';
import type { EntitySource } from '../source/source.ts';
import { systemClock, type Clock } from '../util/clock.ts';
import { createAuthenticate } from './sign-in/authenticate.ts';
import { defaultBreakerOptions, type BreakerOptions } from './upstream/breaker.ts';
import { createPageCache } from './reading/page-cache.ts';
import { createCircuits } from './upstream/circuits.ts';
import { createClickTimeClient, defaultClientOptions, type ClickTimeClientOptions } from './upstream/client.ts';
import type { OddValue } from './model/decode-record.ts';
import { createKnownCounts } from './reading/known-counts.ts';
import type { ShelfUsage } from './reading/extract-shelf.ts';
import { createExtractMemory, type ExtractMemoryOptions } from './reading/extract-memory.ts';
import type { KeepingOptions } from '../util/remembered-work.ts';
import { createKnownCredentials } from './sign-in/known-credentials.ts';
import { createOwnData, type OwnDataOptions } from './own-data.ts';
import { defaultRetryOptions, type RetryOptions } from './upstream/retry.ts';
import { createSignInGate, defaultSignInGateOptions, type SignInGateOptions } from './sign-in/sign-in-gate.ts';
import { createClickTimeSource } from './source.ts';
import { watched, type WatchedClient } from './upstream/standing.ts';
import { createThrottle, unlimited, type SharedWindow, type ThrottleOptions } from './upstream/throttle.ts';
import { createUpstream } from './upstream/upstream.ts';
import type { UpstreamWatch } from './upstream/upstream-watch.ts';
import { defaultWindowOptions } from './upstream/window.ts';
import { MEGABYTE } from '../util/megabyte.ts';

export interface ClickTimeSettings {
  readonly client: ClickTimeClientOptions;
  readonly retry: RetryOptions;
  readonly breaker: BreakerOptions;
  readonly pages: KeepingOptions;
  readonly memory: ExtractMemoryOptions;
  /** Absent: nothing is throttled here. */
  readonly throttle?: ThrottleOptions | undefined;
  /** Where the throttle is shared with other processes; they all have to name credentials alike. */
  readonly sharedWindow?: SharedWindow | undefined;
  /** Pages of one read in flight at most. */
  readonly readAhead: number;
  /** Whose day it is, where a request does not say which days it is about; default UTC. */
  readonly timeZone?: string | undefined;
  /** Milliseconds that an accepted token is not asked about again. */
  readonly rememberTokensMs: number;
  /** Milliseconds that a refused one is not. */
  readonly rememberRefusedTokensMs: number;
  /** How many tokens that nobody knows are asked about. */
  readonly signIns: SignInGateOptions;
  /** Credentials that are known at the same time. */
  readonly maxCredentials: number;
  /** An account that may not read a company's list reads its own records; absent: it reads nothing. */
  readonly ownData?: OwnDataOptions | undefined;
  /** Is told what becomes of requests; absent: nobody is. */
  readonly watch?: UpstreamWatch | undefined;
  /** Is told of values that are left out, for they are not of their fields' kinds. */
  readonly onOdd?: ((odd: OddValue) => void) | undefined;
}

export const defaultClickTimeSettings = {
  client: defaultClientOptions,
  retry: defaultRetryOptions,
  breaker: defaultBreakerOptions,
  pages: { maxAgeMs: 60_000, maxBytes: 16 * MEGABYTE },
  memory: { maxAgeMs: 3_600_000, maxBytes: 64 * MEGABYTE },
  throttle: { ...defaultWindowOptions, maxWaiting: 1_000, maxCredentials: 10_000 },
  readAhead: 4,
  rememberTokensMs: 60_000,
  rememberRefusedTokensMs: 10_000,
  signIns: defaultSignInGateOptions,
  maxCredentials: 10_000,
} as const satisfies ClickTimeSettings;

export interface ClickTimeConnection {
  readonly source: EntitySource;
  /** A model, with columns for the custom fields that each caller may know of. */
  readonly modelsOf: (model: EdmModel, pins?: readonly PinnedName[]) => ModelFor;
  /** What requests have shown of ClickTime. */
  readonly upstream: Pick<WatchedClient, 'standing' | 'isReady'>;
  /** Extracts that can go on, and the bytes that are remembered for it. */
  readonly extracts: () => ShelfUsage;
  /** Resolves when the requests under way are done and every connection is closed. */
  close(): Promise<void>;
}

/** Everything between the engine and ClickTime's API, put together; `clock` and `random` are the machine's. */
export function connectToClickTime(
  settings: ClickTimeSettings,
  clock: Clock = systemClock,
  random: () => number = Math.random,
): ClickTimeConnection {
  const { retry, breaker, readAhead, sharedWindow } = settings;
  const client = watched(createClickTimeClient(settings.client, clock), clock);
  const throttle = settings.throttle === undefined ? unlimited : createThrottle(settings.throttle, clock, sharedWindow);
  const pages = createPageCache(settings.pages, clock);
  const { rememberTokensMs: rememberMs, rememberRefusedTokensMs: rememberRefusedMs, maxCredentials } = settings;
  const known = createKnownCredentials({ rememberMs, rememberRefusedMs, maxCredentials }, clock);
  const gate = createSignInGate(settings.signIns, clock);
  const onVerdict = (owner: string, isAccepted: boolean): void => {
    known.learn(owner, isAccepted);
    if (!isAccepted) pages.forget(owner);
  };
  const circuits = createCircuits({ ...breaker, maxCredentials }, clock);
  const upstream = createUpstream({
    client,
    throttle,
    retry,
    circuits,
    onVerdict,
    clock,
    random,
    watch: settings.watch,
  });
  const memory = createExtractMemory(settings.memory, clock);
  const administrators = new LRUCache<string, boolean>({ max: maxCredentials });
  const onAccount = (owner: string, isAdministrator: boolean): void => void administrators.set(owner, isAdministrator);
  const isAdministrator = (owner: string): boolean | undefined => administrators.get(owner);
  const definitions = entitySetDefinitions;
  const { onOdd } = settings;
  const source = createClickTimeSource({
    upstream,
    pages,
    counts: createKnownCounts(clock),
    memory,
    authenticate: createAuthenticate({ upstream, known, gate, onAccount }),
    definitions,
    clock,
    readAhead,
    timeZone: settings.timeZone ?? 'UTC',
    onOdd,
    ownData: settings.ownData && createOwnData(settings.ownData, clock),
  });
  const modelsOf = (model: EdmModel, pins: readonly PinnedName[] = []): ModelFor =>
    createCallerModels(model, { upstream, pages, onOdd, clock, definitions, isAdministrator, pins });
  return { source, modelsOf, upstream: client, extracts: () => memory.usage(), close: () => client.close() };
}
