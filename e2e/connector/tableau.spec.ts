/**
 * The connector inside Tableau's own protocol server: the wizard in a real browser, the handlers in the real sandbox.
 * Paging, columns and values are proved by tables below; this proves that Tableau gets just what ClickTime holds.
 */
import { declaredProperties } from '../clients/metadata.ts';
import { tableau } from '../clients/tableau.ts';
import { upstreamRecords } from '../clients/upstream.ts';
import { localDay } from '../../connector/shared/date-range.ts';
import { expectedTableauRow, extractOf, readTables, type Column } from './extracted.ts';
import {
  accessibilityProblems,
  expect,
  hasPacker,
  hasSandbox,
  NO_PACKER,
  NO_SANDBOX,
  signIn,
  test,
  waitForCounts,
  type Facade,
} from './fixtures.ts';

test.skip(!hasSandbox, NO_SANDBOX);

const SETS = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'];
const TOKEN = 'demo-admin';
const env = { UPSTREAM_REQUESTS: '0' };
const everything = (service: string, names: readonly string[] = SETS) => ({
  handlerInputs: [
    {
      fetcher: 'ClickTimeFetcher',
      parser: 'ClickTimeParser',
      data: {
        version: 1,
        service,
        sets: names.map((entitySet) => ({ entitySet, fields: 'all', range: { kind: 'all' } })),
      },
    },
  ],
});

for (const form of ['folder', 'packed'] as const) {
  const from = form === 'folder' ? 'the source folder' : 'the packed .taco';
  test(`all seven sets from ${from} equal what ClickTime holds, value for value`, async ({
    startFacade,
    startTableau,
    openWizard,
    connector,
  }) => {
    test.skip(form === 'packed' && !hasPacker, NO_PACKER);
    const facade = await startFacade({ simulator: { timeEntries: 12_000 }, env });
    const eps = await startTableau();
    const { page, closed, connectionId } = await openWizard(
      eps,
      form === 'folder' ? connector.folder : connector.packed(),
    );
    await signIn(page, facade.root, TOKEN);
    await waitForCounts(page);
    for (const name of SETS) await page.locator(`#set-${name}`).check();
    for (const name of ['Time Entries', 'Timesheets']) {
      await page.getByRole('button', { name: `Details of ${name}` }).click();
      await page.getByLabel('Period').selectOption('all');
    }
    await expect(page.getByText('Counting rows')).toHaveCount(0);
    await page.getByRole('button', { name: 'Continue' }).click();
    const gone = page.waitForEvent('close');
    await page.getByRole('button', { name: 'Get data' }).click();
    await gone;

    const tables = await readTables(eps, extractOf(await closed, connectionId));
    expect([...tables.keys()]).toEqual(SETS);
    const declared = declaredProperties(await tableau({ root: facade.root, token: TOKEN }).metadata());
    for (const name of SETS) {
      const records = await upstreamRecords(facade.simulator.url, TOKEN, name);
      const properties = declared.get(name) ?? [];
      expect(records.length, `${name}: the simulator has some`).toBeGreaterThan(1);
      expect(tables.get(name)?.rows, name).toEqual(records.map((record) => expectedTableauRow(record, properties)));
    }
    expect(eps.log(), 'the token in a log of Tableau').not.toContain(TOKEN);
  });
}

test('columns have the declared types, roles, captions and relations, also where there are no rows', async ({
  startFacade,
  startTableau,
  connector,
}) => {
  const { root } = await startFacade({ simulator: { users: 5, timeEntries: 50 }, env });
  const eps = await startTableau();
  const request = everything(root);
  const [input] = request.handlerInputs;
  for (const set of input?.data.sets ?? []) {
    if (set.entitySet === 'TimeEntries') Object.assign(set, { range: { kind: 'custom', to: '1999-12-31' } });
  }
  const answer = await eps.extract(connector.folder, { connectionData: request, secrets: { token: TOKEN } });
  const tables = await readTables(eps, extractOf(answer, answer.connectionId));
  const { columns = [], rows } = tables.get('TimeEntries') ?? {};
  expect(rows).toEqual([]);
  expect(Object.fromEntries(columns.map((column) => [column.id, summaryOf(column)]))).toEqual({
    ID: 'string dimension',
    UserID: 'string dimension -> Users.ID',
    JobID: 'string dimension -> Jobs.ID',
    TaskID: 'string dimension -> Tasks.ID',
    Date: 'date dimension',
    Hours: 'float measure sum',
    BreakTime: 'float measure sum',
    StartTime: 'string dimension',
    EndTime: 'string dimension',
    Comment: 'string dimension',
    BillingRate: 'float measure avg',
    CostRate: 'float measure avg',
    CustomFieldsStr: 'string dimension',
  });
  expect(columns.find(({ id }) => id === 'BillingRate')).toMatchObject({
    alias: 'Billing Rate',
    description: expect.stringContaining('Billing rate per hour'),
  });
  const types = new Set([...tables.values()].flatMap((table) => table.columns.map(({ dataType }) => dataType)));
  expect([...types].toSorted()).toEqual(['bool', 'date', 'datetime', 'float', 'string']);
});

function summaryOf({ dataType, columnRole, aggType, foreignKey }: Column): string {
  const relation = foreignKey === undefined ? '' : `-> ${foreignKey.tableId}.${foreignKey.columnId}`;
  return [dataType, columnRole, aggType, relation].filter(Boolean).join(' ');
}

