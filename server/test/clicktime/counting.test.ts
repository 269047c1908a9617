/**
 * Numbers of rows over real sockets: right whatever a list says of itself, and whatever filter it overlooks; and what
 * that costs.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Row } from '../../src/model/values.ts';
import type { SourcePredicate } from '../../src/source/source.ts';
import type { FaultAction, PageLie } from '../../simulator/faults.ts';
import { anyOf, contextOf, readAll, setNamed, startRig, type Rig } from './connection.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

let rig: Rig;

beforeAll(() => start());
afterAll(() => rig.close());

/** What is known of lists stays with the source. */
async function start(): Promise<void> {
  rig = await startRig({ seed: 7, timeEntries: 1_203 });
}

beforeEach(async () => {
  await rig.close();
  await start();
});

const lie = (kind: PageLie, value?: number): FaultAction => ({ kind: 'page', lie: kind, value });

const count = (set: string, predicates: readonly SourcePredicate[] = []): Promise<number> =>
  rig.source.count({ entitySet: setNamed(set), predicates }, contextOf(rig.simulator.tokens.admin));

async function costOf(work: () => Promise<unknown>): Promise<number> {
  rig.simulator.requests.reset();
  await work();
  return rig.simulator.requests.all().filter(({ path }) => path !== '/Me').length;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const from = (day: string): SourcePredicate => ({ kind: 'RangePredicate', property: 'Date', ranges: [{ from: day }] });

test.each<readonly [string, FaultAction]>([
  ['one too few', lie('count', 1_202)],
  ['one too many', lie('count', 1_204)],
  ['a hundred too few', lie('count', 1_103)],
  ['none', lie('count', 0)],
  ['as many as a number can be', lie('count', 1_000_000_000)],
  ['another one each time', lie('wildCount')],
  ['that of the rows on the page', lie('ownCount')],
  ['that of the rows on the page, which is said to be the last', lie('ownEnd')],
  ['that of the rows on the page, and no links', lie('ownCountAlone')],
  ['that of the rows so far', lie('countSoFar')],
])('a count that says %s: the right one, or the error', async (_name, action) => {
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action });
  const told = await count('TimeEntries').catch((error: Error) => error.message);
  expect(String(told)).toMatch(/^1203$|announces \d+ records/);
});

// ---- Filters that are overlooked --------------------------------------------------------------------------------------

interface Case {
  readonly set: string;
  /** Made of the whole set. */
  readonly predicates: (rows: readonly Row[]) => readonly SourcePredicate[];
  readonly holds: (row: Row, rows: readonly Row[]) => boolean;
}

const dayOf = (rows: readonly Row[], share: number): string => text(rows[Math.floor(rows.length * share)]?.['Date']);

const filters: Readonly<Record<string, Case>> = {
  'the latest days': {
    set: 'TimeEntries',
    predicates: (rows) => [from(dayOf(rows, 0.3))],
    holds: ({ Date: day }, rows) => text(day) >= dayOf(rows, 0.3),
  },
  'two ranges of days': {
    set: 'TimeEntries',
    predicates: (rows) => [
      {
        kind: 'RangePredicate',
        property: 'Date',
        ranges: [{ to: dayOf(rows, 0.8) }, { from: dayOf(rows, 0.2) }],
      },
    ],
    holds: ({ Date: day }, rows) => text(day) >= dayOf(rows, 0.2) || text(day) <= dayOf(rows, 0.8),
  },
  'the latest day of all': {
    set: 'TimeEntries',
    predicates: (rows) => [anyOf('Date', dayOf(rows, 0))],
    holds: ({ Date: day }, rows) => day === dayOf(rows, 0),
  },
  'the user of the first row': {
    set: 'TimeEntries',
    predicates: (rows) => [anyOf('UserID', text(rows[0]?.['UserID']))],
    holds: ({ UserID }, rows) => UserID === rows[0]?.['UserID'],
  },
  "one client's jobs": {
    set: 'Jobs',
    predicates: (rows) => [anyOf('ClientID', text(rows[0]?.['ClientID']))],
    holds: ({ ClientID }, rows) => ClientID === rows[0]?.['ClientID'],
  },
  'active jobs': {
    set: 'Jobs',
    predicates: () => [anyOf('IsActive', true)],
    holds: ({ IsActive }) => IsActive === true,
  },
};

test.each(Object.entries(filters))('%s, where filters are overlooked, are counted right', async (_name, each) => {
  const all = await readAll(rig, each.set);
  const expected = all.filter((row) => each.holds(row, all)).length;
  const predicates = each.predicates(all);
  expect(expected).toBeGreaterThan(0);
  expect(expected).toBeLessThan(all.length);
  rig.simulator.faults.add({ times: ALWAYS, match: { path: `^/${each.set}$` }, action: lie('ignoredFilter') });
  expect(await count(each.set, predicates)).toBe(expected);
  // After rows were read, too, which is where a page's count comes from.
  expect(await readAll(rig, each.set, { predicates })).toHaveLength(expected);
  expect(await count(each.set, predicates)).toBe(expected);
});

test.each(Object.entries(filters))(
  '%s that were read where filters are overlooked have no false total',
  async (_name, each) => {
    const all = await readAll(rig, each.set);
    const expected = all.filter((row) => each.holds(row, all)).length;
    const predicates = each.predicates(all);
    rig.simulator.faults.add({ times: ALWAYS, match: { path: `^/${each.set}$` }, action: lie('ignoredFilter') });
    const request = { entitySet: setNamed(each.set), predicates, properties: ['ID'], limit: 5 };
    for await (const { total } of rig.source.read(request, contextOf(rig.simulator.tokens.admin))) {
      expect([undefined, expected]).toContain(total);
    }
    expect(await count(each.set, predicates)).toBe(expected);
  },
);

// ---- What it costs ----------------------------------------------------------------------------------------------------

test('a list is counted with one request behind the first, and with one alone where its end is known', async () => {
  expect(await costOf(() => count('TimeEntries'))).toBe(2);
  expect(await costOf(() => count('TimeEntries'))).toBe(1);
  expect(await count('TimeEntries')).toBe(1_203);
});

test('after a page of it was read, a list is counted with one request', async () => {
  const request = { entitySet: setNamed('TimeEntries'), predicates: [], properties: ['ID'], limit: 10 };
  for await (const { total } of rig.source.read(request, contextOf(rig.simulator.tokens.admin))) {
    expect(total).toBeUndefined();
    break;
  }
  expect(await costOf(() => count('TimeEntries'))).toBe(1);
});

test('a list that is shorter than a look is counted with one request', async () => {
  expect(await costOf(() => count('Divisions'))).toBe(1);
});

test('rows that come and go meanwhile do no harm', async () => {
  const { faults, company } = rig.simulator;
  for (const kind of ['insertRows', 'deleteRows'] as const) {
    for (const rows of [1, 20, 400]) {
      await count('TimeEntries');
      faults.add({ match: { path: '^/TimeEntries$' }, action: { kind, entity: 'TimeEntries', count: rows } });
      expect(await count('TimeEntries')).toBe([...company.list('TimeEntries')].length);
    }
  }
});

test('a list that was wrong is counted row by row for a while, and does not cost its proof again', async () => {
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action: lie('count', 1_000) });
  await count('TimeEntries');
  const cost = await costOf(() => count('TimeEntries'));
  expect(cost).toBeLessThanOrEqual(await costOf(() => readAll(rig, 'TimeEntries')));
});
