import type { Row } from '../model/values.ts';
import { withValues } from './text-row.ts';
import type { Position } from './source.ts';

/**
 * Rows of a source that follow one another. From the reader to the page of the answer it stays one batch, of which ever
 * fewer rows are left.
 */
export interface Batch {
  /** What is left of the rows that were read. */
  readonly rows: readonly Row[];
  /** Of each row, its index among those that were read; absent where none was left out. */
  readonly indexes?: readonly number[] | undefined;
  /** Rows that were read. With none, the position behind it is the one in front of it. */
  readonly size: number;
  /** How many of `SourceRequest.skip` were passed over with it; default none. */
  readonly skipped?: number | undefined;
  /** Where it stands, from which the source alone tells positions. */
  readonly mark: unknown;
  /**
   * Where a source has several lists to read an entity set from: a position in front of everything that later reads of
   * the same answer begin behind, so that they read the same list.
   */
  readonly origin?: Position | undefined;
  /**
   * Rows that match the predicates in all, where the source knows. They may be fewer than those that came, or as many
   * without being the same, while rows come and go: only `last` tells the end.
   */
  readonly total?: number | undefined;
  /** No batch follows this one, where the source knows: spares a page that would turn out to be empty. */
  readonly last?: boolean | undefined;
}

/** A row that is text holds all that were read with it: where not one in so many is left, their values are taken out. */
const MOST_HELD = 8;

/** The batch with those of its rows alone that are at some indexes of `rows`, in ascending order. */
export function narrowed<Any extends Batch>(batch: Any, kept: readonly number[]): Any {
  const { rows, indexes, size } = batch;
  if (kept.length === rows.length) return batch;
  const isFew = kept.length * MOST_HELD < size;
  const left: Row[] = [];
  for (const index of kept) {
    const row = rows[index];
    if (row !== undefined) left.push(isFew ? withValues(row) : row);
  }
  return {
    ...batch,
    rows: left,
    indexes: indexes === undefined ? kept : kept.flatMap((index) => indexes[index] ?? []),
  };
}

/** How many of the rows that were read lie in front of the place behind a row: all of them where it is the last left. */
export const readUpTo = ({ rows, indexes, size }: Batch, index: number): number =>
  index >= rows.length - 1 ? size : 1 + (indexes?.[index] ?? index);
