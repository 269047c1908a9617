/**
 * The law of service roots: for any rows, source, choice of fields, days and filter over what was chosen, the answer below
 * the root has the entities that the filter keeps and that are of the days, with what was chosen of them and no more; its
 * pages put together are that answer, whenever they are asked for.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chosenModel } from '../../src/bind/roots/choose.ts';
import { bind } from '../../src/bind/bind.ts';
import { parseRequestUrl } from '../../src/bind/url/parse-request-url.ts';
import type { DataRequest } from '../../src/bound/bound.ts';
import { compileFilter } from '../../src/execution/evaluate/evaluate-row.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Days } from '../../src/model/days.ts';
import type { DatedBy, EdmModel, EntitySet } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import { bindFilter } from '../bind/harness.ts';
import { tripPin } from '../models/trip-pin.ts';
import { randomCapabilities, randomFilter, randomRows } from '../plan/random-filters.ts';
import { run } from './harness.ts';

const datedBy: Readonly<Record<string, DatedBy>> = { Trips: ['StartsOn', 'EndsOn'], Expenses: ['Day'] };
const model: EdmModel = {
  ...tripPin,
  entitySets: tripPin.entitySets.map((set) => {
    const dates = datedBy[set.name];
    return dates === undefined ? set : { ...set, datedBy: dates };
  }),
};
const environment = { now: '2026-01-31T12:00:00Z', related: () => () => null, items: () => () => [] };

const days: fc.Arbitrary<Days | undefined> = fc.option(
  fc.record({
    from: fc.constantFrom(undefined, '2023-12-31', '2024-02-29', '2024-03-01'),
    to: fc.constantFrom(undefined, '2024-02-28', '2024-02-29', '2024-03-02'),
  }),
  { nil: undefined },
);

const cases = fc.constantFrom(...model.entitySets).chain((entitySet) =>
  fc.shuffledSubarray([...entitySet.entityType.properties], { minLength: 1 }).chain((properties) => {
    const names = new Set([...entitySet.entityType.key, ...properties.map(({ name }) => name)]);
    const chosen = chosenModel(model, new Map([[entitySet.name, names]]));
    const [shown = entitySet] = chosen.entitySets;
    return fc.record({
      entitySet: fc.constant(entitySet),
      chosen: fc.constant(chosen),
      names: fc.constant(names),
      rows: randomRows(entitySet),
      filter: randomFilter(shown),
      capabilities: randomCapabilities(entitySet),
      days,
      pageSize: fc.integer({ min: 1, max: 5 }),
    });
  }),
);

/** An entity is of the days if one of its own is. */
function isOf({ name }: EntitySet, row: Row, { from = '0000', to = '9999' }: Days = {}): boolean {
  const dates = datedBy[name];
  if (dates === undefined) return true;
  const [first, last = first] = dates;
  const day = (property: string): string => JSON.stringify(row[property]);
  return day(last) >= JSON.stringify(from) && day(first) <= JSON.stringify(to);
}

test('below any root there is what is of its days and matches, with what was chosen', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ entitySet, chosen, names, rows, filter, capabilities, days: asked, pageSize }) => {
      const source = createMemorySource({
        rowsBySet: { [entitySet.name]: rows },
        capabilities: () => capabilities,
        onlyRequested: true,
      });
      const keeps = compileFilter(bindFilter(entitySet.name, filter, model), environment);
      const expected = rows
        .filter((row) => isOf(entitySet, row, asked) && keeps(row))
        .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))));
      const root = { name: 'root', days: asked };
      const options = { model: chosen, source, root, maxPageSize: pageSize };
      const found: Row[] = [];
      let token: string | undefined;
      let later: Days | undefined;
      do {
        const query = [
          `$filter=${encodeURIComponent(filter)}`,
          ...(token === undefined ? [] : [`$skiptoken=${token}`]),
        ];
        const request = requestOf(`${entitySet.name}`, query.join('&'), chosen);
        const page = await run(request, { ...options, root: { ...root, days: later ?? asked } });
        if (page.kind !== 'CollectionResult') throw new Error(page.kind);
        const shown = request.kind === 'CollectionRequest' ? request.options.projection.properties : [];
        for (const row of page.rows) found.push(Object.fromEntries(shown.map(({ name }) => [name, row[name] ?? null])));
        token = page.skiptoken;
        // The root may be of other days by now; the extract is not.
        later = asked && { from: '2025-01-01' };
      } while (token !== undefined);
      expect(found.map(inOrder)).toEqual(expected.map(inOrder));
      const count = await run(
        requestOf(`${entitySet.name}/$count`, `$filter=${encodeURIComponent(filter)}`, chosen),
        options,
      );
      expect(count).toEqual({ kind: 'CountResult', count: expected.length });
    }),
    { seed: 12, numRuns: 400 },
  );
});

function requestOf(path: string, query: string, of: EdmModel): DataRequest {
  const request = bind(parseRequestUrl(path, query), of);
  if (!('access' in request)) throw new Error(request.kind);
  return request;
}

/** The values by name, in whatever order they stood; what a row does not say is null. */
const inOrder = (row: Row): readonly unknown[] =>
  Object.entries(row)
    .filter(([, value]) => value !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
