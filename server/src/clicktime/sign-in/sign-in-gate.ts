import { LRUCache } from 'lru-cache';
import { ODataError } from '../../errors/odata-error.ts';
import { abortable } from '../../util/abortable.ts';
import { createAlarm } from '../../util/alarm.ts';
import { ageing } from '../../util/ageing.ts';
import type { Clock } from '../../util/clock.ts';
import { createPlaces } from '../../util/places.ts';
import { answeredOf, asked, decideSignIn, newAccount, type Account, type SignInBudget } from './sign-in-budget.ts';

/** Keeps sign-ins with unknown tokens within their own budget, and the addresses they come from apart. */
export interface SignInGate {
  /**
   * A request waits for a sign-in of somebody unknown at this address; call what it gives when that is over.
   * @throws TooManySignIns where too many do.
   */
  arrive(address: string): () => void;
  /**
   * Runs `ask` when it is the address's turn; it fails with `InvalidToken` where ClickTime refuses the token.
   * @throws TooManySignIns where the budget is used up; the signal's reason when that aborts.
   */
  pass(address: string, signal: AbortSignal, ask: () => Promise<void>): Promise<void>;
}

export interface SignInGateOptions {
  readonly budget: SignInBudget;
  /** Requests that may be waiting at once, with those being asked about; no address has more than are left free. */
  readonly maxRequests: number;
  /** Milliseconds that a sign-in waits for its turn. */
  readonly patienceMs: number;
  /** Addresses that are remembered, and for how many milliseconds since they last had a token refused. */
  readonly maxAddresses: number;
  readonly rememberMs: number;
}

export const defaultSignInGateOptions = {
  budget: { ofAddress: { refusals: 20, forgiveMs: 2_000 }, inAll: { refusals: 60, forgiveMs: 200 } },
  maxRequests: 512,
  patienceMs: 10_000,
  maxAddresses: 10_000,
  rememberMs: 3_600_000,
} as const satisfies SignInGateOptions;

interface Waiter {
  readonly until: number;
  readonly start: () => void;
  readonly refuse: (error: ODataError) => void;
}

/** A gate in this process's memory. */
export function createSignInGate(options: SignInGateOptions, clock: Clock): SignInGate {
  const { budget, maxRequests, patienceMs } = options;
  const places = createPlaces({ each: maxRequests, inAll: maxRequests });
  const accounts = new LRUCache<string, Account>({ max: options.maxAddresses, ...ageing(options.rememberMs, clock) });
  /** By address; among equals, the one whose turn is longest ago comes first. */
  const waiting = new Map<string, readonly Waiter[]>();
  let all = newAccount;
  const alarm = createAlarm(admit, clock);

  const accountOf = (address: string): Account => accounts.get(address) ?? newAccount;

  const waitingAt = (address: string): readonly Waiter[] => waiting.get(address) ?? [];

  function setWaiting(address: string, waiters: readonly Waiter[]): void {
    waiting.delete(address);
    if (waiters.length > 0) waiting.set(address, waiters);
  }

  /** Turns away who waited too long or owes too much, and lets in who may be: first who had the fewest refused. */
  function admit(): void {
    alarm.off();
    for (;;) {
      const now = clock.now();
      let next: string | undefined;
      let nextMs = Number.POSITIVE_INFINITY;
      for (const [address, [first, ...others]] of waiting) {
        if (first === undefined) continue;
        const account = accountOf(address);
        const decision = decideSignIn(account, all, now, budget);
        if (decision.kind === 'Ask') {
          if (next === undefined || account.refusals < accountOf(next).refusals) next = address;
        } else if (decision.kind === 'Wait' && first.until > now) {
          nextMs = Math.min(nextMs, decision.delayMs, first.until - now);
        } else {
          setWaiting(address, others);
          first.refuse(tooMany(decision.delayMs));
          nextMs = 0;
        }
      }
      if (next !== undefined) letIn(next);
      else if (nextMs > 0) return alarm.set(nextMs);
    }
  }

  function letIn(address: string): void {
    const [first, ...others] = waitingAt(address);
    setWaiting(address, others);
    accounts.set(address, asked(accountOf(address)));
    all = asked(all);
    first?.start();
  }

  /** Resolves when it is this one's turn, which is then being asked about. */
  function turnOf(address: string, signal: AbortSignal): Promise<void> {
    return abortable(signal, (start, refuse) => {
      const waiter: Waiter = { until: clock.now() + patienceMs, start, refuse };
      waiting.set(address, [...waitingAt(address), waiter]);
      admit();
      return () =>
        setWaiting(
          address,
          waitingAt(address).filter((other) => other !== waiter),
        );
    });
  }

  function settle(address: string, refused: boolean): void {
    const now = clock.now();
    const account = answeredOf(accountOf(address), refused, now, budget.ofAddress);
    if (account.pending === 0 && account.refusals === 0) accounts.delete(address);
    else accounts.set(address, account);
    all = answeredOf(all, refused, now, budget.inAll);
    admit();
  }

  return {
    arrive(address) {
      const place = places.take(address);
      if (place.kind !== 'Taken') throw tooMany(patienceMs);
      return place.giveBack;
    },
    async pass(address, signal, ask) {
      signal.throwIfAborted();
      const decision = decideSignIn(accountOf(address), all, clock.now(), budget);
      if (decision.kind === 'Refuse') throw tooMany(decision.delayMs);
      await turnOf(address, signal);
      let refused = false;
      try {
        await ask();
      } catch (error) {
        refused = error instanceof ODataError && error.code === 'InvalidToken';
        throw error;
      } finally {
        settle(address, refused);
      }
    },
  };
}

/** An endless delay ends with some answer: then it is worth another try at once. */
function tooMany(delayMs: number): ODataError {
  const seconds = Number.isFinite(delayMs) ? Math.max(1, Math.ceil(delayMs / 1000)) : 1;
  return ODataError.of('TooManySignIns', { seconds }, { retryAfterSeconds: seconds });
}
