/**
 * What running extracts have delivered, in this process. The rows of a page count as delivered once its next link is
 * followed, so a page can be asked for again; each next link leads on from its own page, however many follow it.
 */
import { randomBytes } from 'node:crypto';
import type { Row } from '../../model/values.ts';
import type { RequestContext } from '../../source/source.ts';
import type { Clock } from '../../util/clock.ts';
import { unpaced } from '../../util/turns.ts';
import { idOf } from '../model/decode-record.ts';
import { createExtractShelf, type Shelved, type ShelfUsage } from './extract-shelf.ts';
import { IdHash } from './id-hash.ts';
import { SeenIds } from './seen-ids.ts';

export interface ExtractMemoryOptions {
  /** Milliseconds an extract is remembered after its last page. */
  readonly maxAgeMs: number;
  /** Bytes of all that is remembered; about 20 a row. */
  readonly maxBytes: number;
}

/** What rows are to an extract. */
interface Taken {
  /** Indexes of those that it has not had before; undefined where that is all of them. */
  readonly fresh?: readonly number[];
  /** How many it has had from another list, read earlier. */
  readonly earlier: number;
}

/** The memory of one page while it is read. */
export interface PageMemory {
  /** Unguessable; a next link names it. */
  readonly page: string;
  /** Rows that this page and those before it have brought, repeated ones among them. */
  readonly taken: number;
  /** Different rows among these. */
  readonly distinct: number;
  /** Notes rows; `since` is the number of rows after which the list began that they are of. */
  take(rows: readonly Row[], since?: number): Taken;
  /** Lets a next link go on from here. */
  keep(): void;
}

export interface ExtractMemory {
  /** The memory of an extract's first page. */
  begin(owner: string): PageMemory;
  /**
   * That of the page behind the first `rows` rows of another; undefined where that is forgotten or someone else's. Where
   * others went on from another version of that page, its whole extract is copied: that is paced, and its memory counted.
   */
  goOn(owner: string, page: string, rows: number, copying: Copying): Promise<PageMemory | undefined>;
}

/** On whose account an extract is copied. */
type Copying = Pick<RequestContext, 'pace' | 'memory'>;

interface Extract extends Shelved {
  /** IDs that were delivered, each with the number of its row. */
  readonly delivered: SeenIds;
  /** Per page number, which page and how many rows of it were delivered. */
  readonly ends: string[];
  /** Per page number, how many rows were delivered by then, and how many different ones. */
  readonly totals: Totals[];
  /** Pages that a next link can go on from, by the names of their owners and themselves. */
  readonly pages: Map<string, KnownPage>;
  /** What the pages take up beside what was delivered. */
  pageBytes: number;
}

interface Totals {
  readonly rows: number;
  readonly distinct: number;
}

const nothing: Totals = { rows: 0, distinct: 0 };

interface KnownPage {
  readonly number: number;
  /** IDs new on this page, each with the number of its row; nothing is left of them once they count as delivered. */
  readonly own?: SeenIds | undefined;
  readonly bytes: number;
}

const PAGE_ID_BYTES = 12;
/** What a page takes beside its IDs: its name, and its place in two maps. */
const PAGE_BYTES = 300;

/** A memory that counts an extract once, however many pages it has, and forgets whole extracts where there is no room. */
export function createExtractMemory(
  { maxAgeMs, maxBytes }: ExtractMemoryOptions,
  clock: Clock,
): ExtractMemory & { readonly usage: () => ShelfUsage } {
  const hash = new IdHash(randomBytes(4).readUInt32LE());
  const extracts = new Map<string, Extract>();
  const shelf = createExtractShelf<Extract>({ maxAgeMs, maxBytes }, clock, (extract) => {
    for (const name of extract.pages.keys()) if (extracts.get(name) === extract) extracts.delete(name);
    extract.pages.clear();
    extract.pageBytes = 0;
  });

  const empty = (): Extract => ({
    delivered: new SeenIds(),
    ends: [],
    totals: [],
    pages: new Map(),
    pageBytes: 0,
    bytes: 0,
  });

  function open(owner: string, extract: Extract, number: number): PageMemory {
    const page = randomBytes(PAGE_ID_BYTES).toString('base64url');
    const own = new SeenIds();
    const before = extract.totals[number - 1] ?? nothing;
    let taken = before.rows;
    /** The number of the row that brought the ID that was hashed first; undefined where none has. */
    const first = (): number | undefined => {
      const row = extract.delivered.get(hash);
      return row !== undefined && row < before.rows ? row : own.get(hash);
    };
    return {
      page,
      get taken() {
        return taken;
      },
      get distinct() {
        return before.distinct + own.size;
      },
      take(rows, since = 0) {
        const fresh: number[] = [];
        let earlier = 0;
        for (const [index, row] of rows.entries()) {
          hash.of(idOf(row));
          const number = first();
          if (number === undefined) {
            own.set(hash.low, hash.high, taken);
            fresh.push(index);
          } else if (number < since) earlier++;
          taken++;
        }
        return fresh.length === rows.length ? { earlier } : { fresh, earlier };
      },
      keep: () => note(nameOf(owner, page), extract, number, own),
    };
  }

  function note(name: string, extract: Extract, number: number, own?: SeenIds): void {
    const bytes = PAGE_BYTES + (own?.bytes ?? 0);
    extract.pageBytes += bytes - (extract.pages.get(name)?.bytes ?? 0);
    extract.pages.set(name, { number, bytes, own });
    extracts.set(name, extract);
    shelf.put(extract, extract.delivered.bytes + extract.pageBytes);
  }

  /** The extract as it was before a page: somebody else went on from another version of that. */
  async function fork({ delivered, ends, totals }: Extract, before: number, copying: Copying): Promise<Extract> {
    const { rows } = totals[before - 1] ?? nothing;
    const copy: Extract = { ...empty(), ends: ends.slice(0, before), totals: totals.slice(0, before) };
    await copying.memory?.reserve(delivered.bytes);
    const { pace = unpaced } = copying;
    for (const some of delivered.parts()) {
      some.copyTo(copy.delivered, (row) => (row < rows ? row : undefined));
      if (pace.isDue()) await pace.pause();
    }
    return copy;
  }

  return {
    usage: () => shelf.usage(),
    begin: (owner) => open(owner, empty(), 0),
    async goOn(owner, page, rows, copying) {
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
        const copy = await fork(extract, number, copying);
        if (extract.pages.delete(name)) extract.pageBytes -= known.bytes;
        extract = copy;
      }
      const before = extract.totals[number - 1] ?? nothing;
      let added = 0;
      own.copyTo(extract.delivered, (row) => {
        if (row >= before.rows + rows) return undefined;
        added++;
        return row;
      });
      extract.ends[number] = end;
      extract.totals[number] = { rows: before.rows + rows, distinct: before.distinct + added };
      note(name, extract, number);
      return open(owner, extract, number + 1);
    },
  };
}

const nameOf = (owner: string, page: string): string => `${owner} ${page}`;
