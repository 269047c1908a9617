/** One request to the simulator, without anything secret. */
export interface LoggedRequest {
  readonly sequence: number;
  readonly method: string;
  /** Path without query, as sent. */
  readonly path: string;
  readonly query: string;
  readonly caller: 'admin' | 'manager' | 'standard' | 'anonymous';
  /** Number of the token's user. */
  readonly user: number | undefined;
  readonly status: number;
  /** Bytes of the body, before compression. */
  readonly bytes: number;
  /** Kind of the fault that shaped the answer. */
  readonly fault: string | undefined;
  /** How many changes the company had seen when the answer was made. */
  readonly version: number;
  /** Milliseconds since the simulator started. */
  readonly at: number;
}

/** The latest requests, and counters of all. */
export interface RequestLog {
  readonly all: () => readonly LoggedRequest[];
  /** Requests since the last reset, also those that the bounded list has dropped. */
  readonly count: () => number;
  /** Per status code. */
  readonly statuses: () => ReadonlyMap<number, number>;
  /** Requests being answered right now, and the most there ever were since the last reset. */
  readonly inFlight: () => { readonly now: number; readonly most: number };
  readonly reset: () => void;
}

/** What the server writes to. */
export interface RequestRecorder extends RequestLog {
  readonly begin: () => void;
  readonly end: () => void;
  readonly add: (request: Omit<LoggedRequest, 'sequence'>) => void;
}

/** A log of at most `bound` requests. */
export function makeRequestLog(bound = 10_000): RequestRecorder {
  let kept: LoggedRequest[] = [];
  const statuses = new Map<number, number>();
  let count = 0;
  let now = 0;
  let most = 0;
  return {
    all: () => kept.slice(-bound),
    count: () => count,
    statuses: () => new Map(statuses),
    inFlight: () => ({ now, most }),
    reset() {
      kept = [];
      statuses.clear();
      count = 0;
      most = now;
    },
    begin() {
      now += 1;
      most = Math.max(most, now);
    },
    end() {
      now -= 1;
    },
    add(request) {
      kept.push({ sequence: count++, ...request });
      statuses.set(request.status, (statuses.get(request.status) ?? 0) + 1);
      if (kept.length >= bound * 2) kept = kept.slice(-bound);
    },
  };
}
