/** One list, or the parts of it that were asked for, as the batches of a source. */
import { ODataError } from '../errors/odata-error.ts';
import { dayIn } from '../model/days.ts';
import type { Row } from '../model/values.ts';
import { narrowed } from '../source/batch.ts';
import type { RequestContext, SourceRequest } from '../source/source.ts';
import type { Clock } from '../util/clock.ts';
import { linkAbort } from '../util/linked-abort.ts';
import { unpaced } from '../util/turns.ts';
import { withinCalendar } from './calendar.ts';
import { listName, type CountingParts } from './counting.ts';
import { segmentsOf } from './gathering.ts';
import type { EntitySetDefinition, Gathering } from './model/entity-sets/definition.ts';
import { pushDown, type PushDown } from './push-down.ts';
import type { ExtractMemory, PageMemory } from './reading/extract-memory.ts';
import { readExtract } from './reading/extract.ts';
import { readGathered } from './reading/gathered.ts';
import type { KnownCount } from './reading/known-counts.ts';
import type { ListBatch } from './reading/list-batch.ts';
import { createPageReader, createRecordReader } from './reading/page-reader.ts';
import type { Selection } from './reading/read-page.ts';
import type { ListPosition } from './reading/position.ts';
import { readRecords, recordBatches } from './reading/records.ts';
import { begin, resume } from './reading/resume.ts';
import { hasTies, tiedBy, tieKeyOf } from './reading/tie-groups.ts';
import type { UpstreamList } from './reading/upstream-list.ts';
import { withDeadline } from './reading/with-deadline.ts';

export interface ListReadingParts extends CountingParts {
  readonly memory: ExtractMemory;
  readonly clock: Clock;
  /** Pages of one read in flight at most. */
  readonly readAhead: number;
  /** Whose day it is. */
  readonly timeZone: string;
}

/** What is read of a list. */
export interface ListRead {
  readonly definition: EntitySetDefinition;
  readonly list: UpstreamList;
  readonly request: Omit<SourceRequest, 'after'>;
  /** Behind which it begins. */
  readonly position: ListPosition;
  readonly context: RequestContext;
}

/**
 * The rows that satisfy the exact predicates, each once, without those to be passed over. A count is handed on where the
 * list shows its end; rows that were not asked for show that it is wrong.
 */
export async function* readList(parts: ListReadingParts, read: ListRead): AsyncGenerator<ListBatch, void, void> {
  const { definition, list, request, context } = read;
  const work = pushDown(definition, request.predicates, { list, ordered: request.ordered === true });
  const note = ({ mark: { before } }: ListBatch, count: KnownCount): void =>
    parts.counts.note(context.owner, listName(list, work.queries[before.part] ?? ''), count);
  const abort = linkAbort(context.signal);
  try {
    const within = { ...read, context: { ...context, signal: abort.signal } };
    const { batches, byOffset, memory } = await beginReading(parts, within, work);
    let passedOver = byOffset;
    let toSkip = (request.skip ?? 0) - byOffset;
    let isSound = work.complete;
    let rows = 0;
    for await (const batch of withDeadline(batches, context, parts.clock)) {
      if (batch.mark.isDoubted === true) note(batch, 'Wrong');
      else if (batch.total !== undefined) note(batch, batch.total);
      const passing = matching(batch, work.keeps);
      const isAsked = passing.rows.length === batch.rows.length;
      if (isSound && !isAsked) note(batch, 'Wrong');
      isSound &&= isAsked;
      const skipped = Math.min(toSkip, passing.rows.length);
      const isProven = isSound && batch.last === true && passing.rows.length === batch.size;
      yield {
        ...(skipped === 0 ? passing : narrowed(passing, [...passing.rows.keys()].slice(skipped))),
        skipped: passedOver + skipped,
        total: isProven ? batch.total : undefined,
        mark: { ...batch.mark, delivered: memory && { memory, rows } },
      };
      passedOver = 0;
      toSkip -= skipped;
      rows += batch.size;
    }
  } finally {
    abort.end();
  }
}

/** The batch with those of its rows that are kept; all where nothing says which. */
function matching(batch: ListBatch, keeps: ((row: Row) => boolean) | undefined): ListBatch {
  if (keeps === undefined) return batch;
  return narrowed(
    batch,
    [...batch.rows.entries()].flatMap(([index, row]) => (keeps(row) ? [index] : [])),
  );
}

interface GatheredRead extends Pick<ListRead, 'request' | 'position'> {
  readonly selection: Selection;
}

async function* gatherList(
  parts: ListReadingParts,
  gathering: Gathering,
  { selection, request: { predicates }, position }: GatheredRead,
): AsyncGenerator<ListBatch, void, void> {
  const { definition, context } = selection;
  const today = dayIn(parts.timeZone, parts.clock.date());
  const { segments, since } = await segmentsOf(parts, gathering, {
    selection,
    predicates: withinCalendar(definition, predicates) ?? [],
    today,
    since: position.since,
  });
  const batches = readGathered({
    segments,
    descending: definition.upstream.order[0]?.descending === true,
    place: position.place,
    readAhead: parts.readAhead,
    entitySet: definition.entitySet.name,
    pace: context.pace ?? unpaced,
  });
  for await (const batch of batches) yield { ...batch, mark: { ...batch.mark, since } };
}

interface Begun {
  readonly batches: AsyncGenerator<ListBatch, void, void>;
  /** Rows passed over already. */
  readonly byOffset: number;
  /** Absent where a next link cannot go on from what was delivered. */
  readonly memory?: PageMemory | undefined;
}

/** Rows to skip are skipped by offset where a list is read from its beginning and all of it is kept. */
async function beginReading(
  parts: ListReadingParts,
  { definition, list, request, position, context }: ListRead,
  { queries, recordIds, checked, complete }: PushDown,
): Promise<Begun> {
  const { skip = 0, limit = Number.POSITIVE_INFINITY } = request;
  const properties = [...request.properties, ...checked, ...tiedBy(definition)];
  const selection: Selection = { definition, list, query: '', properties, texts: request.texts, context };
  if (list.gathering !== undefined && recordIds === undefined) {
    return { batches: gatherList(parts, list.gathering, { selection, request, position }), byOffset: 0 };
  }
  if (recordIds !== undefined) {
    const records = await readRecords(definition, recordIds, createRecordReader(parts, selection));
    return { batches: recordBatches(records, position.place), byOffset: 0 };
  }
  const isFirst = position.place === undefined;
  const byOffset = isFirst && complete && queries.length === 1 ? skip : 0;
  const { start, progress, memory, isKept } = isFirst
    ? begin(parts.memory, context.owner, skip, byOffset)
    : await resume(parts.memory, position, context);
  if (start.part >= queries.length) throw ODataError.of('InvalidSkiptoken', {});
  const batches = readExtract({
    fetchPage: (part, isFresh) =>
      createPageReader(parts, {
        ...selection,
        query: queries[part] ?? '',
        context: isFresh ? { ...context, fresh: true } : context,
      }),
    parts: queries.length,
    start,
    pageLimit: definition.upstream.pageLimit,
    wanted: limit + skip - byOffset,
    readAhead: parts.readAhead,
    progress,
    keyOf: tieKeyOf(definition),
    hasTies: hasTies(definition),
    memory,
    mayRepeat: isKept && request.ordered !== true,
  });
  return { batches, byOffset, memory: isKept ? memory : undefined };
}
