/**
 * Extracts that can be trusted: people insert, edit, move and delete time entries and every fault of the simulator
 * strikes while a client reads page by page, and the result is what existed throughout, each row once, as it was at
 * some time meanwhile. The layers below prove changes and faults one by one; this proves them together, through the
 * built server and real sockets, on a large set and from twenty seeds on small ones.
 */
import { Decimal } from 'decimal.js';
import { declaredProperties } from '../clients/metadata.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { expectedRow } from '../clients/upstream.ts';
import { expect, test, type Facade, type Fixtures } from '../fixtures.ts';
import { sorted } from '../same-rows.ts';
import { drawer, keepChanging, relatedLists, spread, strikeRelated, strikes } from './bad-day.ts';

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

for (let seed = 1; seed <= 5; seed++) {
  test(`3,000 entries with what belongs to them, seed ${seed}`, async ({ startFacade }) => {
    await soak(startFacade, {
      seed,
      timeEntries: 3_000,
      pageSize: 40,
      upstreamPages: 75,
      changeEvery: 2,
      entitySet: 'TimeEntryDetails',
    });
  });
}

interface Soak {
  /** What is extracted; default time entries. */
  readonly entitySet?: 'TimeEntryDetails';
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
  const { seed, timeEntries, pageSize, upstreamPages, changeEvery, entitySet = 'TimeEntries' } = options;
  const facade = await startFacade({ simulator: { seed, timeEntries }, env: SETTINGS });
  const { root, simulator } = facade;
  const headers = pageSize === undefined ? {} : { prefer: `odata.maxpagesize=${pageSize}` };
  const client = tableau({ root, token: TOKEN, headers, retries: 3 });
  const declared = declaredProperties(await client.metadata()).get(entitySet) ?? [];
  const draw = drawer(seed);
  spread(simulator, upstreamPages, draw);
  if (entitySet === 'TimeEntryDetails') strikeRelated(simulator, draw);
  const changes = keepChanging(simulator, changeEvery, draw);
  const rows = await client.extract(new URL(entitySet, root).href).finally(() => changes.stop());

  expect(changes.count(), 'changes').toBeGreaterThan(upstreamPages / changeEvery / 2);
  const related = entitySet === 'TimeEntryDetails' ? relatedLists.length : 0;
  expect(simulator.faults.fired(), 'faults').toHaveLength(strikes.length + related);
  expectWhatExistedThroughout(facade, rows);
  if (related === 0) expectValuesOfSomeTime(facade, rows, (record) => expectedRow(record, declared));
  else {
    const inView = joined(simulator, declared);
    const shown = rows.map((row) => Object.fromEntries(Object.keys(inView({})).map((name) => [name, row[name]])));
    expectValuesOfSomeTime(facade, shown as ODataRow[], inView);
  }
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

/** An entry with what a join makes of it. */
function joined(
  { company }: Facade['simulator'],
  declared: Parameters<typeof expectedRow>[1],
): (record: Readonly<Record<string, unknown>>) => ODataRow {
  const byId = (set: Parameters<typeof company.list>[0]) =>
    new Map([...company.list(set, { verbose: true })].map((each) => [each.ID, { ...each } as Record<string, unknown>]));
  const [users, jobs, clients, tasks] = [byId('Users'), byId('Jobs'), byId('Clients'), byId('Tasks')];
  const sheets = [...byId('Timesheets').values()];
  const own = declared.filter(({ name }) => OWN.includes(name));
  return (record) => {
    const row = expectedRow(record, own);
    const of = (all: typeof users, id: unknown): Record<string, unknown> => all.get(String(id)) ?? {};
    const job = of(jobs, record['JobID']);
    const day = String(row['Date']);
    const sheet = sheets.find(
      (each) =>
        each['UserID'] === record['UserID'] && String(each['StartDate']) <= day && day <= String(each['EndDate']),
    );
    const [hours, rate] = [row['Hours'] ?? null, row['CostRate'] ?? null];
    return {
      ...row,
      UserName: of(users, record['UserID'])['Name'] ?? null,
      JobName: job['Name'] ?? null,
      ClientName: of(clients, job['ClientID'])['Name'] ?? null,
      TaskName: of(tasks, record['TaskID'])['Name'] ?? null,
      TimesheetID: sheet?.['ID'] ?? null,
      Cost: hours === null || rate === null ? null : new Decimal(Number(hours)).mul(Number(rate)).toNumber(),
    } as ODataRow;
  };
}

const OWN = ['ID', 'Date', 'Hours', 'UserID', 'JobID', 'TaskID', 'Comment', 'BillingRate', 'CostRate', 'StartTime'];

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
