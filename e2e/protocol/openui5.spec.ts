/**
 * OpenUI5's V4 model in a browser, from another origin: it reads `$metadata` with its annotations, then asks for
 * everything in `$batch` as multipart/mixed, which is its default. Batches are proved part by part below; this proves
 * that a real client's are understood, and that it understands the answers.
 */
import { chromium } from '@playwright/test';
import { findChromium, LAUNCH_ARGS } from '../chromium.ts';
import { askLists, startApplication } from '../clients/openui5.ts';
import { expect, test } from '../fixtures.ts';

test('its default group reads sets, counts, filters, sorts and expands', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: { users: 9, timeEntries: 900 }, env: { UPSTREAM_REQUESTS: '0' } });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: [...LAUNCH_ARGS] });
  const application = await startApplication();
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(facade.root))
        asked.push(`${request.method()} ${request.url().slice(facade.root.length)}`);
    });
    await page.goto(application.url);
    const [users, busy, entries, groups] = await askLists(page, facade.root, [
      { path: '/Users', parameters: { $count: true } },
      {
        path: '/TimeEntries',
        parameters: { $count: true },
        filter: { path: 'Hours', operator: 'GT', value: 6 },
        sorter: { path: 'Hours', descending: true },
        length: 5,
      },
      {
        path: '/TimeEntries',
        parameters: {
          $select: 'ID,JobID,Hours',
          $expand: { Job: { $select: 'ID,Name', $expand: { Client: { $select: 'Name' } } } },
        },
        length: 3,
      },
      { path: '/TimeEntries', parameters: { $apply: 'groupby((JobID),aggregate(Hours with sum as Total))' } },
    ]);
    expect(users).toMatchObject({ count: 9 });
    expect(users?.rows).toHaveLength(9);
    expect(busy?.count).toBeGreaterThan(5);
    const hours = busy?.rows.map((row) => Number(row['Hours'])) ?? [];
    expect(hours).toHaveLength(5);
    expect(hours).toEqual(hours.toSorted((one, other) => other - one));
    expect(Math.min(...hours)).toBeGreaterThan(6);
    expect(entries?.rows).toHaveLength(3);
    for (const row of entries?.rows ?? []) {
      expect(row).toMatchObject({
        Hours: expect.any(String),
        Job: { ID: row['JobID'], Client: { Name: expect.any(String) } },
      });
    }
    expect(groups?.rows.length).toBeGreaterThan(1);
    expect(groups?.rows[0]).toMatchObject({ JobID: expect.any(String), Total: expect.any(String) });
    expect(asked).toEqual(['GET $metadata', 'POST $batch']);
  } finally {
    await browser.close();
    await application.close();
  }
});
