/**
 * law.test.ts proves that pages lose and repeat nothing; here where exactly they end, what they ask of the source, and
 * what counts say.
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { readUpTo } from '../../src/source/batch.ts';
import type { EntitySource, SourceCapabilities } from '../../src/source/source.ts';
import {
  collectionRequest,
  dataRequest,
  generousLimits,
  names,
  recording,
  run,
  runCollection,
  runPages,
  type Options,
} from './harness.ts';

const expenses: readonly Row[] = Array.from({ length: 25 }, (_, index) => ({
  Id: index + 1,
  PersonName: index % 2 === 0 ? 'even' : 'odd',
  Day: `2024-01-${String(31 - index).padStart(2, '0')}`,
  Amount: index % 5 === 0 ? null : (index * 7) % 11,
  Notes: `note ${index + 1}`,
}));

const sourceOf = (batchSize: number, capabilities?: SourceCapabilities) =>
  recording(
    createMemorySource({
      rowsBySet: { Expenses: expenses },
      batchSize,
      onlyRequested: true,
      capabilities: capabilities && (() => capabilities),
    }),
  );

const incapable: SourceCapabilities = { predicates: {}, order: [] };

const sizes = (pages: readonly { readonly rows: readonly Row[] }[]): readonly number[] =>
  pages.map(({ rows }) => rows.length);

const limits = (pageSize: number) => ({ ...generousLimits, pageSize });

// ---- Where pages end ------------------------------------------------------------------------------------------------

test('a page of the service ends before a batch that would not fit', async () => {
  const { source, reads } = sourceOf(4);
  const pages = await runPages('Expenses', {}, { source, limits: limits(10) });
  expect(sizes(pages)).toEqual([8, 8, 8, 1]);
  expect(reads.map(({ after }) => after)).toEqual([undefined, { index: 7 }, { index: 15 }, { index: 23 }]);
});

test('a page of the size the client prefers has that size', async () => {
  const { source } = sourceOf(4);
  const pages = await runPages('Expenses', {}, { source, maxPageSize: 10 });
  expect(sizes(pages)).toEqual([10, 10, 5]);
});

test('the preferred size holds for the following pages, which no longer name it', async () => {
  const { source } = sourceOf(4);
  const first = await runCollection(collectionRequest('Expenses'), { source, maxPageSize: 3 });
  const token = first.skiptoken ?? '';
  const second = await runCollection(collectionRequest('Expenses', { $skiptoken: token }), { source });
  expect(names(second.rows, 'Id')).toEqual([4, 5, 6]);
});

test('a preferred size above the limit of the service does not lift it', async () => {
  const { source } = sourceOf(5);
  const pages = await runPages('Expenses', {}, { source, maxPageSize: 1000, limits: limits(10) });
  expect(sizes(pages)).toEqual([10, 10, 5]);
});

test('rows that end where a page ends need no further page', async () => {
  const { source } = sourceOf(5);
  expect(sizes(await runPages('Expenses', {}, { source, maxPageSize: 5 }))).toEqual([5, 5, 5, 5, 5]);
  expect(sizes(await runPages('Expenses', {}, { source, limits: limits(25) }))).toEqual([25]);
});

/** A source that says neither what its last batch is nor, unless `withTotal`, how many rows there are. */
const silent = (source: EntitySource, withTotal = false): EntitySource => ({
  ...source,
  read: async function* (request, context) {
    for await (const { last: _last, total, ...batch } of source.read(request, context)) {
      yield withTotal && total !== undefined ? { ...batch, total } : batch;
    }
  },
});

test('a source that cannot tell its last batch may cost an empty page, and loses nothing', async () => {
  const source = silent(sourceOf(5).source);
  expect(sizes(await runPages('Expenses', {}, { source, maxPageSize: 5 }))).toEqual([5, 5, 5, 5, 5, 0]);
});

test('a batch smaller than those before it does not end a page for want of room', async () => {
  const source = silent(sourceOf(9).source);
  expect(sizes(await runPages('Expenses', {}, { source, limits: limits(27) }))).toEqual([25]);
});

