import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet } from '../model/edm.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import type { EntitySource, RequestContext, SourceBatch, SourceCountRequest, SourceRequest } from '../source/source.ts';
import type { Clock } from '../util/clock.ts';
import { linkAbort, over } from '../util/linked-abort.ts';
import type { Authenticate } from './sign-in/authenticate.ts';
import {
  firstAfter,
  firstReading,
  isRepeating,
  takeBookmark,
  withBookmark,
  type Reading as Progress,
} from './reading/bookmark.ts';
import { readExtract } from './reading/extract.ts';
import type { ExtractMemory, PageMemory } from './reading/extract-memory.ts';
import { createPageReader, type Selection } from './reading/page-reader.ts';
import type { Stretch } from './reading/paging.ts';
import { beginning, fromPosition, type Place } from './reading/place.ts';
import type { KnownCount } from './reading/known-counts.ts';
import { createListDecisions, isRefusal, type ListDecision, type ListDecisions } from './list-decision.ts';
import { countRows, listName, type CountingParts } from './counting.ts';
import { takeList, withList, type OwnData } from './own-data.ts';
import type { PageCache } from './reading/page-cache.ts';
import { capabilitiesOf, pushDown, type PushDown } from './push-down.ts';
import { hasTies, tiedBy, tieKeyOf } from './reading/tie-groups.ts';
import { indexesOf, recordStretches, toBatch, withDeadline } from './reading/stretches.ts';
import type { UpstreamList } from './reading/upstream-list.ts';

export interface ClickTimeSourceParts extends CountingParts {
  readonly authenticate: Authenticate;
  readonly memory: ExtractMemory;
  readonly definitions: readonly EntitySetDefinition[];
  readonly clock: Clock;
  /** Pages of one read in flight at most. */
  readonly readAhead: number;
  /** Absent: an account that may not read the company's list gets nothing instead. */
  readonly ownData?: OwnData | undefined;
}

interface SourceParts extends ClickTimeSourceParts {
  readonly decisions: ListDecisions;
}

/** ClickTime's API as a source of entities. */
export function createClickTimeSource(given: ClickTimeSourceParts): EntitySource {
  const parts: SourceParts = { ...given, decisions: createListDecisions(given, given.ownData) };
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
  parts: SourceParts,
  definition: EntitySetDefinition,
  { after: marked, ...rest }: SourceRequest,
  context: RequestContext,
): AsyncGenerator<SourceBatch, void, void> {
  const { began, after } = takeList(marked);
  const decision = parts.decisions.of(definition, context, began);
  const { list } = decision;
  const request: SourceRequest = { ...rest, ...(after !== undefined && { after }) };
  const hasChoice = parts.ownData !== undefined && definition.upstream.own !== undefined;
  try {
    for await (const batch of readList(noticing(parts, decision), definition, list, request, context)) {
      // Another read of the same answer was refused the list meanwhile: one answer does not mix two.
      if (decision.list !== list) throw forbidden(definition, list);
      yield hasChoice ? withList(batch, list) : batch;
    }
    return;
  } catch (error) {
    if (!isRefusal(error) || !(await fallsBack(parts, definition, decision, list, request, context))) throw error;
  }
  for await (const batch of readList(parts, definition, decision.list, request, context)) {
    yield withList(batch, decision.list);
  }
}

const forbidden = ({ entitySet }: EntitySetDefinition, { access }: UpstreamList): ODataError =>
  ODataError.of('Forbidden', { entitySet: entitySet.name, reason: access });

/** The parts, through which it is noticed that a list answers, from memory or by itself. */
function noticing(parts: SourceParts, decision: ListDecision): SourceParts {
  const recall: PageCache['recall'] = async (wanted) => {
    const page = await parts.pages.recall(wanted);
    decision.hasAnswered = true;
    return page;
  };
  return { ...parts, pages: { ...parts.pages, recall } };
}

