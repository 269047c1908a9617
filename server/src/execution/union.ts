/** The entities of several sets as a source of their own, one set after the other (URL Conventions 4.16). */
import { SET, type UnionAccess, type UnitedSet } from '../bound/bound.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { CollectionPlan } from '../plan/plan.ts';
import type { Batch } from '../source/batch.ts';
import type { EntitySource, Position, SourceRequest } from '../source/source.ts';
import { isObject } from '../util/json-object.ts';
import { countMatches } from './count.ts';
import { planFor, type Execution } from './execution.ts';
import { readMatches } from './read-matches.ts';

/** The same execution with a source that also has the union. */
export function withUnion(execution: Execution, union: UnionAccess): Execution {
  const { source } = execution;
  const isUnion = ({ entitySet }: Pick<SourceRequest, 'entitySet'>): boolean => entitySet === union.entitySet;
  const own: EntitySource = {
    ...source,
    capabilities: (entitySet) =>
      isUnion({ entitySet }) ? { predicates: {}, order: [] } : source.capabilities(entitySet),
    read: (request, context) =>
      isUnion(request) ? readSets(execution, union, request) : source.read(request, context),
    count: async (request, context) => {
      if (!isUnion(request)) return source.count(request, context);
      let count = 0;
      for (const set of union.sets) count += await countMatches(execution, planOf(execution, set, []));
      return count;
    },
    positionAfter: (batch, index) => {
      if (!isOfSet(batch)) return source.positionAfter(batch, index);
      const { set, mark } = batch.mark;
      return batch.size === 0 ? { set } : { set, at: source.positionAfter({ ...batch, mark }, index) };
    },
  };
  return { ...execution, source: own };
}

interface SetBatch extends Batch {
  /** Which of the sets, by its index, and where the batch stands in it. */
  readonly mark: { readonly set: number; readonly mark: unknown };
}

const isOfSet = (batch: Batch): batch is SetBatch =>
  isObject(batch.mark) && typeof batch.mark['set'] === 'number' && 'mark' in batch.mark;

async function* readSets(
  execution: Execution,
  { sets }: UnionAccess,
  { after, skip = 0, limit, properties }: SourceRequest,
): AsyncGenerator<SetBatch> {
  const begin = placeOf(after, sets.length);
  let left = skip;
  for (const [index, set] of sets.entries()) {
    if (index < begin.set) continue;
    const isLast = index === sets.length - 1;
    const plan = planOf(execution, set, properties);
    // What is looked at here cannot be passed over there.
    const isExact = plan.residual === undefined;
    const reading = {
      after: index === begin.set ? begin.at : undefined,
      limit,
      skip: isExact && left > 0 ? left : undefined,
    };
    for await (const batch of readMatches(execution, plan, reading)) {
      const rows = batch.rows.map((row) => ({ ...row, [SET]: set.entitySet.name }));
      left -= batch.skipped ?? 0;
      yield {
        ...batch,
        rows,
        total: undefined,
        last: isLast ? batch.last : undefined,
        mark: { set: index, mark: batch.mark },
      };
    }
  }
}

/** A client may have tampered with it. */
function placeOf(
  after: Position | undefined,
  sets: number,
): { readonly set: number; readonly at: Position | undefined } {
  if (after === undefined) return { set: 0, at: undefined };
  const { set, at } = after;
  const isPlace = typeof set === 'number' && Number.isInteger(set) && set >= 0 && set < sets;
  if (!isPlace || (at !== undefined && !isObject(at)))
    throw ODataError.of('InvalidSkiptoken', {}, { target: '$skiptoken' });
  return { set, at };
}

/** Of entities of any type everything is read. */
function planOf(execution: Execution, { entitySet, search }: UnitedSet, properties: readonly string[]): CollectionPlan {
  const { entityType } = entitySet;
  const wanted = entityType.properties.filter(({ name }) => properties.length === 0 || properties.includes(name));
  return planFor(execution, { entitySet, filter: search, projection: { properties: wanted, expand: [] } });
}