test('nor does one row less make a batch small: a page ends before the next one all the same', async () => {
  const rows = Array.from({ length: 100 }, (_, Id) => ({ Id }));
  let batches = 0;
  const source: EntitySource = {
    ...sourceOf(1).source,
    // Batches that overlap by a row show one less than the first.
    positionAfter: ({ mark }, index) => ({ next: Number(mark) + index + 1 }),
    read: async function* ({ after }) {
      for (let from = Number(after?.['next'] ?? 0), size = from === 0 ? 20 : 19; ; from += size, size = 19) {
        batches += 1;
        const end = from + size;
        yield {
          rows: rows.slice(from, end),
          size: Math.min(size, rows.length - from),
          mark: from,
          last: end >= rows.length,
        };
        if (end >= rows.length) return;
      }
    },
  };
  expect(sizes(await runPages('Expenses', {}, { source, limits: limits(60) }))).toEqual([58, 42]);
  expect(batches).toBe(6);
});

test('the total does not tell where the end is: rows that were read may be gone', async () => {
  const { source } = sourceOf(5);
  const shrinking: EntitySource = {
    ...source,
    read: async function* (request, context) {
      for await (const { total: _total, ...batch } of source.read(request, context)) yield { ...batch, total: 10 };
    },
  };
  for (const options of [{}, { $count: 'true' }, { $skip: '5' }]) {
    const rows = '$skip' in options ? 20 : 25;
    expect(sizes(await runPages('Expenses', options, { source: shrinking }))).toEqual([rows]);
    const pages = await runPages('Expenses', options, { source: silent(shrinking, true), maxPageSize: 5 });
    expect(sizes(pages).reduce((sum, size) => sum + size, 0)).toBe(rows);
  }
});

test('the next page does not read again what the filter let nothing through from', async () => {
  const { source, reads } = sourceOf(10, incapable);
  const pages = await runPages('Expenses', { $filter: "Notes eq 'note 1' or Id ge 12" }, { source, maxPageSize: 1 });
  expect(names(pages.flatMap(({ rows }) => rows).slice(0, 2), 'Id')).toEqual([1, 12]);
  expect(reads[1]?.after).toEqual({ index: 9 });
});

test('a page ends when its time is over, even with nothing on it', async () => {
  const { source } = sourceOf(10, incapable);
  const context = { pageDeadline: 0 };
  const pages = await runPages('Expenses', { $filter: 'Id eq 25' }, { source, context });
  expect(sizes(pages)).toEqual([0, 0, 1]);
  expect(pages.map(({ skiptoken }) => skiptoken !== undefined)).toEqual([true, true, false]);
});

test('an empty batch after the time of the page ends it; before anything was read it does not', async () => {
  const { source } = sourceOf(10);
  const slow: EntitySource = {
    ...source,
    read: async function* (request, context) {
      yield { rows: [], size: 0, mark: undefined };
      for await (const batch of source.read(request, context)) {
        yield batch;
        yield { rows: [], size: 0, mark: undefined };
      }
    },
  };
  const pages = await runPages('Expenses', {}, { source: slow, context: { pageDeadline: 0 } });
  expect(sizes(pages)).toEqual([10, 10, 5]);
});

test('a page that ends while the source passes over entities leaves the rest of them to the next one', async () => {
  const rows = Array.from({ length: 30 }, (_, Id) => ({ Id }));
  const source: EntitySource = {
    ...sourceOf(1).source,
    positionAfter: (batch, index) => ({ next: Number(batch.mark) + readUpTo(batch, index) }),
    read: async function* ({ after, skip = 0 }) {
      let left = skip;
      for (let from = Number(after?.['next'] ?? 0); from < rows.length; from += 10) {
        const skipped = Math.min(left, 10);
        left -= skipped;
        const indexes = [...Array(10).keys()].slice(skipped);
        const here = indexes.flatMap((index) => rows[from + index] ?? []);
        yield { rows: here, indexes, size: 10, skipped, mark: from, last: from + 10 >= rows.length };
      }
    },
  };
  const pages = await runPages('Expenses', { $skip: '15' }, { source, context: { pageDeadline: 0 } });
  expect(pages.map((page) => names(page.rows, 'Id'))).toEqual([
    [],
    [15, 16, 17, 18, 19],
    rows.slice(20).map(({ Id }) => Id),
  ]);
});

// ---- What is asked of the source ------------------------------------------------------------------------------------

