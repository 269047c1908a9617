/** Lambdas keep the law: whatever a source does of them itself, the answer is what a look through all rows finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import { tripPin } from '../models/trip-pin.ts';
import { randomCapabilities, randomRows } from '../plan/random-filters.ts';
import type { World } from './expand-trees.ts';
import { dataRequest, run, runPages } from './harness.ts';
import { atHand, conditionOf } from './lambda-trees.ts';

const lists = fc.array(fc.constantFrom('', 'a', 'b', "o'b"), { maxLength: 3 });

/** With collections of texts in them. */
const rowsOf = (set: EntitySet): fc.Arbitrary<readonly Row[]> => {
  const collections = set.entityType.properties.filter(
    ({ type, collection }) => collection && type.name === 'Edm.String',
  );
  return randomRows(set, 8).chain((rows) =>
    fc
      .array(lists, { minLength: rows.length * collections.length, maxLength: rows.length * collections.length })
      .map((values) =>
        rows.map((row, position) => ({
          ...row,
          ...Object.fromEntries(
            collections.map(({ name }, offset) => [name, values[position * collections.length + offset] ?? []]),
          ),
        })),
      ),
  );
};

const worlds: fc.Arbitrary<World> = fc
  .tuple(...tripPin.entitySets.map((set) => rowsOf(set).map((rows) => [set.name, rows] as const)))
  .map((rows) => ({ model: tripPin, rows: Object.fromEntries(rows) }));

const keyOf = ({ entityType }: EntitySet, row: Row): string => JSON.stringify(entityType.key.map((name) => row[name]));

test('what the source does of lambdas and what is left to do here find what a look through all rows finds', async () => {
  const cases = fc.tuple(worlds, fc.constantFrom(...tripPin.entitySets)).chain(([world, set]) =>
    fc.record({
      world: fc.constant(world),
      set: fc.constant(set),
      condition: conditionOf(world, set),
      can: fc.tuple(...tripPin.entitySets.map((each) => randomCapabilities(each))),
      batchSize: fc.integer({ min: 1, max: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ world, set, condition, can, batchSize }) => {
      const source = createMemorySource({
        rowsBySet: world.rows,
        batchSize,
        onlyRequested: true,
        capabilities: ({ name }) =>
          can[tripPin.entitySets.findIndex((each) => each.name === name)] ?? { predicates: {}, order: [] },
      });
      const expected = (world.rows[set.name] ?? []).filter((row) => condition.holds(atHand(row)) === true);
      const options = { $filter: condition.text };
      const pages = await runPages(set.name, options, { source, maxPageSize: 3 });
      const found = pages.flatMap(({ rows }) => rows);
      expect(found.map((row) => keyOf(set, row)).toSorted()).toEqual(expected.map((row) => keyOf(set, row)).toSorted());
      const counted = await run(dataRequest(`${set.name}/$count`, options), { source });
      expect(counted).toEqual({ kind: 'CountResult', count: expected.length });
    }),
    { seed: 20_261_128, numRuns: 200 },
  );
});
