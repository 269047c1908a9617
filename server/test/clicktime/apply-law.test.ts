/**
 * `$apply` over ClickTime: random transformations of a company's records are answered as from the same rows in memory, and
 * as a look through all of them finds.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { normal, pipelines, type World } from '../execution/apply/pipelines.ts';
import { jsonService } from '../execution/json-service.ts';
import { limits } from '../http/fixture.ts';
import { readAll } from './connection.ts';
import { startServiceRig, type ServiceRig } from './service-rig.ts';

let rig: ServiceRig;
let world: World;
beforeAll(async () => {
  const company = { users: 5, timeEntries: 80, today: '2026-03-31' };
  const service = { limits: { ...limits, maxUrlLength: 50_000 } };
  rig = await startServiceRig({ company, date: '2026-03-31T12:00:00Z', service });
  const stored = clicktimeModel.entitySets.filter(({ derived }) => derived === undefined);
  const sets = stored.map(async ({ name }) => [name, await readAll(rig, name)] as const);
  world = { model: clicktimeModel, rows: Object.fromEntries(await Promise.all(sets)) };
});
afterAll(() => rig.close());

test('ClickTime, memory and a look through all rows agree', async () => {
  const fromMemory = jsonService(clicktimeModel, createMemorySource({ rowsBySet: world.rows }));
  const sets = clicktimeModel.entitySets.filter(({ name }) => ['TimeEntries', 'Jobs', 'Users'].includes(name));
  const queries = fc.constantFrom(...sets).chain((set) => pipelines(world, set, 2));
  await fc.assert(
    fc.asyncProperty(queries, async ({ url, expected }) => {
      const { value: found } = await rig.json(url);
      expect({ url, rows: normal(found) }).toEqual({ url, rows: normal(expected) });
      const { value: remembered } = await fromMemory(url);
      expect({ url, rows: normal(remembered) }).toEqual({ url, rows: normal(expected) });
    }),
    { seed: 20_261_127, numRuns: 120 },
  );
});

test("filters in front are ClickTime's business, and of what is behind only what is named is read", async () => {
  const url =
    'TimeEntries?$apply=filter(Date ge 2026-03-10)/groupby((Job/Client/Name),aggregate(Hours with sum as Worked))';
  const requests = await rig.requestsOf(() => rig.json(url));
  expect(requests[0]).toContain('StartDate=');
  expect(requests.map((request) => request.replace(/\?.*/, ''))).toEqual(['/TimeEntries', '/Jobs', '/Clients']);

  const byClient = url.replace('filter(Date ge 2026-03-10)', "filter(Job/Client/Name eq 'nobody')");
  expect((await rig.requestsOf(() => rig.json(byClient))).some((request) => request.startsWith('/TimeEntries'))).toBe(
    false,
  );
});
