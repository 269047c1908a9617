/** Reading ClickTime's answers, in turns with all other work: it is one owner among the callers. */
import { nextIfDue } from '../../util/turns.ts';

const OWNER = 'ClickTime';
/** Records that are read without a look at the time: a fraction of a millisecond, or a few where code is new. */
const RECORDS = 16;

/** Resolves when the next answer may be read; undefined where that is now. */
export const answerTurn = (): Promise<void> | undefined => nextIfDue(OWNER);

/** The same between the records of one answer, of which so many were read. */
export const recordTurn = (count: number): Promise<void> | undefined =>
  count % RECORDS === 0 ? answerTurn() : undefined;

let last: Promise<unknown> = Promise.resolve();

/** Runs work that gives the event loop back but shares its room with its like: one after the other. */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}
