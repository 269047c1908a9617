import type { EntitySet } from '../model/edm.ts';
import type { ComplexValue, Value } from '../model/values.ts';
import type { Secret } from '../util/secret.ts';
import type { MemoryShare } from '../util/memory-budget.ts';
import type { Pace } from '../util/turns.ts';
import type { Batch } from './batch.ts';
import type { Tally } from './tally.ts';
import type { Trace } from './trace.ts';

/**
 * Where entities come from. The engine plans against what a source says it can do, and does the rest itself: a source
 * may return more rows than the predicates allow where it declared `superset`, but never fewer.
 */
export interface EntitySource {
  /** What this source can do itself for an entity set; the planner keeps everything else as residual work. */
  capabilities(entitySet: EntitySet): SourceCapabilities;
  /**
   * Entities in the source's order, in batches, beginning behind `request.after`. A batch may be empty: it tells that
   * the page's deadline passed while more rows are being waited for.
   */
  read(request: SourceRequest, context: RequestContext): AsyncIterable<Batch>;
  /**
   * The position behind a row of a batch of its own, by the index in `rows`; the one behind the last that is left is
   * behind all that were read. What the source needs to go on from there it keeps from then on.
   */
  positionAfter(batch: Batch, index: number): Position;
  /** How many entities match the predicates; asked only where all predicates are exact. */
  count(request: SourceCountRequest, context: RequestContext): Promise<number>;
  /** Resolves when the credentials may be used at all; throws `InvalidToken` (401) otherwise. */
  authenticate(context: RequestContext): Promise<void>;
}

/** `exact`: the source returns just the matching entities; `superset`: it may return others too. */
export type Precision = 'exact' | 'superset';

export interface PredicateCapability {
  readonly in?: Precision | undefined;
  /** Most values of one `in` predicate that the source takes at once. */
  readonly maxValues?: number | undefined;
  /** How many times as many it takes by asking as often; default 1. More than that stays residual. */
  readonly maxRequests?: number | undefined;
  readonly range?: Precision | undefined;
  /** Most ranges of one predicate; default 1. Where there are more, the source is given the one around them all. */
  readonly maxRanges?: number | undefined;
}

export interface SourceCapabilities {
  readonly predicates: Readonly<Record<string, PredicateCapability>>;
  /** Order the source returns entities in, as far as it can be said in property values; `[]` if it cannot. */
  readonly order: readonly SourceOrderItem[];
}

export interface SourceOrderItem {
  readonly property: string;
  readonly descending: boolean;
}

/** One of the values; never empty, never null. */
export interface InPredicate {
  readonly kind: 'InPredicate';
  readonly property: string;
  readonly values: readonly Value[];
}

/** Within one of the ranges, of which there is at least one; in ascending order, none overlapping another. */
export interface RangePredicate {
  readonly kind: 'RangePredicate';
  readonly property: string;
  readonly ranges: readonly ValueRange[];
}

/** Between two values, both inclusive; at least one is given. */
export interface ValueRange {
  readonly from?: Value | undefined;
  readonly to?: Value | undefined;
}

/** Predicates of one request hold together (and). */
export type SourcePredicate = InPredicate | RangePredicate;

export interface SourceCountRequest {
  readonly entitySet: EntitySet;
  readonly predicates: readonly SourcePredicate[];
}

export interface SourceRequest extends SourceCountRequest {
  /** Names of the properties that are needed; others may be left out of the rows. */
  readonly properties: readonly string[];
  /** Position of an earlier batch of the same predicates: begin behind it. */
  readonly after?: Position | undefined;
  /** Rows to pass over from there; only given where all predicates are exact. */
  readonly skip?: number | undefined;
  /** The rows have to come in the source's order; where they need not, late ones may follow at the end. */
  readonly ordered?: boolean | undefined;
  /** Rows may come as text (`text-row.ts`): most of them are only written, or few of their values looked at. */
  readonly texts?: boolean | undefined;
  /** How many rows will probably be taken; reading ahead further is wasted. */
  readonly limit?: number | undefined;
}

/** A place between two rows of a source: small JSON, meaningful to the source alone, untrusted when it comes back. */
export type Position = ComplexValue;

/** What every read of one request shares. */
export interface RequestContext {
  readonly credentials: Secret;
  /** Names the credentials without giving them away: whatever is counted or remembered for them goes by it. */
  readonly owner: string;
  /** Where the caller is, for whatever callers at one place share; absent where that is nowhere. */
  readonly address?: string | undefined;
  /** Aborts when the client is gone or the request took too long. */
  readonly signal: AbortSignal;
  /** When, by the clock, a page ends with the rows it has. */
  readonly pageDeadline: number;
  /** When, by the clock, the whole request fails: no wait that would end later is begun. */
  readonly deadline: number;
  /** The client asked not to be served from memory (`Cache-Control: no-cache`). */
  readonly fresh?: boolean;
  /** How it gives the event loop back between rows; absent where nobody else waits for that. */
  readonly pace?: Pace;
  /** Where it counts what it holds; absent where nobody counts. */
  readonly memory?: MemoryShare;
  /** Where what is done is noted, if anybody wants to know. */
  readonly trace?: Trace | undefined;
  /** Where what it takes is counted. */
  readonly tally?: Tally | undefined;
}
