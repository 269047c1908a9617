/** Answers with nothing in them, against the simulator: an empty list where nothing speaks against it, else no answer. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultAction } from '../../../simulator/faults.ts';
import { anyOf, contextOf, readAll, setNamed, startRig, type Rig } from '../connection.ts';

let rig: Rig;
const lasting = Number.POSITIVE_INFINITY;
const invalid = { code: 'UpstreamInvalidResponse', status: 502 };
const entitySet = setNamed('TimeEntries');
const contextOfAdmin = () => contextOf(rig.simulator.tokens.admin);

beforeAll(async () => {
  rig = await startRig({ seed: 5, users: 5, timeEntries: 1_300 });
});

afterEach(() => rig.simulator.faults.clear());

afterAll(() => rig.close());

const nothing: Readonly<Record<string, FaultAction>> = {
  'status 204': { kind: 'status', status: 204, body: 'empty' },
  'data that is null': { kind: 'shape', shape: 'dataNullUncounted' },
};

test.each(Object.entries(nothing))('%s, said again, is an empty list, and its count is 0', async (_name, action) => {
  rig.simulator.faults.add({ times: lasting, action });
  rig.simulator.requests.reset();
  expect(await readAll(rig, 'TimeEntries')).toEqual([]);
  expect(rig.simulator.requests.count()).toBeGreaterThan(1);
  expect(await rig.source.count({ entitySet, predicates: [] }, contextOfAdmin())).toBe(0);
});

test.each(Object.entries(nothing))('%s, said once, is not believed', async (_name, action) => {
  rig.simulator.faults.add({ action });
  expect(await readAll(rig, 'TimeEntries', { properties: ['ID'] })).toHaveLength(1_300);
  rig.simulator.faults.add({ action });
  expect(await rig.source.count({ entitySet, predicates: [] }, contextOfAdmin())).toBe(1_300);
});

test.each(Object.entries(nothing))('%s in the middle of a list is no answer', async (_name, action) => {
  rig.simulator.faults.add({ match: { query: 'offset=' }, times: lasting, action });
  await expect(readAll(rig, 'TimeEntries')).rejects.toMatchObject(invalid);
});

test.each(Object.entries(nothing))('%s where one record is asked for is no answer', async (name, action) => {
  const [first] = rig.simulator.company.list('TimeEntries');
  rig.simulator.faults.add({ times: lasting, action });
  const one = readAll(rig, 'TimeEntries', { predicates: [anyOf('ID', first?.ID ?? '')] });
  await expect(one).rejects.toMatchObject(invalid);
  const token = `newcomer-${name.length}`;
  rig.simulator.tokens.add(token, 0);
  await expect(rig.source.authenticate(contextOf(token))).rejects.toMatchObject(invalid);
});

test('nothing, and a count of something, is no answer', async () => {
  rig.simulator.faults.add({ times: lasting, action: { kind: 'shape', shape: 'dataNull' } });
  const refused = { ...invalid, message: expect.stringContaining('it counts 1300') };
  await expect(readAll(rig, 'TimeEntries')).rejects.toMatchObject(refused);
  await expect(rig.source.count({ entitySet, predicates: [] }, contextOfAdmin())).rejects.toMatchObject(refused);
});

test('status 200 without a body is no empty list', async () => {
  rig.simulator.faults.add({ times: lasting, action: { kind: 'status', status: 200, body: 'empty' } });
  await expect(readAll(rig, 'TimeEntries')).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
});
