/**
 * As real Tableau runs it: data only over https from a named host, whose certificate is trusted. The other files use the
 * protocol server's development mode, which reads from this machine as well.
 */
import { fileURLToPath } from 'node:url';
import { tableau } from '../clients/tableau.ts';
import { extractOf, readTables } from './extracted.ts';
import { expect, hasSandbox, NO_SANDBOX, signIn, test, waitForCounts } from './fixtures.ts';
import { hasOpenssl } from '../certificate.ts';
import { startHttpsFront, type HttpsFront } from './https-front.ts';

test.skip(!hasSandbox, NO_SANDBOX);
test.skip(!hasOpenssl, 'There is no openssl here to make a certificate with');

const NAME = 'facade.test';
const TOKEN = 'demo-admin';
const RESOLVE = fileURLToPath(new URL('eps/resolve-host.cjs', import.meta.url));
const resolving = { NODE_OPTIONS: `--require=${RESOLVE}`, TEST_HOST_NAME: NAME };
const settings = { simulator: { users: 9, timeEntries: 900 }, env: { TRUST_PROXY: 'loopback', PAGE_SIZE: '300' } };

let front: HttpsFront | undefined;
test.afterEach(() => {
  front?.close();
  front = undefined;
});

test('over https, the wizard and the data phase read page after page', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const { root } = await startFacade(settings);
  front = await startHttpsFront(NAME, root);
  const eps = await startTableau({ mode: 'prod', env: { ...resolving, WDC_CA_CERT_PATH: front.certificate } });
  const { page, closed, connectionId } = await openWizard(eps, connector.folder);
  await signIn(page, `${front.origin}/odata/v4/`, TOKEN);
  await waitForCounts(page);
  await page.getByLabel('Period').selectOption('all');
  await expect(page.getByText('Counting rows')).toHaveCount(0);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('fine for a test')).toHaveCount(0);
  const gone = page.waitForEvent('close');
  await page.getByRole('button', { name: 'Get data' }).click();
  await gone;
  const tables = await readTables(eps, extractOf(await closed, connectionId));
  const expected = await tableau({ root, token: TOKEN }).extract(`${root}TimeEntries`);
  expect(expected).toHaveLength(900);
  expect(tables.get('TimeEntries')?.rows.map((row) => row['ID'])).toEqual(expected.map((row) => row['ID']));
});

test('http and this machine are refused, and the wizard says so before', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const { root } = await startFacade(settings);
  const eps = await startTableau({ mode: 'prod' });
  const { page } = await openWizard(eps, connector.folder);
  await page.getByLabel('Service URL').fill(root);
  await expect(page.getByText('Tableau does not read data from this computer itself')).toBeVisible();
  await signIn(page, root, TOKEN);
  await expect(page.getByRole('alert')).toContainText('Tableau does not read data from this address');
});

test('a certificate that is not trusted is told as such', async ({
  startFacade,
  startTableau,
  openWizard,
  connector,
}) => {
  const { root } = await startFacade(settings);
  front = await startHttpsFront(NAME, root);
  const eps = await startTableau({ mode: 'prod', env: resolving });
  const { page } = await openWizard(eps, connector.folder);
  await signIn(page, `${front.origin}/odata/v4/`, TOKEN);
  await expect(page.getByRole('alert')).toContainText('The certificate of the service is not trusted');
});
