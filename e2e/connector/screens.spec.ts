/**
 * What each step looks like in the window that Tableau opens, in light and dark: pictures kept in `test-results/screens`,
 * and the check that no text is cut off. What the steps do is in the other files.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localDay } from '../../connector/shared/date-range.ts';
import { cutOffTexts, expect, hasSandbox, NO_SANDBOX, signIn, test, waitForCounts } from './fixtures.ts';

const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));
const TOKEN = 'demo-admin';
const options = {
  simulator: { users: 30, timeEntries: 9_000, today: localDay(new Date()) },
  env: { UPSTREAM_REQUESTS: '0' },
};

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('in Tableau', async ({ startFacade, startTableau, openWizard, connector }) => {
      test.skip(!hasSandbox, NO_SANDBOX);
      const { root } = await startFacade(options);
      const eps = await startTableau();
      const { page } = await openWizard(eps, connector.folder);
      const picture = async (name: string): Promise<void> => {
        await page.screenshot({ path: join(FOLDER, `tableau-${name}-${colorScheme}.png`) });
        await expect(page.locator('button.primary'), name).toBeInViewport({ ratio: 1 });
        expect(await cutOffTexts(page), name).toEqual([]);
      };
      await page.getByLabel('Service URL').fill(root);
      await picture('1-sign-in');
      await signIn(page, root, 'no-such-token');
      await expect(page.getByRole('alert')).toBeVisible();
      await picture('1-sign-in-refused');
      await signIn(page, root, TOKEN);
      await waitForCounts(page);
      await expect(page.getByRole('region', { name: 'First rows of Time Entries' })).toBeVisible();
      await picture('2-choose-data');
      await page.getByRole('button', { name: 'Add them' }).click();
      await page.getByLabel('Period').selectOption('custom');
      await page.getByLabel('Search fields').fill('rate');
      await expect(page.getByText('Counting rows')).toHaveCount(0);
      await expect(page.getByRole('region', { name: 'First rows of Time Entries' })).toBeVisible();
      await picture('2-choose-data-custom');
      await page.getByRole('button', { name: 'Details of Users' }).click();
      await expect(page.getByRole('region', { name: 'First rows of Users' })).toBeVisible();
      await picture('2-choose-data-users');
      await page.getByRole('button', { name: 'Continue' }).click();
      await picture('3-get-data');
    });

    test('in a browser', async ({ page, startFacade }) => {
      const { root } = await startFacade(options);
      const picture = async (name: string): Promise<void> => {
        await page.screenshot({ path: join(FOLDER, `browser-${name}-${colorScheme}.png`), fullPage: true });
        expect(await cutOffTexts(page), name).toEqual([]);
      };
      await page.goto(new URL('/connect/', root).href);
      await picture('0-choose-program');
      await page.getByRole('button', { name: 'Tableau' }).click();
      await picture('1-sign-in');
      await signIn(page, root, 'demo-standard');
      await waitForCounts(page);
      await picture('2-choose-data-not-open');
      await page.getByRole('button', { name: 'Back' }).click();
      await signIn(page, root, TOKEN);
      await waitForCounts(page);
      await page.getByRole('checkbox', { name: 'Time Entry Details' }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await picture('3-use-data');
      for (const width of [720, 360]) {
        await page.setViewportSize({ width, height: 760 });
        await picture(`3-use-data-${width}`);
      }
    });
  });
}
