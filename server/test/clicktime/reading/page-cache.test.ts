/** What upstream sees of pages that are shared and remembered, and that tokens stay apart. */
import { expect, test } from 'vitest';
import { contextOf, readAll, startRig } from '../connection.ts';

const pages = { maxAgeMs: 60_000, maxBytes: 10_000_000 };

test('reference sets and first pages are read once, following pages each time', async () => {
  const rig = await startRig({ seed: 2, timeEntries: 1_200 }, { pages });
  await Promise.all([readAll(rig, 'Jobs'), readAll(rig, 'Jobs')]);
  await readAll(rig, 'Jobs');
  const first = await readAll(rig, 'TimeEntries');
  expect(await readAll(rig, 'TimeEntries')).toEqual(first);
  const asked = rig.simulator.requests.all().map(({ path, query }) => `${path}?${query}`);
  expect(asked).toEqual([
    '/Jobs?IsActive=true&IsActive=false&verbose=true&limit=500',
    '/TimeEntries?limit=500',
    ...['offset=499', 'offset=998', 'offset=499', 'offset=998'].map((offset) => `/TimeEntries?limit=500&${offset}`),
  ]);
  await rig.close();
});

test('another selection of properties is another page, because rows are decoded for it', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  const [bare] = await readAll(rig, 'Users', { properties: ['Name'] });
  const [rated] = await readAll(rig, 'Users', { properties: ['BillingRate', 'CustomFieldsStr'] });
  expect(bare?.['ID']).toBe(rated?.['ID']);
  expect(bare?.['CustomFieldsStr']).toBeUndefined();
  expect(rig.simulator.requests.count()).toBe(2);
  await rig.close();
});

test('no-cache goes upstream, and a revoked token loses what it had read', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  rig.simulator.tokens.add('brief', 0);
  const context = contextOf('brief');
  await readAll(rig, 'Clients', { context });
  await readAll(rig, 'Clients', { context: { ...context, fresh: true } });
  expect(rig.simulator.requests.count()).toBe(2);
  rig.simulator.tokens.revoke('brief');
  expect((await readAll(rig, 'Clients', { context })).length).toBeGreaterThan(0);
  await expect(readAll(rig, 'Tasks', { context })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(readAll(rig, 'Clients', { context })).rejects.toMatchObject({ code: 'InvalidToken' });
  await rig.close();
});

test('tokens stay apart: each sees its own pages and refusals', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  const { admin, standard } = rig.simulator.tokens;
  expect((await readAll(rig, 'Clients', { context: contextOf(admin) })).length).toBeGreaterThan(0);
  await expect(readAll(rig, 'Clients', { context: contextOf(standard) })).rejects.toMatchObject({ code: 'Forbidden' });
  await rig.close();
});
