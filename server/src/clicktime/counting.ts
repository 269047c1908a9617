/** How many rows of a list satisfy predicates: as the list says where its end bears that out, else its rows are counted. */
import type { EntitySetDefinition } from './model/entity-sets/definition.ts';
import type { Batch } from '../source/batch.ts';
import type { RequestContext } from '../source/source.ts';
import { isAskedFor } from './reading/asked-rows.ts';
import type { KnownCounts } from './reading/known-counts.ts';
import { isRefusal } from './list-decision.ts';
import { createPageReader } from './reading/page-reader.ts';
import type { PageReaderParts } from './reading/read-page.ts';
import { provenCount } from './reading/proven-count.ts';
import type { PushDown } from './push-down.ts';
import type { UpstreamList } from './reading/upstream-list.ts';

export interface CountingParts extends PageReaderParts {
  readonly counts: KnownCounts;
}

interface Counted {
  readonly definition: EntitySetDefinition;
  readonly list: UpstreamList;
  readonly context: RequestContext;
  readonly work: PushDown;
  /** All rows that satisfy the predicates. */
  readonly read: () => AsyncIterable<Batch>;
}

/** The number of rows. */
export async function countRows(parts: CountingParts, counted: Counted): Promise<number> {
  const { list, work, read } = counted;
  if (work.complete && list.gathering === undefined) {
    const counts = await allOf(work.queries.map((query) => countPart(parts, counted, query)));
    const known = counts.filter((each) => each !== undefined);
    if (known.length === counts.length) return known.reduce((sum, each) => sum + each, 0);
  }
  let rows = 0;
  for await (const { rows: found } of read()) rows += found.length;
  return rows;
}

/** The number of rows of one part; undefined where only they can tell. */
async function countPart(
  parts: CountingParts,
  { definition, list, context, work }: Counted,
  query: string,
): Promise<number | undefined> {
  const [owner, name] = [context.owner, listName(list, query)];
  const expected = parts.counts.of(owner, name);
  if (expected === 'Wrong') return undefined;
  const count = await provenCount({
    fetchPage: createPageReader(parts, { definition, list, query, properties: work.checked, context }),
    holds: isAskedFor(definition, query, work.checked),
    expected,
  });
  parts.counts.note(owner, name, count ?? 'Wrong');
  return count;
}

/** Names what is counted. */
export const listName = ({ path }: UpstreamList, query: string): string => `${path}?${query}`;

/** What all come to; where some fail, all are waited for, because one that answers tells that the list is not refused. */
async function allOf<Value>(work: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const settled = await Promise.allSettled(work);
  const failures = settled.flatMap((each): readonly unknown[] => (each.status === 'rejected' ? [each.reason] : []));
  if (failures.length > 0) throw failures.find((error) => !isRefusal(error)) ?? failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
