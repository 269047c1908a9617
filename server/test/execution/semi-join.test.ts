/**
 * Conditions on related entities are worked out there and asked of the source as keys, where that says just the same.
 * The law: whatever is replaced, an answer is the one that joining gives. What is asked of the source is counted.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import { flatFlights } from '../models/flat-flights.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { randomCapabilities, randomRows } from '../plan/random-filters.ts';
import {
  collectionRequest,
  dataRequest,
  names,
  recording,
  run,
  runCollection,
  runPages,
  type Options,
} from './harness.ts';

const setNamed = (name: string): EntitySet => {
  const found = flatFlights.entitySets.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

// ---- The law --------------------------------------------------------------------------------------------------------

const conditions = [
  "Trip/Name eq 'a'",
  'Trip/Name eq null',
  "Trip/Name ne 'a'",
  "not (Trip/Name eq 'a')",
  'Trip/Budget gt 0',
  'Trip ne null',
  'Trip eq null',
  "Trip/Person/FirstName in ('a','b')",
  'Trip/Person/FirstName ne null',
  'Trip/Person/Age eq null',
  "contains(Trip/Name,'a') or Trip/Budget lt 5",
  "Trip/Name eq 'a' or Number gt 0",
  'Trip/Name eq Trip/PersonName',
  'Trip/Name eq AirlineCode',
  "Trip/Expenses/any(e:e/Notes eq 'a')",
  'Trip/Tags/$count eq 0',
  "Airline/Name eq 'b'",
  'length(Airline/Name) lt 2',
  'false',
  'Number ge 0',
] as const;

const ofView = [
  "TripName eq 'a'",
  'TripName eq null',
  "FirstName ne 'b' and TripName ne null",
  'Person/Age ge 0',
  'Number ge 0',
] as const;

const cases = fc.constantFrom('Flights', 'FlightDetails').chain((path) =>
  fc.record({
    path: fc.constant(path),
    filter: fc
      .array(fc.constantFrom<string>(...(path === 'Flights' ? conditions : ofView)), { minLength: 1, maxLength: 3 })
      .map((each) => each.map((condition) => `(${condition})`).join(' and ')),
    flights: randomRows(setNamed('Flights')),
    trips: randomRows(setNamed('Trips')),
    people: randomRows(setNamed('People')),
    airlines: randomRows(setNamed('Airlines')),
    expenses: randomRows(setNamed('Expenses')),
    can: fc.record({
      Flights: randomCapabilities(setNamed('Flights')),
      Trips: randomCapabilities(setNamed('Trips')),
      People: randomCapabilities(setNamed('People')),
    }),
    maxPageSize: fc.integer({ min: 1, max: 9 }),
    batchSize: fc.integer({ min: 1, max: 8 }),
  }),
);

test('an answer with semi-joins is the one that joining gives', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (example) => {
      const { path, filter, maxPageSize, batchSize, can } = example;
      const rowsBySet = {
        Flights: example.flights,
        Trips: example.trips,
        People: example.people,
        Airlines: example.airlines,
        Expenses: example.expenses,
      };
      const nothing = { predicates: {}, order: [] };
      const able = createMemorySource({
        rowsBySet,
        batchSize,
        capabilities: ({ name }) => Object.entries(can).find(([set]) => set === name)?.[1] ?? nothing,
        onlyRequested: true,
      });
      const unable = createMemorySource({ rowsBySet, capabilities: () => nothing });
      const options: Options = { $filter: filter, $count: 'true' };
      const keys = (pages: readonly { readonly rows: readonly Row[] }[]) =>
        pages.flatMap(({ rows }) => rows.map(({ TripId, Number: number }) => [TripId, number]));
      const pages = await runPages(path, options, { model: flatFlights, source: able, maxPageSize });
      const joined = await runPages(path, options, { model: flatFlights, source: unable });
      expect(keys(pages)).toEqual(keys(joined));
      expect(pages.map(({ count }) => count)).toEqual(pages.map(() => joined[0]?.count));
      const counted = await run(dataRequest(`${path}/$count`, { $filter: filter }, flatFlights), {
        model: flatFlights,
        source: able,
      });
      expect(counted).toMatchObject({ count: joined[0]?.count });
    }),
    { numRuns: 400 },
  );
});

// ---- What is asked of the source ------------------------------------------------------------------------------------

async function ask(path: string, options: Options, rowsBySet: Readonly<Record<string, readonly Row[]>> = tripPinRows) {
  const { source, reads, counts } = recording(createMemorySource({ rowsBySet, onlyRequested: true }));
  const result = await run(dataRequest(path, options, flatFlights), { model: flatFlights, source });
  const asked = reads.map(
    ({ entitySet, predicates }) => `${entitySet.name}(${predicates.map(({ property }) => property).join(',')})`,
  );
  return { result, asked, counts };
}

test('a condition two steps away is three reads, and of the entities only those that match are read', async () => {
  const { result, asked } = await ask('Flights', { $filter: "Trip/Person/FirstName eq 'Russell'", $select: 'Number' });
  expect(asked).toEqual(['People(FirstName)', 'Trips(PersonName)', 'Flights(TripId)']);
  const all = tripPinRows['Flights'] ?? [];
  const trips = (tripPinRows['Trips'] ?? []).filter(({ PersonName }) => PersonName === 'russellwhyte');
  const expected = all.filter(({ TripId }) => trips.some((trip) => trip['TripId'] === TripId));
  expect(result.kind === 'CollectionResult' && names(result.rows, 'Number')).toEqual(names(expected, 'Number'));
  expect(expected.length).toBeGreaterThan(0);
});

test('so is the condition on a column of a flat view', async () => {
  const { asked } = await ask('FlightDetails', { $filter: "FirstName eq 'Russell'", $select: 'Number' });
  expect(asked).toEqual(['People(FirstName)', 'Trips(PersonName)', 'Flights(TripId)']);
});

test('the source counts what it can be asked for; where nothing is found, nothing more is asked', async () => {
  const counted = await ask('Flights/$count', { $filter: "Trip/Name eq 'Trip in US'" });
  expect(counted.asked).toEqual(['Trips(Name)']);
  expect(counted.counts).toMatchObject([{ entitySet: { name: 'Flights' }, predicates: [{ property: 'TripId' }] }]);
  expect((await ask('Flights', { $filter: "Trip/Name eq 'nowhere'" })).asked).toEqual(['Trips(Name)']);
});

test('what also looks at the entity itself, or holds without a related one, is joined', async () => {
  for (const filter of ["Trip/Name eq 'a' or Number gt 100", 'Trip/Name eq null', "Trip/Name ne 'a'"]) {
    const { asked } = await ask('Flights', { $filter: filter });
    expect(asked[0]).toBe('Flights()');
  }
});

test('too many are joined instead', async () => {
  const trips = Array.from({ length: 1001 }, (_, index) => ({
    TripId: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
    PersonName: 'x',
    Name: 'many',
  }));
  const { asked } = await ask('Flights', { $filter: "Trip/Name eq 'many'" }, { ...tripPinRows, Trips: trips });
  expect(asked.slice(0, 2)).toEqual(['Trips(Name)', 'Flights()']);
});

test('a next link ends where what the filter leads to has changed meanwhile', async () => {
  const request = (token?: string) =>
    collectionRequest('Flights', {
      $filter: "startswith(Trip/Name,'Trip')",
      ...(token !== undefined && { $skiptoken: token }),
    });
  const first = await runCollection(request(), { maxPageSize: 1 });
  expect(first.skiptoken).toBeDefined();
  const again = await runCollection(request(first.skiptoken), { maxPageSize: 1 });
  expect(again.rows).toHaveLength(1);
  const fewer = createMemorySource({ rowsBySet: { ...tripPinRows, Trips: tripPinRows['Trips']?.slice(1) ?? [] } });
  await expect(runCollection(request(first.skiptoken), { source: fewer })).rejects.toMatchObject({
    code: 'StaleSkiptoken',
  });
});
