import { ODataError } from '../errors/odata-error.ts';
import { createRoundRobin } from './round-robin.ts';
import { eventLoop, type SlicesOptions } from './slices.ts';

/**
 * The event loop's time, in slices. Work asks between its rows whether the slice is used up; then it waits for a turn of
 * its own. One who waits goes on in each turn of the event loop, and owners take turns: however many compute, whatever
 * arrives meanwhile is looked at after one slice.
 */
interface Turns {
  /** Milliseconds since the event loop was last given back. */
  elapsed(): number;
  /** The number of the event loop's turn; `elapsed` begins a new one where none is under way. */
  turn(): number;
  /** Whether the event loop has to be given back now. */
  isOver(elapsed: number): boolean;
  /** Resolves in a turn of its own. */
  next(owner: string): Promise<void>;
}

/** A slice, and the one piece of work that no slice can be cut in, stay under 20 ms. */
const SLICE_MS = 4;

export function createTurns({ now, schedule, sliceMs }: SlicesOptions): Turns {
  const waiting = createRoundRobin<string, () => void>();
  let isOpen = false;
  let turn = 0;
  let startedAt = 0;

  function begin(): void {
    isOpen = true;
    turn += 1;
    startedAt = now();
    schedule(end);
  }

  function end(): void {
    isOpen = false;
    const resume = waiting.take();
    if (resume === undefined) return;
    begin();
    resume();
  }

  return {
    elapsed: () => {
      if (!isOpen) begin();
      return now() - startedAt;
    },
    turn: () => turn,
    isOver: (elapsed) => elapsed >= sliceMs,
    next: (owner) =>
      new Promise((resolve) => {
        waiting.add(owner, resolve);
        if (!isOpen) begin();
      }),
  };
}

/** The turns of this process, which has one event loop. */
export const processTurns = createTurns({ ...eventLoop, sliceMs: SLICE_MS });

/** A turn of its own for an owner, where the slice is used up. */
export const nextIfDue = (owner: string): Promise<void> | undefined =>
  processTurns.isOver(processTurns.elapsed()) ? processTurns.next(owner) : undefined;

// ---- One request's work ---------------------------------------------------------------------------------------------

/** How one request works through its rows. */
export interface Pace {
  /** To be asked between rows: whether to `pause` before the next one. */
  isDue(): boolean;
  /** Gives the event loop back; resolves when it is this request's turn again. Throws as `check` does. */
  pause(): Promise<void>;
  /** Throws QueryTooExpensive where the request has computed for longer than it may. */
  check(): void;
}

interface PaceOptions {
  readonly turns: Turns;
  /** Whose request it is: owners share the time evenly. */
  readonly owner: string;
  /** Milliseconds of computing the request may take. */
  readonly allowanceMs: number;
  readonly signal: AbortSignal;
}

export function createPace({ turns, owner, allowanceMs, signal }: PaceOptions): Pace {
  let turn = 0;
  let last = 0;
  let used = 0;

  function check(): void {
    signal.throwIfAborted();
    if (used > allowanceMs) {
      throw ODataError.of('QueryTooExpensive', { seconds: Math.max(1, Math.round(allowanceMs / 1000)) });
    }
  }

  return {
    isDue: () => {
      const elapsed = turns.elapsed();
      // What went before the first look of a turn may have been somebody else's.
      if (turns.turn() === turn) used += elapsed - last;
      turn = turns.turn();
      last = elapsed;
      return turns.isOver(elapsed);
    },
    pause: async () => {
      check();
      await turns.next(owner);
      turn = turns.turn();
      last = 0;
      check();
    },
    check,
  };
}

/** For work that nobody else waits behind. */
export const unpaced: Pace = { isDue: () => false, pause: async () => undefined, check: () => undefined };

/** Visits each item in turn, giving the event loop back in between. */
export async function paced<Item>(items: Iterable<Item>, pace: Pace, visit: (item: Item) => void): Promise<void> {
  for (const item of items) {
    visit(item);
    if (pace.isDue()) await pace.pause();
  }
}