test('the source passes over entities and stops early where it does the whole filter', async () => {
  const { source, reads } = sourceOf(10);
  const options = { $filter: "PersonName eq 'odd'", $skip: '3', $top: '2' };
  const { rows, skiptoken } = await runCollection(collectionRequest('Expenses', options), { source });
  expect(names(rows, 'Id')).toEqual([8, 10]);
  expect(skiptoken).toBe(undefined);
  expect(reads).toMatchObject([{ skip: 3, limit: 2, predicates: [{ property: 'PersonName', values: ['odd'] }] }]);
});

const anything: unknown = expect.anything();

test('the source is not told how many where the filter is applied here', async () => {
  const { source, reads } = sourceOf(10, incapable);
  const options = { $filter: "PersonName eq 'odd'", $skip: '3', $top: '2' };
  const { rows } = await runCollection(collectionRequest('Expenses', options), { source });
  expect(names(rows, 'Id')).toEqual([8, 10]);
  expect(reads).toEqual([{ entitySet: anything, predicates: [], properties: anything, texts: true }]);
});

test('a filter that contradicts itself asks the source for nothing', async () => {
  const { source, reads, counts } = sourceOf(10);
  const filter = "PersonName eq 'odd' and PersonName eq 'even'";
  const page = await runCollection(collectionRequest('Expenses', { $filter: filter, $count: 'true' }), { source });
  expect(page).toEqual({ kind: 'CollectionResult', rows: [], count: 0 });
  expect(await run(dataRequest('Expenses/$count', { $filter: filter }), { source })).toMatchObject({ count: 0 });
  expect([...reads, ...counts]).toEqual([]);
});

test('rows are handed on as they are where nothing is expanded', async () => {
  const { rows } = await runCollection(collectionRequest('Expenses', { $select: 'Id', $filter: 'Id add 0 eq 3' }), {
    source: createMemorySource({ rowsBySet: { Expenses: expenses } }),
  });
  expect(rows[0]).toBe(expenses[2]);
});

// ---- Counts ---------------------------------------------------------------------------------------------------------

const countOf = async (options: Readonly<Record<string, string>>, source: EntitySource) =>
  (await runCollection(collectionRequest('Expenses', { $count: 'true', ...options }), { source })).count;

test.each([
  ['nothing', {}],
  ['$top=0', { $top: '0' }],
  ['$top=2', { $top: '2' }],
  ['$skip=24', { $skip: '24' }],
  ['$skip beyond the end', { $skip: '99' }],
  ['$top and $skip', { $top: '3', $skip: '20' }],
  ['$orderby', { $orderby: 'Notes' }],
  ['$orderby and $top', { $orderby: 'Notes desc', $top: '1', $skip: '1' }],
  ['$orderby and $top=0', { $orderby: 'Notes', $top: '0' }],
])('$count=true with %s counts everything that matches', async (_what, options) => {
  expect(await countOf(options, sourceOf(4).source)).toBe(25);
  const filter = { $filter: "PersonName eq 'odd'" };
  expect(await countOf({ ...options, ...filter }, sourceOf(4).source)).toBe(12);
  expect(await countOf({ ...options, ...filter }, sourceOf(4, incapable).source)).toBe(12);
});

test('$skip alone passes over entities and shows all others', async () => {
  const pages = await runPages('Expenses', { $skip: '20' }, { source: sourceOf(4).source });
  expect(
    names(
      pages.flatMap(({ rows }) => rows),
      'Id',
    ),
  ).toEqual([21, 22, 23, 24, 25]);
});

test('$top=0 shows nothing, and reads nothing', async () => {
  const { source, reads } = sourceOf(4);
  const page = await runCollection(collectionRequest('Expenses', { $top: '0' }), { source });
  expect(page).toEqual({ kind: 'CollectionResult', rows: [] });
  expect(reads).toEqual([]);
});

test('$top beyond the page is bounded over all pages', async () => {
  const pages = await runPages('Expenses', { $top: '7' }, { source: sourceOf(4).source, maxPageSize: 3 });
  expect(sizes(pages)).toEqual([3, 3, 1]);
});

test('the count is made once, on the first page', async () => {
  const exact = sourceOf(10);
  const filter = { $filter: "PersonName eq 'odd'", $count: 'true' };
  const pages = await runPages('Expenses', filter, { source: exact.source, maxPageSize: 5 });
  expect(pages.map(({ count }) => count)).toEqual([12, 12, 12]);
  expect(exact.counts).toHaveLength(1);
  const rough = sourceOf(10, incapable);
  await runPages('Expenses', filter, { source: rough.source, maxPageSize: 5 });
  expect(rough.reads.map(({ after }) => after)).toEqual([undefined, { index: 9 }, { index: 19 }]);
});

