/**
 * Related entities: what `$expand` writes, what filters and orders see through navigation properties, and in how many
 * requests the source is asked for them.
 */
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { isList, type Row } from '../../src/model/values.ts';
import type { Batch } from '../../src/source/batch.ts';
import type { EntitySource, SourceCapabilities, SourceRequest } from '../../src/source/source.ts';
import { isObject } from '../../src/util/json-object.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { collectionRequest, dataRequest, generousLimits, names, recording, run, runCollection } from './harness.ts';

const sourceOf = (rowsBySet: Readonly<Record<string, readonly Row[]>> = tripPinRows, can?: SourceCapabilities) =>
  recording(
    createMemorySource({
      rowsBySet,
      batchSize: 3,
      onlyRequested: true,
      capabilities: can && (() => can),
    }),
  );

const rowsOf = async (path: string, options: Readonly<Record<string, string>>, source = sourceOf().source) =>
  (await runCollection(collectionRequest(path, options), { source })).rows;

/** The entities written under a name: several, one, or none. */
function related(row: Row | undefined, name: string): readonly Row[] {
  const value = row?.[name];
  return (isList(value) ? value : [value]).filter((item) => isObject(item));
}

const sets = (reads: readonly SourceRequest[]) => reads.map(({ entitySet }) => entitySet.name);

// ---- What is written ------------------------------------------------------------------------------------------------

test('a single-valued navigation property shows its entity, or null', async () => {
  const flights = await rowsOf('Flights', { $expand: 'Airline' });
  expect(flights.map((flight) => related(flight, 'Airline')[0]?.['Name'] ?? null)).toEqual([
    'American Airlines',
    'Shanghai Airline',
    null,
    null,
  ]);
  expect(flights[2]).toHaveProperty('Airline', null);
});

test('a collection-valued navigation property shows all its entities, or an empty array', async () => {
  const people = await rowsOf('People', { $expand: 'Trips($select=Name)' });
  expect(people.map((person) => names(related(person, 'Trips'), 'Name'))).toEqual([
    ['Trip in US', 'Trip in Beijing'],
    ['Trip in US'],
    [null],
    [],
    [],
  ]);
});

test('related entities may be tied by a period', async () => {
  const trips = await rowsOf('Trips', { $expand: 'Expenses' });
  expect(trips.map((trip) => names(related(trip, 'Expenses'), 'Id'))).toEqual([[2, 3], [], ['9007199254740993'], [4]]);
});

test('options in parentheses are applied to the entities of each one', async () => {
  const nested = '$filter=PersonName ne null;$orderby=StartsOn desc;$skip=0;$top=1;$count=true';
  const people = await rowsOf('People', { $expand: `Trips(${nested})` });
  expect(people.map((person) => names(related(person, 'Trips'), 'StartsOn'))).toEqual([
    ['2024-12-30'],
    ['2024-02-29'],
    ['2023-06-15'],
    [],
    [],
  ]);
  expect(names(people, 'Trips@odata.count')).toEqual([2, 1, 1, 0, 0]);
  const [second] = await rowsOf('People', { $expand: 'Trips($skip=1;$count=true)' });
  expect([names(related(second, 'Trips'), 'Name'), second?.['Trips@odata.count']]).toEqual([['Trip in Beijing'], 2]);
});

test('a nested order holds where the source brings rows late, that is its own order and nobody asked it to keep it', async () => {
  const able: SourceCapabilities = {
    predicates: { PersonName: { in: 'exact' } },
    order: [{ property: 'StartsOn', descending: true }],
  };
  const unable: SourceCapabilities = { predicates: {}, order: [] };
  const source = createMemorySource({
    rowsBySet: tripPinRows,
    batchSize: 1,
    onlyRequested: true,
    capabilities: ({ name }) => (name === 'Trips' ? able : unable),
  });
  // What moved meanwhile follows at the end, as `SourceRequest.ordered` allows.
  const late: EntitySource = {
    ...source,
    read: async function* (request, context) {
      const held: Batch[] = [];
      for await (const batch of source.read(request, context)) {
        const isLate = request.entitySet.name === 'Trips' && request.ordered !== true && held.length === 0;
        if (isLate) held.push({ ...batch, last: true });
        else yield { ...batch, last: held.length === 0 && batch.last === true };
      }
      yield* held;
    },
  };
  const options = { $expand: 'Trips($orderby=StartsOn desc)', $select: 'FirstName' };
  const people = await rowsOf('People', options, late);
  expect(people.map((person) => names(related(person, 'Trips'), 'StartsOn'))).toEqual([
    ['2024-12-30', '2024-02-28'],
    ['2024-02-29'],
    ['2023-06-15'],
    [],
    [],
  ]);
  const latest = await rowsOf('People', { $expand: 'Trips($orderby=StartsOn desc;$top=1)' }, late);
  expect(
    names(
      latest.flatMap((person) => related(person, 'Trips')),
      'StartsOn',
    ),
  ).toEqual(['2024-12-30', '2024-02-29', '2023-06-15']);
});

