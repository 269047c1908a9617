/**
 * What one request took, counted where it happens: the log and the metrics tell it when the request ends. Work that several
 * requests share is counted with the one that began it.
 */
export interface Tally {
  /** Names the caller; absent where nobody has signed in. */
  owner?: string;
  /** What is asked for, once that is understood. */
  kind?: string;
  /** Requests that were sent to the source, each attempt. */
  upstreamRequests: number;
  /** Milliseconds that these waited before they were sent, added up also where several waited side by side. */
  waitedMs: number;
  /** Reads that were answered from memory. */
  rememberedReads: number;
  /** The whole answer was. */
  isRemembered: boolean;
}

/** A tally of nothing yet. */
export const createTally = (): Tally => ({ upstreamRequests: 0, waitedMs: 0, rememberedReads: 0, isRemembered: false });
