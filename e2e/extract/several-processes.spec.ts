/**
 * Several servers behind one address, with a real redis-server between them: together they stay within ClickTime's
 * limit of a token, and lose no place of it. `redis-window.test.ts` proves single decisions; this proves the product.
 */
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../server/simulator/simulator.ts';
import { hasRedis, startRedis, type RedisServer } from '../../server/test/redis-server.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { expect, startServer, stopProcess, test as base } from '../fixtures.ts';
import { atTheLimit, smallQueries, throttle, throttleSettings, TOKEN } from './at-the-limit.ts';

/** As many requests altogether, whether one client reads them or two. */
const TIME_ENTRIES = { eachOfTwo: 30_000, one: 60_000 };

interface FleetOptions {
  readonly timeEntries: number;
}

interface Fleet {
  readonly redis: RedisServer;
  readonly simulator: Simulator;
  readonly roots: readonly [string, string];
  log(): string;
}

const test = base.extend<FleetOptions & { readonly fleet: Fleet }>({
  timeEntries: [TIME_ENTRIES.eachOfTwo, { option: true }],
  fleet: async ({ timeEntries }, use) => {
    const redis = await startRedis();
    const simulator = await startSimulator({ port: 0, timeEntries, throttle });
    const env = {
      CLICKTIME_API_URL: simulator.url,
      ...throttleSettings,
      REDIS_URL: redis.url,
      REDIS_SECRET: 'the same for all servers',
    };
    const [one, other] = [await startServer(env), await startServer(env)];
    await use({ redis, simulator, roots: [one.root, other.root], log: () => one.log() + other.log() });
    for (const server of [one, other]) await stopProcess(server.process);
    await simulator.close();
    await redis.stop();
  },
});

test.skip(!hasRedis(), 'There is no redis-server on the PATH.');

test('an extract from each of two servers, and small queries, within one limit', async ({ fleet }, testInfo) => {
  const { roots, simulator } = fleet;
  const [, ...extracts] = await atTheLimit(simulator, testInfo, () =>
    Promise.all([
      smallQueries([...roots, ...roots], simulator, 24),
      ...roots.map((root) => tableau({ root, token: TOKEN }).extract(`${root}TimeEntries`)),
    ]),
  );
  for (const rows of extracts) expect(idsOf(rows).size).toBe(TIME_ENTRIES.eachOfTwo);
});

test.describe('a larger set', () => {
  test.use({ timeEntries: TIME_ENTRIES.one });

  test('one extract, page by page from one server and the other, as fast as the limit allows', async ({
    fleet,
  }, testInfo) => {
    const rows = await atTheLimit(fleet.simulator, testInfo, () => extractInTurns(fleet.roots));
    expect([rows.length, idsOf(rows).size]).toEqual([TIME_ENTRIES.one, TIME_ENTRIES.one]);
  });
});

test('when Redis goes away, extracts go on and the log says it once a server', async ({ fleet }) => {
  const extracts = fleet.roots.map((root) => tableau({ root, token: TOKEN }).extract(`${root}TimeEntries?$top=10000`));
  await expect.poll(() => fleet.simulator.requests.count(), { timeout: 30_000 }).toBeGreaterThan(5);
  await fleet.redis.stop();
  for (const rows of await Promise.all(extracts)) expect(idsOf(rows).size).toBe(10_000);
  expect(fleet.log().match(/Redis is away/g)?.length).toBe(2);
});

/** Each page is asked of the other server than the one before. */
async function extractInTurns(roots: Fleet['roots']): Promise<readonly ODataRow[]> {
  const rows: ODataRow[] = [];
  for (let next: URL | undefined = new URL('TimeEntries', roots[0]), turn = 0; next !== undefined; turn++) {
    next.host = new URL(roots[turn % 2 === 0 ? 0 : 1]).host;
    const answer = await request(next, { headers: { authorization: `Token ${TOKEN}` } });
    const page = (await answer.body.json()) as { readonly value: ODataRow[]; readonly '@odata.nextLink'?: string };
    expect(answer.statusCode).toBe(200);
    rows.push(...page.value);
    next = page['@odata.nextLink'] === undefined ? undefined : new URL(page['@odata.nextLink']);
  }
  return rows;
}

const idsOf = (rows: readonly ODataRow[]): ReadonlySet<unknown> => new Set(rows.map((row) => row['ID']));
