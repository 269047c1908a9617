/**
 * The decision about sign-ins with tokens that nobody knows: may ClickTime be asked now? Pure; `sign-in-gate.ts` waits.
 *
 * Each token that ClickTime refuses is owed for, by the address it came from and by all together, and is forgiven with
 * time. While a token is being asked about it counts as if it were refused; a good one gives that back. So a crowd of
 * good tokens behind one address is slowed by nothing but the number asked about at once.
 */
export interface Allowance {
  /** Refused tokens that may be owed for. */
  readonly refusals: number;
  /** Milliseconds after which one more is forgiven. */
  readonly forgiveMs: number;
}

export interface SignInBudget {
  readonly ofAddress: Allowance;
  readonly inAll: Allowance;
}

/** Of one address, or of all. */
export interface Account {
  /** Refused tokens that were owed for at `at`, in milliseconds of the clock. */
  readonly owed: number;
  readonly at: number;
  /** Refused tokens for as long as the account is remembered: whoever has fewer comes first. */
  readonly refusals: number;
  /** Tokens that are being asked about. */
  readonly pending: number;
}

export const newAccount: Account = { owed: 0, at: 0, refusals: 0, pending: 0 };

type SignInDecision =
  | { readonly kind: 'Ask' }
  /** `delayMs`: after which time alone may change that, Infinity where an answer has to come first. */
  | { readonly kind: 'Wait'; readonly delayMs: number }
  | { readonly kind: 'Refuse'; readonly delayMs: number };

/** Whoever owes more than one address may is refused at once; others wait for what is being asked about, and for all. */
export function decideSignIn(own: Account, all: Account, now: number, budget: SignInBudget): SignInDecision {
  const { ofAddress, inAll } = budget;
  const overOwn = owedAt(own, now, ofAddress) + 1 - ofAddress.refusals;
  if (overOwn > 0) return { kind: 'Refuse', delayMs: overOwn * ofAddress.forgiveMs };
  if (overOwn + own.pending > 0) return { kind: 'Wait', delayMs: Number.POSITIVE_INFINITY };
  const overAll = owedAt(all, now, inAll) + all.pending + 1 - inAll.refusals;
  return overAll > 0 ? { kind: 'Wait', delayMs: overAll * inAll.forgiveMs } : { kind: 'Ask' };
}

/** Refused tokens that are still owed for; a fraction while one is being forgiven. */
const owedAt = ({ owed, at }: Account, now: number, { forgiveMs }: Allowance): number =>
  Math.max(0, owed - (now - at) / forgiveMs);

/** Notes that ClickTime is asked about one more token. */
export const asked = (account: Account): Account => ({ ...account, pending: account.pending + 1 });

/** Notes that the asking is over, and whether the token was refused. */
export function answeredOf(account: Account, refused: boolean, now: number, allowance: Allowance): Account {
  const more = refused ? 1 : 0;
  return {
    owed: owedAt(account, now, allowance) + more,
    at: now,
    refusals: account.refusals + more,
    // An account may have been forgotten meanwhile.
    pending: Math.max(0, account.pending - 1),
  };
}
