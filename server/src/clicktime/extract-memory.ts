/**
 * What running extracts have delivered, in this process. The rows of a page count as delivered once its next link is
 * followed, so a page can be asked for again; each next link leads on from its own page, however many follow it.
 */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Row } from '../model/values.ts';
import type { Clock } from '../util/clock.ts';
import { idOf } from './decode-record.ts';
import { createSeenIds, type SeenIds } from './seen-ids.ts';

export interface ExtractMemoryOptions {
  /** Milliseconds an extract is remembered after its last page. */
  readonly maxAgeMs: number;
  /** Bytes of all that is remembered; about 20 a row. */
  readonly maxBytes: number;
}

/** The memory of one page while it is read. */
export interface PageMemory {
  /** Unguessable; a next link names it. */
  readonly page: string;
  /**
   * Notes rows; gives the indexes of those that neither this page nor those before it have delivered, undefined where
   * that is all of them.
   */
  take(rows: readonly Row[]): readonly number[] | undefined;
  /** Lets a next link go on from here. */
  keep(): void;
}

export interface ExtractMemory {
  /** The memory of an extract's first page. */
  begin(owner: string): PageMemory;
  /** That of the page behind the first `rows` rows of another; undefined where that is forgotten or someone else's. */
  goOn(owner: string, page: string, rows: number): PageMemory | undefined;
}

interface Extract {
  /** IDs that were delivered, each with the number of its page. */
  readonly delivered: SeenIds;
  /** Per page number, which page and how many rows of it were delivered. */
  readonly pages: string[];
}

interface KnownPage {
  readonly extract: Extract;
  readonly number: number;
  /** IDs new on this page, each with the number of its row. */
  readonly own: SeenIds;
}

const PAGE_ID_BYTES = 12;

/** A memory that forgets what was not used for longest. */
export function createExtractMemory({ maxAgeMs, maxBytes }: ExtractMemoryOptions, clock: Clock): ExtractMemory {
  const salt = randomBytes(4).readUInt32LE();
  const known = new LRUCache<string, KnownPage>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: ({ extract, own }, key) => extract.delivered.bytes + own.bytes + key.length,
    ttl: Math.max(1, maxAgeMs),
    ttlResolution: 0,
    updateAgeOnGet: true,
    perf: clock,
  });

  function open(owner: string, extract: Extract, number: number): PageMemory {
    const page = randomBytes(PAGE_ID_BYTES).toString('base64url');
    const own = createSeenIds(salt);
    let rowNumber = 0;
    const isNew = (id: string): boolean => {
      const before = extract.delivered.get(id);
      if ((before !== undefined && before < number) || own.get(id) !== undefined) return false;
      own.set(id, rowNumber);
      return true;
    };
    return {
      page,
      take(rows) {
        const indexes: number[] = [];
        for (const [index, row] of rows.entries()) {
          if (isNew(idOf(row))) indexes.push(index);
          rowNumber++;
        }
        return indexes.length === rows.length ? undefined : indexes;
      },
      keep: () => void known.set(nameOf(owner, page), { extract, number, own }),
    };
  }

  const empty = (): Extract => ({ delivered: createSeenIds(salt), pages: [] });

  /** The extract as it was before page `number`: somebody else went on from another version of that page. */
  function fork({ delivered, pages }: Extract, number: number): Extract {
    const copy: Extract = { delivered: createSeenIds(salt), pages: pages.slice(0, number) };
    delivered.copyTo(copy.delivered, (page) => (page < number ? page : undefined));
    return copy;
  }

  return {
    begin: (owner) => open(owner, empty(), 0),
    goOn(owner, page, rows) {
      const found = known.get(nameOf(owner, page));
      if (found === undefined) return undefined;
      const { number, own } = found;
      const end = `${page} ${rows}`;
      const taken = found.extract.pages[number];
      if (taken === end) return open(owner, found.extract, number + 1);
      const extract = taken === undefined ? found.extract : fork(found.extract, number);
      own.copyTo(extract.delivered, (row) => (row < rows ? number : undefined));
      extract.pages[number] = end;
      return open(owner, extract, number + 1);
    },
  };
}

const nameOf = (owner: string, page: string): string => `${owner} ${page}`;
