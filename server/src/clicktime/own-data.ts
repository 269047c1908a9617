/**
 * Who reads which list. An account that ClickTime refuses the company's list reads its own records instead, where that
 * is wanted. It is decided when an answer begins and holds for all of its pages: they say which list they are of.
 */
import { LRUCache } from 'lru-cache';
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import { ageing } from '../util/ageing.ts';
import type { Clock } from '../util/clock.ts';
import { companyList, ownList, type UpstreamList } from './reading/upstream-list.ts';

export interface OwnDataOptions {
  /** Milliseconds that a refusal is remembered: how long an account that gets the right still reads its own records. */
  readonly rememberMs: number;
  /** Refusals, of one account and entity set each, that are known at the same time. */
  readonly maxRefusals: number;
}

export const defaultOwnDataOptions = { rememberMs: 60_000, maxRefusals: 50_000 } as const satisfies OwnDataOptions;

/** What ClickTime refused of late; credentials are known by their names alone. */
export interface OwnData {
  has(owner: string, entitySet: string): boolean;
  add(owner: string, entitySet: string): void;
}

/** A bounded memory of refusals. */
export function createOwnData({ rememberMs, maxRefusals }: OwnDataOptions, clock: Clock): OwnData {
  const refused = new LRUCache<string, true>({ max: maxRefusals, ...ageing(rememberMs, clock) });
  return {
    has: (owner, entitySet) => refused.has(`${owner} ${entitySet}`),
    add: (owner, entitySet) => void refused.set(`${owner} ${entitySet}`, true),
  };
}

/** The list to read and, where that is refused before anything was read of it, the one to fall back to. */
interface ListChoice {
  readonly list: UpstreamList;
  readonly fallback?: UpstreamList;
}

/**
 * The lists for an answer that begins, or for one that goes on in the list it began with (`began`: whether that is the
 * caller's own). `refused` tells whether the company's list was refused a short while ago; absent: nobody is to get
 * their own records instead.
 * @throws StaleSkiptoken where the list it began with is not served any more; InvalidSkiptoken where there is none.
 */
export function chooseList(
  definition: EntitySetDefinition,
  began: boolean | undefined,
  refused: (() => boolean) | undefined,
): ListChoice {
  const company = companyList(definition);
  const own = ownList(definition);
  if (began === true) {
    if (own === undefined) throw ODataError.of('InvalidSkiptoken', {});
    if (refused !== undefined) return { list: own };
    throw ODataError.of('StaleSkiptoken', {
      reason:
        "it leads on in an account's own records, which this service does not give in place of the company's any more.",
    });
  }
  if (began === false || own === undefined || refused === undefined) return { list: company };
  return refused() ? { list: own } : { list: company, fallback: own };
}