/** Whether another list is to be read, now that this one was refused. */
async function fallsBack(
  parts: SourceParts,
  definition: EntitySetDefinition,
  decision: ListDecision,
  list: UpstreamList,
  request: SourceRequest | SourceCountRequest,
  context: RequestContext,
): Promise<boolean> {
  const { queries } = pushDown(definition, request.predicates, { list });
  if (await parts.decisions.fallsBack(decision, { definition, list, context, queries })) return true;
  // What is remembered of the list's beginning would lead here again.
  if (decision.hasAnswered || 'after' in request) parts.pages.forget(context.owner);
  return false;
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
    properties: [...request.properties, ...work.checked, ...tiedBy(definition)],
    context: { ...context, signal: abort.signal },
  };
  try {
    const { stretches, drop, memory } = await beginReading(parts, selection, request, work);
    const note = ({ before }: Stretch, count: KnownCount): void =>
      parts.counts.note(context.owner, listName(list, work.queries[before.part] ?? ''), count);
    const toBatches = batches(work, drop, memory, (stretch) => note(stretch, 'Wrong'));
    for await (const stretch of withDeadline(stretches, context, parts.clock)) {
      const { count, isDoubted } = stretch;
      if (isDoubted === true) note(stretch, 'Wrong');
      else if (count !== undefined) note(stretch, count);
      yield toBatches(stretch);
    }
  } finally {
    abort.abort(over);
    abort.unlink();
  }
}

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
async function beginReading(
  parts: ClickTimeSourceParts,
  selection: Unasked,
  request: SourceRequest,
  work: PushDown,
): Promise<Reading> {
  const { skip = 0, limit = Number.POSITIVE_INFINITY } = request;
  if (work.recordIds !== undefined) {
    const records = { ...selection, query: '' };
    return { stretches: recordStretches(parts, records, work.recordIds, request.after), drop: skip };
  }
  const { queries } = work;
  const byOffset = request.after === undefined && work.complete && queries.length === 1;
  const { start, reading, memory, isKept } = await resume(parts, selection, request, byOffset ? skip : 0);
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
    keyOf: tieKeyOf(selection.definition),
    hasTies: hasTies(selection.definition),
    ...(memory !== undefined && { memory }),
    mayRepeat: isKept && request.ordered !== true,
  });
  return { stretches, drop: byOffset ? 0 : skip, ...(memory !== undefined && isKept && { memory }) };
}

/** Where reading begins, and what is known of what was delivered. */
interface Start {
  readonly start: Place;
  readonly reading: Progress;
  readonly memory?: PageMemory;
  /** Whether a next link can go on from that memory. */
  readonly isKept: boolean;
}

/**
 * Where reading begins. What is passed over is not known to later pages, so they have no memory of it.
 * @throws StaleSkiptoken where rows would have to be left out that are known no more.
 */
async function resume(
  { memory }: ClickTimeSourceParts,
  { context }: Unasked,
  { after, skip = 0 }: SourceRequest,
  offset: number,
): Promise<Start> {
  if (after === undefined) {
    const start = { ...beginning, offset };
    const reading: Progress = offset > 0 ? { ...firstReading, base: [0, -offset] } : firstReading;
    return { start, reading, memory: memory.begin(context.owner), isKept: skip === 0 };
  }
  const { position, bookmark } = takeBookmark(after);
  const start = fromPosition(position);
  if (bookmark === undefined) return { start, reading: firstReading, isKept: false };
  const { page, rows, reading } = bookmark;
  const known = await memory.goOn(context.owner, page, rows, context);
  if (known !== undefined) return { start, reading, memory: known, isKept: true };
  if (!isRepeating(reading) && reading.ties === undefined) {
    return { start, reading: firstAfter(reading), isKept: false };
  }
  throw ODataError.of('StaleSkiptoken', { reason: 'what this extract has read before is not known any more.' });
}

/**
 * Makes batches of stretches, without the rows that are not kept and the first `drop` of the others. A count is handed on
 * where the list shows its end; `onForeign` is told of rows that were not asked for, for they show that it is wrong.
 */
function batches(
  { keeps, complete }: PushDown,
  drop: number,
  memory: PageMemory | undefined,
  onForeign: (stretch: Stretch) => void,
): (stretch: Stretch) => SourceBatch {
  let left = drop;
  let taken = 0;
  let isSound = complete;
  return (stretch) => {
    const { rows, fresh, last } = stretch;
    const toBatchOf = bookmarking(memory, taken);
    taken += rows.length;
    const passing = keeps === undefined ? fresh : indexesOf(rows, keeps, fresh);
    const all = passing === undefined || passing.length === rows.length;
    if (isSound && passing !== undefined && passing.length < (fresh ?? rows).length) {
      isSound = false;
      onForeign(stretch);
    }
    const told = isSound && all && last ? stretch : uncounted(stretch);
    if (all && left === 0) return toBatchOf(told);
    const kept = passing ?? [...rows.keys()];
    const behind = kept.slice(left);
    left = Math.max(0, left - kept.length);
    return toBatchOf(told, behind);
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

const uncounted = ({ count: _count, ...stretch }: Stretch): Stretch => stretch;

async function count(
  parts: SourceParts,
  definition: EntitySetDefinition,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const decision = parts.decisions.of(definition, context);
  const { list } = decision;
  try {
    return await countList(noticing(parts, decision), definition, list, request, context);
  } catch (error) {
    if (!isRefusal(error) || !(await fallsBack(parts, definition, decision, list, request, context))) throw error;
    return countList(parts, definition, decision.list, request, context);
  }
}

function countList(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  list: UpstreamList,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const work = pushDown(definition, request.predicates, { list });
  const read = () => readList(parts, definition, list, { ...request, properties: [] }, context);
  return countRows(parts, { definition, list, context, work, read });
}
