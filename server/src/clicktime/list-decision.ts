/**
 * Which list an answer is read from. It is decided once for each answer and entity set, for its rows as for its counts
 * and for every part that is asked for: the company's list, or a part of it where ClickTime refuses that list itself before
 * anything of it was seen.
 */
import { ODataError } from '../errors/odata-error.ts';
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import type { RequestContext } from '../source/source.ts';
import { chooseList, type OwnData } from './own-data.ts';
import { createPageReader } from './reading/page-reader.ts';
import type { PageReaderParts } from './reading/read-page.ts';
import { pushDown } from './push-down.ts';
import type { Own, UpstreamList } from './reading/upstream-list.ts';

/** What is known of the lists of one entity set while one request is answered. */
export interface ListDecision {
  /** The list to read. */
  list: UpstreamList;
  /** Those to fall back to, should the list be refused. */
  fallbacks: readonly UpstreamList[];
  /** Something of the list was seen. */
  hasAnswered: boolean;
}

export interface ListDecisions {
  /** The decision for an answer that begins, or for one that goes on in the list it began with (`began`). */
  of(definition: EntitySetDefinition, context: RequestContext, began?: Own): ListDecision;
  /**
   * Whether the list of a decision is refused, for a read of it was; from then on the decision is for the next one.
   * Where that read was of a selection or of records, the list itself is asked. Rejects where that cannot be found out.
   */
  fallsBack(decision: ListDecision, refused: RefusedRead): Promise<boolean>;
}

/** A read that ended with 403. */
interface RefusedRead {
  readonly definition: EntitySetDefinition;
  readonly list: UpstreamList;
  readonly context: RequestContext;
  /** Its filter parameters, once for each part; none where records were read one by one. */
  readonly queries: readonly string[];
}

/** The parameters by which all of a list is asked for. */
const wholeList = (definition: EntitySetDefinition, list: UpstreamList): string =>
  pushDown(definition, [], { list }).queries[0] ?? '';

export const isRefusal = (error: unknown): boolean => error instanceof ODataError && error.code === 'Forbidden';

/** Decisions over what ClickTime refused of late (`ownData`); absent: nobody gets their own records instead. */
export function createListDecisions(parts: PageReaderParts, ownData: OwnData | undefined): ListDecisions {
  const byAnswer = new WeakMap<RequestContext, Map<string, ListDecision>>();

  function decide(
    definition: EntitySetDefinition,
    { owner, fresh }: RequestContext,
    began: Own | undefined,
  ): ListDecision {
    // What was refused of late is tried again where the client wants nothing from memory.
    const refused = (known: OwnData) => (list: UpstreamList) => fresh !== true && known.has(owner, list);
    const choice = chooseList(definition, began, ownData === undefined ? undefined : refused(ownData));
    return { ...choice, hasAnswered: false };
  }

  /** Asks for the beginning of the whole list, which nothing in the request can be the reason to refuse. */
  async function isRefused({ definition, list, context }: RefusedRead): Promise<boolean> {
    const query = wholeList(definition, list);
    const whole = { definition, list, query, properties: [], context: { ...context, fresh: true } };
    try {
      await createPageReader(parts, whole)({ offset: 0, limit: 1, priority: 'interactive' });
      return false;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return true;
    }
  }

  return {
    of(definition, context, began) {
      const decisions = byAnswer.get(context) ?? new Map<string, ListDecision>();
      byAnswer.set(context, decisions);
      const { name } = definition.entitySet;
      const known = decisions.get(name);
      if (known !== undefined && (began === undefined || began === known.list.own)) return known;
      const decision = decide(definition, context, began);
      decisions.set(name, decision);
      return decision;
    },
    async fallsBack(decision, refused) {
      // Decided meanwhile, by another read of the same answer.
      if (decision.list !== refused.list) return true;
      if (decision.hasAnswered || decision.fallbacks.length === 0) return false;
      const { queries, definition, list } = refused;
      const isWhole = queries.length === 1 && queries[0] === wholeList(definition, list);
      const isList = isWhole || list.gathering !== undefined;
      if (!isList && !(await isRefused(refused))) {
        decision.hasAnswered = true;
        return false;
      }
      if (decision.hasAnswered) return false;
      const [next = list, ...fallbacks] = decision.fallbacks;
      decision.list = next;
      decision.fallbacks = fallbacks;
      ownData?.add(refused.context.owner, list);
      return true;
    },
  };
}
