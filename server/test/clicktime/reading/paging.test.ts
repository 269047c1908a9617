/**
 * Whole reads of a list that changes between any two of its pages, in memory and from seeds. `locate.test.ts` proves
 * the finding of one place; `source.test.ts` adds sockets, faults and ClickTime's real shapes.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf } from '../../../src/clicktime/model/decode-record.ts';
import type { PageRequest } from '../../../src/clicktime/reading/careful-pages.ts';
import { positionAfter } from '../../../src/clicktime/reading/list-batch.ts';
import type { UpstreamPage } from '../../../src/clicktime/reading/page-facts.ts';
import { readPages } from '../../../src/clicktime/reading/paging.ts';
import { beginning, decodePosition, type AnchoredOffset } from '../../../src/clicktime/reading/position.ts';
import { ODataError } from '../../../src/errors/odata-error.ts';

interface Upstream {
  readonly fetchPage: (request: PageRequest) => Promise<UpstreamPage>;
  readonly requests: readonly PageRequest[];
}

interface Behaviour {
  /** Called before each page is made, with the list to change. */
  readonly change?: (list: string[], turn: number) => void;
  /** Page size applied whatever was asked for. */
  readonly clamp?: number;
  readonly counts?: boolean;
  readonly links?: boolean;
}

/** A list that pages as ClickTime does. */
function upstream(list: string[], { change, clamp = 500, counts = true, links = true }: Behaviour = {}): Upstream {
  const requests: PageRequest[] = [];
  return {
    requests,
    fetchPage: async (request) => {
      change?.(list, requests.length);
      requests.push(request);
      const limit = Math.min(request.limit, clamp);
      const rows = list.slice(request.offset, request.offset + limit).map((ID) => ({ ID }));
      const hasNext = request.offset + rows.length < list.length;
      const told = { ...(links && { hasNext }), ...(counts && { count: list.length }) };
      const page = { offset: request.offset, rows, limit, ...told };
      await Promise.resolve();
      return page;
    },
  };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `r${index}`);

interface ReadOptions {
  readonly pageLimit?: number;
  readonly wanted?: number;
  readonly readAhead?: number;
  readonly start?: AnchoredOffset;
  /** Rows after which the reader stops and goes on from a position that has been to the client and back. */
  readonly restartEvery?: number;
}

/** Reads to the end, through as many OData pages as the reader takes. */
async function readAll({ fetchPage }: Upstream, options: ReadOptions = {}): Promise<readonly string[]> {
  const read: string[] = [];
  let start: AnchoredOffset | undefined = options.start ?? beginning;
  while (start !== undefined) {
    const from: AnchoredOffset = start;
    start = undefined;
    let taken = 0;
    const most = options.restartEvery ?? Number.POSITIVE_INFINITY;
    const { pageLimit = 10, wanted = most, readAhead = 4 } = options;
    for await (const batch of readPages({ fetchPage, start: from, pageLimit, wanted, readAhead })) {
      const { rows } = batch;
      const room = Math.min(rows.length, most - taken);
      read.push(...rows.slice(0, room).map(idOf));
      taken += room;
      if (taken < most) continue;
      start = decodePosition(JSON.parse(JSON.stringify(positionAfter(batch, room - 1)))).place;
      break;
    }
  }
  return read;
}

test.each([0, 1, 9, 10, 11, 19, 20, 28, 29, 1234])('a list of %i rows is read completely, in order', async (count) => {
  expect(await readAll(upstream(ids(count)))).toEqual(ids(count));
});

test('pages that ClickTime makes smaller than asked for are followed', async () => {
  const smaller = upstream(ids(95), { clamp: 7 });
  expect(await readAll(smaller)).toEqual(ids(95));
  // One page too far was asked for at the old size before the new one was known.
  expect(smaller.requests.length).toBeLessThanOrEqual(Math.ceil(95 / 6) + 4);
});

test('without a count, links and empty pages end the list', async () => {
  expect(await readAll(upstream(ids(95), { counts: false }))).toEqual(ids(95));
  expect(await readAll(upstream(ids(95), { counts: false, links: false }))).toEqual(ids(95));
});

test('a small wish is a small page, and nothing is read ahead of it', async () => {
  const list = upstream(ids(1000));
  const first = await readPages({ ...list, start: beginning, pageLimit: 500, wanted: 50, readAhead: 4 }).next();
  expect(first.value?.rows.length).toBe(50);
  expect(list.requests).toEqual([{ offset: 0, limit: 50, priority: 'interactive' }]);
});

test('ten pages of 500 are read with ten requests, as many in flight as allowed', async () => {
  let inFlight = 0;
  let most = 0;
  const list = upstream(ids(20_000));
  const fetchPage = async (request: PageRequest): Promise<UpstreamPage> => {
    most = Math.max(most, ++inFlight);
    const page = await list.fetchPage(request);
    inFlight--;
    return page;
  };
  const read = readPages({ fetchPage, start: beginning, pageLimit: 500, wanted: 4_990, readAhead: 4 });
  let rows = 0;
  while (rows < 4_990) rows += (await read.next()).value?.rows.length ?? Number.NaN;
  expect(list.requests.length).toBe(10);
  expect(most).toBe(4);
  expect(list.requests.map(({ priority }) => priority)).toEqual(['interactive', ...Array<string>(9).fill('bulk')]);
});

