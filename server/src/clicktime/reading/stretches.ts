/** The pieces a read is made of: where its rows come from, how long they are waited for, how they are handed over. */
import type { Row } from '../../model/values.ts';
import type { RequestContext, SourceBatch, SourceRequest } from '../../source/source.ts';
import type { Clock } from '../../util/clock.ts';
import { linkAbort, over } from '../../util/linked-abort.ts';
import { idOf } from '../model/decode-record.ts';
import { locate } from './locate.ts';
import { createRecordReader, type PageReaderParts, type Selection } from './page-reader.ts';
import { placeAfter, type Stretch } from './paging.ts';
import { beginning, fromPosition, toPosition } from './place.ts';
import { readRecords } from './records.ts';

/** Records read one by one, as one stretch: few enough to be read again for every page. */
export async function* recordStretches(
  parts: Pick<PageReaderParts, 'upstream' | 'onOdd'>,
  selection: Selection,
  ids: readonly string[],
  after: SourceRequest['after'],
): AsyncGenerator<Stretch, void, void> {
  const all = await readRecords(selection.definition, ids, createRecordReader(parts, selection));
  const { offset, anchors } = after === undefined ? beginning : fromPosition(after);
  const start = after === undefined ? 0 : (locate(all.map(idOf), anchors, offset - 1) ?? offset);
  const rows = all.slice(start);
  if (rows.length > 0) yield { rows, before: { ...beginning, offset: start, anchors }, last: true, count: all.length };
}

/**
 * The same stretches, with an empty one where the page's deadline passes while the next is waited for: the page can
 * end there with the rows it has. Before the first row there is no place to end at.
 */
export async function* withDeadline(
  stretches: AsyncGenerator<Stretch, void, void>,
  { pageDeadline, signal }: RequestContext,
  clock: Clock,
): AsyncGenerator<Stretch, void, void> {
  const alarm = linkAbort(signal);
  let late: Promise<boolean> | undefined;
  let last: Stretch | undefined;
  try {
    for (;;) {
      const next = stretches.next();
      if (last !== undefined) {
        // One alarm for the whole read; it rings at most once.
        late ??= ringsAt(pageDeadline, alarm.signal, clock);
        const here = next.then(
          () => false,
          () => false,
        );
        if (await Promise.race([here, late])) {
          late = new Promise(() => undefined);
          yield { rows: [], before: placeAfter(last, last.rows.length), last: false };
        }
      }
      const result = await next;
      if (result.done === true) return;
      last = result.value;
      yield last;
    }
  } finally {
    alarm.abort(over);
    alarm.unlink();
  }
}

/** True at the deadline, false when nobody waits for it any more. */
function ringsAt(deadline: number, signal: RequestContext['signal'], clock: Clock): Promise<boolean> {
  return clock.sleep(Math.max(0, deadline - clock.now()), signal).then(
    () => true,
    () => false,
  );
}

/** Hands over those rows of a stretch that are `kept`, by index; all where it is absent. */
export function toBatch(stretch: Stretch, kept?: readonly number[]): SourceBatch {
  const { rows, count, last } = stretch;
  const isBare = kept?.length === 0 && rows.length > 0;
  return {
    last,
    rows: kept === undefined ? rows : kept.map((index) => rows[index]).filter((row) => row !== undefined),
    positionAfter: (index) => toPosition(placeAfter(stretch, isBare ? rows.length : 1 + (kept?.[index] ?? index))),
    ...(isBare && { advances: true }),
    ...(count !== undefined && { total: count }),
  };
}

/** Indexes of the rows that pass, of those that `among` names; of all where it is absent. */
export function indexesOf(
  rows: readonly Row[],
  passes: (row: Row) => boolean,
  among?: readonly number[],
): readonly number[] {
  if (among !== undefined) return among.filter((index) => isRow(rows[index], passes));
  const indexes: number[] = [];
  for (const [index, row] of rows.entries()) if (passes(row)) indexes.push(index);
  return indexes;
}

const isRow = (row: Row | undefined, passes: (row: Row) => boolean): boolean => row !== undefined && passes(row);
