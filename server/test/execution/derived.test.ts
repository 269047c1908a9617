/**
 * Flat views: a derived entity set answers every query as a set would that holds the view's rows, whatever the source of
 * its base set does itself. The view's rows are worked out here by hand.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedSet } from '../../src/bind/derive.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EdmModel, EntitySet } from '../../src/model/edm.ts';
import { modelIndex } from '../../src/model/model-index.ts';
import type { Row } from '../../src/model/values.ts';
import { createTrace } from '../../src/source/trace.ts';
import { flatFlights, flightDetails, storedFlights, viewOf } from '../models/flat-flights.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { randomCapabilities, randomFilter, randomRows } from '../plan/random-filters.ts';
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

const rowsOf = (pages: readonly { readonly rows: readonly Row[] }[]): readonly Row[] =>
  pages.flatMap(({ rows }) => rows);

// ---- The law --------------------------------------------------------------------------------------------------------

const orders = [
  'TripName desc',
  'FirstName,Number',
  'DepartsAt',
  'Twice desc,AirlineCode',
  'Trip/Name',
  'Person/Age desc',
  'length(TripName)',
];
const selects = ['Number,TripName', 'FirstName', 'Twice,IsLate,TripId', '*'];
const expands = ['Trip', 'Person($select=UserName,FirstName)', 'Airline,Trip($expand=Person)'];
const computes = ['concat(TripName,FirstName) as Both', 'Twice add Number as Thrice'];

const optional = <Item>(items: readonly Item[]) => fc.option(fc.constantFrom(...items), { nil: undefined });

const cases = fc.record({
  flights: randomRows(setNamed('Flights')),
  trips: randomRows(setNamed('Trips')),
  people: randomRows(setNamed('People')),
  filter: fc.option(randomFilter(flightDetails), { nil: undefined }),
  orderby: optional(orders),
  select: optional(selects),
  expand: optional(expands),
  compute: optional(computes),
  skip: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  top: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  maxPageSize: fc.integer({ min: 1, max: 9 }),
  batchSize: fc.integer({ min: 1, max: 8 }),
  can: randomCapabilities(setNamed('Flights')),
  order: fc.array(
    fc.record({ property: fc.constantFrom('Number', 'DepartsAt', 'AirlineCode'), descending: fc.boolean() }),
    { maxLength: 2 },
  ),
});

test('a derived set answers as a set does that holds its rows', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (example) => {
      const { flights, trips, people, can, order, batchSize, maxPageSize } = example;
      const rowsBySet = { Flights: flights, Trips: trips, People: people };
      const source = createMemorySource({
        rowsBySet,
        batchSize,
        capabilities: ({ name }) => (name === 'Flights' ? { ...can, order } : { predicates: {}, order: [] }),
        onlyRequested: true,
      });
      // Both are in the source's order, which leaves open how entities follow that are equal in it.
      const plainly = (rows: typeof rowsBySet & { readonly FlightDetails?: readonly Row[] }) =>
        createMemorySource({
          rowsBySet: rows,
          capabilities: ({ name }) => ({ predicates: {}, order: name.startsWith('Flight') ? order : [] }),
        });
      const inOrder = rowsOf(await runPages('Flights', {}, { source: plainly(rowsBySet) }));
      const stored = plainly({ ...rowsBySet, FlightDetails: viewOf(inOrder, rowsBySet) });
      const options: Options = {
        ...(example.filter !== undefined && { $filter: example.filter }),
        ...(example.orderby !== undefined && { $orderby: example.orderby }),
        ...(example.select !== undefined && { $select: example.select }),
        ...(example.expand !== undefined && { $expand: example.expand }),
        ...(example.compute !== undefined && { $compute: example.compute }),
        ...(example.skip !== undefined && { $skip: String(example.skip) }),
        ...(example.top !== undefined && { $top: String(example.top) }),
        $count: 'true',
      };
      const pages = await runPages('FlightDetails', options, { model: flatFlights, source, maxPageSize });
      const expected = await runPages('FlightDetails', options, { model: storedFlights, source: stored, maxPageSize });
      expect(rowsOf(pages).map(shownAs(options, flatFlights))).toEqual(
        rowsOf(expected).map(shownAs(options, storedFlights)),
      );
      // How many pages there are, the last of them perhaps empty, is up to the batches of the source.
      expect(new Set(pages.map(({ count }) => count))).toEqual(new Set(expected.map(({ count }) => count)));

      const filter: Options = example.filter === undefined ? {} : { $filter: example.filter };
      const counted = await run(dataRequest('FlightDetails/$count', filter, flatFlights), {
        model: flatFlights,
        source,
      });
      const countedStored = await run(dataRequest('FlightDetails/$count', filter, storedFlights), {
        model: storedFlights,
        source: stored,
      });
      expect(counted).toEqual(countedStored);
    }),
    { numRuns: 400 },
  );
});

/** A row without what was read beside what is shown. */
const shownAs =
  (options: Options, model: EdmModel) =>
  (row: Row): Row => {
    const { properties, computed = [], expand } = collectionRequest('FlightDetails', options, model).options.projection;
    const names = [...properties, ...computed].map(({ name }) => name);
    const inner = expand.map(({ navigation, options: { projection } }) => {
      const value = row[navigation.name];
      const isOne = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [
        navigation.name,
        isOne ? projection.properties.map(({ name }) => (value as Row)[name] ?? null) : value,
      ] as const;
    });
    return Object.fromEntries([...names.map((name) => [name, row[name] ?? null] as const), ...inner]);
  };

