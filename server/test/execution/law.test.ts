/**
 * The two laws everything here has to keep, for random rows, queries and sources. test/query proves that a plan's
 * predicates say what its filter says; here the plan is carried out: whatever a source does itself, exactly or roughly,
 * in whatever order and batches, an answer has the entities that evaluating everything here gives, and its pages put
 * together are the answer that is not paged.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/execution/evaluate/evaluate-row.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { ascendingOrder } from '../../src/model/comparison.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import type { Row, Value } from '../../src/model/values.ts';
import type { BoundOrderbyItem } from '../../src/bound/bound.ts';
import type { EntitySource, SourceCapabilities } from '../../src/source/source.ts';
import { isObject } from '../../src/util/json-object.ts';
import { tripPin } from '../models/trip-pin.ts';
import { randomCapabilities, randomFilter, randomRows } from '../plan/random-filters.ts';
import {
  collectionRequest,
  compileExpression,
  dataRequest,
  generousLimits,
  run,
  runPages,
  type Options,
} from './harness.ts';

/** Hundreds of queries each, on machines that may be busy. */

const environment = { now: '2026-01-31T12:00:00Z', related: () => () => null };

interface Case {
  readonly entitySet: EntitySet;
  readonly rows: readonly Row[];
  readonly filter: string;
  readonly orderby: string | undefined;
  readonly skip: number | undefined;
  readonly top: number | undefined;
  readonly maxPageSize: number;
  readonly source: EntitySource;
}

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** An order over properties that have one, sometimes over an expression. */
function randomOrderby({ entityType }: EntitySet): fc.Arbitrary<string> {
  const sortable = entityType.properties.filter(({ type, collection }) => !collection && type.kind !== 'ComplexType');
  const names = sortable.map(({ name }) => name);
  const item = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('', ' asc', ' desc'), fc.boolean())
    .map(([name, direction, isCondition]) => `${isCondition ? `${name} eq null` : name}${direction}`);
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
}

/** A source that can do some things itself, and may be in some order. */
function randomSource(entitySet: EntitySet, rows: readonly Row[]): fc.Arbitrary<EntitySource> {
  const names = entitySet.entityType.properties
    .filter(({ type, collection }) => !collection && type.kind !== 'ComplexType')
    .map(({ name }) => name);
  const order = fc.array(fc.record({ property: fc.constantFrom(...names), descending: fc.boolean() }), {
    maxLength: 2,
  });
  return fc
    .record({ can: randomCapabilities(entitySet), order, batchSize: fc.integer({ min: 1, max: 8 }) })
    .map(({ can, order: own, batchSize }) => {
      const capabilities = (): SourceCapabilities => ({ ...can, order: own });
      return createMemorySource({
        rowsBySet: { [entitySet.name]: rows },
        batchSize,
        capabilities,
        onlyRequested: true,
      });
    });
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(...tripPin.entitySets).chain((entitySet) =>
  randomRows(entitySet).chain((rows) =>
    fc.record({
      entitySet: fc.constant(entitySet),
      rows: fc.constant(rows),
      filter: randomFilter(entitySet),
      orderby: optional(randomOrderby(entitySet)),
      skip: optional(fc.integer({ min: 0, max: 12 })),
      top: optional(fc.integer({ min: 0, max: 12 })),
      maxPageSize: fc.integer({ min: 1, max: 9 }),
      source: randomSource(entitySet, rows),
    }),
  ),
);

const optionsOf = ({ filter, orderby, skip, top }: Case): Options => ({
  $filter: filter,
  ...(orderby !== undefined && { $orderby: orderby }),
  ...(skip !== undefined && { $skip: String(skip) }),
  ...(top !== undefined && { $top: String(top) }),
});

const keyOf = ({ entityType }: EntitySet, row: Row): string =>
  JSON.stringify(entityType.key.map((name) => row[name] ?? null));

const allRows = (pages: readonly { readonly rows: readonly Row[] }[]): readonly Row[] =>
  pages.flatMap(({ rows }) => rows);

const keysOf = (entitySet: EntitySet, rows: readonly Row[]): readonly string[] =>
  rows.map((row) => keyOf(entitySet, row));

function matching({ entitySet, rows, filter }: Case): readonly Row[] {
  const bound = collectionRequest(entitySet.name, { $filter: filter }).options.filter;
  return bound === undefined ? rows : rows.filter(compileFilter(bound, environment));
}

test('what the source does and what is left to do here give what doing everything here gives', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (example) => {
      const { entitySet, filter, source } = example;
      const expected = keysOf(entitySet, matching(example)).toSorted();
      const pages = await runPages(entitySet.name, { $filter: filter, $count: 'true' }, { source });
      const found = keysOf(entitySet, allRows(pages));
      expect(found.toSorted()).toEqual(expected);
      expect(pages.map(({ count }) => count)).toEqual(pages.map(() => expected.length));
      const counted = await run(dataRequest(`${entitySet.name}/$count`, { $filter: filter }), { source });
      expect(counted).toEqual({ kind: 'CountResult', count: expected.length });
    }),
    { seed: 20_260_131, numRuns: 600 },
  );
});

