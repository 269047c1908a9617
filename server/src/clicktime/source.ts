import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet } from '../model/edm.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { EntitySource, RequestContext, SourceBatch, SourceCountRequest, SourceRequest } from '../query/source.ts';
import type { Clock } from '../util/clock.ts';
import { linkAbort } from '../util/linked-abort.ts';
import type { Authenticate } from './authenticate.ts';
import { carefully } from './careful-pages.ts';
import { firstReading, isRepeating, takeBookmark, withBookmark, type Reading as Progress } from './bookmark.ts';
import type { DoubtedCounts } from './doubted-counts.ts';
import { readExtract } from './extract.ts';
import type { ExtractMemory, PageMemory } from './extract-memory.ts';
import { createPageReader, type PageReaderParts, type Selection } from './page-reader.ts';
import type { Stretch } from './paging.ts';
import { beginning, fromPosition, type Place } from './place.ts';
import { chooseList, takeList, withList, type ListChoice, type OwnData } from './own-data.ts';
import { capabilitiesOf, pushDown, type PushDown } from './push-down.ts';
import { indexesOf, recordStretches, toBatch, withDeadline } from './stretches.ts';
import type { UpstreamList } from './upstream-list.ts';

export interface ClickTimeSourceParts extends PageReaderParts {
  readonly authenticate: Authenticate;
  readonly memory: ExtractMemory;
  readonly definitions: readonly EntitySetDefinition[];
  readonly clock: Clock;
  readonly doubts: DoubtedCounts;
  /** Pages of one read in flight at most. */
  readonly readAhead: number;
  /** Absent: an account that may not read the company's list gets nothing instead. */
  readonly ownData?: OwnData;
}

/** ClickTime's API as a source of entities. */
export function createClickTimeSource(parts: ClickTimeSourceParts): EntitySource {
  const byName = new Map(parts.definitions.map((definition) => [definition.entitySet.name, definition]));

  function definitionOf({ name }: EntitySet): EntitySetDefinition {
    const definition = byName.get(name);
    if (definition === undefined) throw new Error(`'${name}' is no entity set of ClickTime's.`);
    return definition;
  }

  return {
    capabilities: (entitySet) => capabilitiesOf(definitionOf(entitySet)),
    read: (request, context) => read(parts, definitionOf(request.entitySet), request, context),
    count: (request, context) => count(parts, definitionOf(request.entitySet), request, context),
    authenticate: parts.authenticate,
  };
}

/** Rows of the company's list, or of the caller's own where ClickTime refuses that before the first row. */
async function* read(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  { after: marked, ...rest }: SourceRequest,
  context: RequestContext,
): AsyncGenerator<SourceBatch, void, void> {
  const { began, after } = takeList(marked);
  const { list, instead } = listFor(parts, definition, context, began);
  const request: SourceRequest = { ...rest, ...(after !== undefined && { after }) };
  const hasChoice = parts.ownData !== undefined && definition.upstream.own !== undefined;
  let hasBegun = false;
  try {
    for await (const batch of readList(parts, definition, list, request, context)) {
      hasBegun = true;
      yield hasChoice ? withList(batch, list) : batch;
    }
    return;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // What is remembered of the list's beginning would lead here again.
    if (hasBegun || after !== undefined) parts.pages.forget(parts.credentialKey(context.credentials));
    if (hasBegun || instead === undefined) throw error;
    noteRefusal(parts, definition, list, request, context);
  }
  for await (const batch of readList(parts, definition, instead, request, context)) yield withList(batch, instead);
}

/** Which list is read; what was refused of late is tried again where the client wants nothing from memory. */
function listFor(
  { ownData, credentialKey }: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  { credentials, fresh }: RequestContext,
  began?: boolean,
): ListChoice {
  const refused = (known: OwnData) => () =>
    fresh !== true && known.has(credentialKey(credentials), definition.entitySet.name);
  return chooseList(definition, began, ownData === undefined ? undefined : refused(ownData));
}

const isRefusal = (error: unknown): boolean => error instanceof ODataError && error.code === 'Forbidden';

/**
 * Remembers that a list was refused at its beginning: further on, that may pass, and there is nothing to read instead.
 * That single records were refused says nothing about the others.
 */
function noteRefusal(
  { ownData, credentialKey }: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  list: UpstreamList,
  { predicates }: SourceCountRequest,
  { credentials }: RequestContext,
): void {
  if (pushDown(definition, predicates, { list }).recordIds !== undefined) return;
  ownData?.add(credentialKey(credentials), definition.entitySet.name);
}

async function* readList(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  list: UpstreamList,
  request: SourceRequest,
  context: RequestContext,
): AsyncGenerator<SourceBatch, void, void> {
  const work = pushDown(definition, request.predicates, { list, ordered: request.ordered === true });
  const abort = linkAbort(context.signal);
  const selection: Unasked = {
    definition,
    list,
    properties: [...request.properties, ...work.checked],
    context: { ...context, signal: abort.signal },
  };
  try {
    const { stretches, drop, memory } = beginReading(parts, selection, request, work);
    const toBatches = batches(work, drop, memory);
    for await (const stretch of withDeadline(stretches, context, parts.clock)) {
      if (stretch.isDoubted === true) parts.doubts.add(parts.credentialKey(context.credentials), nameOf(list, work));
      yield toBatches(stretch);
    }
  } finally {
    abort.abort();
    abort.unlink();
  }
}

/** Names what is counted. */
const nameOf = ({ path }: UpstreamList, { queries }: PushDown): string => [path, ...queries].join('?');

/** What is read, but for the filter parameters of the part of it that is asked for. */
type Unasked = Omit<Selection, 'query'>;

