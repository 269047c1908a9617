/**
 * Lists whose order does not tell all rows apart, with equal rows in another order in every answer. `tie-groups.test.ts`
 * has the finding of groups, `soak.test.ts` edits and faults meanwhile.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntityName } from '../../../simulator/records.ts';
import { decodePosition } from '../../../src/clicktime/reading/position.ts';
import { contextOf, propertiesOf, readAll, readByPages, setNamed, startRig, type Rig } from '../connection.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ seed: 7, users: 90, months: 3, timeEntries: 1_500 });
});

afterAll(() => rig.close());

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const sorted = (rows: readonly { readonly ID?: unknown }[]): readonly string[] =>
  rows.map(({ ID }) => text(ID)).toSorted((a, b) => (a < b ? -1 : 1));

const shuffle = (name: EntityName, field: string): void => {
  rig.simulator.faults.clear();
  rig.simulator.faults.add({ match: { path: `^/${name}$` }, times: ALWAYS, action: { kind: 'ties', field } });
};

test.each([
  ['Timesheets', 'StartDate'],
  ['Users', 'Name'],
  ['Divisions', 'Name'],
  ['TimeEntries', 'Date'],
  ['Jobs', 'ListDisplayText'],
  ['Clients', 'ListDisplayText'],
  ['Tasks', 'Name'],
] as const)('%s: every row once, in one go and by pages', async (name, field) => {
  const expected = sorted([...rig.simulator.company.list(name)]);
  shuffle(name, field);
  expect(sorted(await readAll(rig, name))).toEqual(expected);
  for (const size of [31, 170, 501]) expect(sorted(await readByPages(rig, name, size))).toEqual(expected);
});

test('rows in their order where one was asked for', async () => {
  shuffle('Timesheets', 'StartDate');
  const rows = await readAll(rig, 'Timesheets', { ordered: true });
  const days = rows.map(({ StartDate }) => text(StartDate));
  expect(days).toEqual(days.toSorted((a, b) => (a < b ? 1 : -1)));
  expect(sorted(rows)).toEqual(sorted([...rig.simulator.company.list('Timesheets')]));
});

test('rows behind those passed over', async () => {
  shuffle('Timesheets', 'StartDate');
  const all = [...rig.simulator.company.list('Timesheets')];
  const rows = await readAll(rig, 'Timesheets', { skip: 600 });
  expect(new Set(sorted(rows)).size).toBe(all.length - 600);
});

test('a page whose time is up ends in the middle of another reading, though that brings nothing new', async () => {
  const { simulator, source } = rig;
  const entitySet = setNamed('Timesheets');
  const context = contextOf(simulator.tokens.admin);
  const request = { entitySet, predicates: [], properties: propertiesOf(entitySet) };
  simulator.faults.clear();
  // A count that leaps down looks as if a row had moved behind the reader's back.
  simulator.faults.add({ match: { query: 'offset=499' }, action: { kind: 'page', lie: 'wildCount' } });
  let positions = 0;
  let rows = 0;
  for await (const batch of source.read(request, context)) {
    rows += batch.rows.length;
    if (batch.size === 0 || batch.rows.length > 0) continue;
    const { extract } = decodePosition(source.positionAfter(batch, -1));
    expect([extract?.progress.repeats, typeof extract?.page]).toEqual([1, 'string']);
    positions++;
  }
  expect(positions).toBeGreaterThan(0);
  expect(rows).toBe([...simulator.company.list('Timesheets')].length);
});

test('more equal rows than a page has room for', async () => {
  const large = await startRig({ seed: 7, users: 620, months: 1, timeEntries: 10 });
  const { company, faults, requests } = large.simulator;
  faults.add({ match: { path: '^/Timesheets$' }, times: ALWAYS, action: { kind: 'ties', field: 'StartDate' } });
  expect(sorted(await readAll(large, 'Timesheets'))).toEqual(sorted([...company.list('Timesheets')]));
  expect(requests.count()).toBeLessThan(150);
  await large.close();
});

test('such a list that is empty all at once is refused', async () => {
  rig.simulator.faults.clear();
  rig.simulator.faults.add({ match: { query: 'offset=' }, times: ALWAYS, action: { kind: 'page', lie: 'emptyList' } });
  await expect(readAll(rig, 'Timesheets')).rejects.toThrow('says that there are none');
});

test('the requests for it are bounded', async () => {
  rig.simulator.faults.clear();
  rig.simulator.requests.reset();
  const entitySet = setNamed('Timesheets');
  const request = { entitySet, predicates: [], properties: propertiesOf(entitySet) };
  for await (const _ of rig.source.read(request, contextOf(rig.simulator.tokens.admin)));
  const undisturbed = rig.simulator.requests.count();
  expect(undisturbed).toBe(Math.ceil((rig.simulator.mutate.existed('Timesheets', 0).always.size - 1) / 499));
  shuffle('Timesheets', 'StartDate');
  rig.simulator.requests.reset();
  await readAll(rig, 'Timesheets');
  expect(rig.simulator.requests.count()).toBeLessThanOrEqual(undisturbed * 3 + 2);
});
