/**
 * What the evaluation of one entity may cost. Nothing else runs until it is done, so this bounds how long a query can hold
 * the process between two looks at the clock. It is counted, not measured: a query fails on every machine or on none.
 *
 * Evaluation is synchronous, so one counter serves all. What takes a constant time is not counted: the number of parts a
 * query's expressions may have bounds it.
 */
import { ODataError } from '../../errors/odata-error.ts';

/** Steps of about 10 ns each at worst: 10 ms. */
const MAX_STEPS = 1_000_000;

let left = MAX_STEPS;

/** Begins the evaluation of an entity, or of the constants of a request. */
export function beginWork(): void {
  left = MAX_STEPS;
}

/** Counts steps before they are taken. @throws ODataError QueryTooComplex */
export function spend(steps: number): void {
  left -= steps;
  if (left >= 0) return;
  const reason = `for one entity its expressions take more than ${MAX_STEPS} steps. Use fewer functions and operators, shorter texts, or numbers with fewer digits.`;
  throw ODataError.of('QueryTooComplex', { reason });
}

/** Steps that work on a text takes, whatever its characters: joining, searching, comparing, changing case. */
export const textSteps = (length: number): number => length >> 2;

/** Steps that reading a date, a point in time or a duration takes, which are texts, and working with it. */
export const temporalSteps = (length: number): number => 200 + 15 * length;

/** Steps that arithmetic on the digits of a number takes, and reading and writing them. */
export const digitSteps = (digits: number): number => 200 + 3 * digits;