test('period and fields reach the request; editing restores every choice; cancelling changes nothing', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const today = localDay(new Date());
  const facade = await startFacade({ simulator: { users: 9, timeEntries: 900, today }, env });
  const eps = await startTableau();
  const first = await openWizard(eps, connector.folder);
  await signIn(first.page, facade.root, TOKEN);
  await waitForCounts(first.page);
  await first.page.getByLabel('Period').selectOption('thisMonth');
  await first.page.getByRole('button', { name: 'None' }).click();
  await first.page.getByLabel('Hours', { exact: true }).check();
  await first.page.getByLabel('Date', { exact: true }).check();
  await first.page.getByRole('checkbox', { name: 'Clients', exact: true }).check();
  await expect(first.page.getByText('Counting rows')).toHaveCount(0);
  await first.page.getByRole('button', { name: 'Continue' }).click();
  await expect(first.page.getByRole('row', { name: /^Time Entries This month .* 3 of 13/ })).toBeVisible();
  const gone = first.page.waitForEvent('close');
  await first.page.getByRole('button', { name: 'Get data' }).click();
  await gone;

  const closed = await first.closed;
  const tables = await readTables(eps, extractOf(closed, first.connectionId));
  expect([...tables.keys()]).toEqual(['TimeEntries', 'Clients']);
  expect(
    tables
      .get('TimeEntries')
      ?.columns.map(({ id }) => id)
      .toSorted(),
  ).toEqual(['Date', 'Hours', 'ID']);
  expect(tables.get('TimeEntries')?.rows).toEqual(await monthOf(facade, today.slice(0, 7)));

  const saved = closed.body as { readonly connectionData: unknown; readonly secrets: unknown };
  expect(JSON.stringify(saved.connectionData)).not.toContain(TOKEN);
  const { page, closed: cancelled } = await openWizard(eps, connector.folder, saved);
  await expect(page.getByLabel('Service URL')).toHaveValue(facade.root);
  await expect(page.getByLabel('API token', { exact: true })).toHaveValue(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await waitForCounts(page);
  await expect(page.getByLabel('Period')).toHaveValue('thisMonth');
  await expect(page.getByText('3 of 13')).toBeVisible();
  await expect(page.getByLabel('Hours', { exact: true })).toBeChecked();
  await expect(page.getByLabel('Comment', { exact: true })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Clients', exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Users', exact: true })).not.toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect((await cancelled).body).toMatchObject({ status: 'canceled' });
});

async function monthOf({ simulator }: Facade, month: string): Promise<readonly object[]> {
  const records = await upstreamRecords(simulator.url, TOKEN, 'TimeEntries');
  return records
    .filter((record) => String(record['Date']).startsWith(month))
    .map((record) => ({ ID: record['ID'], Date: record['Date'], Hours: Number(record['Hours']) }));
}

test('a service that is down, and one for which the connector was not packed', async ({
  startTableau,
  openWizard,
  connector,
}) => {
  const eps = await startTableau();
  const { page } = await openWizard(eps, connector.folder);
  await expect(page.getByLabel('Service URL')).toHaveValue('https://odata.example.com/odata/v4/');
  await signIn(page, 'http://127.0.0.1:9/odata/v4/', TOKEN);
  await expect(page.getByText('fine for a test only')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
  await signIn(page, 'https://elsewhere.example.com/odata/v4/', TOKEN);
  await expect(page.getByText('This connector was packed for another service')).toBeVisible();
});

test('a failure that can be known before is told in the wizard', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const facade = await startFacade({ simulator: { users: 5, timeEntries: 50 }, env });
  const eps = await startTableau();
  const { page } = await openWizard(eps, connector.folder);
  await signIn(page, facade.root, TOKEN);
  await waitForCounts(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  facade.simulator.tokens.revoke(TOKEN);
  await page.getByRole('button', { name: 'Get data' }).click();
  await expect(page.getByRole('alert')).toContainText('Time Entries: ClickTime does not accept this API token');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled();
});

test('while rows are gathered the wizard says what is going on', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const facade = await startFacade({ simulator: { users: 9, timeEntries: 900 }, env });
  const eps = await startTableau();
  const { page, closed, connectionId } = await openWizard(eps, connector.folder);
  await signIn(page, facade.root, TOKEN);
  await waitForCounts(page);
  await page.getByLabel('Period').selectOption('all');
  await expect(page.getByText('Counting rows')).toHaveCount(0);
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await accessibilityProblems(page)).toEqual([]);
  facade.simulator.faults.add({ times: Infinity, action: { kind: 'delay', milliseconds: 1_500 } });
  const gone = page.waitForEvent('close');
  await page.getByRole('button', { name: 'Get data' }).click();
  await expect(page.getByRole('status')).toHaveText('Trying table 1 of 1');
  await expect(page.getByRole('button', { name: 'Get data' })).toBeDisabled();
  await expect(page.getByRole('status')).toHaveText('Reading all rows');
  await expect(page.getByRole('progressbar', { name: 'Reading all rows' })).toBeVisible();
  await gone;
  const tables = await readTables(eps, extractOf(await closed, connectionId));
  expect(tables.get('TimeEntries')?.rows).toHaveLength(900);
});

test('a failure in the middle of paging ends in an error by name, never in a short table', async ({
  startFacade,
  startTableau,
  connector,
}) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 900 },
    env: { ...env, PAGE_SIZE: '200' },
  });
  const eps = await startTableau();
  facade.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    skip: 2,
    times: Infinity,
    action: { kind: 'status', status: 401 },
  });
  const connectionData = everything(facade.root, ['TimeEntries']);
  const answer = await eps.extract(connector.folder, { connectionData, secrets: { token: TOKEN } });
  expect(() => extractOf(answer, answer.connectionId)).toThrow(
    /Reading 'TimeEntries' stopped after \d00 rows, so nothing was kept\..*\(TokenRefused\)/,
  );
});