test('the total that came with the rows spares the request for a count', async () => {
  const { source, counts } = sourceOf(10);
  expect(await countOf({ $top: '2' }, source)).toBe(25);
  expect(counts).toEqual([]);
});

test('/$count is the number of entities that match, asked of the source where it can tell', async () => {
  const { source, counts, reads } = sourceOf(10);
  expect(await run(dataRequest('Expenses/$count'), { source })).toEqual({ kind: 'CountResult', count: 25 });
  const odd = dataRequest('Expenses/$count', { $filter: "PersonName eq 'odd'" });
  expect(await run(odd, { source })).toMatchObject({ count: 12 });
  expect([counts.length, reads.length]).toEqual([2, 0]);
  const without = dataRequest('Expenses/$count', { $filter: "endswith(Notes,'5')" });
  expect(await run(without, { source })).toMatchObject({ count: 3 });
});

// ---- Orders ---------------------------------------------------------------------------------------------------------

test('the order the source has anyway is not sorted again', async () => {
  const byDay = { predicates: {}, order: [{ property: 'Day', descending: true }] };
  const { source, reads } = sourceOf(4, byDay);
  const page = await runCollection(collectionRequest('Expenses', { $orderby: 'Day desc', $top: '2' }), { source });
  expect(names(page.rows, 'Id')).toEqual([1, 2]);
  expect(reads[0]?.limit).toBe(2);
});

test('null comes first ascending and last descending; ties are in the order of the key', async () => {
  const first = async (orderby: string) =>
    names((await runCollection(collectionRequest('Expenses', { $orderby: orderby }), sourceOf(4))).rows, 'Id');
  expect((await first('Amount')).slice(0, 8)).toEqual([1, 6, 11, 16, 21, 12, 23, 9]);
  expect((await first('Amount desc')).slice(-5)).toEqual([1, 6, 11, 16, 21]);
  expect((await first('PersonName desc,Amount')).slice(0, 3)).toEqual([6, 16, 12]);
});

test('a page after a sort continues behind the last entity, also where others came or went', async () => {
  const options = { $orderby: 'Amount desc', $filter: 'Amount ne null' };
  const { rows, skiptoken = '' } = await runCollection(collectionRequest('Expenses', options), {
    ...sourceOf(4),
    maxPageSize: 4,
  });
  const shown = new Set(names(rows, 'Id'));
  // Everything shown is gone, and something new would have been on the first page.
  const changed = [{ Id: 99, Amount: 50 }, ...expenses.filter(({ Id = null }) => !shown.has(Id))];
  const source = createMemorySource({ rowsBySet: { Expenses: changed } });
  const next = await runCollection(collectionRequest('Expenses', { ...options, $skiptoken: skiptoken }), { source });
  const whole = await runCollection(collectionRequest('Expenses', options), sourceOf(4));
  expect(names(next.rows, 'Id')).toEqual(names(whole.rows.slice(4, 8), 'Id'));
});

test('a source with several lists is asked for the same one by every page of a sorted answer', async () => {
  const { source, reads } = sourceOf(4, incapable);
  const listed: EntitySource = {
    ...source,
    read: async function* (request, context) {
      const { after, ...whole } = request;
      const list = after?.['list'] ?? 'first';
      for await (const batch of source.read(whole, context)) yield { ...batch, origin: { list } };
      reads[reads.length - 1] = request;
    },
  };
  await runPages('Expenses', { $orderby: 'Notes' }, { source: listed, limits: limits(10) });
  expect(reads.map(({ after }) => after)).toEqual([undefined, { list: 'first' }, { list: 'first' }]);
});

