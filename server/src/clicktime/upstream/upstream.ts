import type { RequestContext } from '../../source/source.ts';
import type { Tally } from '../../source/tally.ts';
import type { Trace } from '../../source/trace.ts';
import type { ScanRecords } from '../model/scan/scan-records.ts';
import type { Secret } from '../../util/secret.ts';
import type { Clock } from '../../util/clock.ts';
import type { Circuits } from './circuits.ts';
import type { ClickTimeClient } from './client.ts';
import type { Envelope, Failure, Nothing, Outcome, Resting } from './outcome.ts';
import { decide, type RetryOptions } from './retry.ts';
import type { Permit, Throttle } from './throttle.ts';
import { toODataError, type Subject } from './upstream-error.ts';
import { type UpstreamWatch, unwatched } from './upstream-watch.ts';
import type { Priority } from './window.ts';

/** One read, with all that decides how long it is tried for. */
export interface UpstreamRead {
  readonly path: string;
  readonly query: string;
  readonly credentials: Secret;
  /** Names the credentials. */
  readonly owner: string;
  readonly priority: Priority;
  readonly subject: Subject;
  /** Refusals that only mean that there is no such record. */
  readonly absentAt: readonly number[];
  /** It is the beginning of a list: nothing in an answer, said twice, is that there is nothing in the list. */
  readonly mayBeEmpty?: boolean;
  /** It asks whether the credentials are good. */
  readonly isSignIn?: boolean;
  readonly signal: AbortSignal;
  /** When, by the clock, nobody waits for the answer any more. */
  readonly deadline: number;
  readonly trace?: Trace | undefined;
  readonly tally?: Tally | undefined;
  /** Takes the records out of the answer where it can. */
  readonly scan?: ScanRecords | undefined;
}

/** The part of a read that is the caller's. */
export const askedBy = ({ credentials, owner, signal, deadline, trace, tally }: RequestContext) =>
  ({ credentials, owner, signal, deadline, trace, tally }) satisfies Partial<UpstreamRead>;

/** A read for people; the pages of one list read the same. */
export const describeRead = ({ path, query }: Pick<UpstreamRead, 'path' | 'query'>): string => {
  const filters = query.split('&').filter((parameter) => !/^(?:|limit=.*|offset=.*)$/.test(parameter));
  return `GET /${path}${filters.length === 0 ? '' : `?${filters.join('&')}`}`;
};

/** What ClickTime answered, or `Absent` where it refused with one of the statuses that mean so. */
type UpstreamAnswer = Envelope | { readonly kind: 'Absent' };

/** Reads from ClickTime within its throttle, repeating what failed in passing. */
export interface Upstream {
  /** @throws ODataError of the catalogue's upstream group; the signal's reason when that aborts. */
  get(read: UpstreamRead): Promise<UpstreamAnswer>;
}

interface UpstreamParts {
  readonly client: ClickTimeClient;
  readonly throttle: Throttle;
  readonly retry: RetryOptions;
  readonly circuits: Circuits;
  /** Is told, by the name of the credential, whether ClickTime accepted it, at every answer that shows. */
  readonly onVerdict: (owner: string, accepted: boolean) => void;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Absent: nobody wants to know. */
  readonly watch?: UpstreamWatch | undefined;
}

/** An upstream over a client, a throttle, a retry policy and circuit breakers. */
export function createUpstream(parts: UpstreamParts): Upstream {
  const { client, throttle, circuits, retry, onVerdict, clock, random, watch = unwatched } = parts;

  function resting(owner: string): Resting | undefined {
    const refused = circuits.resting(owner);
    if (refused !== undefined) watch.rested(refused.ofAll);
    return refused;
  }

  async function enter(read: UpstreamRead): Promise<Permit> {
    const since = clock.now();
    try {
      return await waited(read, () => throttle.enter(read));
    } finally {
      watch.waited(clock.now() - since);
    }
  }

  async function waited<Result>({ tally }: UpstreamRead, wait: () => Promise<Result>): Promise<Result> {
    const since = clock.now();
    try {
      return await wait();
    } finally {
      if (tally !== undefined) tally.waitedMs += clock.now() - since;
    }
  }

  async function send(read: UpstreamRead): Promise<Envelope | Failure> {
    const { owner, signal } = read;
    // Whoever may not be sent anyway takes nobody's place, and does not wait for one to be told.
    const refused = resting(owner);
    if (refused !== undefined) return refused;
    const permit = await enter(read);
    const refusedMeanwhile = resting(owner);
    if (refusedMeanwhile !== undefined) {
      permit.giveBack();
      return refusedMeanwhile;
    }
    const end = circuits.send(owner);
    const since = clock.now();
    let outcome: Envelope | Failure | undefined;
    try {
      read.trace?.note(`sent ${describeRead(read)}`);
      if (read.tally !== undefined) read.tally.upstreamRequests += 1;
      outcome = await client.get(read, signal);
      return outcome;
    } finally {
      end(outcome);
      watch.attempted(outcome?.kind ?? 'Abandoned', clock.now() - since);
      permit.answered();
    }
  }

  return {
    async get(read) {
      const { owner } = read;
      let repetitions = 0;
      let last: Outcome['kind'] | undefined;
      for (let attempt = 1; ; attempt++) {
        const outcome = await send(read);
        repetitions = outcome.kind === last ? repetitions + 1 : 1;
        last = outcome.kind;
        if (outcome.kind === 'Envelope') {
          onVerdict(owner, true);
          return outcome;
        }
        if (outcome.kind === 'Refused' && outcome.status === 401) onVerdict(owner, false);
        if (outcome.kind === 'Refused' && read.absentAt.includes(outcome.status)) return { kind: 'Absent' };
        const now = clock.now();
        if (outcome.kind === 'Throttled') {
          throttle.slowDown(owner, outcome.retryAfterMs ?? retry.throttledDelayMs);
        }
        const decision = decide(
          { attempt, repetitions, outcome, now, deadline: read.deadline, random: random() },
          retry,
        );
        if (decision.kind === 'GiveUp' && outcome.kind === 'Nothing' && repetitions > 1 && isEmptyList(outcome, read)) {
          return { ...outcome, kind: 'Envelope', data: [] };
        }
        if (decision.kind === 'GiveUp') throw toODataError(outcome, read.subject, decision.retryAfterMs);
        watch.repeated();
        await waited(read, () => clock.sleep(decision.delayMs, read.signal));
      }
    },
  };
}

/** Whether nothing contradicts that an answer with nothing in it is an empty list. */
const isEmptyList = ({ page }: Nothing, { mayBeEmpty }: UpstreamRead): boolean =>
  mayBeEmpty === true && (page.count ?? 0) === 0 && page.hasNext !== true;
