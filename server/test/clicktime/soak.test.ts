/**
 * Extracts on a bad day, from twenty seeds: rows are inserted, edited and deleted and every fault strikes while
 * somebody reads page by page. `paging.test.ts` and `source.test.ts` prove changes and faults apart; this adds them
 * together; at the end, with equal rows in another order in every answer. Edits leave a row where it is in the order:
 * `extract.test.ts` has those that move.
 */
import { expect, test } from 'vitest';
import { idOf } from '../../src/clicktime/model/decode-record.ts';
import { defaultRetryOptions } from '../../src/clicktime/upstream/retry.ts';
import type { FaultAction } from '../../simulator/faults.ts';
import type { EntityName } from '../../simulator/records.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { readByPages, startRig } from './connection.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

/** Small, seeded and good enough to choose what goes wrong. */
function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const faults: readonly FaultAction[] = [
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, body: 'html' },
  { kind: 'html', status: 200 },
  { kind: 'status', status: 403, body: 'proxy' },
  { kind: 'status', status: 204, body: 'empty' },
  { kind: 'garble', how: 'invalidUtf8' },
  { kind: 'reset' },
  { kind: 'reset', afterBytes: -1 },
  { kind: 'truncate' },
  { kind: 'stall' },
  { kind: 'insertRows', entity: 'TimeEntries', count: 3 },
  { kind: 'insertRows', entity: 'TimeEntries', count: 41 },
  { kind: 'deleteRows', entity: 'TimeEntries', count: 7 },
];

/** Lets each kind strike some time during the read, in an order of the seed's. */
function spoil({ faults: planned }: Simulator, random: (bound: number) => number): void {
  const match = { path: '^/TimeEntries$' };
  for (let strike = 0; strike < 40; strike++) {
    const action = faults[(strike + random(3)) % faults.length];
    if (action !== undefined) planned.add({ match, skip: strike * 2 + random(3), action });
  }
}

/** Changes rows anywhere in the list. */
function change({ mutate }: Simulator, ids: readonly string[], random: (bound: number) => number): void {
  const id = ids[random(ids.length)] ?? '';
  const { always } = mutate.existed('TimeEntries', mutate.version());
  if (!always.has(id)) return;
  if (random(2) === 0) mutate.delete('TimeEntries', id);
  else mutate.update('TimeEntries', id, { Comment: `edited ${mutate.version()}`, Hours: 1.25 });
}

test.each(seeds)('seed %i: nothing lost, nothing twice', async (seed) => {
  const random = generator(seed);
  const rig = await startRig(
    { seed, timeEntries: 2_000 },
    { client: { attemptTimeoutMs: 250 }, retry: { ...defaultRetryOptions, maxAttempts: 10, maxRepetitions: 5 } },
  );
  const { simulator } = rig;
  const ids = [...simulator.company.list('TimeEntries')].map(({ ID }) => ID);
  spoil(simulator, random);
  const read = await readByPages(rig, 'TimeEntries', 30 + random(90), () => change(simulator, ids, random));
  const { always, sometimes } = simulator.mutate.existed('TimeEntries', 0);
  const found = new Set(read.map(idOf));
  expect(found.size, 'rows that came twice').toBe(read.length);
  expect(
    [...always].filter((id) => !found.has(id)),
    'rows that were lost',
  ).toEqual([]);
  expect(
    [...found].filter((id) => !sometimes.has(id)),
    'rows that never were',
  ).toEqual([]);
  for (const row of read.filter((_, index) => index % 97 === 0)) {
    const states = simulator.mutate.states('TimeEntries', idOf(row), 0) as readonly {
      readonly Comment: unknown;
    }[];
    expect(states.map(({ Comment }) => Comment)).toContain(row['Comment'] ?? null);
  }
  expect(simulator.faults.fired().length).toBeGreaterThan(8);
  await rig.close();
});

// ---- Unstable ties --------------------------------------------------------------------------------------------------

const unstable = [
  ['Users', 'Name', { Role: 'edited' }],
  ['Divisions', 'Name', { Notes: 'edited' }],
  ['Timesheets', 'StartDate', { Status: 'Approved' }],
  ['Jobs', 'ListDisplayText', { Notes: 'edited' }],
  ['Tasks', 'Name', { Notes: 'edited' }],
] as const satisfies readonly (readonly [EntityName, string, object])[];

/** Faults that change no rows, then equal rows in another order in all other answers. */
function unsettle({ faults: planned }: Simulator, field: string, random: (bound: number) => number): void {
  const passing = faults.filter(({ kind }) => kind !== 'insertRows' && kind !== 'deleteRows' && kind !== 'stall');
  for (let strike = 0; strike < 6; strike++) {
    const action = passing[random(passing.length)];
    if (action !== undefined) planned.add({ skip: strike * 3 + random(3), action });
  }
  planned.add({ times: Number.POSITIVE_INFINITY, action: { kind: 'ties', field } });
}

test.each(seeds)('seed %i, unstable ties: nothing lost, nothing twice', async (seed) => {
  const random = generator(seed);
  const rig = await startRig(
    { seed, users: 70, months: 2, timeEntries: 10 },
    { client: { attemptTimeoutMs: 5_000 }, retry: { ...defaultRetryOptions, maxAttempts: 10 } },
  );
  const { simulator } = rig;
  const { faults: planned, mutate } = simulator;
  for (const [name, field, edit] of unstable) {
    const from = mutate.version();
    const ids = [...simulator.company.list(name)].map(({ ID }) => ID);
    unsettle(simulator, field, random);
    const size = Math.max(3, Math.floor(ids.length / (4 + random(10))));
    const read = await readByPages(rig, name, size, () => {
      const id = ids[random(ids.length)] ?? '';
      const kind = random(4);
      if (kind === 0) mutate.insert(name, {});
      else if (kind === 1) mutate.delete(name, id);
      else if (mutate.existed(name, from).always.has(id)) mutate.update(name, id, edit);
    });
    planned.clear();
    const { always, sometimes } = mutate.existed(name, from);
    const found = new Set(read.map(idOf));
    expect(found.size, `${name} that came twice`).toBe(read.length);
    expect(
      [...always].filter((id) => !found.has(id)),
      `${name} that were lost`,
    ).toEqual([]);
    expect(
      [...found].filter((id) => !sometimes.has(id)),
      `${name} that never were`,
    ).toEqual([]);
  }
  await rig.close();
});
