/**
 * As fast as ClickTime allows, and no faster: an extract under ClickTime's throttle, however that counts, takes hardly
 * longer than the throttle makes it take, is never refused, and leaves room for somebody who looks at a dashboard with
 * the same token. `window.test.ts` and `throttle.test.ts` prove the decision and the queue; this proves the product.
 */
import { tableau } from '../clients/tableau.ts';
import { expect, test } from '../fixtures.ts';
import { atTheLimit, smallQueries, throttle, throttleSettings, TOKEN } from './at-the-limit.ts';

const TIME_ENTRIES = 60_000;

for (const kind of ['window', 'bucket'] as const) {
  test(`an extract and small queries under a throttle that counts by ${kind}`, async ({ startFacade }, testInfo) => {
    const { root, simulator } = await startFacade({
      simulator: { timeEntries: TIME_ENTRIES, throttle: { ...throttle, kind } },
      env: throttleSettings,
    });
    const [rows] = await atTheLimit(simulator, testInfo, () =>
      Promise.all([
        tableau({ root, token: TOKEN }).extract(new URL('TimeEntries', root).href),
        smallQueries([root, root, root, root], simulator, 24),
      ]),
    );
    expect(new Set(rows.map((row) => row['ID'])).size).toBe(TIME_ENTRIES);
  });
}
