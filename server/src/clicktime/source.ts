import { ODataError } from '../errors/odata-error.ts';
import type { EntitySet } from '../model/edm.ts';
import type { EntitySource, RequestContext, SourceCountRequest, SourceRequest } from '../source/source.ts';
import { countRows } from './counting.ts';
import { createListDecisions, isRefusal, type ListDecision, type ListDecisions } from './list-decision.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import { typedDefinition } from './model/typed-model.ts';
import { listsOf, type OwnData } from './own-data.ts';
import { capabilitiesOf, pushDown } from './push-down.ts';
import { readList, type ListRead, type ListReadingParts } from './read-list.ts';
import { positionAfter, type ListBatch } from './reading/list-batch.ts';
import type { PageCache } from './reading/page-cache.ts';
import { decodePosition, encodePosition } from './reading/position.ts';
import type { UpstreamList } from './reading/upstream-list.ts';
import type { Authenticate } from './sign-in/authenticate.ts';

interface ClickTimeSourceParts extends ListReadingParts {
  readonly authenticate: Authenticate;
  readonly definitions: readonly EntitySetDefinition[];
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

  function definitionOf(entitySet: EntitySet): EntitySetDefinition {
    const { name } = entitySet;
    const definition = typedDefinition(entitySet) ?? byName.get(name);
    if (definition === undefined) throw new Error(`'${name}' is no entity set of ClickTime's.`);
    return definition;
  }

  return {
    capabilities: (entitySet) => capabilitiesOf(definitionOf(entitySet)),
    read: (request, context) => read(parts, definitionOf(request.entitySet), request, context),
    positionAfter: (batch: ListBatch, index) => positionAfter(batch, index),
    count: (request, context) => count(parts, definitionOf(request.entitySet), request, context),
    authenticate: parts.authenticate,
  };
}

/** Rows of the company's list, or of a part of it where ClickTime refuses that before the first row. */
async function* read(
  parts: SourceParts,
  definition: EntitySetDefinition,
  request: SourceRequest,
  context: RequestContext,
): AsyncGenerator<ListBatch, void, void> {
  const position = decodePosition(request.after);
  const began = position.own ?? (position.place === undefined ? undefined : false);
  const decision = parts.decisions.of(definition, context, began);
  const hasChoice = listsOf(definition, parts.ownData !== undefined).length > 1;
  for (;;) {
    const { list } = decision;
    const wanted: ListRead = { definition, list, request, position, context };
    try {
      for await (const batch of readList(noticing(parts, decision), wanted)) {
        // Another read of the same answer was refused the list meanwhile: one answer does not mix two.
        if (decision.list !== list) throw forbidden(definition, list);
        yield hasChoice ? inList(batch, list) : batch;
      }
      return;
    } catch (error) {
      if (!isRefusal(error) || !(await fallsBack(parts, decision, wanted))) throw error;
    }
  }
}

/** The batch, whose positions say which list they are of. */
const inList = (batch: ListBatch, { own }: UpstreamList): ListBatch => ({
  ...batch,
  origin: encodePosition({ own }),
  mark: { ...batch.mark, own },
});

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
async function fallsBack(parts: SourceParts, decision: ListDecision, refused: ListRead): Promise<boolean> {
  const { definition, list, request, position, context } = refused;
  const { queries } = pushDown(definition, request.predicates, { list });
  if (await parts.decisions.fallsBack(decision, { definition, list, context, queries })) return true;
  // What is remembered of the list's beginning would lead here again.
  if (decision.hasAnswered || position.place !== undefined) parts.pages.forget(context.owner);
  return false;
}

async function count(
  parts: SourceParts,
  definition: EntitySetDefinition,
  request: SourceCountRequest,
  context: RequestContext,
): Promise<number> {
  const decision = parts.decisions.of(definition, context);
  for (;;) {
    const { list } = decision;
    const counted: ListRead = { definition, list, request: { ...request, properties: [] }, position: {}, context };
    try {
      return await countList(noticing(parts, decision), counted);
    } catch (error) {
      if (!isRefusal(error) || !(await fallsBack(parts, decision, counted))) throw error;
    }
  }
}

function countList(parts: ListReadingParts, counted: ListRead): Promise<number> {
  const { definition, list, request, context } = counted;
  const work = pushDown(definition, request.predicates, { list });
  return countRows(parts, { definition, list, context, work, read: () => readList(parts, counted) });
}
