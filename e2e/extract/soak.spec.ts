/**
 * Extracts that can be trusted: people insert, edit, move and delete time entries and every fault of the simulator
 * strikes while a client reads page by page, and the result is what existed throughout, each row once, as it was at
 * some time meanwhile. The layers below prove changes and faults one by one; this proves them together, through the
 * built server and real sockets, on a large set and from twenty seeds on small ones.
 */
import { declaredProperties } from '../clients/metadata.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { expectedRow } from '../clients/upstream.ts';
import { expect, test, type Facade, type Fixtures } from '../fixtures.ts';
import { sorted } from '../same-rows.ts';
import { drawer, keepChanging, spread, strikes } from './bad-day.ts';

const TOKEN = 'demo-admin';
const SETTINGS = { UPSTREAM_REQUESTS: '0', UPSTREAM_TIMEOUT_MS: '300' };

test('200,000 time entries', async ({ startFacade }) => {
  await soak(startFacade, { seed: 1, timeEntries: 200_000, upstreamPages: 400, changeEvery: 2 });
});

for (let seed = 1; seed <= 20; seed++) {
  test(`3,000 time entries, seed ${seed}`, async ({ startFacade }) => {
    await soak(startFacade, { seed, timeEntries: 3_000, pageSize: 40, upstreamPages: 75, changeEvery: 2 });
  });
}

interface Soak {
  readonly seed: number;
  readonly timeEntries: number;
  /** What the client prefers; the server's own where it does not say. */
  readonly pageSize?: number;
  /** Requests to the simulator that the extract takes at least. */
  readonly upstreamPages: number;
  /** Requests to the simulator from one change to the next. */
  readonly changeEvery: number;
}

async function soak(startFacade: Fixtures['startFacade'], options: Soak): Promise<void> {
  const { seed, timeEntries, pageSize, upstreamPages, changeEvery } = options;
  const facade = await startFacade({ simulator: { seed, timeEntries }, env: SETTINGS });
  const { root, simulator } = facade;
  const headers = pageSize === undefined ? {} : { prefer: `odata.maxpagesize=${pageSize}` };
  const client = tableau({ root, token: TOKEN, headers, retries: 3 });
  const declared = declaredProperties(await client.metadata()).get('TimeEntries') ?? [];
  const draw = drawer(seed);
  spread(simulator, upstreamPages, draw);
  const changes = keepChanging(simulator, changeEvery, draw);
  const rows = await client.extract(new URL('TimeEntries', root).href).finally(() => changes.stop());

  expect(changes.count(), 'changes').toBeGreaterThan(upstreamPages / changeEvery / 2);
  expect(simulator.faults.fired(), 'faults').toHaveLength(strikes.length);
  expectWhatExistedThroughout(facade, rows);
  expectValuesOfSomeTime(facade, rows, (record) => expectedRow(record, declared));
}

function expectWhatExistedThroughout({ simulator }: Facade, rows: readonly ODataRow[]): void {
  const ids = rows.map((row) => String(row['ID']));
  const found = new Set(ids);
  const { always, sometimes } = simulator.mutate.existed('TimeEntries', 0);
  const describe = (id: string): unknown => [id, ...simulator.mutate.states('TimeEntries', id, 0).map(stateOf)];
  const lost = [...always].filter((id) => !found.has(id));
  const twice = found.size === ids.length ? [] : ids.filter((id, index) => ids.indexOf(id) !== index);
  expect(lost.map(describe), 'rows lost').toEqual([]);
  expect(twice.map(describe), 'rows twice').toEqual([]);
  expect(
    ids.filter((id) => !sometimes.has(id)),
    'rows made up',
  ).toEqual([]);
}

const stateOf = (state: object): unknown => ({ ...state, CustomFields: undefined });

/** Each row shows one of the states its record had. */
function expectValuesOfSomeTime(
  { simulator }: Facade,
  rows: readonly ODataRow[],
  inOData: (record: Readonly<Record<string, unknown>>) => ODataRow,
): void {
  const untouched = new Map(
    [...simulator.company.list('TimeEntries', { verbose: true })].map((record) => [record.ID, record]),
  );
  const touched = new Set(simulator.mutate.log().map(({ id }) => id));
  for (const row of rows) {
    const id = String(row['ID']);
    const states = touched.has(id) ? simulator.mutate.states('TimeEntries', id, 0) : [untouched.get(id)];
    const expected = states.map((state) => inOData({ ...state }));
    if (expected.some((one) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(row)))) continue;
    expect(expected, `the states of ${id}`).toContainEqual(row);
  }
}