test('a row in front that pushes all rows of a small page on to the next one is no contradiction', async () => {
  const list = upstream(ids(30), { change: (rows, turn) => void (turn === 5 && rows.unshift('new')) });
  expect(await readAll(list, { pageLimit: 2, readAhead: 1 })).toEqual(ids(30));
});

test('a list that becomes empty ends', async () => {
  const list = upstream(ids(40), { change: (rows, turn) => void (turn === 2 && rows.splice(0)) });
  expect(await readAll(list, { readAhead: 1 })).toEqual(ids(19));
});

test('a list that promises rows and sends none fails instead of ending early', async () => {
  const list = upstream(ids(40));
  const fetchPage = async (request: PageRequest): Promise<UpstreamPage> => {
    const page = await list.fetchPage(request);
    return request.offset === 0 ? page : { ...page, rows: page.rows.slice(0, 1) };
  };
  await expect(readAll({ ...list, fetchPage })).rejects.toMatchObject({ code: 'UpstreamInvalidResponse' });
});

test.each([true, false])('a row that every page keeps back is noticed; with a count: %s', async (counts) => {
  const list = upstream(ids(95), { counts, links: counts });
  const fetchPage = async (request: PageRequest): Promise<UpstreamPage> => {
    const page = await list.fetchPage(request);
    return page.rows.length < 5 ? page : { ...page, rows: page.rows.toSpliced(3, 1) };
  };
  const failure = { code: 'UpstreamInvalidResponse', message: expect.stringContaining('at offset 0 has 9 records') };
  await expect(readAll({ ...list, fetchPage }, { readAhead: 1 })).rejects.toMatchObject(failure);
});

test('a place whose rows are all gone fails instead of guessing', async () => {
  const start = { part: 0, offset: 20, anchors: ['x1', 'x2', 'x3'] };
  await expect(readAll(upstream(ids(40)), { start })).rejects.toMatchObject({ code: 'StaleSkiptoken', status: 410 });
});

test('thousands of rows inserted in front cost a few pages, not the place', async () => {
  const list = upstream(ids(5_000), {
    change: (rows, turn) => void (turn === 3 && rows.unshift(...ids(3_000).map((id) => `new-${id}`))),
  });
  const read = await readAll(list, { pageLimit: 500, readAhead: 1 });
  expect(read.filter((id) => !id.startsWith('new-'))).toEqual(ids(5_000));
  expect(list.requests.length).toBeLessThanOrEqual(14);
});

// ---- Any changes ----------------------------------------------------------------------------------------------------

interface Change {
  readonly kind: 'insert' | 'delete';
  /** Where, as a share of the list. */
  readonly at: number;
  readonly count: number;
}

const change = fc.record<Change>({
  kind: fc.constantFrom('insert', 'delete'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  count: fc.integer({ min: 1, max: 6 }),
});

const reading = fc.record({
  size: fc.integer({ min: 0, max: 300 }),
  changes: fc.array(fc.option(change, { nil: undefined }), { maxLength: 60 }),
  pageLimit: fc.integer({ min: 9, max: 60 }),
  readAhead: fc.integer({ min: 1, max: 5 }),
  restartEvery: fc.integer({ min: 1, max: 90 }),
});

test(
  'whatever is inserted and deleted, every row that exists throughout comes exactly once',
  { timeout: 60_000 },
  async () => {
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(reading, async ({ size, changes, ...options }) => {
        const throughout = new Set(ids(size));
        let inserted = 0;
        const list = upstream(ids(size), {
          change: (rows, turn) => {
            const now = changes[turn];
            if (now === undefined) return;
            const index = Math.floor(now.at * rows.length);
            const gone = now.kind === 'delete' ? now.count : 0;
            const fresh = now.kind === 'insert' ? ids(now.count).map((id) => `new-${inserted++}-${id}`) : [];
            for (const id of rows.splice(index, gone, ...fresh)) throughout.delete(id);
          },
        });
        const read = await readAll(list, options).catch((error: unknown) => {
          if (error instanceof ODataError && error.code === 'StaleSkiptoken') return undefined;
          throw error;
        });
        if (read === undefined) {
          lost++;
          return;
        }
        const fromStart = read.filter((id) => throughout.has(id));
        expect(fromStart).toEqual(ids(size).filter((id) => throughout.has(id)));
        expect(new Set(read).size).toBe(read.length);
      }),
      { seed: 11, numRuns: 1_500 },
    );
    // These lists lose more neighbours at once than a place has anchors; even so few places are lost.
    expect(lost / 1_500).toBeLessThan(0.1);
  },
);
