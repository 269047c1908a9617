import type { Row, Value } from '../model/values.ts';

/** One bounded page of entities. */
export interface CollectionResult {
  readonly kind: 'CollectionResult';
  readonly rows: readonly Row[];
  /** `$count=true`: entities that match in all, whatever the page holds. */
  readonly count?: number | undefined;
  /** Where the next page begins; absent on the last one. */
  readonly skiptoken?: string | undefined;
}

export interface EntityResult {
  readonly kind: 'EntityResult';
  readonly row: Row;
}

/** A property's value, or null. */
export interface PropertyResult {
  readonly kind: 'PropertyResult';
  readonly value: Value;
  /** `$count=true` of a collection: items that match in all. */
  readonly count?: number | undefined;
}

export interface CountResult {
  readonly kind: 'CountResult';
  readonly count: number;
}

/** A single-valued navigation property that leads to nothing: 204. */
export interface NoContentResult {
  readonly kind: 'NoContentResult';
}

/**
 * An expanded navigation property's value stands in the row under the navigation property's name: a `Row` or null where
 * it is single-valued, else an array of rows, beside `Name@odata.count` where nested `$count=true` asked for it. That
 * stands alone where `Name/$count` was expanded.
 */
export type Result = CollectionResult | EntityResult | PropertyResult | CountResult | NoContentResult;
