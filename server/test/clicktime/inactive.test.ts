/**
 * Whether ClickTime lists inactive records where nobody names `IsActive` is not known. Nothing may be missing either
 * way, and it costs no request.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOwnDataOptions } from '../../src/clicktime/own-data.ts';
import type { Row } from '../../src/model/values.ts';
import type { SourcePredicate } from '../../src/source/source.ts';
import { anyOf, contextOf, readAll, readByPages, setNamed, startRig, type Rig } from './connection.ts';

const company = { timeEntries: 50, users: 60 };
const usual = { pages: { maxAgeMs: 0, maxBytes: 0 }, ownData: defaultOwnDataOptions };
let all: Rig;
let active: Rig;

beforeAll(async () => {
  all = await startRig(company, usual);
  active = await startRig({ ...company, withoutIsActive: 'active' }, usual);
});
afterAll(async () => {
  await all.close();
  await active.close();
});

const sets = ['Users', 'Jobs', 'Clients', 'Tasks', 'Divisions'] as const;
const byNull: SourcePredicate = { kind: 'InPredicate', property: 'IsActive', values: [true, null] };

/** What is read, and by how many requests. */
async function reading(rig: Rig, read: (rig: Rig) => Promise<readonly Row[] | number>) {
  rig.simulator.requests.reset();
  const rows = await read(rig);
  return { rows, requests: rig.simulator.requests.all().length };
}

test('the simulator leaves inactive records out where it is set so', async () => {
  const list = async (query: string): Promise<number> => {
    const headers = { Authorization: `Token ${active.simulator.tokens.admin}` };
    const answer = await fetch(`${active.simulator.url}/Users?limit=1${query}`, { headers });
    return ((await answer.json()) as { page: { count: number } }).page.count;
  };
  expect(await list('')).toBe(await list('&IsActive=true'));
  expect(await list('')).toBeLessThan(await list('&IsActive=true&IsActive=false'));
});

test.each(sets)('%s: active and inactive ones come whatever ClickTime shows unasked', async (name) => {
  for (const { simulator } of [all, active]) {
    const [first] = [...simulator.company.list(name)].slice(1);
    simulator.mutate.update(name, first?.ID ?? '', { IsActive: false });
  }
  const records = [...all.simulator.company.list(name)];
  const whole = await reading(active, (rig) => readAll(rig, name));
  expect(whole).toEqual(await reading(all, (rig) => readAll(rig, name)));
  expect(whole.rows).toHaveLength(records.length);
  expect(records.some(({ IsActive }) => IsActive === false)).toBe(true);
  expect(await reading(active, (rig) => readByPages(rig, name, 7))).toEqual(
    await reading(all, (rig) => readByPages(rig, name, 7)),
  );
  const [first] = records;
  for (const predicates of [[], [byNull], [anyOf('Name', first?.Name ?? '')], [anyOf('IsActive', false)]]) {
    const entitySet = setNamed(name);
    const ask = { entitySet, predicates };
    const count = (rig: Rig): Promise<number> => rig.source.count(ask, contextOf(rig.simulator.tokens.admin));
    expect(await reading(active, count)).toEqual(await reading(all, count));
    const read = (rig: Rig): Promise<readonly Row[]> => readAll(rig, name, { predicates });
    expect(await reading(active, read)).toEqual(await reading(all, read));
  }
});

test.each(['Jobs', 'Clients', 'Tasks'])("an account's own %s, too", async (name) => {
  const own = (rig: Rig): Promise<readonly Row[]> =>
    readAll(rig, name, { context: contextOf(rig.simulator.tokens.standard) });
  const read = await reading(active, own);
  expect(read).toEqual(await reading(all, own));
  expect(read.rows).not.toHaveLength(0);
});
