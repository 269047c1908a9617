import type { Outcome } from './outcome.ts';

/** Is told what becomes of requests to ClickTime, of all callers together. */
export interface UpstreamWatch {
  /** One was sent and ended after so many milliseconds, by what it came to; `Abandoned` where nobody waited any more. */
  attempted(outcome: Outcome['kind'] | 'Abandoned', milliseconds: number): void;
  /** One waited so many milliseconds for its place in the throttle, whether it got it or not. */
  waited(milliseconds: number): void;
  /** One is going to be sent again. */
  repeated(): void;
  /** One was not sent, because ClickTime, as a whole or for its token, is left alone. */
  rested(ofAll: boolean): void;
}

export const unwatched: UpstreamWatch = {
  attempted: () => undefined,
  waited: () => undefined,
  repeated: () => undefined,
  rested: () => undefined,
};
