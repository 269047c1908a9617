/**
 * `$search` finds what a naive search over the same rows finds, beside filters, in counts and in nested `$expand`,
 * whatever the source does itself; and which letters are alike is Unicode's business.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from '../../src/execution/evaluate/compile-search.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import { searchableProperties } from '../../src/model/searchable.ts';
import type { Row } from '../../src/model/values.ts';
import { tripPin } from '../models/trip-pin.ts';
import { randomRows } from '../plan/random-filters.ts';
import { dataRequest, run, runPages } from './harness.ts';

test.each([
  ['Straße', 'STRASSE', true],
  ['STRAẞE', 'strasse', true],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς', true],
  ['Ελλάς', 'ΕΛΛΆΣ', true],
  ['Écluse', 'e\u0301CLUSE', true],
  ['ﬁne', 'FINE', true],
  ['Дом', 'дОМ', true],
  ['\u212A', 'k', true],
  ['Ecluse', 'Écluse', false],
  ['山', '川', false],
])('%s and %s are alike: %s', (a, b, expected) => {
  expect(folded(a) === folded(b)).toBe(expected);
});

// ---- The law --------------------------------------------------------------------------------------------------------

/** A search, and whether it finds texts; words are such as the rows hold. */
interface Search {
  readonly text: string;
  readonly finds: (texts: readonly string[]) => boolean;
}

const word: fc.Arbitrary<Search> = fc.constantFrom('a', 'b', 'A', 'ab', 'zz', "o'b", '山').map((text) => ({
  text,
  finds: (texts) => texts.some((each) => each.toLowerCase().includes(text.toLowerCase())),
}));
const phrase: fc.Arbitrary<Search> = fc.constantFrom('a b', 'A B', 'b a').map((text) => ({
  text: `"${text}"`,
  finds: (texts) => texts.some((each) => each.toLowerCase().includes(text.toLowerCase())),
}));
const { search } = fc.letrec<{ readonly search: Search }>((tie) => ({
  search: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    phrase,
    fc.tuple(tie('search'), tie('search'), fc.constantFrom(' ', ' AND ')).map(([a, b, and]) => ({
      text: `(${a.text})${and}(${b.text})`,
      finds: (texts: readonly string[]) => a.finds(texts) && b.finds(texts),
    })),
    fc.tuple(tie('search'), tie('search')).map(([a, b]) => ({
      text: `(${a.text}) OR (${b.text})`,
      finds: (texts: readonly string[]) => a.finds(texts) || b.finds(texts),
    })),
    tie('search').map((a) => ({
      text: `NOT (${a.text})`,
      finds: (texts: readonly string[]) => !a.finds(texts),
    })),
  ),
}));

const textsOf = (entitySet: EntitySet, row: Row): readonly string[] =>
  searchableProperties(entitySet).flatMap(({ name }) => {
    const value = row[name];
    return typeof value === 'string' ? [value] : [];
  });

const setNamed = (name: string): EntitySet => {
  const found = tripPin.entitySets.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const cases = fc.constantFrom('People', 'Airlines', 'Trips', 'Flights').chain((name) =>
  fc.record({
    entitySet: fc.constant(setNamed(name)),
    rows: randomRows(setNamed(name)),
    search,
    batchSize: fc.integer({ min: 1, max: 6 }),
    maxPageSize: fc.integer({ min: 1, max: 6 }),
  }),
);

test('it finds what looking at every row finds', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ entitySet, rows, search: { text, finds }, batchSize, maxPageSize }) => {
      const source = createMemorySource({ rowsBySet: { [entitySet.name]: rows }, batchSize, onlyRequested: true });
      const expected = rows.filter((row) => finds(textsOf(entitySet, row)));
      const pages = await runPages(entitySet.name, { $search: text, $count: 'true' }, { source, maxPageSize });
      const keys = (found: readonly Row[]) => found.map((row) => entitySet.entityType.key.map((key) => row[key]));
      expect(keys(pages.flatMap((page) => page.rows))).toEqual(keys(expected));
      expect(pages.map(({ count }) => count)).toEqual(pages.map(() => expected.length));
      const counted = await run(dataRequest(`${entitySet.name}/$count`, { $search: text }), { source });
      expect(counted).toMatchObject({ count: expected.length });
    }),
    { numRuns: 300 },
  );
});

test('nested in $expand it finds among related entities', async () => {
  const related = fc.record({ people: randomRows(setNamed('People')), trips: randomRows(setNamed('Trips')), search });
  await fc.assert(
    fc.asyncProperty(related, async ({ people, trips, search: { text, finds } }) => {
      const source = createMemorySource({ rowsBySet: { People: people, Trips: trips }, onlyRequested: true });
      const [page] = await runPages('People', { $expand: `Trips($search=${text})` }, { source });
      const found = page?.rows.map(({ Trips }) => (Array.isArray(Trips) ? Trips.length : Trips));
      expect(found).toEqual(
        people.map(
          ({ UserName }) =>
            trips.filter((trip) => trip['PersonName'] === UserName && finds(textsOf(setNamed('Trips'), trip))).length,
        ),
      );
    }),
    { numRuns: 150 },
  );
});

test('what one entity may cost is bounded', async () => {
  const rows = [{ Code: 'x', Name: 'ä'.repeat(900_000) }];
  const source = createMemorySource({ rowsBySet: { Airlines: rows } });
  await expect(run(dataRequest('Airlines', { $search: 'b' }), { source })).rejects.toMatchObject({
    code: 'QueryTooComplex',
  });
});
