/**
 * The wizard in a browser, as the service itself serves it at `/connect/`: every way signing in can fail, choosing by
 * keyboard alone, and what the choices amount to. State and texts are proved by tables below; this proves that a person
 * can work with it, against the built server.
 */
import { boundsOf, localDay } from '../../connector/shared/date-range.ts';
import { accessibilityProblems, chooseTimeEntries, expect, signIn, tabTo, test, waitForCounts } from './fixtures.ts';

const today = localDay(new Date());
const simulator = { users: 9, timeEntries: 900, today };

test('a wrong token is told as such, and mended', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'no-such-token');
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('ClickTime does not accept this API token');
  await expect(problem).toContainText('My Preferences');
  await expect(page.getByLabel('API token', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
});

test('what cannot be sent is told at the field', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect', root).href);
  await page.getByRole('button', { name: 'Tableau' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Paste your API token.')).toBeVisible();
  await page.getByLabel('API token', { exact: true }).fill('two words');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('A token has no spaces')).toBeVisible();
  await page.getByRole('button', { name: 'Show token' }).click();
  await expect(page.getByLabel('API token', { exact: true })).toHaveAttribute('type', 'text');
});

test('a service that is down is told as such', async ({ page, startFacade }) => {
  const { root, process } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  process.kill('SIGKILL');
  await signIn(page, root, 'demo-admin');
  await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
});

test('ClickTime away and ClickTime throttling are told apart', async ({ page, startFacade }) => {
  const { root, simulator: upstream } = await startFacade({ simulator, env: { REQUEST_TIMEOUT_MS: '2000' } });
  await page.goto(new URL('/connect/', root).href);
  upstream.faults.add({ times: Infinity, action: { kind: 'status', status: 429, retryAfter: 60 } });
  await signIn(page, root, 'demo-admin');
  await expect(page.getByRole('alert')).toContainText('ClickTime is busy');
  upstream.faults.clear();
  upstream.faults.add({ times: Infinity, action: { kind: 'status', status: 503, retryAfter: 60 } });
  await signIn(page, root, 'demo-manager');
  await expect(page.getByRole('alert')).toContainText('ClickTime does not answer it');
});

test('sets that the account may not read are shown as such, not as an error', async ({ page, startFacade }) => {
  const managerPermissions = ['View People', 'View Jobs', 'View Clients', 'View Tasks'] as const;
  const { root } = await startFacade({ simulator: { ...simulator, managerPermissions } });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-manager');
  await waitForCounts(page);
  await expect(page.getByRole('checkbox', { name: 'Time Entries' })).toBeDisabled();
  await page.getByRole('button', { name: 'Details of Time Entries' }).click();
  await expect(page.getByText('Your ClickTime account may not read this set')).toBeVisible();
  await expect(page.getByText('Choose at least one set of data.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('by keyboard alone, from the token to an address with period, sets and fields', async ({ page, startFacade }) => {
  const { root, simulator: upstream } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  const { keyboard } = page;
  await tabTo(page, page.getByRole('button', { name: 'Tableau' }));
  await keyboard.press('Enter');
  await keyboard.type('demo-admin');
  await keyboard.press('Enter');
  await waitForCounts(page);
  await expect(page.getByRole('heading', { name: 'Choose data' })).toBeFocused();

  await tabTo(page, page.getByRole('checkbox', { name: 'Time Entry Details' }));
  await keyboard.press('Space');
  await tabTo(page, page.getByRole('checkbox', { name: 'Time Entries' }));
  await keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Add them' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Clients' })).toBeChecked();
  await tabTo(page, page.getByRole('checkbox', { name: 'Users', exact: true }));
  await keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Details of Time Entries' }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Period'));
  await keyboard.type('Last month');
  await tabTo(page, page.getByLabel('Search fields'));
  await keyboard.type('rate');
  await tabTo(page, page.getByRole('checkbox', { name: 'Cost Rate' }));
  await keyboard.press('Space');
  await expect(page.getByText('15 of 16')).toBeVisible();
  await expect(page.getByText('Counting rows')).toHaveCount(0);
  await tabTo(page, page.getByRole('button', { name: 'Continue' }));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'Use data' })).toBeFocused();
  const { from, to } = boundsOf({ kind: 'lastMonth' }, today);
  const fields =
    'UserID,JobID,TaskID,Date,Hours,BreakTime,StartTime,EndTime,Comment,BillingRate,CustomFieldsStr,CF_Kilometers,CF_Location,CF_Overtime';
  await expect(page.getByLabel('Server', { exact: true })).toHaveValue(
    new RegExp(`/last-month/only=TimeEntries\\(${fields}\\),Jobs,Clients,Tasks,Divisions,EmploymentTypes/$`),
  );
  await expect(page.getByText('moves on with every refresh')).toBeVisible();
  expect(
    upstream.requests.all().some(({ query }) => query.includes(`StartDate=${from}`) && query.includes(`EndDate=${to}`)),
  ).toBe(true);
});

test('the address gives what was chosen, and as much as the page counted', async ({ page, startFacade, request }) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
  await chooseTimeEntries(page);
  await page.getByLabel('Period').selectOption('custom');
  await page.getByLabel('From').fill(today.slice(0, 8) + '01');
  await page.getByLabel('To', { exact: true }).fill(today);
  await page.getByRole('button', { name: 'None' }).click();
  await page.getByLabel('Hours', { exact: true }).check();
  await expect(page.getByText('2 of 16')).toBeVisible();
  await waitForCounts(page);
  const rows = await page.locator('#set-TimeEntries-rows').textContent();
  await page.getByRole('button', { name: 'Continue' }).click();
  const address = await page.getByLabel('Server', { exact: true }).inputValue();
  const headers = { authorization: 'Token demo-admin' };
  const service = (await (await request.get(address, { headers })).json()) as { value: readonly { name: string }[] };
  expect(service.value.map(({ name }) => name)).toEqual(['TimeEntries']);
  const answer = await request.get(`${address}TimeEntries`, { headers });
  const { value } = (await answer.json()) as { value: readonly object[] };
  expect(value.length).toBeGreaterThan(0);
  expect(`${value.length} rows`).toBe(rows);
  for (const row of value) expect(Object.keys(row)).toEqual(['ID', 'Hours']);
});

test('the page asks nobody but the service, and the token stays in memory', async ({ page, context, startFacade }) => {
  const facade = await startFacade({ simulator, env: { LOG_LEVEL: 'info' } });
  const { root } = facade;
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-manager');
  await waitForCounts(page);
  expect(urls.filter((url) => !url.startsWith(new URL('/', root).href))).toEqual([]);
  expect(`${urls.join(' ')} ${facade.log()} ${page.url()}`).not.toContain('demo-manager');
  const { cookies, origins } = await context.storageState();
  expect([...cookies, ...origins]).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('API token', { exact: true })).toHaveValue('');
});

test('accessible by the rules of WCAG 2.2 AA, in light and dark', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator, env: { UPSTREAM_REQUESTS: '0' } });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // From elsewhere: the same address again is a reload, which leads back to the step where one was.
    await page.goto('about:blank');
    await page.goto(new URL('/connect/', root).href);
    await signIn(page, root, 'no-such-token');
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await signIn(page, root, 'demo-admin');
    await waitForCounts(page);
    await expect(page.getByRole('region', { name: 'First rows of Time Entry Details' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Use data' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  }
});
