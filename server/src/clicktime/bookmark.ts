/** How far an extract has come, beside its place, as a next link carries it. */
import { ODataError } from '../errors/odata-error.ts';
import type { Position } from '../query/source.ts';
import { isWhole, MAX_PARTS } from './place.ts';

export interface Reading {
  /** How often the list was begun again. */
  readonly again: number;
  /** Where this reading ends, as an offset; absent: with the list. */
  readonly until?: number;
  /** In front of this offset a row may have appeared that moved there; 0: none. */
  readonly suspect: number;
  /** Rows of the whole list when it was last looked at. */
  readonly count?: number;
  /** Rows that appeared behind the reader in this reading: a row that moved may be among them. */
  readonly unseen?: number;
  /** Of several lists that are read one after the other: how often one was read again after the last. */
  readonly round?: number;
  /** Rows of each of these lists that its reading has seen; null where that is not known. */
  readonly counts?: readonly (number | null)[];
}

export const firstReading: Reading = { again: 0, suspect: 0 };

/** Whether rows may come that were delivered before. */
export const isRepeating = ({ again, round = 0 }: Reading): boolean => again > 0 || round > 0;

/** What a position says beside the place: the page it ends, how many of its rows were taken, how far reading is. */
export interface Bookmark {
  readonly page: string;
  readonly rows: number;
  readonly reading: Reading;
}

export const withBookmark = (position: Position, { page, rows, reading }: Bookmark): Position => ({
  ...position,
  page,
  rows,
  ...reading,
});

/**
 * A position without its bookmark, and that where it has one.
 * @throws InvalidSkiptoken where it was not made by `withBookmark`.
 */
export function takeBookmark(position: Position): { readonly position: Position; readonly bookmark?: Bookmark } {
  const { page, rows, again, suspect, until, count, unseen, round, counts, ...rest } = position;
  const marks = [page, rows, again, suspect, until, count, unseen, round, counts];
  if (marks.every((value) => value === undefined)) return { position };
  const valid =
    typeof page === 'string' &&
    isWhole(rows) &&
    isWhole(again) &&
    isWhole(suspect) &&
    (until === undefined || isWhole(until)) &&
    (count === undefined || isWhole(count)) &&
    (unseen === undefined || isWhole(unseen)) &&
    (round === undefined || isWhole(round)) &&
    (counts === undefined || areCounts(counts));
  if (!valid) throw ODataError.of('InvalidSkiptoken', {});
  const reading = {
    again,
    suspect,
    ...(until !== undefined && { until }),
    ...(count !== undefined && { count }),
    ...(unseen !== undefined && { unseen }),
    ...(round !== undefined && { round }),
    ...(counts !== undefined && { counts }),
  };
  return { position: rest, bookmark: { page, rows, reading } };
}

const areCounts = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.length <= MAX_PARTS && value.every((each) => each === null || isWhole(each));
