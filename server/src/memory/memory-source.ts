/**
 * Entities from arrays: for tests, and to serve other models than ClickTime's. What it claims to do itself can be
 * chosen, so that the same rows can be served by a source that filters everything, nothing, or some things roughly.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ODataError } from '../errors/odata-error.ts';
import { ascendingOrder } from '../model/comparison.ts';
import type { EntitySet } from '../model/edm.ts';
import { propertyOf } from '../model/model-index.ts';
import type { Row } from '../model/values.ts';
import type {
  EntitySource,
  Position,
  PredicateCapability,
  RequestContext,
  SourceCapabilities,
  SourceOrderItem,
  SourceRequest,
} from '../source/source.ts';
import { readUpTo, type Batch } from '../source/batch.ts';
import { paced, unpaced } from '../util/turns.ts';
import { compilePredicates, type RowTest } from './predicates.ts';

export interface MemorySourceOptions {
  /** Entities by entity set name; a set that is missing is empty. */
  readonly rowsBySet: Readonly<Record<string, readonly Row[]>>;
  /** Rows of one batch; default 1000. */
  readonly batchSize?: number;
  /** What the source does itself; default: every predicate on single primitive properties, in the order of the rows. */
  readonly capabilities?: ((entitySet: EntitySet) => SourceCapabilities) | undefined;
  /** Leave out of the rows what was not asked for, as the contract allows; default false. */
  readonly onlyRequested?: boolean;
}

/** A source over arrays. Rows are returned in the order its capabilities name, ties and no order as they stand. */
export function createMemorySource(options: MemorySourceOptions): EntitySource {
  const { rowsBySet, batchSize = 1000, capabilities = defaultCapabilities, onlyRequested = false } = options;
  const ordered = new Map<string, readonly Row[]>();
  const rowsOf = (entitySet: EntitySet): readonly Row[] => {
    const known = ordered.get(entitySet.name);
    if (known !== undefined) return known;
    const rows = inOrder(rowsBySet[entitySet.name] ?? [], entitySet, capabilities(entitySet).order);
    ordered.set(entitySet.name, rows);
    return rows;
  };
  return {
    capabilities,
    read: (request, context) => {
      const rows = rowsOf(request.entitySet);
      const test = compilePredicates(request.entitySet, request.predicates, capabilities(request.entitySet));
      return readBatches({ rows, test, request, batchSize, onlyRequested }, context);
    },
    count: async ({ entitySet, predicates }, { pace = unpaced }) => {
      const test = compilePredicates(entitySet, predicates, capabilities(entitySet));
      let count = 0;
      let index = 0;
      await paced(rowsOf(entitySet), pace, (row) => {
        if (test(row, index++)) count += 1;
      });
      return count;
    },
    positionAfter: (batch: FoundBatch, index) => ({ index: batch.mark[readUpTo(batch, index) - 1]?.index ?? -1 }),
    authenticate: async () => undefined,
  };
}

interface MemoryRead {
  readonly rows: readonly Row[];
  readonly test: RowTest;
  readonly request: SourceRequest;
  readonly batchSize: number;
  readonly onlyRequested: boolean;
}

/** A row and its index among all of its entity set. */
interface Found {
  readonly row: Row;
  readonly index: number;
}

interface FoundBatch extends Batch {
  readonly mark: readonly Found[];
}

async function* readBatches(read: MemoryRead, { signal, pace = unpaced }: RequestContext): AsyncGenerator<FoundBatch> {
  const { rows, test, request, batchSize } = read;
  let toSkip = request.skip ?? 0;
  let skipped = 0;
  let found: Found[] = [];
  for (let index = startIndex(request.after, rows.length); index < rows.length; index++) {
    const row = rows[index];
    if (pace.isDue()) await pace.pause();
    if (row === undefined || !test(row, index)) continue;
    if (toSkip > 0) {
      toSkip -= 1;
      skipped += 1;
      continue;
    }
    if (found.length === batchSize) {
      yield { ...batchOf(read, found, false), skipped };
      [found, skipped] = [[], 0];
      // Timers and disconnects get their turn between batches.
      await nextTurn();
      signal.throwIfAborted();
    }
    found.push({ row, index });
  }
  yield { ...batchOf(read, found, true), skipped };
}

function batchOf(read: MemoryRead, found: readonly Found[], last: boolean): FoundBatch {
  const { rows, request, onlyRequested } = read;
  const isWhole = request.predicates.length === 0;
  return {
    rows: found.map(({ row }) => (onlyRequested ? pick(row, request.properties) : row)),
    size: found.length,
    mark: found,
    total: isWhole ? rows.length : undefined,
    last,
  };
}

const pick = (row: Row, properties: readonly string[]): Row =>
  Object.fromEntries(properties.map((name) => [name, row[name] ?? null]));

/** The index behind a position, which a client may have tampered with. */
function startIndex(after: Position | undefined, length: number): number {
  if (after === undefined) return 0;
  const { index } = after;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0) throw ODataError.of('InvalidSkiptoken', {});
  if (index < length) return index + 1;
  throw ODataError.of('StaleSkiptoken', { reason: 'There are fewer entities now.' });
}

// ---- Capabilities ---------------------------------------------------------------------------------------------------

function defaultCapabilities({ entityType }: EntitySet): SourceCapabilities {
  const filterable = entityType.properties.filter(
    ({ type, collection }) => !collection && type.kind === 'PrimitiveType' && type.name !== 'Edm.Binary',
  );
  const exact: PredicateCapability = { in: 'exact', range: 'exact' };
  return { predicates: Object.fromEntries(filterable.map(({ name }) => [name, exact])), order: [] };
}

function inOrder(rows: readonly Row[], entitySet: EntitySet, order: readonly SourceOrderItem[]): readonly Row[] {
  const compares = order.map(({ property, descending }) => {
    const compare = ascendingOrder(propertyOf(entitySet.entityType, property));
    const sign = descending ? -1 : 1;
    return (a: Row, b: Row) => sign * compare(a[property] ?? null, b[property] ?? null);
  });
  return rows.toSorted((a, b) => compares.reduce((result, compare) => result || compare(a, b), 0));
}
