/**
 * Random transformations over random rows are answered as a look through all of them finds, whatever the source does
 * itself and in whatever batches it gives its rows; and in pages as at once.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySource } from '../../../src/memory/memory-source.ts';
import type { Row } from '../../../src/model/values.ts';
import type { EntitySource } from '../../../src/source/source.ts';
import { sales } from '../../models/sales.ts';
import { randomCapabilities } from '../../plan/random-filters.ts';
import { jsonService } from '../json-service.ts';
import { normal, pipelines, type Pipeline, type World } from './pipelines.ts';

const few = fc.constantFrom('P1', 'P2', 'P3', 'C1', 'C2', 'gone', null);
const amount = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -999, max: 999 }).map((cents) => cents / 100),
  fc.constantFrom('123456789012345678.25', '-0.00000000000000000001', 0.1, 1e14),
);

const worlds: fc.Arbitrary<World> = fc
  .array(
    fc.record({
      Amount: amount,
      Day: fc.constantFrom('2024-02-29', '2024-03-01', null),
      CustomerID: few,
      ProductID: few,
    }),
    { maxLength: 14 },
  )
  .chain((rows) =>
    fc.array(fc.record({ Name: few, Country: few }), { minLength: 3, maxLength: 3 }).map((people) => ({
      model: sales,
      rows: {
        Sales: rows.map((row, index): Row => ({ ID: index + 1, ...row })),
        Customers: people.map((person, index): Row => ({ ID: `C${index + 1}`, ...person })),
        Products: ['P1', 'P2', 'P3'].map((ID, index): Row => ({
          ID,
          Name: `${index % 2}`,
          Color: null,
          TaxRate: index / 10,
          CategoryID: null,
          Weight: null,
          Shelf: null,
        })),
      },
    })),
  );

interface Case extends Pipeline {
  readonly source: EntitySource;
}

const sets = ['Sales', 'Products'].flatMap((name) => sales.entitySets.find((set) => set.name === name) ?? []);

const cases: fc.Arbitrary<Case> = worlds.chain((world) =>
  fc.constantFrom(...sets).chain((set) =>
    fc
      .record({
        pipeline: pipelines(world, set, 2),
        can: randomCapabilities(set),
        batchSize: fc.integer({ min: 1, max: 6 }),
      })
      .map(({ pipeline, can, batchSize }) => ({
        ...pipeline,
        source: createMemorySource({
          rowsBySet: world.rows,
          batchSize,
          onlyRequested: true,
          capabilities: ({ name }) => (name === set.name ? { ...can, order: [] } : { predicates: {}, order: [] }),
        }),
      })),
  ),
);

test('what transformations leave is what a look through all rows finds', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ url, expected, source }) => {
      const { value } = await jsonService(sales, source)(url);
      expect({ url, rows: normal(value) }).toEqual({ url, rows: normal(expected) });
    }),
    { seed: 20_261_127, numRuns: 400 },
  );
});
