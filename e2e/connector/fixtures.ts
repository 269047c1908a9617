/**
 * The connector as its users meet it: built and packed once per worker, driven in Chromium, in a browser page or inside
 * Tableau's own protocol server.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { sandboxLoads } from '../../connector/tools/install.ts';
import { canPack, runPacker } from '../../connector/tools/run-packer.ts';
import { stage } from '../../connector/tools/stage.ts';
import { findChromium, LAUNCH_ARGS } from '../chromium.ts';
import { expect, test as base, type Fixtures as BaseFixtures } from '../fixtures.ts';
import { startEps, type Eps, type EpsOptions, type Launch, type SavedState } from './eps/eps.ts';

export { expect } from '../fixtures.ts';
export type { Facade } from '../fixtures.ts';

/** Why tests of the data phase cannot run here, for `test.skip`. */
export const NO_SANDBOX = "Tableau's sandbox is not compiled on this machine; see the e2e run's first lines";
export const hasSandbox = sandboxLoads();

export const NO_PACKER = 'There is no `jar` on the PATH to pack with; it comes with a JDK';
export const hasPacker = canPack();

/** Ports of Tableau's protocol server, a range for each worker, below those that systems give to outgoing connections. */
const FIRST_PORT = 20_000;
const PORTS_EACH = 1_000;

/** As in `connector.json`. */
const WINDOW = { width: 1000, height: 760 };

/** Where the connector is: a staged folder, which Tableau can open as it is, or the same packed. */
interface BuiltConnector {
  readonly folder: string;
  readonly packed: () => string;
}

interface OpenWizard extends Launch {
  readonly page: Page;
}

interface WorkerFixtures {
  readonly connector: BuiltConnector;
}

interface Fixtures {
  readonly startTableau: (options?: Partial<EpsOptions>) => Promise<Eps>;
  /** Opens the wizard as Tableau does and waits for its first step. */
  readonly openWizard: (eps: Eps, taco: string, saved?: SavedState) => Promise<OpenWizard>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  viewport: WINDOW,
  launchOptions: [
    async ({}, use) => {
      await use({ executablePath: await findChromium(), args: [...LAUNCH_ARGS] });
    },
    { scope: 'worker' },
  ],
  // The toolkit's page asks for a stylesheet of its own from the network; tests have none.
  context: async ({ context }, use) => {
    await context.route(/cdn\.jsdelivr\.net/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
    await use(context);
  },
  // Here it is about what people see; how ClickTime's limit is kept is tested over the protocol.
  startFacade: async ({ startFacade }, use) => {
    const start: BaseFixtures['startFacade'] = ({ env, ...options } = {}) =>
      startFacade({ ...options, env: { UPSTREAM_REQUESTS: '0', ...env } });
    await use(start);
  },
  connector: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'taco-'));
      await stage({
        folder,
        serviceUrl: 'https://odata.example.com/odata/v4/',
        allowedOrigins: ['https://odata.example.com', 'http://127.0.0.*', 'https://facade.test*'],
      });
      let file: string | undefined;
      await use({ folder, packed: () => (file ??= runPacker(folder)) });
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  startTableau: async ({}, use, { parallelIndex }) => {
    const running: Eps[] = [];
    const from = FIRST_PORT + parallelIndex * PORTS_EACH;
    const ports = { from, to: from + PORTS_EACH - 1 };
    await use(async (options = {}) => {
      const eps = await startEps({ mode: 'dev', ports, ...options });
      running.push(eps);
      return eps;
    });
    for (const eps of running) await eps.stop();
  },
  openWizard: async ({ context }, use) => {
    await use(async (eps, taco, saved) => {
      const launch = eps.launch(taco, saved);
      const url = await launch.url;
      // A page closes itself only when a script has opened it.
      const opener = await context.newPage();
      const [page] = await Promise.all([
        opener.waitForEvent('popup'),
        opener.evaluate((to) => void window.open(to), url),
      ]);
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      return { ...launch, page };
    });
  },
});

/** Types the credentials and signs in; the program is chosen and the service URL typed where the page lets one. */
export async function signIn(page: Page, root: string, token: string, program = 'Tableau'): Promise<void> {
  const choice = page.getByRole('button', { name: program, exact: true });
  await expect(choice.or(page.getByLabel('API token'))).toBeVisible();
  if (await choice.isVisible()) await choice.click();
  const serviceUrl = page.getByLabel('Service URL');
  if (await serviceUrl.isEditable()) await serviceUrl.fill(root);
  await page.getByLabel('API token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** In a browser the flat table is chosen at first: this chooses the raw time entries instead, and looks at them. */
export async function chooseTimeEntries(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Time Entry Details' }).uncheck();
  await page.getByRole('checkbox', { name: 'Time Entries' }).check();
  await waitForCounts(page);
}

export async function waitForCounts(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Choose data' })).toBeVisible();
  await expect(page.getByText('Counting rows')).toHaveCount(0);
}

/** The tab key, until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${target.toString()}.`);
}

const axe = createRequire(new URL('../../connector/package.json', import.meta.url)).resolve('axe-core');

/** What the axe rules for WCAG 2.2 AA find wrong with the page; nothing, one hopes. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe: runner } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await runner.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Texts that do not fit where they stand. Values in tables and addresses in fields may be cut: they scroll. */
export function cutOffTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
      if (!hasText || element.closest('.visually-hidden, td, script, noscript, option')) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0) continue;
      const within = element.closest('.table-scroll') !== null;
      const leaves = !within && (left < 0 || right > document.documentElement.clientWidth);
      const isBox = getComputedStyle(element).display !== 'inline';
      if (leaves || (isBox && element.scrollWidth > element.clientWidth + 1)) {
        cut.push(`${element.tagName}: ${element.textContent}`);
      }
    }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
      cut.push('the page scrolls sideways');
    return cut;
  });
}
