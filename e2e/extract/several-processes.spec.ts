/**
 * Several servers behind one address, with a real redis-server between them: together they stay within ClickTime's
 * limit of a token, and lose no time over it. `redis-places.test.ts` proves single decisions; this proves the product,
 * with a shorter window than ClickTime's 5 seconds, so that a run stays short.
 */
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../server/simulator/simulator.ts';
import { hasRedis, startRedis, type RedisServer } from '../../server/test/redis-server.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { expect, startServer, stopProcess, test as base } from '../fixtures.ts';

const TOKEN = 'demo-admin';
const [REQUESTS, SECONDS] = [10, 2];
/** As many requests altogether, whether one client reads them or two. */
const TIME_ENTRIES = { eachOfTwo: 40_000, one: 80_000 };

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
    const throttle = { requests: REQUESTS, seconds: SECONDS, kind: 'window' } as const;
    const simulator = await startSimulator({ port: 0, timeEntries, throttle });
    const env = {
      CLICKTIME_API_URL: simulator.url,
      UPSTREAM_REQUESTS: String(REQUESTS),
      UPSTREAM_WINDOW_SECONDS: String(SECONDS),
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
  const startedAt = performance.now();
  const extracts = fleet.roots.map((root) => tableau({ root, token: TOKEN }).extract(`${root}TimeEntries`));
  const [waits, ...all] = await Promise.all([smallQueries(fleet), ...extracts]);
  for (const rows of all) expect(idsOf(rows).size).toBe(TIME_ENTRIES.eachOfTwo);
  expect(Math.max(...waits), `small queries ${waits.join(', ')} ms`).toBeLessThan(2_000);
  testInfo.annotations.push({ type: 'measured', description: `small queries ${waits.join(', ')} ms` });
  expectAtTheLimit(fleet, startedAt, testInfo.annotations);
});

test.describe('a larger set', () => {
  test.use({ timeEntries: TIME_ENTRIES.one });

  test('one extract, page by page from one server and the other, as fast as the limit allows', async ({
    fleet,
  }, testInfo) => {
    const startedAt = performance.now();
    const rows: ODataRow[] = [];
    for (let next: URL | undefined = new URL('TimeEntries', fleet.roots[0]), turn = 0; next !== undefined; turn++) {
      next.host = new URL(fleet.roots[turn % 2 === 0 ? 0 : 1]).host;
      const answer = await request(next, { headers: { authorization: `Token ${TOKEN}` } });
      const page = (await answer.body.json()) as { readonly value: ODataRow[]; readonly '@odata.nextLink'?: string };
      expect(answer.statusCode).toBe(200);
      rows.push(...page.value);
      next = page['@odata.nextLink'] === undefined ? undefined : new URL(page['@odata.nextLink']);
    }
    expect([rows.length, idsOf(rows).size]).toEqual([TIME_ENTRIES.one, TIME_ENTRIES.one]);
    expectAtTheLimit(fleet, startedAt, testInfo.annotations);
  });
});

test('when Redis goes away, extracts go on and the log says it once a server', async ({ fleet }) => {
  const extracts = fleet.roots.map((root) => tableau({ root, token: TOKEN }).extract(`${root}TimeEntries?$top=10000`));
  await expect.poll(() => fleet.simulator.requests.count(), { timeout: 30_000 }).toBeGreaterThan(5);
  await fleet.redis.stop();
  for (const rows of await Promise.all(extracts)) expect(idsOf(rows).size).toBe(10_000);
  expect(fleet.log().match(/Redis is away/g)?.length).toBe(2);
});

/** No request was refused, and hardly more time has passed than the limit asks for. */
function expectAtTheLimit(
  { simulator: { requests } }: Fleet,
  startedAt: number,
  notes: { type: string; description?: string }[],
): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const ideal = (requests.count() - REQUESTS) / (REQUESTS / SECONDS);
  const description = `${requests.count()} requests, ${seconds.toFixed(1)} s of ideally ${ideal.toFixed(1)} s`;
  notes.push({ type: 'measured', description });
  expect([...requests.statuses().keys()], 'no 429').toEqual([200]);
  expect(seconds, description).toBeLessThanOrEqual(ideal * 1.1);
}

/** How long small queries to either server take in milliseconds while extracts run. */
async function smallQueries({ roots, simulator }: Fleet): Promise<readonly number[]> {
  const waits: number[] = [];
  for (const [turn, root] of [...roots, ...roots].entries()) {
    await expect.poll(() => simulator.requests.count(), { timeout: 60_000 }).toBeGreaterThan(30 * (turn + 1));
    const startedAt = performance.now();
    const headers = { authorization: `Token ${TOKEN}`, 'cache-control': 'no-cache' };
    const answer = await request(new URL('TimeEntries?$top=50', root), { headers });
    expect(answer.statusCode).toBe(200);
    await answer.body.dump();
    waits.push(Math.round(performance.now() - startedAt));
  }
  return waits;
}

const idsOf = (rows: readonly ODataRow[]): ReadonlySet<unknown> => new Set(rows.map((row) => row['ID']));
