/**
 * Lists that come in several answers, each read whole: their rows are put in the order of their keys, so that a key is
 * a place, and what comes and goes meanwhile neither repeats a row nor hides one.
 */
import { ODataError } from '../../errors/odata-error.ts';
import type { Row } from '../../model/values.ts';
import { compareTexts } from '../../util/compare-texts.ts';
import { sortInSlices } from '../../util/sort-in-slices.ts';
import type { Pace } from '../../util/turns.ts';
import { idOf } from '../model/decode-record.ts';
import { listBatch, type ListBatch } from './list-batch.ts';
import { beginning, type AnchoredOffset } from './position.ts';

/** What one answer, or one list, has of a gathered list. */
export interface Segment {
  /** No key in it is behind this text in the order of the list, and every one of the segments behind it is. */
  readonly end: string;
  /** All of its rows, in any order. */
  readonly read: () => Promise<readonly Row[]>;
}

interface GatheredOptions {
  /** In the order of the list. */
  readonly segments: readonly Segment[];
  /** Whether the list begins with the greatest key. */
  readonly descending: boolean;
  readonly place: AnchoredOffset | undefined;
  /** Segments in flight at most, once the first has come: it may be all that is wanted. */
  readonly readAhead: number;
  readonly entitySet: string;
  readonly pace: Pace;
}

/** The rows behind a place; a segment without any is an empty batch, at whose place a page can end. */
export async function* readGathered({
  segments,
  descending,
  place = beginning,
  readAhead,
  entitySet,
  pace,
}: GatheredOptions): AsyncGenerator<ListBatch, void, void> {
  const compare = (a: string, b: string): number => (descending ? compareTexts(b, a) : compareTexts(a, b));
  const [after] = place.anchors;
  const left = segments.filter(({ end }) => after === undefined || compare(end, after) > 0);
  const inFlight: Promise<readonly Row[]>[] = [];
  let { offset } = place;
  let anchors = place.anchors;
  for (const [index, { end }] of left.entries()) {
    for (
      let next = index + inFlight.length;
      next < left.length && inFlight.length < (index === 0 ? 1 : readAhead);
      next++
    ) {
      const rows = left[next]?.read() ?? Promise.resolve([]);
      // Whoever awaits it sees the failure; where nobody does any more, it is of no interest.
      rows.catch(() => undefined);
      inFlight.push(rows);
    }
    const rows = await sortInSlices((await inFlight.shift()) ?? [], (a, b) => compare(idOf(a), idOf(b)), pace);
    expectDistinct(rows, entitySet);
    const read = after === undefined ? rows : rows.filter((row) => compare(idOf(row), after) > 0);
    const isLast = index === left.length - 1;
    yield listBatch({ before: { ...beginning, offset, anchors: read.length === 0 ? [end] : anchors }, read }, isLast);
    offset += read.length;
    anchors = [read.length === 0 ? end : idOf(read.at(-1) ?? {})];
  }
}

/** @throws UpstreamInvalidResponse where two rows in order have the same key. */
function expectDistinct(rows: readonly Row[], entitySet: string): void {
  const twice = rows.find((row, index) => index > 0 && idOf(row) === idOf(rows[index - 1] ?? {}));
  if (twice === undefined) return;
  const key = idOf(twice).replaceAll('\n', ' ');
  throw ODataError.of('UpstreamInvalidResponse', { reason: `of ${entitySet}, it has record '${key}' twice.` });
}
