/**
 * Extracts of a list in which rows also move, from seeds and in memory: `paging.test.ts` proves the reading of one pass,
 * `extract-memory.test.ts` what counts as delivered; this adds that parts are read again where a row may have been
 * missed. `e2e/extract/soak.spec.ts` shows the same through the whole server.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstReading, takeBookmark, withBookmark, type Reading } from '../../src/clicktime/bookmark.ts';
import { idOf } from '../../src/clicktime/decode-record.ts';
import { createExtractMemory } from '../../src/clicktime/extract-memory.ts';
import { readExtract } from '../../src/clicktime/extract.ts';
import { placeAfter, type Page, type PageRequest } from '../../src/clicktime/paging.ts';
import { beginning, fromPosition, toPosition } from '../../src/clicktime/place.ts';
import { systemClock } from '../../src/util/clock.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `r${index}`);

interface Extracted {
  readonly rows: readonly string[];
  readonly requests: number;
}

/** Reads a list that `change` changes before each page, by pages of `size` rows, over next links. */
async function extract(list: string[], size: number, change: (turn: number) => void): Promise<Extracted> {
  const memory = createExtractMemory({ maxAgeMs: 60_000, maxBytes: 1_000_000 }, systemClock);
  let requests = 0;
  const fetchPage = async ({ offset, limit }: PageRequest): Promise<Page> => {
    change(requests++);
    const rows = list.slice(offset, offset + limit).map((ID) => ({ ID }));
    return Promise.resolve({ offset, rows, limit, count: list.length });
  };
  const rows: string[] = [];
  let page = memory.begin('me');
  let [start, reading]: [typeof beginning, Reading] = [beginning, firstReading];
  for (;;) {
    let taken = 0;
    let next: ReturnType<typeof withBookmark> | undefined;
    const options = { start, reading, pageLimit: 10, wanted: size, readAhead: 1, mayRepeat: true };
    for await (const stretch of readExtract({ ...options, fetchPage: () => fetchPage })) {
      const room = Math.min(stretch.rows.length, size - taken);
      const fresh = page.take(stretch.rows) ?? [...stretch.rows.keys()];
      rows.push(...stretch.rows.filter((_, index) => index < room && fresh.includes(index)).map(idOf));
      taken += room;
      if (taken < size) continue;
      const position = toPosition(placeAfter(stretch.before, stretch.rows, room));
      next = withBookmark(position, { page: page.page, rows: taken, reading: stretch.reading ?? firstReading });
      page.keep();
      break;
    }
    if (next === undefined) return { rows, requests };
    const { position, bookmark } = takeBookmark(JSON.parse(JSON.stringify(next)));
    if (bookmark === undefined) throw new Error('no bookmark');
    const following = memory.goOn('me', bookmark.page, bookmark.rows);
    if (following === undefined) throw new Error('forgotten');
    [page, start, reading] = [following, fromPosition(position), bookmark.reading];
  }
}

/** Puts the row at one index in front of another. */
const move = (list: string[], from: number, to: number): void => void list.splice(to, 0, ...list.splice(from, 1));

test('a row that moves behind the reader comes at the end', async () => {
  const list = ids(100);
  const { rows } = await extract(list, 25, (turn) => void (turn === 5 && move(list, 90, 3)));
  expect(rows.toSorted()).toEqual(ids(100).toSorted());
  expect(rows.at(-1)).toBe('r90');
});

test('a row that moves on in front of the reader does not come again', async () => {
  const list = ids(100);
  const { rows } = await extract(list, 25, (turn) => void (turn === 5 && move(list, 3, 90)));
  expect(rows).toEqual(ids(100));
});

test('where nothing moves nothing is read again, whatever is inserted', async () => {
  const still = ids(100);
  const busy = ids(100);
  const { requests } = await extract(still, 50, () => undefined);
  const withInserts = await extract(busy, 50, (turn) => void (turn % 3 === 1 && busy.unshift(`r${1000 + turn}`)));
  expect(withInserts.requests).toBeLessThanOrEqual(requests + 8);
});

test('whatever is inserted, deleted and moved, every row that exists throughout comes exactly once', async () => {
  const change = fc.record({
    kind: fc.constantFrom('insert', 'delete', 'move'),
    from: fc.double({ min: 0, max: 0.999, noNaN: true }),
    to: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  const day = fc.record({
    changes: fc.array(fc.option(change, { nil: undefined }), { maxLength: 60 }),
    rows: fc.integer({ min: 20, max: 200 }),
    size: fc.integer({ min: 5, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(day, async ({ changes, rows: count, size }) => {
      const list = ids(count);
      const throughout = new Set(list);
      const { rows } = await extract(list, size, (turn) => {
        const now = changes[turn];
        if (now === undefined || list.length < 15) return;
        const [from, to] = [Math.floor(now.from * list.length), Math.floor(now.to * list.length)];
        if (now.kind === 'insert') list.splice(to, 0, `r${100_000 + turn}`);
        else if (now.kind === 'delete') for (const id of list.splice(from, 1)) throughout.delete(id);
        else move(list, from, to);
      });
      expect(new Set(rows).size).toBe(rows.length);
      expect([...throughout].filter((id) => !rows.includes(id))).toEqual([]);
    }),
    { seed: 5, numRuns: 1_000 },
  );
});