interface Reading {
  readonly stretches: AsyncGenerator<Stretch, void, void>;
  /** Rows still to be passed over, of those that are kept. */
  readonly drop: number;
  /** Absent where it is not known what was delivered before. */
  readonly memory?: PageMemory;
}

/** Rows to skip are skipped by offset where a list is read from its beginning and all of it is kept. */
function beginReading(
  parts: ClickTimeSourceParts,
  selection: Unasked,
  request: SourceRequest,
  work: PushDown,
): Reading {
  const { skip = 0, limit = Number.POSITIVE_INFINITY } = request;
  if (work.recordIds !== undefined) {
    const records = { ...selection, query: '' };
    return { stretches: recordStretches(parts, records, work.recordIds, request.after), drop: skip };
  }
  const { queries } = work;
  const byOffset = request.after === undefined && work.complete && queries.length === 1;
  const { start, reading, memory } = resume(parts, selection, request, byOffset ? skip : 0);
  if (start.part >= queries.length) throw ODataError.of('InvalidSkiptoken', {});
  const fresh = { ...selection.context, fresh: true };
  const stretches = readExtract({
    fetchPage: (part, again) => {
      const asked = { ...selection, query: queries[part] ?? '' };
      return createPageReader(parts, again ? { ...asked, context: fresh } : asked);
    },
    parts: queries.length,
    start,
    pageLimit: selection.definition.upstream.pageLimit,
    wanted: byOffset ? limit : limit + skip,
    readAhead: parts.readAhead,
    reading,
    mayRepeat: memory !== undefined && request.ordered !== true && skip === 0,
  });
  return { stretches, drop: byOffset ? 0 : skip, ...(memory !== undefined && { memory }) };
}

/**
 * Where reading begins, and what is known of what was delivered.
 * @throws StaleSkiptoken where rows would have to be left out that are known no more.
 */
function resume(
  { memory, credentialKey }: ClickTimeSourceParts,
  { context }: Unasked,
  { after, skip = 0 }: SourceRequest,
  offset: number,
): { readonly start: Place; readonly reading: Progress; readonly memory?: PageMemory } {
  const owner = credentialKey(context.credentials);
  if (after === undefined) {
    const start = { ...beginning, offset };
    return skip > 0 ? { start, reading: firstReading } : { start, reading: firstReading, memory: memory.begin(owner) };
  }
  const { position, bookmark } = takeBookmark(after);
  const start = fromPosition(position);
  if (bookmark === undefined) return { start, reading: firstReading };
  const { page, rows, reading } = bookmark;
  const known = memory.goOn(owner, page, rows);
  if (known !== undefined) return { start, reading, memory: known };
  if (!isRepeating(reading)) return { start, reading: firstReading };
  throw ODataError.of('StaleSkiptoken', { reason: 'what this extract has read before is not known any more.' });
}

/** Makes batches of stretches, without the rows that are not kept and the first `drop` of the others. */
function batches(work: PushDown, drop: number, memory: PageMemory | undefined): (stretch: Stretch) => SourceBatch {
  const { keeps, complete } = work;
  let left = drop;
  let taken = 0;
  return (stretch) => {
    const { rows } = stretch;
    const fresh = memory?.take(rows);
    const toBatchOf = bookmarking(memory, taken);
    taken += rows.length;
    const passing = keeps === undefined ? fresh : indexesOf(rows, keeps, fresh);
    const all = passing === undefined || passing.length === rows.length;
    if (all && left === 0) return toBatchOf(complete ? stretch : uncounted(stretch));
    const kept = passing ?? [...rows.keys()];
    const behind = kept.slice(left);
    left = Math.max(0, left - kept.length);
    return toBatchOf(all && complete ? stretch : uncounted(stretch), behind);
  };
}

/** Batches whose positions also say what of the page was taken, `taken` rows before the stretch among it. */
function bookmarking(memory: PageMemory | undefined, taken: number): typeof toBatch {
  if (memory === undefined) return toBatch;
  return (stretch, kept) => {
    const { before, reading } = stretch;
    const batch = toBatch(stretch, kept);
    return {
      ...batch,
      positionAfter: (index) => {
        const position = batch.positionAfter(index);
        if (reading === undefined) return position;
        memory.keep();
        const rows = taken + fromPosition(position).offset - before.offset;
        return withBookmark(position, { page: memory.page, rows, reading });
      },
    };
  };
}

const uncounted = ({ rows, before, last, reading }: Stretch): Stretch => ({
  rows,
  before,
  last,
  ...(reading !== undefined && { reading }),
});

async function count(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const { list, instead } = listFor(parts, definition, context);
  try {
    return await countList(parts, definition, list, request, context);
  } catch (error) {
    if (!isRefusal(error) || instead === undefined) throw error;
    noteRefusal(parts, definition, list, request, context);
    return countList(parts, definition, instead, request, context);
  }
}

async function countList(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  list: UpstreamList,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const work = pushDown(definition, request.predicates, { list });
  if (work.complete && !parts.doubts.has(parts.credentialKey(context.credentials), nameOf(list, work))) {
    const counts = work.queries.map(async (query) => {
      const selection: Selection = { definition, list, query, properties: work.checked, context };
      const fetchPage = carefully(createPageReader(parts, selection));
      const page = await fetchPage({ offset: 0, limit: 1, priority: 'interactive' }, { index: 0 });
      return page.rows.every((row) => work.keeps?.(row) ?? true) ? page.count : undefined;
    });
    const known = (await Promise.all(counts)).filter((each) => each !== undefined);
    if (known.length === counts.length) return known.reduce((sum, each) => sum + each, 0);
  }
  let rows = 0;
  const everything = { ...request, properties: [] };
  for await (const { rows: found } of readList(parts, definition, list, everything, context)) rows += found.length;
  return rows;
}
