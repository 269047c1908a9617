/** Each program's way through the page, by keyboard alone to its last step, and what the program is given there. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { excelFile } from '../../connector/app/programs/excel-file.ts';
import { powerBiFile } from '../../connector/app/programs/power-bi-file.ts';
import { incrementalQuery, tableQuery } from '../../connector/app/programs/power-query.ts';
import { localDay } from '../../connector/shared/date-range.ts';
import { tableau } from '../clients/tableau.ts';
import { accessibilityProblems, expect, tabTo, test } from './fixtures.ts';

const simulator = { users: 9, timeEntries: 900, today: localDay(new Date()) };
const PROGRAMS = ['Tableau', 'Power BI', 'Excel', 'Code'] as const;

/** By keyboard from the bare host name to the last step. */
async function walk(page: Page, root: string, program: (typeof PROGRAMS)[number]): Promise<void> {
  const { keyboard } = page;
  await page.goto(new URL('/', root).href);
  await tabTo(page, page.getByRole('button', { name: program, exact: true }));
  await keyboard.press('Enter');
  await expect(page.getByLabel('API token', { exact: true })).toBeFocused();
  await keyboard.type('demo-admin');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Choose data' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Continue' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Use data in ${program}` })).toBeFocused();
}

for (const program of PROGRAMS)
  test(`${program}: by keyboard alone to its last step, which speaks of it alone`, async ({ page, startFacade }) => {
    const { root } = await startFacade({ simulator });
    await walk(page, root, program);
    const text = await page.locator('main').innerText();
    for (const other of PROGRAMS.slice(0, 3))
      expect(text.includes(other), `${other} at the end of ${program}`).toBe(other === program);
    for (const summary of await page.locator('summary').all()) await summary.press('Enter');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

test('from the bare host name to a copied address in six actions', async ({ page, context, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  let actions = 0;
  const act = async (action: Promise<unknown>): Promise<void> => {
    actions += 1;
    await action;
  };
  await act(page.goto(new URL('/', root).href));
  await act(page.getByRole('button', { name: 'Tableau' }).click());
  await act(page.keyboard.insertText('demo-admin'));
  await act(page.keyboard.press('Enter'));
  await act(page.getByRole('button', { name: 'Continue' }).click());
  const copy = page.getByRole('button', { name: 'Copy Server' });
  const before = await copy.boundingBox();
  await act(copy.click());
  await expect(copy).toHaveText('Copied');
  expect(await copy.boundingBox(), 'nothing moves').toEqual(before);
  expect(actions).toBeLessThanOrEqual(6);
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toBe(`${root}last-90-days/only=TimeEntryDetails/`);
});

test('Tableau reads from the address as many rows as the page says, of about that size', async ({
  page,
  startFacade,
}) => {
  const { root } = await startFacade({ simulator });
  await walk(page, root, 'Tableau');
  const address = await page.getByLabel('Server', { exact: true }).inputValue();
  const rows = await tableau({ root: address, token: 'demo-admin' }).extract(`${address}TimeEntryDetails`);
  expect(rows.length).toBeGreaterThan(50);
  await expect(page.locator('.lead')).toContainText(`${rows.length} rows, about `);
  const [, size, unit] = /about ([\d.]+) (KB|MB)/.exec(await page.locator('.lead').innerText()) ?? [];
  const said = Number(size) * (unit === 'MB' ? 1e6 : 1e3);
  const sent = JSON.stringify(rows).length;
  expect(said / sent).toBeGreaterThan(0.5);
  expect(said / sent).toBeLessThan(2);
});

test('Power BI is given a file and queries, byte by byte', async ({ page, context, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await walk(page, root, 'Power BI');
  const url = `${root}last-90-days/only=TimeEntryDetails/`;
  expect(await downloaded(page, 'ClickTime.pbids')).toBe(powerBiFile(url));
  await page.getByText('Queries in M, with incremental refresh').click();
  await page.getByText('Time Entry Details with incremental refresh').click();
  const entitySet = 'TimeEntryDetails';
  for (const [label, text] of [
    ['Time Entry Details in M', tableQuery({ root: `${root}last-90-days/`, entitySet })],
    ['Time Entry Details in M, incremental', incrementalQuery({ root, entitySet }, 'Date')],
  ] as const) {
    await page.getByRole('button', { name: `Copy ${label}`, exact: true }).click();
    await expect(page.getByText(`${label} copied`, { exact: true })).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
});

test('Excel is given a file for each table, byte by byte', async ({ page, startFacade }) => {
  const { root } = await startFacade({ simulator });
  await walk(page, root, 'Excel');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('checkbox', { name: 'Users', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Email' }).uncheck();
  await expect(page.getByText('Counting rows')).toHaveCount(0);
  await page.getByRole('button', { name: 'Continue' }).click();
  const hours = { root: `${root}last-90-days/`, entitySet: 'TimeEntryDetails' };
  expect(await downloaded(page, 'TimeEntryDetails.odc')).toBe(excelFile(hours));
  const people = await downloaded(page, 'Users.odc');
  expect(people).toContain('Chosen fields');
  expect(people).not.toContain('Email');
});

test('code reads the table that is chosen, in the language that is chosen', async ({ page, startFacade, request }) => {
  const { root } = await startFacade({ simulator });
  await walk(page, root, 'Code');
  const address = await page.getByLabel('Address of the table', { exact: true }).inputValue();
  expect(address).toBe(`${root}last-90-days/TimeEntryDetails`);
  expect((await request.get(address, { headers: { authorization: 'Token demo-admin' } })).status()).toBe(200);
  for (const language of ['Python', 'R', 'curl', 'JavaScript']) {
    await page.getByRole('radio', { name: language, exact: true }).check();
    const code = page.getByRole('region', { name: `Time Entry Details in ${language}` });
    await expect(code).toContainText(address);
    await expect(code).toContainText('CLICKTIME_TOKEN');
  }
});

async function downloaded(page: Page, name: string): Promise<string> {
  const link = page.getByRole('link', { name: `Download ${name}` });
  const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')]);
  expect(download.suggestedFilename()).toBe(name);
  return readFileSync(await download.path(), 'utf8');
}
