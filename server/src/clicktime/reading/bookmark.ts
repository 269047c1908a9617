/** How far an extract has come, beside its place, as a next link carries it. */
import { ODataError } from '../../errors/odata-error.ts';
import type { Position } from '../../source/source.ts';
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
  /** Of the rows that were delivered, how many are certainly gone. */
  readonly gone?: number;
  /** Rows that certainly came in front of the reader in this reading, so that it does not see them. */
  readonly came?: number;
  /** Rows of this list that another one had brought before. */
  readonly earlier?: number;
  /** Rows that came or went in this reading, as far as it shows. */
  readonly edits?: number;
  /** Different rows that had come when this reading began. */
  readonly known?: number;
  /** Rows of a page at most, where ClickTime's pages have shown that it sends fewer than asked for. */
  readonly most?: number;
  /** 1: the list is read by groups of equal rows, for these come in another order on each page. */
  readonly ties?: number;
  /** What was read before this list: how many rows, and how many different ones. */
  readonly base?: readonly [rows: number, distinct: number];
  /** Of several lists that are read one after the other: how often one was read again after the last. */
  readonly round?: number;
  /** Rows of each of these lists that its reading has seen; null where that is not known. */
  readonly counts?: readonly (number | null)[];
}

export const firstReading: Reading = { again: 0, suspect: 0 };

/** The first reading of another list, or of one that is known no more, with what holds for all lists. */
export const firstAfter = ({ most }: Reading): Reading =>
  most === undefined ? firstReading : { ...firstReading, most };

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
  const { page, rows, again, suspect, counts, base, ...others } = position;
  const numbers = Object.fromEntries(Object.entries(others).filter(([name]) => optionalNumbers.has(name)));
  const place = Object.fromEntries(Object.entries(others).filter(([name]) => !optionalNumbers.has(name)));
  const marks = [page, rows, again, suspect, counts, base, ...Object.values(numbers)];
  if (marks.every((value) => value === undefined)) return { position };
  const valid =
    typeof page === 'string' &&
    isWhole(rows) &&
    isWhole(again) &&
    isWhole(suspect) &&
    Object.values(numbers).every((value) => value === undefined || isWhole(value)) &&
    (base === undefined || isBase(base)) &&
    (counts === undefined || areCounts(counts));
  if (!valid) throw ODataError.of('InvalidSkiptoken', {});
  const lists = { ...(base !== undefined && { base }), ...(counts !== undefined && { counts }) };
  return { position: place, bookmark: { page, rows, reading: { again, suspect, ...numbers, ...lists } } };
}

const optionalNumbers = new Set([
  'until',
  'count',
  'unseen',
  'gone',
  'came',
  'earlier',
  'edits',
  'known',
  'most',
  'ties',
  'round',
]);

const isBase = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isWhole);

const areCounts = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.length <= MAX_PARTS && value.every((each) => each === null || isWhole(each));