test('after a text too long for a token the page continues from the entity itself', async () => {
  const long = (text: string) => text.repeat(3000);
  const rows = ['c', 'a', 'b', 'd'].map((text, index) => ({ Id: index, Notes: long(text) }));
  const options = { source: createMemorySource({ rowsBySet: { Expenses: rows } }), maxPageSize: 1 };
  const pages = await runPages('Expenses', { $orderby: 'Notes' }, options);
  expect(
    names(
      pages.flatMap((page) => page.rows),
      'Id',
    ),
  ).toEqual([1, 2, 0, 3]);
  const token = pages[0]?.skiptoken ?? '';
  const request = collectionRequest('Expenses', { $orderby: 'Notes', $skiptoken: token });
  const without = { ...options, source: createMemorySource({ rowsBySet: { Expenses: rows.slice(2) } }) };
  await expect(runCollection(request, without)).rejects.toMatchObject({ code: 'StaleSkiptoken', status: 410 });
});

test.each<Options>([
  { $orderby: 'Notes' },
  { $orderby: 'Notes', $filter: 'Id add 0 le 11' },
  { $orderby: 'Notes', $top: '11' },
  { $orderby: 'Notes', $top: '5', $skip: '6' },
])('%o needs more than 10 entities sorted at once', async (options) => {
  const attempt = runCollection(collectionRequest('Expenses', options), {
    ...sourceOf(4),
    limits: { ...generousLimits, maxSortRows: 10 },
  });
  await expect(attempt).rejects.toMatchObject({ code: 'ResultTooLarge', status: 413, target: '$orderby' });
});

test.each<[Options, number]>([
  [{ $orderby: 'Notes', $top: '10' }, 10],
  [{ $orderby: 'Notes', $top: '5', $skip: '5' }, 5],
  [{ $orderby: 'Notes', $filter: 'Id le 10' }, 10],
  [{ $orderby: 'Notes', $top: '99', $filter: 'Id le 9' }, 9],
])('%o needs no more than 10 entities sorted at once', async (options, length) => {
  const page = await runCollection(collectionRequest('Expenses', options), {
    ...sourceOf(4),
    limits: { ...generousLimits, maxSortRows: 10 },
  });
  expect(page.rows).toHaveLength(length);
});

test('small pages do not make an answer small enough to be sorted again for each of them', async () => {
  const options = { ...sourceOf(4), limits: { ...generousLimits, maxSortRows: 10 }, maxPageSize: 3 };
  const everything = runCollection(collectionRequest('Expenses', { $orderby: 'Notes' }), options);
  await expect(everything).rejects.toMatchObject({ code: 'ResultTooLarge' });
  const some = await runCollection(collectionRequest('Expenses', { $orderby: 'Notes', $top: '9' }), options);
  expect(some.rows).toHaveLength(3);
});

// ---- Time and tokens ------------------------------------------------------------------------------------------------

test('after its deadline a request fails, saying for how long it was tried', async () => {
  let now = 0;
  const options = { clock: () => (now += 1000), context: { deadline: 4000 } };
  const attempt = runCollection(collectionRequest('Expenses', { $orderby: 'Notes' }), { ...sourceOf(4), ...options });
  await expect(attempt).rejects.toMatchObject({ code: 'RequestTimeout', status: 504 });
  await expect(attempt).rejects.toThrow('longer than 3 s');
});

test('nothing more is read for a client that is gone', async () => {
  const controller = new AbortController();
  const { source } = sourceOf(4);
  let batches = 0;
  const watched: EntitySource = {
    ...source,
    read: async function* (request, context) {
      for await (const batch of source.read(request, context)) {
        batches += 1;
        controller.abort(new Error('gone'));
        yield batch;
      }
    },
  };
  const attempt = runCollection(collectionRequest('Expenses'), {
    source: watched,
    context: { signal: controller.signal },
  });
  await expect(attempt).rejects.toThrow('gone');
  expect(batches).toBe(1);
});

test('a token of another query, or of another order, is refused', async () => {
  const { skiptoken = '' } = await runCollection(collectionRequest('Expenses'), { ...sourceOf(4), maxPageSize: 3 });
  for (const options of [{ $filter: 'Id gt 1' }, { $orderby: 'Id' }, { $top: '5' }, { $count: 'true' }]) {
    const request = collectionRequest('Expenses', { ...options, $skiptoken: skiptoken });
    await expect(runCollection(request, sourceOf(4))).rejects.toMatchObject({ code: 'SkiptokenMismatch' });
  }
  const request = collectionRequest('Trips', { $skiptoken: skiptoken });
  await expect(runCollection(request, sourceOf(4))).rejects.toBeInstanceOf(ODataError);
});
