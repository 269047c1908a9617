import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../../model/values.ts';
import { compareTexts } from '../../util/compare-texts.ts';
import { idOf } from '../model/decode-record.ts';
import { textOf } from './asked-rows.ts';
import { listBatch, type ListBatch } from './list-batch.ts';
import { locate } from './locate.ts';
import { beginning, type AnchoredOffset } from './position.ts';

/** Records read at the same time, each by its own path. */
const PARALLEL_RECORDS = 4;

/** The records behind a place, as one batch: few enough to be read again for every page. */
export async function* recordBatches(
  records: readonly Row[],
  { offset, anchors }: AnchoredOffset = beginning,
): AsyncGenerator<ListBatch, void, void> {
  const start = locate(records.map(idOf), anchors, offset - 1) ?? offset;
  const read = records.slice(start);
  if (read.length === 0) return;
  const before = { ...beginning, offset: start, anchors };
  yield { ...listBatch({ before, read, count: records.length }, true), total: records.length };
}

/** The records that exist of these IDs, in the order of their entity set. */
export async function readRecords(
  definition: EntitySetDefinition,
  ids: readonly string[],
  readRecord: (id: string) => Promise<Row | undefined>,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  const waiting = [...ids];
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const row = await readRecord(id);
      if (row !== undefined) found.push(row);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_RECORDS, ids.length) }, work));
  return found.toSorted(inOrderOf(definition));
}

function inOrderOf({ upstream }: EntitySetDefinition): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { property, descending } of upstream.order) {
      const difference = compareTexts(textOf(a[property]), textOf(b[property]));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return compareTexts(idOf(a), idOf(b));
  };
}
