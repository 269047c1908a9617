/**
 * The main job: a client with Tableau's wire behaviour reads all entity sets, and gets just what ClickTime holds,
 * each entity once, value for value. The layers below prove decoding, paging and representation one by one; this
 * proves them together, through the built server and real sockets.
 */
import { declaredProperties } from '../clients/metadata.ts';
import { tableau } from '../clients/tableau.ts';
import { recordsOf } from '../clients/further-sources.ts';
import { expectedRow } from '../clients/upstream.ts';
import { expect, test, type Facade } from '../fixtures.ts';
import { expectSameRows } from '../same-rows.ts';

const ENTITY_SETS = [
  'TimeEntries',
  'Users',
  'Jobs',
  'Clients',
  'Tasks',
  'Divisions',
  'Timesheets',
  'TimeEntryDetails',
  'EmploymentTypes',
  'CustomFieldDefinitions',
  'JobSummaries',
  'UserDays',
  'TimeOff',
  'TimeOffTypes',
  'Holidays',
  'HolidayTypes',
  'ExpectedWork',
  'ExpenseDetails',
];
/** That the view is right value for value is proved for each role in server/test/clicktime/time-entry-details.test.ts. */
const FLAT = { base: 'TimeEntries', view: 'TimeEntryDetails' };
/** Some sets hold the latest year alone. */
const today = new Date().toISOString().slice(0, 10);
const TOKEN = 'demo-admin';

test('all sets, as Tableau asks for them', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: { timeEntries: 12_000, today }, env: { UPSTREAM_REQUESTS: '0' } });
  await expectCompleteExtract(facade, {});
});

test('all sets, seven entities a page', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 400, today },
    env: { UPSTREAM_REQUESTS: '0' },
  });
  await expectCompleteExtract(facade, { prefer: 'odata.maxpagesize=7' }, 7);
});

test('a page ends at its time budget and the next one goes on from there', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 3_000, today },
    env: { UPSTREAM_REQUESTS: '0', PAGE_TIME_BUDGET_MS: '100' },
  });
  await expectCompleteExtract(facade, {});
});

async function expectCompleteExtract(
  { root, simulator }: Facade,
  headers: Readonly<Record<string, string>>,
  pageLimit = Number.POSITIVE_INFINITY,
): Promise<void> {
  const client = tableau({ root, token: TOKEN, headers });
  const sets = await client.entitySets();
  expect(sets.map(({ name }) => name)).toEqual(ENTITY_SETS);
  const declared = declaredProperties(await client.metadata());
  const flat: unknown[] = [];

  for (const { name, url } of sets) {
    const rows = [];
    for await (const page of client.pages(url)) {
      expect(page.value.length, `${name}: rows of one page`).toBeLessThanOrEqual(pageLimit);
      rows.push(...page.value);
    }
    if (name === FLAT.view) {
      expect(rows.map(({ ID }) => ID)).toEqual(flat);
      continue;
    }
    const records = await recordsOf({ url: simulator.url, token: TOKEN }, name);
    if (name === FLAT.base) flat.push(...records.map(({ ID }) => ID));
    expect(records.length, `${name}: the simulator has some`).toBeGreaterThan(1);
    const expected = records.map((record) => expectedRow(record, declared.get(name) ?? []));
    expectSameRows(rows, expected, `${name}, in ClickTime's order`);
  }
}
