/**
 * Data through Tableau's own protocol server, where the handlers run in the real sandbox. Paging, columns and values are
 * proved by tables below; this proves that Tableau gets just what ClickTime holds.
 */
import { declaredProperties } from '../clients/metadata.ts';
import { tableau } from '../clients/tableau.ts';
import { upstreamRecords } from '../clients/upstream.ts';
import { expectedTableauRow, extractOf, readTables, savedChoices, type Column } from './extracted.ts';
import { expect, hasPacker, hasSandbox, NO_PACKER, NO_SANDBOX, signIn, test, waitForCounts } from './fixtures.ts';

test.skip(!hasSandbox, NO_SANDBOX);

const SETS = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'];
const TOKEN = 'demo-admin';
const env = { UPSTREAM_REQUESTS: '0' };

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
  const request = savedChoices(root, SETS);
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
    CF_Kilometers: 'float measure sum',
    CF_Location: 'string dimension',
    CF_Overtime: 'bool dimension',
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
  const connectionData = savedChoices(facade.root, ['TimeEntries']);
  const answer = await eps.extract(connector.folder, { connectionData, secrets: { token: TOKEN } });
  expect(() => extractOf(answer, answer.connectionId)).toThrow(
    /Reading 'TimeEntries' stopped after \d00 rows, so nothing was kept\..*\(TokenRefused\)/,
  );
});
