/**
 * Extracts of a list in which rows also move, from seeds and in memory: `paging.test.ts` proves the reading of one pass,
 * `extract-memory.test.ts` what counts as delivered; this adds that parts are read again where a row may have been
 * missed. `e2e/extract/soak.spec.ts` shows the same through the whole server.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf } from '../../../src/clicktime/model/decode-record.ts';
import { createExtractMemory } from '../../../src/clicktime/reading/extract-memory.ts';
import { readExtract } from '../../../src/clicktime/reading/extract.ts';
import type { PageRequest } from '../../../src/clicktime/reading/careful-pages.ts';
import { firstProgress } from '../../../src/clicktime/reading/extract-progress.ts';
import { positionAfter } from '../../../src/clicktime/reading/list-batch.ts';
import type { UpstreamPage } from '../../../src/clicktime/reading/page-facts.ts';
import { beginning, decodePosition } from '../../../src/clicktime/reading/position.ts';
import type { Position } from '../../../src/source/source.ts';
import { systemClock } from '../../../src/util/clock.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `r${index}`);

interface Extracted {
  readonly rows: readonly string[];
  readonly requests: number;
}

const extract = (list: string[], size: number, change: (turn: number) => void): Promise<Extracted> =>
  extractAll([list], size, change);

/** Reads lists that `change` changes before each page, by pages of `size` rows, over next links. */
async function extractAll(lists: string[][], size: number, change: (turn: number) => void): Promise<Extracted> {
  const memory = createExtractMemory({ maxAgeMs: 60_000, maxBytes: 1_000_000 }, systemClock);
  let requests = 0;
  const fetchPage = async (part: number, { offset, limit }: PageRequest): Promise<UpstreamPage> => {
    change(requests++);
    const list = lists[part] ?? [];
    const rows = list.slice(offset, offset + limit).map((ID) => ({ ID }));
    return Promise.resolve({ offset, rows, limit, count: list.length });
  };
  const rows: string[] = [];
  let page = memory.begin('me');
  let [start, progress] = [beginning, firstProgress];
  for (;;) {
    let taken = 0;
    let shownBefore = 0;
    let next: Position | undefined;
    const options = {
      start,
      progress,
      parts: lists.length,
      pageLimit: 10,
      wanted: size,
      readAhead: 1,
      mayRepeat: true,
    };
    const list = { keyOf: () => 0, hasTies: false, memory: page };
    for await (const batch of readExtract({
      ...options,
      ...list,
      fetchPage: (part) => (page) => fetchPage(part, page),
    })) {
      const shown = batch.rows.slice(0, size - shownBefore);
      rows.push(...shown.map(idOf));
      shownBefore += shown.length;
      if (shownBefore < size || shown.length === 0) {
        taken += batch.size;
        continue;
      }
      const mark = { ...batch.mark, delivered: { memory: page, rows: taken } };
      next = positionAfter({ ...batch, mark }, shown.length - 1);
      break;
    }
    if (next === undefined) return { rows, requests };
    const { place, extract: extracted } = decodePosition(JSON.parse(JSON.stringify(next)));
    if (place === undefined || extracted === undefined) throw new Error('no extract');
    const following = await memory.goOn('me', extracted.page, extracted.rows, {});
    if (following === undefined) throw new Error('forgotten');
    [page, start, progress] = [following, place, extracted.progress];
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

test('a list that holds a row twice in the place of another is refused after one more reading', async () => {
  const list = ids(100);
  list[80] = 'r3';
  let requests = 0;
  const whole = await extract(ids(100), 25, () => undefined);
  await expect(extract(list, 25, () => void requests++)).rejects.toThrow(
    'it says that there are 100 records, but 1 of them did not come in 2 readings.',
  );
  // Pages that overlap by half where all rows are one group.
  expect(requests).toBeLessThanOrEqual(whole.requests * 3);
});

test(
  'whatever is inserted, deleted and moved, every row that exists throughout comes exactly once',
  { timeout: 60_000 },
  async () => {
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
  },
);

// ---- Several lists --------------------------------------------------------------------------------------------------

const threeLists = (): string[][] => [ids(100).slice(0, 40), ids(100).slice(40, 45), ids(100).slice(45)];

test('lists are read one after the other, an empty one among them', async () => {
  const lists = [ids(30), [], ids(60).slice(30)];
  const { rows, requests } = await extractAll(lists, 25, () => undefined);
  expect(rows).toEqual(ids(60));
  expect(requests).toBeLessThan(20);
});

test('a row that moves into a list that was read comes at the end', async () => {
  const [first = [], second = [], third = []] = threeLists();
  const { rows } = await extractAll([first, second, third], 25, (turn) => {
    if (turn === 8) first.splice(3, 0, ...third.splice(50, 1));
  });
  expect(rows).toHaveLength(100);
  expect(rows.at(-1)).toBe('r95');
});

test('a row that moves into a list that is still to be read does not come again', async () => {
  const [first = [], second = [], third = []] = threeLists();
  const { rows } = await extractAll([first, second, third], 25, (turn) => {
    if (turn === 3) third.push(...first.splice(3, 1));
  });
  expect(rows).toEqual(ids(100));
});

/** Requests within which a place is found again. */
const SETTLING = 6;

test.each([
  [2, 1, 0],
  [2, 0, 1],
])(
  'whenever a row moves from list %i into list %i and on into %i, it comes once',
  { timeout: 60_000 },
  async (...path) => {
    const moments = Array.from({ length: 26 }, (_, turn) => turn);
    for (const first of moments) {
      for (const second of moments.slice(first + SETTLING)) {
        const lists = [[], ids(57), ids(77).slice(57)];
        const [from, over, to] = path.map((list) => lists[list] ?? []);
        const { rows } = await extractAll(lists, 47, (turn) => {
          if (turn === first) over?.unshift(...(from ?? []).splice(0, 1));
          if (turn === second) to?.unshift(...(over ?? []).splice(0, 1));
        });
        expect([first, second, rows.toSorted()]).toEqual([first, second, ids(77).toSorted()]);
      }
    }
  },
);

test(
  'rows that move to lists in front, and within them, come exactly once as long as none hides another',
  { timeout: 60_000 },
  async () => {
    const change = fc.record({
      kind: fc.constantFrom('insert', 'move'),
      source: fc.nat({ max: 2 }),
      target: fc.nat({ max: 2 }),
      from: fc.double({ min: 0, max: 0.999, noNaN: true }),
      to: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    const day = fc.record({
      changes: fc.array(fc.option(change, { nil: undefined, freq: 3 }), { maxLength: 30 }),
      lengths: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }),
      size: fc.integer({ min: 5, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(day, async ({ changes, lengths, size }) => {
        let made = 0;
        const lists = lengths.map((length) => Array.from({ length }, () => `r${made++}`));
        const throughout = lists.flat();
        const { rows } = await extractAll(lists, size, (turn) => {
          const now = turn % SETTLING === 1 ? changes[Math.floor(turn / SETTLING)] : undefined;
          const [source = [], target = []] = now === undefined ? [] : [lists[now.source], lists[now.target]];
          if (now === undefined || (now.kind === 'move' && (source.length < 12 || now.source < now.target))) return;
          const moved = now.kind === 'move' ? source.splice(Math.floor(now.from * source.length), 1) : [`new${turn}`];
          target.splice(Math.floor(now.to * target.length), 0, ...moved);
        });
        expect(new Set(rows).size).toBe(rows.length);
        expect(throughout.filter((id) => !rows.includes(id))).toEqual([]);
      }),
      { seed: 8, numRuns: 1_000 },
    );
  },
);
