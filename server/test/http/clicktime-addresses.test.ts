/** The addresses of `addresses.test.ts` over ClickTime's source: they are the same, and ask ClickTime for no more than they need. */
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, getJson } from './fixture.ts';

let simulator: Simulator;
let server: RunningServer;

beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 400, users: 8 });
  server = await start(
    readConfig({ PORT: '0' }),
    { url: simulator.url, throttled: false },
    createLogger('info', { write: () => undefined }),
  );
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const admin = { Authorization: 'Token demo-admin' };
const read = (path: string) => getJson(server.serviceRoot, path, admin);
const rowsOf = async (path: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const { value } = await read(path);
  return Array.isArray(value) ? value : [];
};
const countOf = async (path: string): Promise<number> => Number((await get(server.serviceRoot, path, admin)).text);

/** A job, and how ClickTime calls its client. */
async function someJob(): Promise<{ readonly id: string; readonly client: string }> {
  const [{ ID: id, ClientID: client } = {}] = await rowsOf('Jobs?$select=ID,ClientID&$top=1');
  if (typeof id !== 'string' || typeof client !== 'string') throw new Error('There is no job.');
  return { id, client };
}

test('keys as segments, references and ids lead to the same entity', async () => {
  const { id, client } = await someJob();
  const job = await read(`Jobs('${id}')`);
  expect(await read(`Jobs/${id}`)).toEqual(job);
  expect(await read(`Jobs/ClickTime.Job/${id}`)).toEqual(job);
  expect(await read(`$entity?$id=Jobs('${id}')`)).toEqual(job);
  expect(await read(`Jobs/${id}/Client/$ref`)).toMatchObject({ '@odata.id': `Clients('${client}')` });
  const missing = await get(server.serviceRoot, 'Jobs/Name', admin);
  expect(missing.status).toBe(404);
  expect(missing.text).toContain("name the entity first: Jobs('...')/Name");
});

test('a filtered collection is the one that $filter gives', async () => {
  const filter = 'IsActive eq true';
  const ids = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ ID }) => ID);
  const whole = await rowsOf(`Jobs?$filter=${filter}&$select=ID`);
  expect(ids(await rowsOf(`Jobs/$filter(${filter})?$select=ID`))).toEqual(ids(whole));
  expect(await countOf(`Jobs/$filter(${filter})/$count`)).toBe(whole.length);
  expect(await rowsOf(`Jobs/$filter(${filter})/$ref`)).toHaveLength(whole.length);
});

test('a cross join is what navigation gives', async () => {
  const path = '$crossjoin(Jobs,Clients)?$filter=Jobs/ClientID eq Clients/ID';
  const joined = await rowsOf(`${path}&$expand=Jobs($select=ID),Clients($select=Name)&$orderby=Jobs/ID`);
  const navigated = await rowsOf('Jobs?$select=ID&$expand=Client($select=Name)&$filter=Client ne null&$orderby=ID');
  expect(joined.length).toBeGreaterThan(0);
  expect(joined.map(({ Jobs, Clients }) => ({ Jobs, Clients }))).toMatchObject(
    navigated.map(({ ID, Client }) => ({ Jobs: { ID }, Clients: Client })),
  );
});

test('$all holds every entity, and those of one type are those of its set', async () => {
  // Flat views are the entities of their base sets, seen in another way.
  const views = clicktimeModel.entitySets.filter(({ derived }) => derived !== undefined).map(({ name }) => name);
  const elements = (await rowsOf('')).filter(({ name }) => !views.includes(String(name)));
  const counts = await Promise.all(
    elements.map(async ({ kind, name }) => (kind === 'Singleton' ? 1 : countOf(`${String(name)}/$count`))),
  );
  const all = await read('$all?$count=true&$top=0');
  expect(all['@odata.count']).toBe(counts.reduce((sum, count) => sum + count, 0));
  const jobs = await rowsOf('$all/ClickTime.Job?$select=ID&$orderby=ID');
  expect(jobs.map(({ ID }) => ID)).toEqual((await rowsOf('Jobs?$select=ID&$orderby=ID')).map(({ ID }) => ID));
});
