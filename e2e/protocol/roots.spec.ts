/**
 * A client with Tableau's wire behaviour reads whole services below roots with a period: every set, page by page, just what
 * ClickTime holds of these days, value for value, whatever the kind of period and however midnight falls.
 */
import { declaredProperties, type Declared } from '../clients/metadata.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { recordsOf } from '../clients/further-sources.ts';
import { expectedRow, upstreamRecords, type Record } from '../clients/upstream.ts';
import { expect, test, type Facade } from '../fixtures.ts';
import { expectSameRows } from '../same-rows.ts';

const TOKEN = 'demo-admin';
const DAY_MS = 86_400_000;

interface Days {
  readonly from: string;
  readonly to: string;
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
const back = (today: string, days: number): string => dayOf(Date.parse(today) - days * DAY_MS);

const isOn =
  (field: string) =>
  (record: Record, { from, to }: Days): boolean => {
    const day = String(record[field]).slice(0, 10);
    return day >= from && day <= to;
  };

/** What is of a set's entities in these days; sets that are not named are of no time. */
const isWithin: { readonly [set: string]: ((record: Record, days: Days) => boolean) | undefined } = {
  TimeEntries: isOn('Date'),
  Timesheets: ({ StartDate, EndDate }, { from, to }) =>
    String(EndDate).slice(0, 10) >= from && String(StartDate).slice(0, 10) <= to,
  UserDays: isOn('Date'),
  TimeOff: isOn('Date'),
  Holidays: isOn('Date'),
  ExpenseDetails: isOn('ExpenseDate'),
};

/** Sets of which there surely are some in each of the periods, and some in none. */
const SURELY = ['TimeEntries', 'Timesheets'];
/** A view, which ClickTime has no records of. */
const VIEW = 'TimeEntryDetails';

const kinds: readonly (readonly [kind: string, root: (today: string) => string, days: (today: string) => Days])[] = [
  ['a rolling one', () => 'last-45-days', (today) => ({ from: back(today, 44), to: today })],
  [
    'one of the calendar',
    () => 'last-month',
    (today) => {
      const to = back(`${today.slice(0, 8)}01`, 1);
      return { from: `${to.slice(0, 8)}01`, to };
    },
  ],
  [
    'days that are named',
    (today) => `${back(today, 70)}..${back(today, 31)}`,
    (today) => ({ from: back(today, 70), to: back(today, 31) }),
  ],
];

for (const [kind, rootOf, daysOf] of kinds) {
  test(`${kind}: every set below it, as Tableau asks`, async ({ startFacade }) => {
    const facade = await startFacade({
      simulator: { users: 9, timeEntries: 3_000, today: dayOf(Date.now()) },
      env: { UPSTREAM_REQUESTS: '0', PAGE_SIZE: '300', ANSWER_CACHE_SECONDS: '0' },
    });
    let today: string;
    let root: string;
    let read: ReadonlyMap<string, readonly ODataRow[]>;
    do {
      today = dayOf(Date.now());
      root = `${facade.root}${rootOf(today)}/`;
      read = await extract(root);
      // What was read around midnight is of either day.
    } while (dayOf(Date.now()) !== today);
    const declared = declaredProperties(await tableau({ root, token: TOKEN }).metadata());
    expect([...read.keys()]).toEqual([...declared.keys()]);
    const ids = (rows: readonly ODataRow[] = []): readonly unknown[] => rows.map(({ ID }) => ID);
    expect(ids(read.get(VIEW)), `${VIEW} has the entries of the period`).toEqual(ids(read.get('TimeEntries')));
    for (const [name, rows] of [...read].filter(([each]) => each !== VIEW)) {
      const records = await recordsOf({ url: facade.simulator.url, token: TOKEN }, name);
      expectSameRows(rows, expected(records, name, declared.get(name) ?? [], daysOf(today)), `${name} in the period`);
      if (SURELY.includes(name)) {
        expect(rows.length, `${name}: some are in the period`).toBeGreaterThan(0);
        expect(rows.length, `${name}: some are not`).toBeLessThan(records.length);
      }
    }
  });
}

test('a choice of sets and fields in a period', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 3_000, today: '2026-03-31' },
    env: { UPSTREAM_REQUESTS: '0', PAGE_SIZE: '300', TIME_ZONE: 'Europe/Berlin' },
  });
  expect(facade.log()).toContain('days are counted in Europe/Berlin');
  const root = `${facade.root}2026-Q1/only=TimeEntries(Date,Hours,JobID),Jobs(Name)/`;
  const read = await extract(root);
  const { simulator } = facade;
  const [entries, jobs] = [
    await upstreamRecords(simulator.url, TOKEN, 'TimeEntries'),
    await upstreamRecords(simulator.url, TOKEN, 'Jobs'),
  ];
  const days = { from: '2026-01-01', to: '2026-03-31' };
  const ofEntries = [
    text('ID'),
    text('JobID'),
    { ...text('Date'), type: 'Edm.Date' },
    { ...text('Hours'), type: 'Edm.Decimal' },
  ];
  expect([...read.keys()]).toEqual(['TimeEntries', 'Jobs']);
  expectSameRows(read.get('TimeEntries') ?? [], expected(entries, 'TimeEntries', ofEntries, days), 'TimeEntries');
  expectSameRows(read.get('Jobs') ?? [], expected(jobs, 'Jobs', [text('ID'), text('Name')], days), 'Jobs');
});

const text = (name: string): Declared => ({ name, type: 'Edm.String', nullable: true });

const expected = (
  records: readonly Record[],
  name: string,
  declared: readonly Declared[],
  days: Days,
): readonly ODataRow[] =>
  records.filter((record) => isWithin[name]?.(record, days) ?? true).map((record) => expectedRow(record, declared));

/** All sets of a service, whole; each link stays below its root. */
async function extract(root: Facade['root']): Promise<ReadonlyMap<string, readonly ODataRow[]>> {
  const client = tableau({ root, token: TOKEN });
  const sets = new Map<string, readonly ODataRow[]>();
  for (const { name, url } of await client.entitySets()) {
    const rows: ODataRow[] = [];
    for await (const page of client.pages(url)) {
      expect(page.nextLink ?? root, 'next links stay below the root').toContain(root);
      rows.push(...page.value);
    }
    sets.set(name, rows);
  }
  return sets;
}
