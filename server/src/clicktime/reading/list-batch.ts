/** The batches of a ClickTime list: where they stand in it, and what it showed of itself with them. */
import type { Row } from '../../model/values.ts';
import { readUpTo, type Batch } from '../../source/batch.ts';
import type { Position } from '../../source/source.ts';
import { idOf } from '../model/decode-record.ts';
import type { ExtractProgress } from './extract-progress.ts';
import type { PageMemory } from './extract-memory.ts';
import { encodePosition, MAX_ANCHORS, type AnchoredOffset } from './position.ts';
import type { Own } from './upstream-list.ts';
import { tieStartOf, type TieKey } from './tie-groups.ts';

export interface ListBatch extends Batch {
  readonly mark: ListMark;
}

export interface ListMark {
  /** The place in front of the first row that was read. */
  readonly before: AnchoredOffset;
  /** What was read. */
  readonly read: readonly Row[];
  /** Where given, rows of the last group in front of them may be among them again. */
  readonly keyOf?: TieKey | undefined;
  /** Rows of the whole list as it says; not proven to be true. */
  readonly count?: number | undefined;
  /** ClickTime insists on a count that cannot be. */
  readonly isDoubted?: boolean | undefined;
  /** Rows that appeared in front of the place since the page before; fewer than 0 where some vanished. */
  readonly shift?: number | undefined;
  /** Equal rows were found to come in another order on each page. */
  readonly isByTies?: boolean | undefined;
  /** Rows of a page at most, where that is fewer than are asked for. */
  readonly pageLimit?: number | undefined;
  /** How far the extract is with it. */
  readonly progress?: ExtractProgress | undefined;
  /** What was delivered, and how many rows of the present page were read before these; absent where it is not kept. */
  readonly delivered?: { readonly memory: PageMemory; readonly rows: number } | undefined;
  /** Whose the list is, where there is a choice. */
  readonly own?: Own | undefined;
  /** The first day of what is gathered by days, where the request does not say it. */
  readonly since?: string | undefined;
}

/** The batch of rows that were read, all of them left. */
export const listBatch = (mark: ListMark, last: boolean): ListBatch => ({
  rows: mark.read,
  size: mark.read.length,
  mark,
  last,
});

/** The position behind a row of a batch; from then on the page can be gone on from. */
export function positionAfter(batch: ListBatch, index: number): Position {
  const { mark } = batch;
  const { own, since, delivered, progress } = mark;
  const taken = readUpTo(batch, index);
  const place = placeAfter(mark, taken);
  if (delivered === undefined || progress === undefined) return encodePosition({ own, since, place });
  const { memory, rows } = delivered;
  memory.keep();
  return encodePosition({ own, place, extract: { page: memory.page, rows: rows + taken, progress } });
}

/** The place behind the first `taken` rows that were read. */
export function placeAfter({ before, read, keyOf }: ListMark, taken: number): AnchoredOffset {
  const anchors: string[] = [];
  for (let index = taken - 1; index >= 0 && anchors.length < MAX_ANCHORS; index--) {
    const row = read[index];
    if (row !== undefined) anchors.push(idOf(row));
  }
  return {
    part: before.part,
    offset: before.offset + taken,
    anchors: [...anchors, ...before.anchors].slice(0, MAX_ANCHORS),
    tie: keyOf && tieStartOf(read, taken, keyOf, before),
  };
}
