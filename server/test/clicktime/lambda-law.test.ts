/**
 * Lambdas over ClickTime: the same random conditions as in test/execution, over a company's records, find what they find
 * in the same rows in memory, and what a look through all of them finds; and they are semi-joins.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { World } from '../execution/expand-trees.ts';
import { jsonService } from '../execution/json-service.ts';
import { atHand, conditionOf } from '../execution/lambda-trees.ts';
import { readAll } from './connection.ts';
import { startServiceRig, type Json, type ServiceRig } from './service-rig.ts';

/** Those that ClickTime has; the others are views of them. */
const stored = clicktimeModel.entitySets.filter(({ derived }) => derived === undefined);

let rig: ServiceRig;
let world: World;
beforeAll(async () => {
  const company = { users: 5, timeEntries: 60, today: '2026-03-31' };
  rig = await startServiceRig({ company, date: '2026-03-31T12:00:00Z' });
  const sets = stored.map(async ({ name }) => [name, await readAll(rig, name)] as const);
  world = { model: clicktimeModel, rows: Object.fromEntries(await Promise.all(sets)) };
});
afterAll(() => rig.close());

test('ClickTime, memory and a look through all rows agree', async () => {
  const fromMemory = jsonService(clicktimeModel, createMemorySource({ rowsBySet: world.rows }));
  const cases = fc
    .constantFrom(...stored.filter(({ entityType: { key } }) => key.join() === 'ID'))
    .chain((set) => fc.record({ set: fc.constant(set), condition: conditionOf(world, set) }));
  await fc.assert(
    fc.asyncProperty(cases, async ({ set, condition }) => {
      const url = `${set.name}?$select=ID&$filter=${encodeURIComponent(condition.text)}`;
      const wanted = (world.rows[set.name] ?? []).filter((row) => condition.holds(atHand(row)) === true);
      const idsOf = ({ value }: Json) => (value as readonly Json[]).map(({ ID }) => JSON.stringify(ID)).toSorted();
      const found = idsOf(await rig.json(url));
      expect(found).toEqual(wanted.map(({ ID }) => JSON.stringify(ID)).toSorted());
      expect(idsOf(await fromMemory(url))).toEqual(found);
    }),
    { seed: 20_261_129, numRuns: 80 },
  );
});

test.each<readonly [string, readonly string[]]>([
  // What ClickTime can filter by within a lambda, it is asked to.
  ['Jobs?$filter=TimeEntries/any(t:t/Date ge 2026-03-01)', ['/Jobs', '/TimeEntries StartDate']],
  ['Users?$filter=TimeEntries/$count($filter=Date lt 2026-01-01) gt 1', ['/Users', '/TimeEntries EndDate']],
  // One read for each step, however many there are: never one for each row.
  ['Clients?$filter=Jobs/any(j:j/TimeEntries/any(t:t/Hours gt 7))', ['/Clients', '/Jobs', '/TimeEntries']],
  [
    'Clients?$filter=Jobs/any(j:j/TimeEntries/any(t:t/Hours gt 7 and t/User/Name ne j/Name))',
    ['/Clients', '/Jobs', '/TimeEntries', '/Users'],
  ],
  ['Jobs?$filter=Client/Jobs/$count gt 1', ['/Clients', '/Jobs', '/Jobs']],
  // The whole service at once, and one of it by its key.
  ['Jobs?$filter=$root/Clients/any(c:c/ID eq ClientID)', ['/Jobs', '/Clients']],
])('%s takes one read for each step', async (url, expected) => {
  const requests = await rig.requestsOf(() => rig.json(`${url}&$select=ID`));
  expect(requests).toHaveLength(expected.length);
  requests.forEach((request, position) => {
    for (const part of expected[position]?.split(' ') ?? []) expect(request).toContain(part);
  });
});
