/** What transformations are carried out by: rows in, batch by batch as they stream by, and rows out. */
import type { Row } from '../../model/values.ts';
import type { Pace } from '../../util/turns.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import type { Execution } from '../execution.ts';
import type { Joins } from '../joins.ts';
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
const STRIDE = 32;

/** Visits each row in turn, giving the event loop back in between. */
export async function eachRow(rows: readonly Row[], pace: Pace, visit: (row: Row) => void): Promise<void> {
  for (let from = 0; from < rows.length; from += STRIDE) {
    const to = Math.min(rows.length, from + STRIDE);
    for (let index = from; index < to; index += 1) {
      const row = rows[index];
      if (row !== undefined) visit(row);
    }
    if (pace.isDue()) await pace.pause();
  }
}
