/**
 * What running extracts have delivered, in this process. The rows of a page count as delivered once its next link is
 * followed, so a page can be asked for again; each next link leads on from its own page, however many follow it.
 */
import { randomBytes } from 'node:crypto';
import type { Row } from '../model/values.ts';
import type { Clock } from '../util/clock.ts';
import { idOf } from './decode-record.ts';
import { createExtractShelf, type Shelved } from './extract-shelf.ts';
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
  /** Different rows that this page and those before it have brought. */
  readonly distinct: number;
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

interface Extract extends Shelved {
  /** IDs that were delivered, each with the number of its page. */
  readonly delivered: SeenIds;
  /** Per page number, which page and how many rows of it were delivered. */
  readonly ends: string[];
  /** Per page number, how many different rows were delivered by then. */
  readonly totals: number[];
  /** Pages that a next link can go on from, by the names of their owners and themselves. */
  readonly pages: Map<string, KnownPage>;
  /** What the pages take up beside what was delivered. */
  pageBytes: number;
}

interface KnownPage {
  readonly number: number;
  /** IDs new on this page, each with the number of its row; nothing is left of them once they count as delivered. */
  readonly own?: SeenIds;
  readonly bytes: number;
}

const PAGE_ID_BYTES = 12;
/** What a page takes beside its IDs: its name, and its place in two maps. */
const PAGE_BYTES = 300;

/** A memory that counts an extract once, however many pages it has, and forgets whole extracts where there is no room. */
export function createExtractMemory({ maxAgeMs, maxBytes }: ExtractMemoryOptions, clock: Clock): ExtractMemory {
  const salt = randomBytes(4).readUInt32LE();
  const extracts = new Map<string, Extract>();
  const shelf = createExtractShelf<Extract>({ maxAgeMs, maxBytes }, clock, (extract) => {
    for (const name of extract.pages.keys()) extracts.delete(name);
    extract.pages.clear();
    extract.pageBytes = 0;
  });

  const empty = (): Extract => ({
    delivered: createSeenIds(salt),
    ends: [],
    totals: [],
    pages: new Map(),
    pageBytes: 0,
    bytes: 0,
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
      get distinct() {
        return (extract.totals[number - 1] ?? 0) + own.size;
      },
      take(rows) {
        const indexes: number[] = [];
        for (const [index, row] of rows.entries()) {
          if (isNew(idOf(row))) indexes.push(index);
          rowNumber++;
        }
        return indexes.length === rows.length ? undefined : indexes;
      },
      keep: () => note(nameOf(owner, page), extract, number, own),
    };
  }

  function note(name: string, extract: Extract, number: number, own?: SeenIds): void {
    const bytes = PAGE_BYTES + (own?.bytes ?? 0);
    extract.pageBytes += bytes - (extract.pages.get(name)?.bytes ?? 0);
    extract.pages.set(name, { number, bytes, ...(own !== undefined && { own }) });
    extracts.set(name, extract);
    shelf.put(extract, extract.delivered.bytes + extract.pageBytes);
  }

  /** The extract as it was before a page: somebody else went on from another version of that. */
  function fork({ delivered, ends, totals }: Extract, before: number): Extract {
    const copy: Extract = { ...empty(), ends: ends.slice(0, before), totals: totals.slice(0, before) };
    delivered.copyTo(copy.delivered, (page) => (page < before ? page : undefined));
    return copy;
  }

  return {
    begin: (owner) => open(owner, empty(), 0),
    goOn(owner, page, rows) {
      const name = nameOf(owner, page);
      let extract = extracts.get(name);
      if (extract === undefined || !shelf.touch(extract)) return undefined;
      const known = extract.pages.get(name);
      if (known === undefined) return undefined;
      const { number, own } = known;
      const end = `${page} ${rows}`;
      if (extract.ends[number] === end) return open(owner, extract, number + 1);
      if (own === undefined) return undefined;
      if (extract.ends[number] !== undefined) {
        extract.pageBytes -= known.bytes;
        extract.pages.delete(name);
        extract = fork(extract, number);
      }
      let added = 0;
      own.copyTo(extract.delivered, (row) => {
        if (row >= rows) return undefined;
        added++;
        return number;
      });
      extract.ends[number] = end;
      extract.totals[number] = (extract.totals[number - 1] ?? 0) + added;
      note(name, extract, number);
      return open(owner, extract, number + 1);
    },
  };
}

const nameOf = (owner: string, page: string): string => `${owner} ${page}`;