test('pages put together are the answer without pages, each entity once', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (example) => {
      const { entitySet, source, maxPageSize, skip = 0, top = Number.POSITIVE_INFINITY } = example;
      const options = optionsOf(example);
      const whole = await runPages(entitySet.name, options, { source });
      const pages = await runPages(entitySet.name, { ...options, $count: 'true' }, { source, maxPageSize });
      const keys = keysOf(entitySet, allRows(pages));
      expect(keys).toEqual(keysOf(entitySet, allRows(whole)));
      expect(new Set(keys).size).toBe(keys.length);
      const total = matching(example).length;
      expect(keys.length).toBe(Math.max(0, Math.min(top, total - skip)));
      expect(new Set(pages.map(({ count }) => count))).toEqual(new Set([total]));
      expect(pages.slice(0, -1).every(({ rows }) => rows.length === maxPageSize)).toBe(true);
    }),
    { seed: 20_260_201, numRuns: 600 },
  );
});

test('pages that may end early lose nothing and come to an end', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.integer({ min: 1, max: 9 }), async (example, pageSize) => {
      const { entitySet, source } = example;
      const limits = { ...generousLimits, pageSize };
      // The time of every page is over as soon as it has begun.
      const context = { pageDeadline: 0 };
      const options = optionsOf(example);
      const whole = await runPages(entitySet.name, options, { source });
      const pages = await runPages(entitySet.name, options, { source, limits, context });
      expect(keysOf(entitySet, allRows(pages))).toEqual(keysOf(entitySet, allRows(whole)));
    }),
    { seed: 20_260_301, numRuns: 400 },
  );
});

test('an answer is in the order asked for', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (example) => {
      const { entitySet, filter, source, rows } = example;
      const { orderby = entitySet.entityType.key.join(',') } = example;
      const items: readonly BoundOrderbyItem[] = collectionRequest(entitySet.name, { $orderby: orderby }).options
        .orderby;
      const evaluators = items.map(({ expression }) => compileExpression(expression, environment));
      const orders = items.map(({ expression, descending }) => {
        const order = ascendingOrder(expression.type);
        return (a: Value, b: Value) => (descending ? order(b, a) : order(a, b));
      });
      const compare = (a: readonly Value[], b: readonly Value[]): number =>
        orders.map((order, index) => order(a[index] ?? null, b[index] ?? null)).find((result) => result !== 0) ?? 0;
      const byKey = new Map(rows.map((row) => [keyOf(entitySet, row), row]));
      const pages = await runPages(entitySet.name, { $filter: filter, $orderby: orderby }, { source, maxPageSize: 3 });
      const shown = keysOf(entitySet, allRows(pages));
      const values = shown.map((key) => evaluators.map((evaluator) => evaluator(byKey.get(key) ?? {})));
      expect(values.every((each, index) => index === 0 || compare(values[index - 1] ?? [], each) <= 0)).toBe(true);
    }),
    { seed: 20_260_401, numRuns: 300 },
  );
});

// ---- Related entities -----------------------------------------------------------------------------------------------

const setNamed = (name: string): EntitySet => {
  const found = tripPin.entitySets.find((entitySet) => entitySet.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** People and their trips, from a source that can ask by some values, and not by more than a few at once. */
const circles = fc.tuple(randomRows(setNamed('People')), randomRows(setNamed('Trips'))).chain(([people, trips]) =>
  fc.record({
    people: fc.constant(people),
    trips: fc.constant(trips),
    text: fc.constantFrom('', 'a', 'b'),
    source: fc
      .tuple(randomCapabilities(setNamed('People')), randomCapabilities(setNamed('Trips')))
      .map(([ofPeople, ofTrips]) =>
        createMemorySource({
          rowsBySet: { People: people, Trips: trips },
          batchSize: 2,
          onlyRequested: true,
          capabilities: ({ name }) => (name === 'People' ? ofPeople : ofTrips),
        }),
      ),
  }),
);

const described = (person: Row, friend: Row | undefined, trips: number): string =>
  JSON.stringify([person['UserName'], friend?.['UserName'], trips]);

test('related entities are those a look through all rows finds', async () => {
  await fc.assert(
    fc.asyncProperty(circles, async ({ people, trips, text, source }) => {
      const friendOf = (person: Row | undefined): Row | undefined =>
        people.find(({ UserName = null }) => UserName !== null && UserName === person?.['BestFriendName']);
      const options = {
        $filter: `BestFriend/BestFriend/FirstName ne '${text}' and BestFriend/LastName ne UserName`,
        $orderby: 'BestFriend/FirstName desc,UserName',
        $expand: 'BestFriend($select=LastName),Trips($select=Name;$orderby=StartsOn,TripId;$skip=1)',
        $select: 'UserName',
      };
      const expected = people
        .filter((person) => {
          const friend = friendOf(person);
          const lastName = friend?.['LastName'] ?? null;
          return (friendOf(friend)?.['FirstName'] ?? null) !== text && lastName !== person['UserName'];
        })
        .map((person) => {
          const own = trips.filter(({ PersonName }) => PersonName === person['UserName']);
          return described(person, friendOf(person), Math.max(0, own.length - 1));
        });
      const pages = await runPages('People', options, { source, maxPageSize: 2 });
      const shown = allRows(pages).map((person) => {
        const { BestFriend = null, Trips = null } = person;
        return described(
          person,
          isObject(BestFriend) ? BestFriend : undefined,
          Array.isArray(Trips) ? Trips.length : -1,
        );
      });
      expect(shown.toSorted()).toEqual(expected.toSorted());
    }),
    { seed: 20_260_501, numRuns: 300 },
  );
});
