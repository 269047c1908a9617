/** The memory source keeps the contract of EntitySource; test/execution shows queries over it. */
import { expect, test } from 'vitest';
import { createMemorySource, type MemorySourceOptions } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import type { Batch } from '../../src/source/batch.ts';
import type { SourcePredicate, SourceRequest } from '../../src/source/source.ts';
import { context } from '../execution/harness.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { tripPin } from '../models/trip-pin.ts';

const setNamed = (name: string) => {
  const found = tripPin.entitySets.find((set) => set.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const expenses = setNamed('Expenses');

const rows: readonly Row[] = Array.from({ length: 7 }, (_, index) => ({
  Id: index,
  PersonName: index % 2 === 0 ? 'even' : 'odd',
  Amount: index === 3 ? null : index / 2,
}));

const sourceOf = (options: Partial<MemorySourceOptions> = {}) =>
  createMemorySource({ rowsBySet: { Expenses: rows, ...tripPinRows, ...options.rowsBySet }, batchSize: 3, ...options });

const numbered = (options: Partial<MemorySourceOptions> = {}) =>
  sourceOf({ rowsBySet: { Expenses: rows }, ...options });

async function read(source: ReturnType<typeof sourceOf>, request: Partial<SourceRequest>) {
  const batches: Batch[] = [];
  const whole = { entitySet: expenses, predicates: [], properties: [], ...request };
  for await (const batch of source.read(whole, context())) batches.push(batch);
  return batches;
}

const ids = (batches: readonly Batch[]) => batches.map((batch) => batch.rows.map((row) => row['Id']));

test('rows come in batches; the last one says so, and all say how many there are', async () => {
  const batches = await read(numbered(), {});
  expect(ids(batches)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  expect(batches.map(({ last, total }) => [last, total])).toEqual([
    [false, 7],
    [false, 7],
    [true, 7],
  ]);
});

test('any position continues behind its row', async () => {
  const source = numbered();
  const [first] = await read(source, {});
  const after = first && source.positionAfter(first, 1);
  expect(ids(await read(source, { after, skip: 1 }))).toEqual([[3, 4, 5], [6]]);
});

const even: SourcePredicate = { kind: 'InPredicate', property: 'PersonName', values: ['even'] };

test('predicates hold together; null is in no range and among no values', async () => {
  const some: SourcePredicate = { kind: 'RangePredicate', property: 'Amount', ranges: [{ from: 1, to: 2.5 }] };
  expect(ids(await read(numbered(), { predicates: [some] }))).toEqual([[2, 4, 5]]);
  expect(ids(await read(numbered(), { predicates: [some, even] }))).toEqual([[2, 4]]);
  expect(await numbered().count({ entitySet: expenses, predicates: [some, even] }, context())).toBe(2);
});

test('values match by type: enumerations by value, points in time whatever their zone', async () => {
  const flights = setNamed('Flights');
  const at: SourcePredicate = { kind: 'InPredicate', property: 'DepartsAt', values: ['2024-02-29T04:30:00Z'] };
  const found = await read(sourceOf(), { entitySet: flights, predicates: [at] });
  expect(found.flatMap((batch) => batch.rows.map((row) => row['Price']))).toEqual([199.99]);
});

test('what matches nothing is one empty batch, and the last', async () => {
  const none: SourcePredicate = { kind: 'InPredicate', property: 'Id', values: [99] };
  const batches = await read(numbered(), { predicates: [none] });
  expect(batches).toMatchObject([{ rows: [], last: true }]);
});

test('a rough predicate lets others through as well, never fewer', async () => {
  const capabilities = () => ({ predicates: { PersonName: { in: 'superset' as const } }, order: [] });
  const batches = await read(numbered({ capabilities }), { predicates: [even] });
  expect(ids(batches)).toEqual([
    [0, 2, 3],
    [4, 6],
  ]);
});

test('rows come in the order that the capabilities name', async () => {
  const order = [{ property: 'Amount', descending: true }];
  const batches = await read(numbered({ capabilities: () => ({ predicates: {}, order }) }), {});
  expect(ids(batches).flat()).toEqual([6, 5, 4, 2, 1, 0, 3]);
});

test('what is not asked for may be left out', async () => {
  const [batch] = await read(numbered({ onlyRequested: true }), { properties: ['Id', 'Notes'] });
  expect(batch?.rows[0]).toEqual({ Id: 0, Notes: null });
});

test.each([{ index: -1 }, { index: 1.5 }, { index: 'x' }, {}])('%o is no position', async (after) => {
  await expect(read(numbered(), { after })).rejects.toMatchObject({ code: 'InvalidSkiptoken' });
});

test('a position behind fewer rows than there were is stale', async () => {
  await expect(read(numbered(), { after: { index: 7 } })).rejects.toMatchObject({ code: 'StaleSkiptoken' });
});
