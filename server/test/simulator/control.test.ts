/*
 * The control paths for tests in other processes: each does over HTTP what the object does in process (proved in faults.test.ts,
 * mutations.test.ts and roles.test.ts), and refuses what it cannot read.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator } from '../../simulator/simulator.ts';
import { fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 100 });
});
afterAll(() => simulator.close());

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const url = new URL(`/__simulator${path}`, simulator.url);
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return { status: response.status, json: await response.json() };
}

test('it describes itself', async () => {
  const { json } = await control('GET', '');
  expect(json).toEqual({
    url: simulator.url,
    seed: 1,
    users: 8,
    timeEntries: 100,
    tokens: ['demo-admin', 'demo-manager', 'demo-standard'],
  });
});

test('faults are added, listed and cleared', async () => {
  const fault = {
    match: { path: '/Users', caller: 'admin' },
    times: 'always',
    action: { kind: 'status', status: 500 },
  };
  expect(await control('POST', '/faults', fault)).toMatchObject({ status: 200, json: { id: expect.any(Number) } });
  expect((await fetchApi(simulator, '/Users')).status).toBe(500);
  expect((await fetchApi(simulator, '/Users', 'demo-manager')).status).toBe(200);
  expect((await control('GET', '/faults')).json).toMatchObject({
    pending: [{ match: { path: '/Users' } }],
    fired: [{ path: '/Users' }],
  });
  await control('DELETE', '/faults');
  expect((await fetchApi(simulator, '/Users')).status).toBe(200);
});

test('requests are told and forgotten', async () => {
  await control('DELETE', '/requests');
  await fetchApi(simulator, '/Jobs?limit=1');
  expect((await control('GET', '/requests')).json).toMatchObject({
    count: 1,
    statuses: { 200: 1 },
    requests: [{ path: '/Jobs', query: 'limit=1' }],
  });
});

test('records are inserted, changed and deleted', async () => {
  const { json } = await control('POST', '/mutations', { kind: 'insert', entity: 'Clients', fields: { Name: 'New' } });
  expect(json).toMatchObject({ record: { Name: 'New' }, version: 1 });
  const { ID } = simulator.mutate.log()[0]?.after ?? { ID: '' };
  await control('POST', '/mutations', { kind: 'update', entity: 'Clients', id: ID, fields: { Name: 'Newer' } });
  expect((await fetchApi(simulator, `/Clients/${ID}`)).data).toMatchObject({ Name: 'Newer' });
  expect((await control('POST', '/mutations', { kind: 'delete', entity: 'Clients', id: ID })).json).toEqual({
    deleted: true,
    version: 3,
  });
  expect((await control('GET', '/mutations')).json).toMatchObject({
    version: 3,
    log: [{ kind: 'insert' }, { kind: 'update' }, { kind: 'delete' }],
  });
});

test('tokens are added and revoked', async () => {
  await control('POST', '/tokens', {
    token: 'costly',
    user: 1,
    permissions: ['View Costs', 'Review timesheets', 'nonsense'],
  });
  expect((await fetchApi(simulator, '/TimeEntries', 'costly')).rows[0]).toHaveProperty('CostRate');
  await control('POST', '/tokens', { token: 'costly', revoke: true });
  expect((await fetchApi(simulator, '/TimeEntries', 'costly')).status).toBe(401);
});

test.each([
  ['POST', '/faults', { action: { kind: 'explode' } }, "'action' must be"],
  ['POST', '/faults', { action: { kind: 'status' } }, "'action' must be"],
  ['POST', '/faults', { action: { kind: 'stall' }, times: 'often' }, "'match' must be"],
  ['POST', '/mutations', { kind: 'insert', entity: 'Nothing' }, "'entity' must be"],
  ['POST', '/mutations', { kind: 'delete', entity: 'Jobs' }, "'id' must be"],
  ['POST', '/mutations', { kind: 'update', entity: 'Jobs', id: 'x', fields: { ID: 'y' } }, "'fields' must be"],
  ['POST', '/tokens', { token: 'x' }, "'user' must be"],
  ['GET', '/nothing', undefined, "No control 'GET /__simulator/nothing'"],
])('%s %s %j is refused', async (method, path, body, message) => {
  const { status, json } = await control(method, path, body);
  expect([status, JSON.stringify(json)]).toEqual([400, expect.stringContaining(message)]);
});

test('control paths are no part of the API', async () => {
  expect((await fetchApi(simulator, '/__simulator')).status).toBe(404);
  expect((await fetchApi(simulator, '/../__simulator/../v2/__simulator/faults')).status).toBe(404);
});
