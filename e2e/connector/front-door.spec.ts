/** What a person sees who opens the bare host name, half an address, or the service itself, in Chromium. */
import { startServer, stopProcess } from '../fixtures.ts';
import { accessibilityProblems, cutOffTexts, expect, test, waitForCounts } from './fixtures.ts';

const simulator = { users: 3, timeEntries: 9 };

test('from the bare host name to the token, without a dialog', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  for (const path of ['/', '/odata', '/connect']) {
    await page.goto(new URL(path, root).href);
    await expect(page.getByRole('heading', { name: 'Where do you want your ClickTime data?' })).toBeVisible();
    expect(page.url()).toBe(new URL('/connect/', root).href);
  }
  await expect(page.locator('link[rel=icon]')).toHaveCount(2);
  for (const icon of await page.locator('link[rel=icon]').all()) {
    const href = await icon.evaluate((link) => (link as HTMLLinkElement).href);
    expect((await page.request.get(href)).status()).toBe(200);
  }
});

test('a cancelled dialog and a mistyped address lead on', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  const complaints: string[] = [];
  page.on('console', (message) => void (message.text().includes('Security') && complaints.push(message.text())));
  for (const [path, heading] of [
    ['/odata/v4/TimeEntries', 'This address asks you to sign in'],
    ['/odata/v3', 'There is nothing at this address'],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(new URL(path, root).href);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      expect(await page.locator('h1').evaluate((element) => getComputedStyle(element).fontFamily)).toContain('system');
      expect(complaints).toEqual([]);
      await page.screenshot({ path: `test-results/screens/front-door${path.replaceAll('/', '-')}-${colorScheme}.png` });
    }
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Connect Tableau' }).click();
    await expect(page.getByRole('heading', { name: 'Where do you want your ClickTime data?' })).toBeVisible();
  }
});

test('over the simulator, the page says so and has a token to sign in with', async ({ page }) => {
  const { root, process: server } = await startServer({ SIMULATOR_PORT: '0', CLICKTIME_API_URL: 'simulator' });
  try {
    for (const [width, colorScheme] of [
      [320, 'dark'],
      [1280, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(new URL('/', root).href);
      const notice = page.getByRole('complementary', { name: 'About the data' });
      await expect(notice).toContainText('This is a demonstration');
      await expect(notice.getByRole('listitem')).toHaveCount(3);
      expect(await cutOffTexts(page)).toEqual([]);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.screenshot({ path: `test-results/screens/demonstration-${width}-${colorScheme}.png` });
    }
    await page.getByRole('button', { name: 'Tableau' }).click();
    await page.getByText('demo-admin').click();
    const token = await page.evaluate(() => String(getSelection()));
    expect(token).toBe('demo-admin');
    await page.getByLabel('API token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
    await waitForCounts(page);
  } finally {
    await stopProcess(server);
  }
});

test('the metadata document is shown as a tree, without a complaint', async ({ browser, startFacade }) => {
  const { root } = await startFacade({ simulator });
  const context = await browser.newContext({ httpCredentials: { username: 'clicktime', password: 'demo-admin' } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${root}$metadata`);
  // The second time it is what the browser has stored.
  for (const show of [() => page.screenshot({ path: 'test-results/screens/metadata.png' }), () => page.reload()]) {
    const line = page.getByText('<EntityContainer').first();
    await expect(line).toBeVisible();
    expect(await line.evaluate((element) => getComputedStyle(element).fontFamily)).toBe('monospace');
    await show();
  }
  await expect(page.getByText('<EntityContainer').first()).toHaveCSS('font-family', 'monospace');
  expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
  await context.close();
});
