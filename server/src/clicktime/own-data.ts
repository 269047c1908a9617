/**
 * Who reads which list. An account that ClickTime refuses the company's list reads what it manages, and where that is
 * refused, too, its own records, where that is wanted. It is decided when an answer begins and holds for all of its
 * pages: they say which list they are of.
 */
import { LRUCache } from 'lru-cache';
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import { ageing } from '../util/ageing.ts';
import type { Clock } from '../util/clock.ts';
import { companyList, managedList, ownList, type Own, type UpstreamList } from './reading/upstream-list.ts';

export interface OwnDataOptions {
  /** Milliseconds that a refusal is remembered: how long an account that gets the right still reads its own records. */
  readonly rememberMs: number;
  /** Refusals, of one account and list each, that are known at the same time. */
  readonly maxRefusals: number;
}

export const defaultOwnDataOptions = { rememberMs: 60_000, maxRefusals: 50_000 } as const satisfies OwnDataOptions;

/** What ClickTime refused of late; credentials are known by their names alone. */
export interface OwnData {
  has(owner: string, list: UpstreamList): boolean;
  add(owner: string, list: UpstreamList): void;
}

/** A bounded memory of refusals. */
export function createOwnData({ rememberMs, maxRefusals }: OwnDataOptions, clock: Clock): OwnData {
  const refused = new LRUCache<string, true>({ max: maxRefusals, ...ageing(rememberMs, clock) });
  return {
    has: (owner, { path }) => refused.has(`${owner} ${path}`),
    add: (owner, { path }) => void refused.set(`${owner} ${path}`, true),
  };
}

/** The list to read and, where that is refused before anything was read of it, those to fall back to, in order. */
interface ListChoice {
  readonly list: UpstreamList;
  readonly fallbacks: readonly UpstreamList[];
}

/** The lists of an entity set, the company's first; the caller's own where that is wanted. */
export function listsOf(definition: EntitySetDefinition, wantsOwn: boolean): readonly UpstreamList[] {
  const own = wantsOwn ? ownList(definition) : undefined;
  return [companyList(definition), managedList(definition), own].filter((list) => list !== undefined);
}

/**
 * The lists for an answer that begins, or for one that goes on in the list it began with (`began`). `refused` tells
 * which were refused a short while ago; absent: nobody is to get their own records instead.
 * @throws StaleSkiptoken where the list it began with is not served any more; InvalidSkiptoken where there is none.
 */
export function chooseList(
  definition: EntitySetDefinition,
  began: Own | undefined,
  refused: ((list: UpstreamList) => boolean) | undefined,
): ListChoice {
  const lists = listsOf(definition, refused !== undefined);
  if (began !== undefined) {
    const list = lists.find(({ own }) => own === began);
    if (list !== undefined) return { list, fallbacks: [] };
    if (began !== true || ownList(definition) === undefined) throw ODataError.of('InvalidSkiptoken', {});
    throw ODataError.of('StaleSkiptoken', {
      reason:
        "it leads on in an account's own records, which this service does not give in place of the company's any more.",
    });
  }
  const first = lists.findIndex((list) => refused?.(list) !== true);
  const [list = companyList(definition), ...fallbacks] = lists.slice(first);
  return { list, fallbacks };
}
