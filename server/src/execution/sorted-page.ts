import { ODataError } from '../errors/odata-error.ts';
import type { EntityType } from '../model/edm.ts';
import type { Row, Value } from '../model/values.ts';
import type { BoundExpression, BoundOrderbyItem } from '../bound/bound.ts';
import { isOneOf } from '../bound/conditions.ts';
import type { CollectionPlan } from '../plan/plan.ts';
import type { Position } from '../source/source.ts';
import { paced } from '../util/turns.ts';
import { environmentOf, planFor, type Execution } from './execution.ts';
import type { Joins } from './joins.ts';
import { nextState, pageSizeOf, type Page } from './page.ts';
import { readMatches } from './read-matches.ts';
import type { PageState } from './skiptoken.ts';
import type { WantedPage } from './source-order-page.ts';
import { weighRow } from './weigh.ts';
import { createSorter, keepFirst, withOwnTexts, type FirstRows, type Sorter } from './sort.ts';

/**
 * A page of an answer that the source cannot sort: everything that matches is read for every page, but no more is kept
 * than the page holds. Later pages begin behind the sort values and key of the last entity shown.
 */
export async function sortedPage(
  execution: Execution,
  plan: CollectionPlan,
  sort: readonly BoundOrderbyItem[],
  joins: Joins,
  state: PageState,
  { texts }: Pick<WantedPage, 'texts'>,
): Promise<Page> {
  const sorter = createSorter(sort, plan.entitySet, environmentOf(execution, joins));
  const behind = await resumeValues(execution, plan, state, { sort, sorter, joins });
  const { limit } = pageSizeOf(execution, state);
  // One more tells whether there is a next page, or that there are too many.
  const size = Math.min(state.skip + limit, execution.limits.maxSortRows) + 1;
  const first = keepFirst(size, sorter, execution.pace);
  const { matched, origin } = await readAll(execution, plan, { state, joins, texts, sorter, behind, first });

  const sorted = await first.rows();
  if (size <= state.skip + limit) checkSize(execution, sorted.length);
  const shown = await withOwnTexts(sorted.slice(state.skip, state.skip + limit), execution.pace);
  const count = state.count ?? matched;
  const last = shown.at(-1);
  const isDone = last === undefined || sorted.length <= state.skip + limit || state.take === shown.length;
  if (isDone) return { rows: shown.map(({ row }) => row), count };
  const sortValues = last.values.slice(0, sort.length);
  const key = last.values.slice(sort.length);
  const change = { skip: 0, count, sortValues, key, position: origin ?? state.position };
  return { rows: shown.map(({ row }) => row), count, next: nextState(state, shown.length, change) };
}

/** Entities of a batch whose sort values are weighed. */
const SAMPLE = 8;

interface SortedRead {
  readonly state: PageState;
  readonly joins: Joins;
  readonly texts: boolean;
  readonly sorter: Sorter;
  readonly behind: readonly Value[] | undefined;
  readonly first: FirstRows;
}

interface AllRead {
  /** How many match in all. */
  readonly matched: number;
  /** Where the source began. */
  readonly origin: Position | undefined;
}

/** Offers every match behind the resume point; pages behind the first one read what the first one read. */
async function readAll(execution: Execution, plan: CollectionPlan, read: SortedRead): Promise<AllRead> {
  const { joins, texts, sorter, behind, first, state } = read;
  let matched = 0;
  let counted = 0;
  let origin: Position | undefined;
  for await (const batch of readMatches(execution, plan, { joins, texts, after: state.position })) {
    const { rows } = batch;
    matched += rows.length;
    origin ??= batch.origin;
    // Without $top the client will ask for page after page, and each one reads and sorts everything anew.
    if (state.take === undefined) checkSize(execution, matched);
    const sample: Row[] = [];
    await paced(rows, execution.pace, (row) => {
      const values = sorter.valuesOf(row);
      if (sample.length < SAMPLE) sample.push({ values });
      if (behind === undefined || sorter.compare(values, behind) > 0) first.add({ row, values });
    });
    if (first.isFull()) await first.cut();
    const kept = first.size() * (weighRow(rows) + weighRow(sample));
    await execution.memory.take(kept - counted);
    counted = kept;
  }
  return { matched, origin };
}

function checkSize({ limits: { maxSortRows } }: Execution, size: number): void {
  if (size <= maxSortRows) return;
  throw ODataError.of(
    'ResultTooLarge',
    {
      what: "Sorting by '$orderby'",
      limit: maxSortRows,
      advice:
        "Narrow the '$filter', ask for the first ones with '$top', or leave '$orderby' out and sort in your tool.",
    },
    { target: '$orderby' },
  );
}

// ---- Later pages ----------------------------------------------------------------------------------------------------

interface Sorting {
  readonly sort: readonly BoundOrderbyItem[];
  readonly sorter: Sorter;
  readonly joins: Joins;
}

/** What the last page ended with: from the token, or from the entity itself where that was too long for a token. */
async function resumeValues(
  execution: Execution,
  plan: CollectionPlan,
  state: PageState,
  { sort, sorter, joins }: Sorting,
): Promise<readonly Value[] | undefined> {
  const { key, sortValues } = state;
  if (key === undefined) return undefined;
  const isWellFormed = key.length === plan.entitySet.entityType.key.length;
  if (!isWellFormed || (sortValues !== undefined && sortValues.length !== sort.length)) {
    throw ODataError.of('InvalidSkiptoken', {}, { target: '$skiptoken' });
  }
  if (sortValues !== undefined) return [...sortValues, ...key];
  const where = keyConditions(plan.entitySet.entityType, key);
  const one = { ...planFor(execution, { entitySet: plan.entitySet, where }), properties: plan.properties };
  for await (const { rows } of readMatches(execution, one, { after: state.position })) {
    const [row] = rows;
    if (row === undefined) continue;
    await joins.load([row]);
    return sorter.valuesOf(row);
  }
  const reason = 'the entity it continues behind is gone.';
  throw ODataError.of('StaleSkiptoken', { reason }, { target: '$skiptoken' });
}

/** The key in model order, which is how sorters end their values. */
function keyConditions({ key, properties }: EntityType, values: readonly Value[]): readonly BoundExpression[] {
  return properties
    .filter(({ name }) => key.includes(name))
    .map((property, position) => isOneOf(property, [values[position] ?? null]));
}