test('a nested filter may look through navigation properties itself', async () => {
  const expand = "Flights($filter=Airline/Name eq 'Shanghai Airline';$orderby=Airline/Name)";
  const trips = await rowsOf('Trips', { $expand: expand });
  expect(trips.map((trip) => names(related(trip, 'Flights'), 'Number'))).toEqual([[2], [], [], []]);
});

test('several navigation properties are expanded side by side, also of a single entity', async () => {
  const request = dataRequest('Trips(0f8fad5b-d9cb-469f-a165-70867728950e)', { $expand: 'Person,Flights' });
  const result = await run(request, { source: sourceOf().source });
  const row = result.kind === 'EntityResult' ? result.row : {};
  expect(names(related(row, 'Person'), 'UserName')).toEqual(['russellwhyte']);
  expect(names(related(row, 'Flights'), 'Number')).toEqual([1, 2]);
});

test('what is joined on need not be selected', async () => {
  const trips = await rowsOf('Trips', { $select: 'Name', $expand: 'Person($select=LastName),Flights($select=Price)' });
  expect(names(related(trips[0], 'Person'), 'LastName')).toEqual(['Whyte']);
  expect(names(related(trips[0], 'Flights'), 'Price')).toEqual([199.99, 0.2]);
});

test('entities of the source are not written to', async () => {
  const before = structuredClone(tripPinRows);
  await rowsOf('People', { $expand: 'Trips,BestFriend' });
  expect(tripPinRows).toEqual(before);
});

// ---- Filters and orders through navigation properties ---------------------------------------------------------------

test('a filter sees the related entity, null where there is none', async () => {
  const friends = async (filter: string) => names(await rowsOf('People', { $filter: filter }), 'FirstName');
  expect(await friends("BestFriend/FirstName eq 'Russell'")).toEqual(['Scott']);
  expect(await friends('BestFriend eq null')).toEqual(['Siobh\u00e1n', '"quoted"']);
  expect(await friends('BestFriend/BestFriend/UserName eq UserName')).toEqual(['Russell', 'Scott']);
  expect(await friends('BestFriend/BestFriend/BestFriend ne null')).toEqual(['Russell', 'Scott']);
});

test('an order sees the related entity', async () => {
  const flights = await rowsOf('Flights', { $orderby: 'Airline/Name desc,Trip/Person/FirstName', $top: '3' });
  expect(names(flights, 'AirlineCode')).toEqual(['FM', 'AA', null]);
});

test('sorted pages continue behind values of related entities', async () => {
  const options = { source: sourceOf().source, maxPageSize: 1 };
  const first = await runCollection(collectionRequest('Flights', { $orderby: 'Airline/Name desc' }), options);
  const token = first.skiptoken ?? '';
  const request = collectionRequest('Flights', { $orderby: 'Airline/Name desc', $skiptoken: token });
  expect(names((await runCollection(request, options)).rows, 'AirlineCode')).toEqual(['AA']);
});

test('a count looks through navigation properties too', async () => {
  const request = dataRequest('Flights/$count', { $filter: "Airline/Name eq 'American Airlines'" });
  expect(await run(request, { source: sourceOf().source })).toEqual({ kind: 'CountResult', count: 1 });
});

// ---- Requests to the source -----------------------------------------------------------------------------------------

const manyFlights = (count: number, airlines: number): Readonly<Record<string, readonly Row[]>> => ({
  Flights: Array.from({ length: count }, (_, index) => ({
    TripId: '00000000-0000-0000-0000-000000000000',
    Number: index,
    AirlineCode: `A${index % airlines}`,
  })),
  Airlines: Array.from({ length: airlines + 5 }, (_, index) => ({ Code: `A${index}`, Name: `Airline ${index}` })),
});

const inOnly = (maxValues: number): SourceCapabilities => ({
  predicates: { Code: { in: 'exact', maxValues }, AirlineCode: { in: 'exact', maxValues } },
  order: [],
});

