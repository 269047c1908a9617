import { ODataError } from '../../errors/odata-error.ts';
import type { RequestContext } from '../../source/source.ts';
import { firstProgress, isRepeating, ofFirstReading, type ExtractProgress } from './extract-progress.ts';
import type { ExtractMemory, PageMemory } from './extract-memory.ts';
import { beginning, type AnchoredOffset, type ListPosition } from './position.ts';

/** Where reading begins, and what is known of what was delivered. */
interface Start {
  readonly start: AnchoredOffset;
  readonly progress: ExtractProgress;
  readonly memory?: PageMemory;
  /** Whether a next link can go on from that memory. */
  readonly isKept: boolean;
}

/** The beginning of an answer, or the rows behind `offset`: what is passed over is not known to later pages. */
export function begin(memory: ExtractMemory, owner: string, skip: number, offset: number): Start {
  const base = offset > 0 ? { rows: 0, distinct: -offset } : undefined;
  const start = { ...beginning, offset };
  return { start, progress: { ...firstProgress, base }, memory: memory.begin(owner), isKept: skip === 0 };
}

/**
 * Where a next link goes on.
 * @throws StaleSkiptoken where rows would have to be left out that are known no more.
 */
export async function resume(
  memory: ExtractMemory,
  { place: start = beginning, extract }: ListPosition,
  context: RequestContext,
): Promise<Start> {
  if (extract === undefined) return { start, progress: firstProgress, isKept: false };
  const { page, rows, progress } = extract;
  const known = await memory.goOn(context.owner, page, rows, context);
  if (known !== undefined) return { start, progress, memory: known, isKept: true };
  if (!isRepeating(progress) && progress.byTies !== true)
    return { start, progress: ofFirstReading(progress), isKept: false };
  throw ODataError.of('StaleSkiptoken', { reason: 'what this extract has read before is not known any more.' });
}
