/** Pages and numbers of what `$apply` leaves. */
import type { CollectionOptions, CollectionRequest, CountRequest } from '../../bound/bound.ts';
import type { BoundApply } from '../../bound/bound-apply.ts';
import { fingerprint } from '../../bound/fingerprint.ts';
import type { Row } from '../../model/values.ts';
import { resolveAccess } from '../access.ts';
import { countExact } from '../count.ts';
import type { Execution } from '../execution.ts';
import { showRows } from '../expand.ts';
import { pageNeed } from '../memory-need.ts';
import { nextState, pageSizeOf } from '../page.ts';
import type { CollectionResult, CountResult } from '../result.ts';
import { encodeSkiptoken, type PageState } from '../skiptoken.ts';
import { weighRow } from '../weigh.ts';
import { applyRows, type AppliedRows } from './apply-rows.ts';

interface ApplyRequest {
  /** With `now()` worked out. */
  readonly request: CollectionRequest;
  /** As it was asked, which a skiptoken is for. */
  readonly asked: CollectionRequest;
  readonly state: PageState;
}

/**
 * One page of the output set. Each page computes it anew, as far as it is shown, and passes over what the pages before
 * have shown; groups leave in the order of what they are grouped by, so that this is the same in each.
 */
export async function executeApply(
  execution: Execution,
  { request, asked, state }: ApplyRequest,
  apply: BoundApply,
): Promise<CollectionResult> {
  const { options } = request;
  const { entitySet, where, isEmpty, verify } = await resolveAccess(execution, request.access);
  // On all pages together: who is refused the last of them is refused the first.
  const isCounting = options.count && state.count === undefined;
  const shown = isCounting || state.take === undefined ? undefined : state.skip + state.take;
  const applied = await applyRows(execution, { entitySet, where, isEmpty, apply, options, shown });
  const { limit } = pageSizeOf(execution, state);
  await execution.memory.reserve(pageNeed(applied.plan, limit));
  const page = await readPage(execution, applied, options, state);
  if (applied.wasEmpty() && page.isWhole) await verify();
  const next =
    page.hasMore && nextState(state, page.rows.length, { skip: state.skip + page.rows.length, count: page.count });
  const isLast = next === false || next.take === 0;
  return {
    kind: 'CollectionResult',
    rows: await showRows(execution, page.rows, options.projection, { joins: applied.joins }),
    count: page.count,
    skiptoken: isLast ? undefined : encodeSkiptoken(next, fingerprint(asked, execution.root?.name)),
  };
}

interface AppliedPage {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Rows of the output set, where all were counted. */
  readonly count: number | undefined;
  /** The output set was read to its end. */
  readonly isWhole: boolean;
}

async function readPage(
  execution: Execution,
  applied: AppliedRows,
  { count: isCounting }: CollectionOptions,
  state: PageState,
): Promise<AppliedPage> {
  const { limit } = pageSizeOf(execution, state);
  const from = state.skip;
  const to = from + limit;
  const rows: Row[] = [];
  let seen = 0;
  const known = state.count;
  if (limit === 0 && !isCounting) return { rows, hasMore: false, count: undefined, isWhole: false };
  for await (const left of applied.read()) {
    const taken = left.slice(Math.max(0, from - seen), Math.max(0, to - seen));
    if (taken.length > 0) await execution.memory.take(taken.length * weighRow(taken));
    for (const row of taken) rows.push(row);
    seen += left.length;
    // One more tells that there is a next page.
    if (seen > to && (!isCounting || known !== undefined)) return { rows, hasMore: true, count: known, isWhole: false };
  }
  return { rows, hasMore: seen > to, count: isCounting ? (known ?? seen) : undefined, isWhole: true };
}

/** How many rows the output set has. */
export async function countApplied(
  execution: Execution,
  { access, filter }: CountRequest,
  apply: BoundApply,
): Promise<CountResult> {
  const { entitySet, where, isEmpty, verify } = await resolveAccess(execution, access);
  const applied = await applyRows(execution, { entitySet, where, isEmpty, apply, options: { filter } });
  const { plan, steps } = applied;
  await execution.memory.reserve(pageNeed(plan, 0));
  let count = 0;
  if (steps.length === 0 && plan.residual === undefined && !plan.empty) count = await countExact(execution, plan);
  else for await (const rows of applied.read()) count += rows.length;
  if (count === 0 || applied.wasEmpty()) await verify();
  return { kind: 'CountResult', count };
}
