/** Whatever address the service writes, it also takes: next links of requests as long as allowed, and all in full metadata. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, getJson, send, signedIn, startFixture } from './fixture.ts';

const asAdmin = { Authorization: 'Token demo-admin' };
const LIMIT = 32_768;

/** However busy the machine is. */
let simulator: Simulator;
let server: RunningServer;
beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 2_000, users: 12 });
  server = await start(
    readConfig({ PORT: '0', PAGE_SIZE: '300', LOG_LEVEL: 'silent' }),
    { url: simulator.url, throttled: false },
    createLogger('silent'),
  );
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

/** Follows next links, each as it came, and gives how many rows there were and on how many pages. */
async function follow(first: string): Promise<{ readonly rows: number; readonly pages: number }> {
  let rows = 0;
  let pages = 0;
  for (let target: string | undefined = first; target !== undefined; pages++) {
    const reply = await send(server.serviceRoot, target, asAdmin);
    expect([pages, reply.status, reply.status === 200 ? '' : reply.text]).toEqual([pages, 200, '']);
    const { value, '@odata.nextLink': next } = JSON.parse(reply.text);
    rows += value.length;
    target = next === undefined ? undefined : next.slice(server.address.length);
  }
  return { rows, pages };
}

/** A target with a list of IDs of which some are there, filled up to the longest URL that is taken. */
async function longest(rest: string): Promise<string> {
  const { value } = await getJson(server.serviceRoot, 'Users?$select=ID', asAdmin);
  const ids = (Array.isArray(value) ? value : []).map(({ ID }: { readonly ID: string }) => `'${ID}'`);
  const before = `/odata/v4/TimeEntries?$filter=UserID%20in%20(`;
  const list = [...ids];
  const length = (): number => before.length + list.join(',').length + 1 + rest.length;
  while (length() < LIMIT - 40) list.push(`'${String(list.length).padStart(24, 'x')}'`);
  list.push(`'${'x'.repeat(LIMIT - length() - 3)}'`);
  expect(list.length).toBeGreaterThan(1_150);
  return `${before}${list.join(',')})${rest}`;
}

test.each([
  '',
  '&$expand=Job,User',
  '&$select=ID,Hours&$count=true',
  '&$orderby=Comment%20desc,ID&$expand=Job($select=Name)',
  '&$top=1500&$skip=7',
])('a list as long as a URL may be is followed over all of its pages%s', async (rest) => {
  const target = await longest(rest);
  expect(target).toHaveLength(LIMIT);
  const { rows, pages } = await follow(target);
  expect(rows).toBe(rest.includes('$top') ? 1_500 : 2_000);
  expect(pages).toBeGreaterThanOrEqual(5);
  const one = await send(server.serviceRoot, `${target}&x`, asAdmin);
  expect(one.status).toBe(414);
});

test('characters that a next link has to encode count as they are in it', async () => {
  const own = await startFixture({ limits: { maxUrlLength: 1_000 } });
  const paged = { ...signedIn, Prefer: 'maxpagesize=1' };
  const target = (count: number): string => `/odata/v4/People?$filter=FirstName%20ne%20'${'"'.repeat(count)}'`;
  const room = Math.floor((1_000 - target(0).length) / 3);
  const first = await send(own.serviceRoot, target(room), paged);
  expect(first.status).toBe(200);
  const { '@odata.nextLink': next } = JSON.parse(first.text);
  expect(next.length).toBeGreaterThan(1_000);
  expect((await send(own.serviceRoot, next.slice(own.address.length), paged)).status).toBe(200);
  expect((await send(own.serviceRoot, target(room + 1), paged)).status).toBe(414);
  await own.close();
});

test('a skiptoken does not make room for anything else', async () => {
  const long = (option: string, length: number): string => `People?${option}=${'x'.repeat(length)}`;
  const own = await startFixture({ limits: { maxUrlLength: 1_000 } });
  expect((await get(own.serviceRoot, long('$skiptoken', 4_000))).status).toBe(400);
  expect((await get(own.serviceRoot, long('$skiptoken', 6_000))).status).toBe(414);
  expect((await get(own.serviceRoot, long('custom', 1_000))).status).toBe(414);
  await own.close();
});

test.each(['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'])(
  'every address in the full metadata of %s leads somewhere',
  async (name) => {
    const full = { ...asAdmin, Accept: 'application/json;odata.metadata=full' };
    const { text } = await get(server.serviceRoot, `${name}?$top=2`, full);
    const links = [
      ...text.matchAll(
        /"[^"]*@odata\.(?:context|id|editLink|readLink|navigationLink|associationLink|nextLink)":"([^"]+)"/g,
      ),
    ];
    expect(links.length).toBeGreaterThan(2);
    for (const [, link = ''] of links) {
      const { pathname, search } = new URL(link, server.serviceRoot);
      const { status } = await send(server.serviceRoot, `${pathname}${search}`, asAdmin);
      // Nothing is there behind a navigation property that is null.
      expect([link, [200, 204].includes(status)]).toEqual([link, true]);
    }
  },
);
