/** What the wizard says when something is not as it should be is true, said once, and tells what to do. */
import { localDay } from '../../connector/shared/date-range.ts';
import { accessibilityProblems, chooseTimeEntries, expect, signIn, tabTo, test, waitForCounts } from './fixtures.ts';

const simulator = { users: 9, timeEntries: 900, today: localDay(new Date()) };

test('an account that may read nothing is told once, and signs in as somebody else', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-standard');
  await expect(page.getByText('may not read hours, people or jobs')).toHaveCount(1);
  await expect(page.getByText('Ask a ClickTime administrator')).toHaveCount(1);
  await expect(page.getByText(/Choose at least one|Not open to your account/)).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await expect(page.getByLabel('API token', { exact: true })).toHaveValue('');
  await page.keyboard.type('demo-admin');
  await page.keyboard.press('Enter');
  await waitForCounts(page);
  await expect(page.getByRole('checkbox', { name: 'Time Entry Details' })).toBeChecked();
});

test('a service that goes away in the middle: what is unknown is called unknown', async ({ page, startFacade }) => {
  const { root, process } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
  process.kill('SIGKILL');
  await page.getByLabel('Period').selectOption('lastYear');
  await expect(page.getByText('1 table, number of rows unknown')).toBeVisible();
  await expect(page.getByText('The service cannot be reached').first()).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('How many rows there are is unknown')).toBeVisible();
});

test('a reversed period is called that wherever it shows, and Enter in a day goes nowhere', async ({
  page,
  startFacade,
}) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
  await chooseTimeEntries(page);
  await page.getByLabel('Period').selectOption('custom');
  await page.getByLabel('From').fill('2026-02-02');
  await page.getByLabel('To', { exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Choose data' })).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('2026-02-01');
  await expect(page.getByText('Period of Time Entries: The first day is after the last.')).toBeVisible();
  await expect(page.locator('#set-TimeEntries-rows')).toHaveText('No such period');
  await expect(page.getByText(/Counting rows|not complete|Complete the period/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
});

test('no field chosen, and fields changed in a set that is not chosen', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await page.goto(new URL('/connect/', root).href);
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
  await chooseTimeEntries(page);
  await page.getByRole('button', { name: 'None' }).click();
  await expect(page.getByText('1 of 16, the key alone')).toBeVisible();
  await page.getByRole('button', { name: 'Details of Users' }).click();
  await page.getByRole('checkbox', { name: 'Email' }).uncheck();
  await expect(page.getByText('Users are not chosen')).toBeVisible();
  await page.getByRole('button', { name: 'Choose Users' }).click();
  await expect(page.getByText('Users are not chosen')).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Users', exact: true })).toBeChecked();
});

test('the token has the focus, and its hint stays beside what is wrong', async ({ page, context, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(new URL('/', root).href);
  await page.getByRole('button', { name: 'Tableau' }).click();
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Paste your API token.')).toBeVisible();
  await expect(page.getByText('open My Preferences')).toBeVisible();
  await page.keyboard.type('demo-admin');
  await page.keyboard.press('Enter');
  await waitForCounts(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await tabTo(page, page.getByLabel('Server', { exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Server copied')).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${root}last-90-days/only=TimeEntryDetails/`);
});

test('Back, Forward and reload keep step and choices, and never the token', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  await page.goto(new URL('/', root).href);
  await signIn(page, root, 'demo-admin');
  await waitForCounts(page);
  await page.getByRole('checkbox', { name: 'Users', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Email' }).uncheck();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(heading('Use data in Tableau')).toBeVisible();
  const address = await page.getByLabel('Server', { exact: true }).inputValue();

  await page.goBack();
  await expect(heading('Choose data')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Users', exact: true })).toBeChecked();
  await page.goForward();
  await expect(heading('Use data in Tableau')).toBeVisible();

  await page.reload();
  await expect(heading('Sign in')).toBeVisible();
  await expect(page.getByLabel('API token', { exact: true })).toHaveValue('');
  expect(JSON.stringify(await page.evaluate(() => history.state as unknown))).not.toContain('demo-admin');
  await signIn(page, root, 'demo-admin');
  await expect(heading('Use data in Tableau')).toBeVisible();
  await expect(page.getByLabel('Server', { exact: true })).toHaveValue(address);
  expect(page.url()).toBe(new URL('/connect/', root).href);

  await page.getByRole('button', { name: 'Back' }).click();
  await expect(heading('Choose data')).toBeVisible();
  await page.goBack();
  await expect(heading('Sign in')).toBeVisible();
  await page.goForward();
  await expect(heading('Sign in')).toBeVisible();
  await page.goBack();
  await expect(heading('Where do you want your ClickTime data?')).toBeVisible();
  await page.goForward();
  await expect(heading('Sign in')).toBeVisible();
});
