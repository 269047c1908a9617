/**
 * `$expand` over ClickTime: the same random trees as in test/execution, over a company's records, are answered as from
 * the same rows in memory, and as a look through all of them finds.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { expected, normal, shownOf, urlOf, type World } from '../execution/expand-trees.ts';
import { jsonService } from '../execution/json-service.ts';
import { readAll } from './connection.ts';
import { SERVICE_ROOT, startServiceRig, type Json, type ServiceRig } from './service-rig.ts';

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
  const trees = fc.constantFrom(...stored).chain((set) => shownOf(world, set, 3));
  await fc.assert(
    fc.asyncProperty(trees, async (shown) => {
      const url = urlOf(shown);
      const rowsOf = ({ value }: Json) =>
        (value as readonly Row[]).map((row) => normal(row, shown.items, SERVICE_ROOT));
      const found = rowsOf(await rig.json(url));
      const wanted = expected(world, shown);
      expect(found.toSorted(byText)).toEqual(wanted.toSorted(byText));
      expect(rowsOf(await fromMemory(url)).toSorted(byText)).toEqual(found.toSorted(byText));
    }),
    { seed: 20_261_127, numRuns: 60 },
  );
});

test('one request for each level, however many entities are on it', async () => {
  const nested =
    'Client($expand=Jobs/$count),TimeEntries($select=ID;$expand=User($expand=TimesheetApprover/$ref),Task)';
  const url = `Jobs?$select=ID&$expand=${nested}`;
  const requests = await rig.requestsOf(() => rig.json(url));
  const lists = requests.map((request) => request.replace(/\?.*/, ''));
  expect(lists).toEqual(['/Jobs', '/Clients', '/Jobs', '/TimeEntries', '/Users', '/Users', '/Tasks']);
});

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
