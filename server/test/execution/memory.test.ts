/** What requests reserve before they read, and what they count of the rows they keep. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import type { MemoryShare } from '../../src/util/memory-budget.ts';
import { dataRequest, recording, run, type Options } from './harness.ts';

const ROWS = 3000;
const text = 'x'.repeat(200);
const airlines = Array.from({ length: ROWS }, (_, index): Row => ({ Code: `C${index}`, Name: `${text}${index % 97}` }));
const flights = airlines.map(({ Code = null }, Number): Row => ({ TripId: 'T', Number, AirlineCode: Code }));
const rowsBySet = { Airlines: airlines, Flights: flights, Trips: [{ TripId: 'T', Name: 'all' }] };
const limits = { pageSize: 5000, maxSortRows: 5000, maxExpandedRows: 5000, maxGroups: 5000 };
/** A row with that text. */
const WEIGHT = 250;

function counting() {
  const counted = { reserved: 0, held: 0, most: 0 };
  const share: MemoryShare = {
    reserve: async (bytes) => void (counted.reserved = Math.max(counted.reserved, bytes)),
    take: (bytes) => {
      counted.held += bytes;
      counted.most = Math.max(counted.most, counted.held);
      return undefined;
    },
    close: () => undefined,
  };
  return { counted, share };
}

async function counted(path: string, options: Options = {}) {
  const source = createMemorySource({ rowsBySet, capabilities: () => ({ predicates: {}, order: [] }) });
  const { counted: result, share } = counting();
  await run(dataRequest(path, options), { source, limits, context: { memory: share } });
  return result;
}

test.each([
  ['a page', 'Airlines', {}, ROWS * WEIGHT],
  ['a sorted page', 'Airlines', { $orderby: 'Name' }, ROWS * WEIGHT],
  ['values that are made to sort by', 'Airlines', { $orderby: 'concat(Name,Name)' }, ROWS * (WEIGHT + 400)],
  ['what a filter looks at', 'Flights', { $filter: "endswith(Airline/Name,'7')", $top: '1' }, 900 * WEIGHT],
  ['what is expanded', 'Trips', { $expand: 'Flights' }, ROWS * 60],
])('%s counts the rows that are kept', async (_name, path, options, least) => {
  expect((await counted(path, options)).most).toBeGreaterThanOrEqual(least);
});

test.each([
  ['a count', 'Airlines/$count', { $filter: "endswith(Name,'7')" }],
  ['the first of a sort', 'Airlines', { $orderby: 'Name', $top: '5' }],
  ['few matches', 'Airlines', { $filter: "Code eq 'C7'" }],
])('%s keeps little', async (_name, path, options) => {
  expect((await counted(path, options)).most).toBeLessThan(1100 * 400);
});

test('a large page reserves more than a small one, and a filter counts what is read ahead', async () => {
  const small = (await counted('Airlines', { $top: '10' })).reserved;
  const large = (await counted('Airlines')).reserved;
  const filtered = (await counted('Airlines', { $top: '10', $filter: "endswith(Name,'7')" })).reserved;
  expect(small).toBeLessThan(1_000_000);
  expect(large).toBeGreaterThan(10_000_000);
  expect(filtered).toBeGreaterThan(4_000_000);
});

test.each([
  ['Airlines', {}],
  ['Airlines', { $orderby: 'Name' }],
  ['Airlines/$count', { $filter: "endswith(Name,'7')" }],
  ["Airlines('C1')", {}],
  ["Airlines('C1')/Name", {}],
])('%s %o reads nothing before it has its memory', async (path, options: Options) => {
  const { source, reads } = recording(
    createMemorySource({ rowsBySet, capabilities: () => ({ predicates: {}, order: [] }) }),
  );
  const busy = ODataError.of('ServiceBusy', { seconds: 1 });
  const memory: MemoryShare = { ...counting().share, reserve: () => Promise.reject(busy) };
  await expect(run(dataRequest(path, options), { source, limits, context: { memory } })).rejects.toBe(busy);
  expect(reads).toEqual([]);
});

test('what cannot be had on the way ends the request', async () => {
  const source = createMemorySource({ rowsBySet });
  const full = ODataError.of('AnswerTooLarge', { megabytes: 1 });
  const memory: MemoryShare = { ...counting().share, take: () => Promise.reject(full) };
  await expect(run(dataRequest('Airlines'), { source, limits, context: { memory } })).rejects.toBe(full);
});