test('one request brings what a whole page leads to, each value once', async () => {
  const { source, reads } = sourceOf(manyFlights(30, 3));
  await rowsOf('Flights', { $expand: 'Airline' }, source);
  expect(sets(reads)).toEqual(['Flights', 'Airlines']);
  expect(reads[1]?.predicates).toEqual([{ kind: 'InPredicate', property: 'Code', values: ['A0', 'A1', 'A2'] }]);
});

test('more values than the source takes are asked for in several requests', async () => {
  const { source, reads } = sourceOf(manyFlights(30, 5), inOnly(2));
  const flights = await rowsOf('Flights', { $expand: 'Airline' }, source);
  expect(flights.every((flight) => related(flight, 'Airline')[0]?.['Code'] === flight['AirlineCode'])).toBe(true);
  expect(reads.slice(1).map(({ predicates }) => predicates[0])).toMatchObject([
    { values: ['A0', 'A1'] },
    { values: ['A2', 'A3'] },
    { values: ['A4'] },
  ]);
});

test('each level is read once for all entities above it, whatever it shows', async () => {
  const { source, reads } = sourceOf();
  const nested = 'Trips($expand=Flights($expand=Airline,Trip/$ref),Expenses/$count),BestFriend($levels=2)';
  await rowsOf('People', { $expand: nested }, source);
  expect(sets(reads)).toEqual(['People', 'Trips', 'Flights', 'Airlines', 'Trips', 'Expenses', 'People', 'People']);
  // References and counts need keys and what they are found by, no more.
  expect(reads[4]?.properties).toEqual(['TripId']);
  expect(reads[5]?.properties).toEqual(['Id', 'PersonName', 'Day']);
});

test('nested levels are chunked by what the source takes', async () => {
  const { source, reads } = sourceOf(manyFlights(30, 5), inOnly(2));
  await rowsOf('Airlines', { $expand: 'Flights($expand=Airline($expand=Flights/$count))' }, source);
  // Ten airlines by two each, their five in use by two each, and the flights of those.
  expect(sets(reads)).toEqual([
    'Airlines',
    ...Array<string>(5).fill('Flights'),
    ...Array<string>(3).fill('Airlines'),
    ...Array<string>(3).fill('Flights'),
  ]);
});

test('a source that takes any number of values is not given all of them in one step', async () => {
  const { source, reads } = sourceOf(manyFlights(4500, 4500));
  const limits = { ...generousLimits, maxExpandedRows: 10_000 };
  await runCollection(collectionRequest('Airlines', { $expand: 'Flights/$count' }), { source, limits });
  const asked = reads
    .slice(1)
    .map(({ predicates: [predicate] }) => predicate?.kind === 'InPredicate' && predicate.values.length);
  expect(asked).toEqual([2000, 2000, 505]);
});

test('a set that very much is wanted of, or that cannot be asked by value, is read as a whole', async () => {
  for (const capabilities of [inOnly(2), { predicates: {}, order: [] }]) {
    const { source, reads } = sourceOf(manyFlights(30, 20), capabilities);
    const flights = await rowsOf('Flights', { $expand: 'Airline' }, source);
    expect(flights.every((flight) => related(flight, 'Airline')[0]?.['Code'] === flight['AirlineCode'])).toBe(true);
    expect(reads.slice(1)).toMatchObject([{ predicates: [] }]);
  }
});

test('collections are asked for by value however many requests that takes', async () => {
  const { source, reads } = sourceOf(manyFlights(30, 20), inOnly(2));
  const airlines = await rowsOf('Airlines', { $expand: 'Flights' }, source);
  expect(airlines.flatMap((airline) => related(airline, 'Flights'))).toHaveLength(30);
  expect(reads).toHaveLength(1 + 13);
});

test('a rough source does not bring strangers in', async () => {
  const rough: SourceCapabilities = {
    predicates: { PersonName: { in: 'superset' }, Day: { range: 'superset' } },
    order: [],
  };
  const { source } = sourceOf(tripPinRows, rough);
  // Strangers do not count towards the limit either.
  const limits = { ...generousLimits, maxExpandedRows: 4 };
  const { rows: trips } = await runCollection(collectionRequest('Trips', { $expand: 'Expenses' }), { source, limits });
  expect(trips.map((trip) => names(related(trip, 'Expenses'), 'Id'))).toEqual([[2, 3], [], ['9007199254740993'], [4]]);
});

