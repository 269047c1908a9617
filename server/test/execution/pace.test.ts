/** Every loop over rows asks between them whether to give the event loop back, and ends where the request has to end. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { unpaced, type Pace } from '../../src/util/turns.ts';
import { dataRequest, run, type Options } from './harness.ts';

const ROWS = 3000;

const airlines = Array.from({ length: ROWS }, (_, index): Row => ({
  Code: `C${index}`,
  Name: `Airline ${index % 97}`,
}));
const flights = airlines.map(({ Code = null }, Number): Row => ({ TripId: 'T', Number, AirlineCode: Code, Price: 1 }));
const rowsBySet = {
  Airlines: airlines,
  Flights: flights,
  Trips: [{ TripId: 'T', Name: 'all' }],
};
const nothing = { predicates: {}, order: [] };
const limits = { pageSize: 5000, maxSortRows: 5000, maxExpandedRows: 10_000, maxGroups: 5000 };

/** A pace that always wants to pause, and counts how often it was asked. */
function counting(ends = Number.POSITIVE_INFINITY): Pace & { readonly asked: () => number } {
  let asked = 0;
  return {
    ...unpaced,
    isDue: () => {
      asked += 1;
      return true;
    },
    pause: () =>
      asked > ends ? Promise.reject(ODataError.of('QueryTooExpensive', { seconds: 1 })) : Promise.resolve(),
    asked: () => asked,
  };
}

/** How often one request asks, beside what it costs to read the rows from memory. */
const shapes: readonly (readonly [name: string, path: string, options: Options, times: number])[] = [
  ['filter', 'Airlines', { $filter: "endswith(Name,'7')" }, 1],
  ['count of a filter', 'Airlines/$count', { $filter: "endswith(Name,'7')" }, 1],
  ['$count=true', 'Airlines', { $filter: "endswith(Name,'7')", $count: 'true', $top: '1' }, 1],
  ['sort', 'Airlines', { $orderby: 'Name desc', $top: '5' }, 1],
  ['sort of much that is kept', 'Airlines', { $orderby: 'Name desc' }, 3],
  ['filter through a join', 'Flights', { $filter: "Airline/Name eq 'Airline 7'", $top: '5' }, 1],
  ['sort through a join', 'Flights', { $orderby: 'Airline/Name', $top: '5' }, 2],
  ['expand of single entities', 'Flights', { $expand: 'Airline' }, 3],
  ['expand of a collection', 'Trips', { $expand: 'Flights' }, 1],
  ['expand within what is expanded', 'Trips', { $expand: 'Flights($expand=Airline)' }, 6],
  ['expand of a sorted collection', 'Trips', { $expand: 'Flights($orderby=Number desc)' }, 4],
];

test.each(shapes)('%s', async (_name, path, options, times) => {
  const source = createMemorySource({ rowsBySet, capabilities: () => nothing });
  const pace = counting();
  await run(dataRequest(path, options), { source, limits, context: { pace } });
  const withoutSource = createMemorySource({ rowsBySet, capabilities: () => nothing });
  const inMemory = counting();
  const unasked = {
    ...withoutSource,
    read: (...[request, context]: Parameters<typeof withoutSource.read>) =>
      withoutSource.read(request, { ...context, pace: unpaced }),
  };
  await run(dataRequest(path, options), { source: unasked, limits, context: { pace: inMemory } });
  expect(inMemory.asked()).toBeGreaterThanOrEqual(times * ROWS);
  expect(pace.asked()).toBeGreaterThanOrEqual((times + 1) * ROWS - 1);
});

test.each(shapes)('%s ends where its time is over', async (_name, path, options) => {
  const source = createMemorySource({ rowsBySet, capabilities: () => nothing });
  const pace = counting(ROWS / 2);
  await expect(run(dataRequest(path, options), { source, limits, context: { pace } })).rejects.toMatchObject({
    code: 'QueryTooExpensive',
  });
  expect(pace.asked()).toBeLessThan(ROWS);
});

test('a source that counts asks as well', async () => {
  const source = createMemorySource({ rowsBySet });
  const pace = counting();
  await run(dataRequest('Airlines/$count', { $filter: "Name eq 'Airline 7'" }), { source, limits, context: { pace } });
  expect(pace.asked()).toBe(ROWS);
});

test('what is matched by a range is asked for pair by pair', async () => {
  const trip = (index: number): Row => ({
    TripId: `T${index}`,
    PersonName: 'p',
    StartsOn: '2026-01-01',
    EndsOn: `2026-02-${10 + index}`,
  });
  const expenses = Array.from({ length: 1000 }, (_, Id): Row => ({ Id, PersonName: 'p', Day: '2026-01-05' }));
  const source = createMemorySource({
    rowsBySet: { Trips: [0, 1, 2, 3, 4].map(trip), Expenses: expenses },
    capabilities: () => nothing,
  });
  const pace = counting();
  await run(dataRequest('Trips', { $expand: 'Expenses' }), { source, limits, context: { pace } });
  expect(pace.asked()).toBeGreaterThanOrEqual(5 * 1000);
});
