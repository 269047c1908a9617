/**
 * The wizard inside Tableau's own protocol server, in a real browser: what is chosen, edited, cancelled, and what fails.
 * That the data is right is in data.spec.ts; the wizard's ways of its own are in page.spec.ts.
 */
import { upstreamRecords } from '../clients/upstream.ts';
import { localDay } from '../../connector/shared/date-range.ts';
import { extractOf, readTables, savedChoices } from './extracted.ts';
import {
  accessibilityProblems,
  expect,
  hasSandbox,
  NO_SANDBOX,
  signIn,
  test,
  waitForCounts,
  type Facade,
} from './fixtures.ts';

test.skip(!hasSandbox, NO_SANDBOX);

const TOKEN = 'demo-admin';
const env = { UPSTREAM_REQUESTS: '0' };

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
  await expect(first.page.getByRole('row', { name: /^Time Entries This month .* 3 of 16/ })).toBeVisible();
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
  await expect(page.getByText('3 of 16')).toBeVisible();
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

test('an edited connection says what of its choices is gone', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const { root } = await startFacade({ simulator: { users: 5, timeEntries: 50 }, env });
  const eps = await startTableau();
  const connectionData = savedChoices(root, ['Users', 'Expenses']);
  const { page } = await openWizard(eps, connector.folder, { connectionData, secrets: { token: TOKEN } });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('no longer has some of what this connection had chosen: Expenses.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Users', exact: true })).toBeChecked();
  const [input] = connectionData.handlerInputs;
  const foreign = { handlerInputs: [{ ...input, data: { version: 99 } }] };
  const again = await openWizard(eps, connector.folder, { connectionData: foreign, secrets: { token: TOKEN } });
  await expect(again.page.getByText('is of another version and cannot be read')).toBeVisible();
});

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
