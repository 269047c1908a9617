/**
 * `$expand` at any depth, with whatever is nested in it, shows what a look through all rows finds: for random rows, trees
 * of expansions, and sources that can ask by some values and not by others.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { tripPin } from '../models/trip-pin.ts';
import { randomCapabilities, randomRows } from '../plan/random-filters.ts';
import { expected, normal, shownOf, urlOf, type World } from './expand-trees.ts';
import { SERVICE_ROOT } from '../clicktime/service-rig.ts';
import { jsonService } from './json-service.ts';

/** Without keys that JSON's numbers would not hold. */
const rowsBySet: fc.Arbitrary<World['rows']> = fc.record(
  Object.fromEntries(
    tripPin.entitySets.map((set) => [
      set.name,
      randomRows(set, 8).map((rows) => rows.filter(({ Id }) => typeof Id !== 'string')),
    ]),
  ),
);

const capabilitiesBySet = fc.record(
  Object.fromEntries(tripPin.entitySets.map((set) => [set.name, randomCapabilities(set)])),
);

const cases = fc.tuple(rowsBySet, capabilitiesBySet, fc.constantFrom(...tripPin.entitySets)).chain(([rows, can, set]) =>
  fc.record({
    rows: fc.constant(rows),
    source: fc.integer({ min: 1, max: 5 }).map((batchSize) =>
      createMemorySource({
        rowsBySet: rows,
        batchSize,
        onlyRequested: true,
        capabilities: ({ name }) => can[name] ?? { predicates: {}, order: [] },
      }),
    ),
    shown: shownOf({ model: tripPin, rows }, set, 3),
  }),
);

test('what is expanded is what a look through all rows finds', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, source, shown }) => {
      const { value } = await jsonService(tripPin, source)(urlOf(shown));
      const found = (value as readonly Row[]).map((row) => normal(row, shown.items, SERVICE_ROOT));
      expect(found.toSorted(byText)).toEqual(expected({ model: tripPin, rows }, shown).toSorted(byText));
    }),
    { seed: 20_261_127, numRuns: 400 },
  );
});

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
