/**
 * Every state of the page in a browser at the sizes people have, in light, dark and forced colours: nothing is cut off,
 * nothing scrolls sideways, and axe finds nothing. The pictures are in `test-results/screens`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { localDay } from '../../connector/shared/date-range.ts';
import { accessibilityProblems, cutOffTexts, expect, signIn, test, waitForCounts } from './fixtures.ts';

const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));
const simulator = { users: 30, timeEntries: 9_000, today: localDay(new Date()) };
const SIZES = [
  [320, 640],
  [390, 844],
  [800, 600],
  [1000, 760],
  [1280, 800],
  [1920, 1080],
] as const;

for (const scheme of ['light', 'dark', 'forced'] as const) {
  test(`every state fits, in ${scheme}`, async ({ page, startFacade }) => {
    const { root } = await startFacade({ simulator, env: { UPSTREAM_REQUESTS: '0' } });
    await page.emulateMedia(scheme === 'forced' ? { forcedColors: 'active' } : { colorScheme: scheme });
    const state = (name: string): Promise<void> => look(page, name, scheme);
    await page.goto(new URL('/', root).href);
    await state('0-choose-program');
    await page.getByRole('button', { name: 'Tableau' }).click();
    await state('1-sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await state('1-sign-in-empty');
    await signIn(page, root, 'no-such-token');
    await expect(page.getByRole('alert')).toBeVisible();
    await state('1-sign-in-refused');
    await signIn(page, root, 'demo-standard');
    await expect(page.getByText('may not read hours')).toBeVisible();
    await state('2-nothing-readable');
    await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await signIn(page, root, 'demo-admin');
    await waitForCounts(page);
    await expect(page.getByRole('region', { name: 'First rows of Time Entry Details' })).toBeVisible();
    await state('2-choose-data');
    await page.getByLabel('Period').selectOption('custom');
    await page.getByLabel('To', { exact: true }).fill('2001-01-01');
    await state('2-choose-data-reversed');
    await page.getByLabel('Period').selectOption('last90Days');
    await waitForCounts(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Use data' })).toBeVisible();
    await state('3-use-data-Tableau');
    for (const program of ['Power BI', 'Excel', 'Code']) {
      for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: program, exact: true }).click();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await waitForCounts(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      for (const summary of await page.locator('summary').all()) await summary.press('Enter');
      await state(`3-use-data-${program.replace(' ', '-')}`);
    }
  });
}

async function look(page: Page, name: string, scheme: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(FOLDER, `${name}-${width}-${scheme}.png`), fullPage: true });
    expect(await cutOffTexts(page), `${name} at ${width}`).toEqual([]);
  }
  expect(await accessibilityProblems(page), name).toEqual([]);
}
