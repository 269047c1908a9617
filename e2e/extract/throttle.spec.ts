/**
 * As fast as ClickTime allows, and no faster: an extract under ClickTime's throttle, however that counts, takes hardly
 * longer than the throttle makes it take, is never refused, and leaves room for somebody who looks at a dashboard with
 * the same token. `window.test.ts` and `throttle.test.ts` prove the decision and the queue; this proves the product.
 * With shorter windows than ClickTime's 5 seconds, so that a run stays short.
 */
import { request } from 'undici';
import { tableau } from '../clients/tableau.ts';
import { expect, test, type Facade } from '../fixtures.ts';

const TOKEN = 'demo-admin';
const [REQUESTS, SECONDS] = [10, 2];
const TIME_ENTRIES = 80_000;
const SMALL_QUERIES = 4;

for (const kind of ['window', 'bucket'] as const) {
  test(`an extract and small queries under a throttle that counts by ${kind}`, async ({ startFacade }, testInfo) => {
    const facade = await startFacade({
      simulator: { timeEntries: TIME_ENTRIES, throttle: { requests: REQUESTS, seconds: SECONDS, kind } },
      env: { UPSTREAM_REQUESTS: String(REQUESTS), UPSTREAM_WINDOW_SECONDS: String(SECONDS) },
    });
    const startedAt = performance.now();
    const extract = tableau({ root: facade.root, token: TOKEN }).extract(new URL('TimeEntries', facade.root).href);
    const [rows, waits] = await Promise.all([extract, smallQueries(facade)]);
    const seconds = (performance.now() - startedAt) / 1000;

    const { requests } = facade.simulator;
    const ideal = (requests.count() - REQUESTS) / (REQUESTS / SECONDS);
    const description = `${seconds.toFixed(1)} s of ideally ${ideal.toFixed(1)} s; small queries ${waits.join(', ')} ms`;
    testInfo.annotations.push({ type: 'measured', description });
    expect(new Set(rows.map((row) => row['ID'])).size).toBe(TIME_ENTRIES);
    expect([...requests.statuses().keys()], 'no 429').toEqual([200]);
    expect(Math.max(...waits), description).toBeLessThan(2_000);
    expect(seconds, description).toBeLessThanOrEqual(ideal * 1.1);
  });
}

/** How long each of some small queries takes in milliseconds, evenly spread over the extract that runs meanwhile. */
async function smallQueries({ root, simulator }: Facade): Promise<readonly number[]> {
  const waits: number[] = [];
  const pages = TIME_ENTRIES / 500;
  for (let turn = 1; turn <= SMALL_QUERIES; turn++) {
    await expect.poll(() => simulator.requests.count(), { timeout: 60_000 }).toBeGreaterThan((pages / 5) * turn);
    const startedAt = performance.now();
    const answer = await request(new URL('TimeEntries?$top=50', root), {
      headers: { authorization: `Token ${TOKEN}`, 'cache-control': 'no-cache' },
    });
    const { value } = (await answer.body.json()) as { readonly value: readonly unknown[] };
    expect([answer.statusCode, value.length]).toEqual([200, 50]);
    waits.push(Math.round(performance.now() - startedAt));
  }
  return waits;
}
