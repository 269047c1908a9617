/** Pages whose bodies are larger than what is read, against the simulator: fewer records are asked for at a time. */
import { afterEach, expect, test } from 'vitest';
import { contextOf, readAll, readByPages, setNamed, startRig, type Rig } from '../connection.ts';

const ROWS = 1_203;
let rig: Rig;

async function startWith(maxBodyBytes: number, gzip = false): Promise<Rig> {
  rig = await startRig({ seed: 5, users: 5, timeEntries: ROWS }, { client: { maxBodyBytes, gzip } });
  return rig;
}

afterEach(() => rig.close());

const limitsAsked = (): readonly number[] =>
  rig.simulator.requests.all().map(({ query }) => Number(/limit=(\d+)/.exec(query)?.[1]));
const idsOf = (rows: readonly object[]): readonly string[] => rows.map((row) => String((row as { ID: string }).ID));
const all = (): readonly string[] => [...rig.simulator.company.list('TimeEntries')].map(({ ID }) => ID);

test.each([
  ['as they are', false],
  ['compressed', true],
])('pages that are too large, %s, are asked for again with half as many records', async (_name, gzip) => {
  await startWith(60_000, gzip);
  expect(idsOf(await readAll(rig, 'TimeEntries'))).toEqual(all());
  const limits = limitsAsked();
  expect(limits.slice(0, 3)).toEqual([500, 250, 125]);
  // What is too much is learned once, not again with each page.
  expect(limits.filter((limit) => limit > 125)).toHaveLength(2);
});

test('so they are from page to page of an extract, and of sets in other orders', async () => {
  await startWith(60_000);
  expect(idsOf(await readByPages(rig, 'TimeEntries', 400))).toEqual(all());
  const entitySet = setNamed('TimeEntries');
  expect(await rig.source.count({ entitySet, predicates: [] }, contextOf(rig.simulator.tokens.admin))).toBe(ROWS);
  for (const name of ['Jobs', 'Users', 'Timesheets'] as const) {
    const ids = [...rig.simulator.company.list(name)].map(({ ID }) => ID);
    expect(idsOf(await readAll(rig, name)).toSorted()).toEqual(ids.toSorted());
  }
});

test('where pages become too large only in the middle, no row is lost or comes twice', async () => {
  await startWith(400_000);
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    skip: 1,
    times: 4,
    action: { kind: 'shape', shape: 'longTexts', field: 'Comment', value: 2_000 },
  });
  expect(idsOf(await readAll(rig, 'TimeEntries'))).toEqual(all());
  expect(Math.min(...limitsAsked())).toBeLessThan(250);
});

test('a single record that is too large is told in words', async () => {
  await startWith(60_000);
  rig.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'shape', shape: 'wrongFieldType', field: 'Comment', value: 'x'.repeat(60_000) },
  });
  await expect(readAll(rig, 'TimeEntries')).rejects.toMatchObject({
    code: 'UpstreamInvalidResponse',
    status: 502,
    message: expect.stringContaining(
      'of TimeEntries, asked for 2 records from offset 0 on: it is larger than 60000 bytes.',
    ),
  });
  // 500, 250, 125, 63, 32, 16, 8, 4, 2: as often as it can be halved.
  expect(rig.simulator.requests.count()).toBe(9);
});
