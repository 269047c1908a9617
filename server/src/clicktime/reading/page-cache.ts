import { LRUCache } from 'lru-cache';
import type { Clock } from '../../util/clock.ts';
import { linkAbort } from '../../util/linked-abort.ts';
import { EQUALLY_PATIENT_MS } from '../../util/shared-work.ts';
import type { Page } from './page-facts.ts';

export interface PageCacheOptions {
  /** Milliseconds a page is given again; 0 keeps none. */
  readonly maxAgeMs: number;
  /** Bytes of ClickTime's answers whose pages are kept; rows take a few times as much memory. */
  readonly maxBytes: number;
}

export interface CachedRead {
  /** Names the credential: nobody is given what another one read. */
  readonly owner: string;
  /** Everything that decides what the page holds. */
  readonly key: string;
  /** Worth remembering: others only share the read while it is under way. */
  readonly keep: boolean;
  /** Nothing that was asked for before may answer this. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  /** When, by the clock, this caller does not wait any more. */
  readonly deadline: number;
  readonly load: (signal: AbortSignal) => Promise<LoadedPage>;
}

export interface LoadedPage {
  readonly page: Page;
  readonly bytes: number;
}

/** Pages that one credential reads more than once: at the same time, or within a short while. */
export interface PageCache {
  /** The page, from memory, from the same read under way, or by `load`. */
  read(request: CachedRead): Promise<Page>;
  /** Drops what a credential read, because it is no longer good. */
  forget(owner: string): void;
}

interface UnderWay {
  readonly page: Promise<Page>;
  readonly abort: AbortController;
  readonly deadline: number;
  readers: number;
  isDone: boolean;
}

/** A cache in this process's memory; kept pages are shared, so their rows are never changed. */
export function createPageCache({ maxAgeMs, maxBytes }: PageCacheOptions, clock: Clock): PageCache {
  const kept = new LRUCache<string, LoadedPage>({
    maxSize: Math.max(1, maxBytes),
    // One large page must not push out everything else.
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 4)),
    sizeCalculation: ({ bytes }, key) => bytes + key.length + 1,
    ttl: Math.max(1, maxAgeMs),
    ttlResolution: 0,
    perf: clock,
  });
  const underWay = new Map<string, UnderWay>();

  function begin(name: string, { load, keep, deadline }: CachedRead): UnderWay {
    const abort = new AbortController();
    const work: UnderWay = { page: run(), abort, deadline, readers: 0, isDone: false };
    underWay.set(name, work);
    return work;

    async function run(): Promise<Page> {
      try {
        const loaded = await load(abort.signal);
        // Forgotten meanwhile, or overtaken by a fresh read: good enough for those who wait, but not to be kept.
        if (keep && maxAgeMs > 0 && underWay.get(name) === work) kept.set(name, loaded);
        return loaded.page;
      } finally {
        work.isDone = true;
        end(name, work);
      }
    }
  }

  function end(name: string, work: UnderWay): void {
    if (underWay.get(name) === work) underWay.delete(name);
  }

  /** The page, or the signal's reason; with its last reader gone, the read ends. */
  async function share(name: string, work: UnderWay, signal: AbortSignal): Promise<Page> {
    const leaving = linkAbort(signal);
    work.readers++;
    try {
      return await new Promise<Page>((resolve, reject) => {
        leaving.signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        work.page.then(resolve, reject);
      });
    } finally {
      leaving.unlink();
      work.readers--;
      if (work.readers === 0 && !work.isDone) {
        end(name, work);
        work.abort.abort();
      }
    }
  }

  return {
    async read(request) {
      request.signal.throwIfAborted();
      const name = `${request.owner}\n${request.key}`;
      if (request.fresh) kept.delete(name);
      const known = kept.get(name);
      if (known !== undefined) return known.page;
      const running = request.fresh ? undefined : underWay.get(name);
      // A read that gives up before this caller does would be no help to it.
      const joins = running !== undefined && running.deadline >= request.deadline - EQUALLY_PATIENT_MS;
      return share(name, joins ? running : begin(name, request), request.signal);
    },
    forget(owner) {
      for (const name of kept.keys()) if (name.startsWith(`${owner}\n`)) kept.delete(name);
      for (const name of underWay.keys()) if (name.startsWith(`${owner}\n`)) underWay.delete(name);
    },
  };
}
