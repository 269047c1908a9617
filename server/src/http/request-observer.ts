import type { Tally } from '../source/tally.ts';

/** What became of one request, in the words of its line in the log. */
export interface Ended {
  /** Of what it asked for; absent where that was not understood. */
  readonly kind: string | undefined;
  /** Absent where the client left before there was an answer. */
  readonly status?: number;
  /** Until the answer was made. */
  readonly milliseconds: number;
  readonly rows: number;
  /** Of the body, before compression. */
  readonly bytes: number;
  readonly tally: Tally;
}

/** Is told that a request has begun; what it returns is told how that ended. */
export type RequestObserver = () => (ended: Ended) => void;
