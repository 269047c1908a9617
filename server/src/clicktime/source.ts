import type { EntitySet } from '../model/edm.ts';
import type { EntitySetDefinition } from '../model/entity-sets/definition.ts';
import type { EntitySource, RequestContext, SourceBatch, SourceCountRequest, SourceRequest } from '../query/source.ts';
import type { Clock } from '../util/clock.ts';
import { linkAbort } from '../util/linked-abort.ts';
import type { Authenticate } from './authenticate.ts';
import { createPageReader, type PageReaderParts, type Selection } from './page-reader.ts';
import { readStretches, type Stretch } from './paging.ts';
import { beginning, fromPosition } from './place.ts';
import { capabilitiesOf, pushDown, type PushDown } from './push-down.ts';
import { indexesOf, recordStretches, toBatch, withDeadline } from './stretches.ts';

export interface ClickTimeSourceParts extends PageReaderParts {
  readonly authenticate: Authenticate;
  readonly definitions: readonly EntitySetDefinition[];
  readonly clock: Clock;
  /** Pages of one read in flight at most. */
  readonly readAhead: number;
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

async function* read(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  request: SourceRequest,
  context: RequestContext,
): AsyncGenerator<SourceBatch, void, void> {
  const work = pushDown(definition, request.predicates);
  const abort = linkAbort(context.signal);
  const selection: Selection = {
    definition,
    query: work.query,
    properties: [...request.properties, ...work.checked],
    context: { ...context, signal: abort.signal },
  };
  try {
    const { stretches, drop } = beginReading(parts, selection, request, work);
    const toBatches = batches(work, drop);
    for await (const stretch of withDeadline(stretches, context, parts.clock)) yield toBatches(stretch);
  } finally {
    abort.abort();
    abort.unlink();
  }
}

interface Reading {
  readonly stretches: AsyncGenerator<Stretch, void, void>;
  /** Rows still to be passed over, of those that are kept. */
  readonly drop: number;
}

/** Rows to skip are skipped by offset where a list is read from its beginning and all of it is kept. */
function beginReading(
  parts: ClickTimeSourceParts,
  selection: Selection,
  request: SourceRequest,
  work: PushDown,
): Reading {
  const { skip = 0, after, limit = Number.POSITIVE_INFINITY } = request;
  if (work.recordIds !== undefined) {
    return { stretches: recordStretches(parts.upstream, selection, work.recordIds, after), drop: skip };
  }
  const byOffset = after === undefined && work.complete;
  const start = after === undefined ? { ...beginning, offset: byOffset ? skip : 0 } : fromPosition(after);
  const stretches = readStretches({
    fetchPage: createPageReader(parts, selection),
    start,
    pageLimit: selection.definition.upstream.pageLimit,
    wanted: byOffset ? limit : limit + skip,
    readAhead: parts.readAhead,
  });
  return { stretches, drop: byOffset ? 0 : skip };
}

/** Makes batches of stretches, without the rows that are not kept and the first `drop` of the others. */
function batches(work: PushDown, drop: number): (stretch: Stretch) => SourceBatch {
  const { keeps, complete } = work;
  let left = drop;
  return (stretch) => {
    const passing = keeps === undefined ? undefined : indexesOf(stretch.rows, keeps);
    const all = passing === undefined || passing.length === stretch.rows.length;
    if (all && left === 0) return toBatch(complete ? stretch : uncounted(stretch));
    const kept = passing ?? [...stretch.rows.keys()];
    const behind = kept.slice(left);
    left = Math.max(0, left - kept.length);
    return toBatch(all && complete ? stretch : uncounted(stretch), behind);
  };
}

const uncounted = ({ rows, before, last }: Stretch): Stretch => ({ rows, before, last });

async function count(
  parts: ClickTimeSourceParts,
  definition: EntitySetDefinition,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const work = pushDown(definition, request.predicates);
  if (work.complete) {
    const selection: Selection = { definition, query: work.query, properties: work.checked, context };
    const page = await createPageReader(parts, selection)({ offset: 0, limit: 1, priority: 'interactive' });
    if (page.count !== undefined && page.rows.every((row) => work.keeps?.(row) ?? true)) return page.count;
  }
  let rows = 0;
  for await (const batch of read(parts, definition, { ...request, properties: [] }, context)) rows += batch.rows.length;
  return rows;
}
