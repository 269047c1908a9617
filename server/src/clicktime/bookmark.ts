/** How far an extract has come, beside its place, as a next link carries it. */
import { ODataError } from '../errors/odata-error.ts';
import type { Position } from '../query/source.ts';

export interface Reading {
  /** How often the list was begun again. */
  readonly again: number;
  /** Where this reading ends, as an offset; absent: with the list. */
  readonly until?: number;
  /** In front of this offset a row may have appeared that moved there; 0: none. */
  readonly suspect: number;
  /** Rows of the whole list when it was last looked at. */
  readonly count?: number;
}

export const firstReading: Reading = { again: 0, suspect: 0 };

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
  again: reading.again,
  suspect: reading.suspect,
  ...(reading.until !== undefined && { until: reading.until }),
  ...(reading.count !== undefined && { count: reading.count }),
});

/**
 * A position without its bookmark, and that where it has one.
 * @throws InvalidSkiptoken where it was not made by `withBookmark`.
 */
export function takeBookmark(position: Position): { readonly position: Position; readonly bookmark?: Bookmark } {
  const { page, rows, again, suspect, until, count, ...rest } = position;
  if ([page, rows, again, suspect, until, count].every((value) => value === undefined)) return { position };
  const valid =
    typeof page === 'string' &&
    isNumber(rows) &&
    isNumber(again) &&
    isNumber(suspect) &&
    (until === undefined || isNumber(until)) &&
    (count === undefined || isNumber(count));
  if (!valid) throw ODataError.of('InvalidSkiptoken', {});
  const reading = { again, suspect, ...(until !== undefined && { until }), ...(count !== undefined && { count }) };
  return { position: rest, bookmark: { page, rows, reading } };
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
