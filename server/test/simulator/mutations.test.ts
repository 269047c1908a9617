/*
 * Changes while someone reads: what the API shows after them, what the log says existed when, and that a naive reader really is fooled by
 * rows that move (so that a client that is not fooled has shown something). The store's own logic is proved in entry-store.test.ts.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EntityName } from '../../simulator/records.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { entityNames } from '../../simulator/records.ts';
import { fetchAll, fetchApi } from './fetch-api.ts';
import { startSimulator } from '../../simulator/simulator.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ timeEntries: 500 });
});
afterEach(() => simulator.close());

function ids(entity: EntityName): readonly string[] {
  return [...simulator.company.list(entity)].map(({ ID }) => ID);
}

test.each(entityNames)(
  'an inserted, changed and deleted record of %s shows at once, in list and alone',
  async (entity) => {
    const before = ids(entity);
    const inserted = simulator.mutate.insert(entity, {});
    expect(before).not.toContain(inserted.ID);
    expect((await fetchApi(simulator, `/${entity}/${inserted.ID}`)).data).toMatchObject({ ID: inserted.ID });
    const victim = before[2] ?? '';
    expect(simulator.mutate.delete(entity, victim)).toBe(true);
    expect(simulator.mutate.delete(entity, victim)).toBe(false);
    expect((await fetchApi(simulator, `/${entity}/${victim}`)).status).toBe(404);
    const rows = await fetchAll(simulator, `/${entity}`, 100);
    expect(rows).toEqual([...simulator.company.list(entity)]);
    expect(new Set(rows.map((row) => row['ID']))).toEqual(
      new Set([...before.filter((id) => id !== victim), inserted.ID]),
    );
    expect(simulator.mutate.log().map(({ kind, version }) => [version, kind])).toEqual([
      [1, 'insert'],
      [2, 'delete'],
    ]);
  },
);

test('a changed record moves to where its order puts it', async () => {
  const last = ids('TimeEntries').at(-1) ?? '';
  simulator.mutate.update('TimeEntries', last, { Date: '2030-01-01', Hours: '1.230000', Comment: '\u{1F680} moved' });
  const { rows } = await fetchApi(simulator, '/TimeEntries?limit=1');
  expect(rows).toMatchObject([{ ID: last, Date: '2030-01-01', Hours: '1.230000', Comment: '\u{1F680} moved' }]);
  expect((await fetchApi(simulator, '/TimeEntries?StartDate=2030-01-01')).page.count).toBe(1);
  const job = ids('Jobs')[0] ?? '';
  simulator.mutate.update('Jobs', job, { ListDisplayText: 'zzzz', ClientID: ids('Clients')[0] ?? '' });
  expect((await fetchAll(simulator, '/Jobs', 100)).at(-1)).toMatchObject({ ID: job, ListDisplayText: 'zzzz' });
  expect(() => simulator.mutate.update('Jobs', 'unknown', {})).toThrow("There is no record 'unknown' in Jobs.");
});

test('filtered lists and cached texts follow changes', async () => {
  const user = ids('Users')[0] ?? '';
  const path = `/TimeEntries?UserID=${user}&limit=500`;
  const before = await fetchApi(simulator, path);
  simulator.mutate.insert('TimeEntries', { UserID: user });
  simulator.mutate.update('Users', user, { Name: 'Renamed, Person' });
  expect((await fetchApi(simulator, path)).page.count).toBe(before.page.count + 1);
  expect((await fetchApi(simulator, `/Users/${user}`)).data).toMatchObject({ Name: 'Renamed, Person' });
  expect((await fetchApi(simulator, '/Users?Name=renamed,+person')).page.count).toBe(1);
});

test('what existed throughout and what existed at some time is known for any stretch of versions', () => {
  const before = ids('TimeEntries');
  const [first = '', second = '', third = ''] = before;
  const original = simulator.company.record('TimeEntries', second);
  const early = simulator.mutate.insert('TimeEntries', {}).ID;
  const from = simulator.mutate.version();
  simulator.mutate.delete('TimeEntries', first);
  const brief = simulator.mutate.insert('TimeEntries', {}).ID;
  simulator.mutate.update('TimeEntries', second, { Comment: 'edited' });
  simulator.mutate.delete('TimeEntries', brief);
  const to = simulator.mutate.version();
  simulator.mutate.delete('TimeEntries', third);
  simulator.mutate.insert('TimeEntries', {});

  const { always, sometimes } = simulator.mutate.existed('TimeEntries', from, to);
  expect(always).toEqual(new Set([...before.slice(1), early]));
  expect(sometimes).toEqual(new Set([...before, early, brief]));
  const states = simulator.mutate.states('TimeEntries', second, from, to);
  expect(states).toEqual([original, { ...original, Comment: 'edited' }]);
  expect(simulator.mutate.states('TimeEntries', third, from, to)).toHaveLength(1);
});

test.each([
  ['insertRows', 10, 0],
  ['deleteRows', 0, 10],
] as const)(
  'a reader by offset is fooled when %s happens between pages: %i twice, %i lost',
  async (kind, twice, lost) => {
    const before = ids('TimeEntries');
    simulator.faults.add({ match: { query: 'offset=200' }, action: { kind, entity: 'TimeEntries', count: 10 } });
    const read: unknown[] = [];
    for (let offset = 0; offset < 600; offset += 100) {
      const { rows } = await fetchApi(simulator, `/TimeEntries?limit=100&offset=${offset}`);
      read.push(...rows.map((row) => row['ID']));
    }
    const { always } = simulator.mutate.existed('TimeEntries', 0);
    expect(read.length - new Set(read).size).toBe(twice);
    expect([...always].filter((id) => !read.includes(id))).toHaveLength(lost);
    expect(before).toHaveLength(500);
    expect(simulator.requests.all().map(({ version }) => version)).toEqual([0, 0, 10, 10, 10, 10]);
  },
);

test('embedded records follow changes too', async () => {
  const path = '/TimeEntries?verbose=true&limit=500';
  expect((await fetchApi(simulator, path)).rows).toEqual([...simulator.company.list('TimeEntries', { verbose: true })]);
  const user = ids('Users')[0] ?? '';
  simulator.mutate.update('Users', user, { Name: 'Renamed, Person' });
  const { rows } = await fetchApi(simulator, `${path}&UserID=${user}`);
  expect(rows.length).toBeGreaterThan(0);
  const renamed = { ...simulator.company.record('TimeEntries', String(rows[0]?.['ID']), { verbose: true })?.User };
  expect(renamed.Name).toBe('Renamed, Person');
  expect(rows.map((row) => row['User'])).toEqual(rows.map(() => renamed));
});
