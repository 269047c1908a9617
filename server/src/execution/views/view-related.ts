/**
 * What flat views lead through. An extract needs most of a related set, and needs it for each of its pages: the set is read
 * as a whole, once, and remembered as long as the extract goes on, so that a name is the same on all of its pages.
 */
import type { BoundExpression } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, NavigationProperty } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import type { CollectionPlan } from '../../plan/plan.ts';
import { printPlanInLine } from '../../plan/print-plan.ts';
import type { SourcePredicate, ValueRange } from '../../source/source.ts';
import type { Clock } from '../../util/clock.ts';
import { MEGABYTE } from '../../util/megabyte.ts';
import { createRememberedWork, type RememberedWork } from '../../util/remembered-work.ts';
import type { Execution } from '../execution.ts';
import type { JoinConditions } from '../join-conditions.ts';
import type { ReadPlan } from '../related.ts';
import { KeptRows } from '../kept-rows.ts';
import { weighRow } from '../weigh.ts';

/** A set as a whole. */
interface KeptSet {
  /** Absent where they are too many to be kept. */
  readonly rows: KeptRows | undefined;
  readonly bytes: number;
  /** Why the caller may not read it. */
  readonly refusal?: string;
}

/** Related sets of the extracts that go on, per caller. */
export type ViewMemory = RememberedWork<KeptSet>;

/** An extract of a million entries takes 17 minutes at ClickTime's pace; older sets are read again. */
const MAX_AGE_MS = 20 * 60_000;
const MAX_BYTES = 48 * MEGABYTE;
/** Most rows of a set that is read as a whole: 40 requests to ClickTime. */
const MAX_ROWS = 20_000;
/** Entities for which the whole related sets are worth reading, however large; fewer are asked for alone where they are. */
const WORTH_IT = 500;

/** A memory in this process. */
export const createViewMemory = (clock: Clock): ViewMemory =>
  createRememberedWork({ maxAgeMs: MAX_AGE_MS, maxBytes: MAX_BYTES, parts: 4, bytesOf: ({ bytes }) => bytes, clock });

/** Most rows of a set that is worth reading as a whole for fewer entities: the next ones find it in memory. */
const MAX_ROWS_FOR_FEW = 1_000;

/** Most rows of a set that is read as a whole for a view; 0 where it is asked for what is related alone. */
export function mostRows({ isWhole }: ViewReading, { join }: NavigationProperty, { entityType }: EntitySet): number {
  if (isWhole) return MAX_ROWS;
  // What is known by its key, or is the service's own, is a matter of reference and changes seldom.
  const [first, another] = join;
  const isReference = another === undefined && (first === undefined || entityType.key.join() === first.to);
  return isReference ? MAX_ROWS_FOR_FEW : 0;
}

/** How a flat view reads what it leads through. */
export interface ViewReading {
  readonly isWhole: boolean;
  /** What the plan says of the entities that are read. */
  readonly predicates: readonly SourcePredicate[];
}

/** For so many entities of the base set that a plan gives; absent: nobody knows how many. */
export const viewReading = ({ predicates }: CollectionPlan, wanted = Number.POSITIVE_INFINITY): ViewReading => ({
  isWhole: wanted > WORTH_IT,
  predicates,
});

/** Of the related entities, nothing is said by what is read. */
export const behindView = (view: ViewReading): ViewReading => ({ ...view, predicates: [] });

/** What a property lies within by the predicates; open where they say nothing. */
export function spanOf({ predicates }: ViewReading, property: string): ValueRange {
  const said = predicates.find((predicate) => predicate.kind === 'RangePredicate' && predicate.property === property);
  if (said?.kind !== 'RangePredicate') return {};
  return { from: said.ranges[0]?.from, to: said.ranges.at(-1)?.to };
}

interface Wanted {
  readonly view: ViewReading;
  readonly most: number;
  readonly conditions: JoinConditions;
  readonly planOf: (where: readonly BoundExpression[]) => CollectionPlan;
}

/** All entities that may be related to any of the extract's. Throws what reading throws. */
export async function keptSet(
  execution: Execution,
  { view, most, conditions, planOf }: Wanted,
  read: ReadPlan,
): Promise<KeptSet> {
  const { context, views, now, root } = execution;
  const made = planOf(conditions.boundsWithin((property) => spanOf(view, property)));
  const plan = { ...made, properties: made.properties.toSorted() };
  const { owner, signal, deadline } = context;
  // Extracts that begin within a minute share what they read; the pages of one have its first page's `now()`.
  const key = JSON.stringify([
    now.slice(0, MINUTE),
    root?.name,
    most,
    printPlanInLine(plan),
    plan.properties.toSorted(),
  ]);
  const work = (ownSignal: AbortSignal): Promise<KeptSet> =>
    readWhole(read(plan, { ...execution, context: { ...context, signal: ownSignal } }, most), most);
  return views.recall({ owner, key, signal, deadline, work });
}

const MINUTE = 'YYYY-MM-DDTHH:MM'.length;

/** Bytes of what is said of a set that is not kept. */
const A_WORD = 200;
/** Bytes of what finds one row. */
const A_PLACE = 64;

async function readWhole(batches: ReturnType<ReadPlan>, most: number): Promise<KeptSet> {
  const all: Row[] = [];
  let bytes = A_WORD;
  try {
    for await (const { rows, total = 0 } of batches) {
      for (const row of rows) all.push(row);
      bytes += rows.length * weighRow(rows);
      if (Math.max(all.length, total) > most) return { rows: undefined, bytes: A_WORD };
    }
  } catch (error) {
    return { rows: new KeptRows([]), bytes: A_WORD, refusal: refusalOf(error) };
  }
  return { rows: new KeptRows(all), bytes: Math.ceil(bytes + all.length * A_PLACE) };
}

/**
 * What ClickTime says where it refuses a set to this caller: the view's columns are null then. Everything else that fails is
 * thrown, so that nothing is taken for null that is not known.
 */
export function refusalOf(error: unknown): string {
  if (error instanceof ODataError && error.code === 'Forbidden') return error.message;
  throw error;
}