test('entities tied by a period are asked for within the widest one', async () => {
  const { source, reads } = sourceOf();
  await rowsOf('Trips', { $expand: 'Expenses', $filter: "PersonName eq 'russellwhyte'" }, source);
  expect(reads[1]?.predicates).toEqual([
    { kind: 'InPredicate', property: 'PersonName', values: ['russellwhyte'] },
    { kind: 'RangePredicate', property: 'Day', ranges: [{ from: '2024-02-28', to: '2025-01-02' }] },
  ]);
});

test('a filter asks for each related entity once, however many batches lead to it', async () => {
  const { source, reads } = sourceOf(manyFlights(30, 4));
  await rowsOf('Flights', { $filter: "Airline/Name eq 'Airline 2' or Number lt 0" }, source);
  expect(sets(reads)).toEqual(['Flights', 'Airlines', 'Airlines']);
  expect(reads.slice(1).map(({ predicates }) => predicates)).toMatchObject([
    [{ values: ['A0', 'A1', 'A2'] }],
    [{ values: ['A3'] }],
  ]);
});

test('what a filter has read is not read again to be shown', async () => {
  const { source, reads } = sourceOf();
  const options = { $filter: 'Airline/Code ne null or Number lt 0', $orderby: 'Airline/Code', $expand: 'Airline' };
  const flights = await rowsOf('Flights', options, source);
  expect(flights).toMatchObject([
    { Airline: { Name: 'American Airlines' } },
    { Airline: { Name: 'Shanghai Airline' } },
  ]);
  // One for each of the two batches, none for what is shown.
  expect(sets(reads)).toEqual(['Flights', 'Airlines', 'Airlines']);
});

test('where nothing leads anywhere, nothing is asked for', async () => {
  const rows = { Flights: [{ TripId: '00000000-0000-0000-0000-000000000000', Number: 1, AirlineCode: null }] };
  const { source, reads } = sourceOf(rows);
  expect(await rowsOf('Flights', { $expand: 'Airline' }, source)).toMatchObject([{ Airline: null }]);
  expect(sets(reads)).toEqual(['Flights']);
});

test('more related entities than the limit end the request with advice', async () => {
  const { source } = sourceOf(manyFlights(30, 2));
  const limits = { ...generousLimits, maxExpandedRows: 29 };
  const attempt = runCollection(collectionRequest('Airlines', { $expand: 'Flights' }), { source, limits });
  await expect(attempt).rejects.toMatchObject({ code: 'ResultTooLarge', status: 413 });
  await expect(attempt).rejects.toThrow(/'\$expand=Flights' would need more than 29 .*\$expand=Flights\(\$filter=/);
  const looking = runCollection(collectionRequest('Flights', { $filter: "Airline/Name eq 'x' or Number lt 0" }), {
    source,
    limits: { ...limits, maxExpandedRows: 1 },
  });
  await expect(looking).rejects.toThrow(
    "Looking at 'Airline' of each entity would need more than 1 entities at once. Let '$filter' also ask for properties of the entities themselves, or read 'Airlines' by itself and combine the two in your tool.",
  );
  const within = runCollection(collectionRequest('Flights', { $expand: 'Airline($expand=Flights)' }), {
    source,
    limits: { ...limits, maxExpandedRows: 31 },
  });
  await expect(within).rejects.toThrow("'$expand=Flights' would need more than 31");
  const enough = { ...limits, maxExpandedRows: 30 };
  const page = await runCollection(collectionRequest('Airlines', { $expand: 'Flights' }), { source, limits: enough });
  expect(page.rows).toHaveLength(7);
});

test('entities that are shown in many places count in each of them', async () => {
  // One person of ten trips: their trips within their trips are a hundred, within these again a thousand.
  const trips = Array.from({ length: 10 }, (_, index): Row => ({ TripId: `${index}`, PersonName: 'p' }));
  const { source, reads } = sourceOf({ People: [{ UserName: 'p' }], Trips: trips });
  const own = (levels: number): string => `Person($expand=Trips${levels === 1 ? '' : `($expand=${own(levels - 1)})`})`;
  const limits = { ...generousLimits, maxExpandedRows: 1000 };
  const read = (levels: number) =>
    runCollection(collectionRequest('Trips', { $expand: own(levels) }), { source, limits });
  expect((await read(2)).rows).toHaveLength(10);
  const attempt = read(5);
  await expect(attempt).rejects.toMatchObject({ code: 'ResultTooLarge', status: 413 });
  await expect(attempt).rejects.toThrow("'$expand=Trips' would need more than 4000 entities at once");
  // It ends where that is known, not after everything was read or written.
  expect(reads.length).toBeLessThan(1 + 4 + 1 + 6 + 1);
});
