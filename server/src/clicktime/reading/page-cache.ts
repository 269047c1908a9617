import type { Clock } from '../../util/clock.ts';
import { createRememberedWork, type KeepingOptions, type RememberedWork } from '../../util/remembered-work.ts';
import type { UpstreamPage } from './page-facts.ts';

interface LoadedPage {
  readonly page: UpstreamPage;
  /** Bytes of ClickTime's answer, rows take a few times as much memory; absent where it is not worth keeping. */
  readonly bytes?: number | undefined;
}

/** Pages that one credential reads more than once; nobody changes their rows. */
export type PageCache = RememberedWork<LoadedPage>;

/** A cache in this process's memory. */
export const createPageCache = (options: KeepingOptions, clock: Clock): PageCache =>
  createRememberedWork({ ...options, parts: 4, bytesOf: ({ bytes }) => bytes, clock });