// ---- What is asked of the source ------------------------------------------------------------------------------------

const inMemory = () => recording(createMemorySource({ rowsBySet: tripPinRows, onlyRequested: true }));

const ask = async (path: string, options: Options = {}) => {
  const { source, reads, counts } = inMemory();
  const request = dataRequest(path, options, flatFlights);
  const result = await run(request, { model: flatFlights, source });
  return { result, reads, counts };
};

test('keys, filters by columns of the base set and counts are those of the base set', async () => {
  const byKey = await ask('FlightDetails(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=1)');
  expect(byKey.result).toMatchObject({ row: { TripName: 'Trip in US', FirstName: 'Russell', Twice: 2 } });
  expect(byKey.reads[0]).toMatchObject({
    entitySet: { name: 'Flights' },
    predicates: [{ property: 'TripId' }, { property: 'Number' }],
  });

  const filtered = await ask('FlightDetails', { $filter: "AirlineCode eq 'AA'", $select: 'Number' });
  expect(filtered.reads).toMatchObject([
    { entitySet: { name: 'Flights' }, predicates: [{ property: 'AirlineCode' }], properties: ['TripId', 'Number'] },
  ]);

  const counted = await ask('FlightDetails/$count', { $filter: "AirlineCode eq 'AA'" });
  expect(counted.reads).toEqual([]);
  expect(counted.counts).toMatchObject([{ entitySet: { name: 'Flights' }, predicates: [{ property: 'AirlineCode' }] }]);
});

test('what the columns lead through is read once for a batch, and only where they are wanted', async () => {
  const { reads } = await ask('FlightDetails', { $select: 'TripName,FirstName' });
  expect(reads.map(({ entitySet }) => entitySet.name)).toEqual(['Flights', 'Trips', 'People']);
  const plainReads = await ask('FlightDetails', { $select: 'Number,Price' });
  expect(plainReads.reads.map(({ entitySet }) => entitySet.name)).toEqual(['Flights']);
});

test('lambdas lead from the view as from its base set', async () => {
  const filter = 'Trip/Expenses/any(e:e/Amount gt 0 and e/PersonName eq PersonName)';
  const found = await ask('FlightDetails', { $filter: filter, $select: 'Number' });
  const plainly = await ask('Flights', {
    $filter: filter.replace('eq PersonName', 'eq Trip/PersonName'),
    $select: 'Number',
  });
  const numbers = ({ result }: typeof found) =>
    result.kind === 'CollectionResult' ? names(result.rows, 'Number') : [];
  expect(numbers(found)).toEqual(numbers(plainly));
  expect(numbers(found).length).toBeGreaterThan(0);
});

test('the plan tells what is derived from what', async () => {
  const trace = createTrace();
  const request = collectionRequest('FlightDetails', { $select: 'TripName', $orderby: 'TripName' }, flatFlights);
  await runCollection(request, { model: flatFlights, context: { trace } });
  expect(trace.text()).toContain(
    'derive FlightDetails from Flights; sort TripName; fetch TripId, Number, TripName | read Flights; fetch TripId, Number',
  );
});

// ---- Faults of a model ----------------------------------------------------------------------------------------------

test.each([
  [{ base: 'Flight', columns: {} }, 'base Flight does not exist'],
  [{ base: 'Flights', columns: { Foo: 'Number' } }, 'Foo, which is no property'],
  [{ base: 'Flights', columns: {} }, 'TripName'],
  [
    { ...flightDetails.derived, columns: { ...flightDetails.derived?.columns, Number: 'Number add 1' } },
    'Number is of the key',
  ],
  [
    { ...flightDetails.derived, columns: { ...flightDetails.derived?.columns, TripName: 'Trip' } },
    'TripName does not have its type',
  ],
  [
    { ...flightDetails.derived, columns: { ...flightDetails.derived?.columns, PersonName: "concat('a','b')" } },
    'Person is joined on an expression',
  ],
])('%j is a fault', (derived, text) => {
  const set = { ...flightDetails, derived: { base: 'Flights', ...derived } };
  const index = modelIndex({ ...flatFlights, entitySets: [...storedFlights.entitySets, set] });
  expect(() => derivedSet(index, set)).toThrow(text);
});
