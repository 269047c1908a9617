/** What is reserved before an answer is begun, so that requests wait at their beginning and not half-way; in bytes. */
import type { CollectionPlan } from '../plan/plan.ts';
import { MEGABYTE } from '../util/megabyte.ts';

/** A row of a page: as it is read, beside what is read ahead, and as text. */
const ROW = 3_000;
/** Pages of the source that are read ahead where nobody knows how far reading goes. */
const READ_AHEAD = 4 * MEGABYTE;

/** An entity by its key. */
export const ENTITY_NEED = MEGABYTE / 4;

/** A page of that many entities. */
export const pageNeed = (plan: CollectionPlan, limit: number): number => limit * ROW + countNeed(plan);

/** What is only counted is read as well, unless the source counts. */
export const countNeed = ({ residual, sort }: CollectionPlan): number =>
  residual === undefined && sort === undefined ? ENTITY_NEED : READ_AHEAD;
