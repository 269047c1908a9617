/** What transformations are carried out by: rows in, batch by batch as they stream by, and rows out. */
import type { BoundTransformation } from '../../bound/bound-apply.ts';
import type { Row } from '../../model/values.ts';
import type { Pace } from '../../util/turns.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import { beginWork } from '../evaluate/row-work.ts';
import type { Execution } from '../execution.ts';
import type { Joins } from '../joins.ts';
import type { Portion } from './columns.ts';
import type { Holdings } from './holdings.ts';

/** One transformation at work on one input set. */
export interface Stage {
  /** Takes rows of the input set, and gives those of the output set that are certain by then. */
  take(rows: readonly Row[]): readonly Row[] | Promise<readonly Row[]>;
  /** The rest of the output set, after the last row. */
  end(): readonly Row[] | Promise<readonly Row[]>;
  /** Whether further rows change nothing any more; absent: never. */
  isDone?(): boolean;
}

/** Begins the work on another input set. */
export type Begin = () => Stage;

/** Makes transformations ready. */
export type CompileSequence = (sequence: readonly BoundTransformation[], workshop: Workshop) => Begin;

/** What all stages over the same instances share. */
export interface Workshop {
  readonly execution: Execution;
  readonly environment: Environment;
  /** Makes ready what the environment's expressions lead to from rows that a stage has made. */
  readonly joins: Joins;
  /** Counts what is kept. */
  readonly holdings: Holdings;
}

export const none: readonly Row[] = [];

/** Rows between two looks at the clock, where each is a matter of nanoseconds. */
const AT_ONCE = 128;

/**
 * Visits rows in portions, all of group 0 to begin with, giving the event loop back in between. Where their work is not
 * plain, each row is a portion and has an allowance of its own.
 */
export async function eachPortion(
  rows: readonly Row[],
  isPlain: boolean,
  pace: Pace,
  visit: (portion: Portion) => void,
): Promise<void> {
  const step = isPlain ? AT_ONCE : 1;
  const groups = new Int32Array(step);
  for (let from = 0; from < rows.length; from += step) {
    beginWork();
    visit({ rows, from, to: Math.min(rows.length, from + step), groups });
    if (pace.isDue()) await pace.pause();
  }
}
