/** Roots with a period or a choice over real sockets and another model; clicktime/roots.test.ts has what is in them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { get, getJson, send, signedIn, startFixture, type Fixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture({ server: { publicUrl: 'https://bi.example.com/ct' } });
});
afterAll(() => server.close());

const PUBLIC_ROOT = 'https://bi.example.com/ct/odata/v4/';
const under = (path: string, headers = signedIn, method = 'GET') =>
  send(server.address, `/odata/v4/${path}`, headers, method);

test.each(['last-90-days', 'last-90-days/', 'only=People(UserName)', '2025/only=People(UserName)/'])(
  'without credentials %s is no other than any address here',
  async (path) => {
    expect((await under(path, {})).status).toBe(401);
    expect((await under('last-90-day/', {})).status).toBe(401);
    expect((await under('last-1-days/last-1-days/People', {})).status).toBe(401);
  },
);

test.each([
  'last-90-days',
  'last%2D90-days',
  '2024-01-01..2024-12-31',
  '2025/only=People(UserName),Trips',
  'only%3DPeople',
])('links below %s begin with the public address and the root as it was written', async (root) => {
  const document = JSON.parse((await under(`${root}/`)).text) as Record<string, unknown>;
  expect(document['@odata.context']).toBe(`${PUBLIC_ROOT}${root}/$metadata`);
  const page = JSON.parse(
    (await under(`${root}/People`, { ...signedIn, Prefer: 'odata.maxpagesize=1' })).text,
  ) as Record<string, unknown>;
  expect(page['@odata.nextLink']).toMatch(`${PUBLIC_ROOT}${root}/People?$skiptoken=`);
  const next = await send(
    server.address,
    new URL(String(page['@odata.nextLink'])).pathname.replace('/ct', '') +
      new URL(String(page['@odata.nextLink'])).search,
  );
  expect(next.status).toBe(200);
});

test('what browsers ask beforehand is answered for the batch below a root, too', async () => {
  const preflight = await under('last-90-days/$batch', {}, 'OPTIONS');
  expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
    204,
    expect.stringContaining('POST'),
  ]);
  expect((await under('last-90-days/$batch')).status).toBe(405);
});

test('the vocabularies that the metadata below a root refers to are there', async () => {
  const { text } = await under('last-90-days/$metadata');
  const [, reference = ''] = /Reference Uri="([^"]+)"/.exec(text) ?? [];
  expect((await under(`last-90-days/${reference}`, {})).status).toBe(200);
});

test('a period leaves sets alone that are of no time', async () => {
  const { value } = await getJson(server.address.replace(/$/, '/odata/v4/'), 'last-1-days/People?$select=UserName');
  expect(value).toEqual((await getJson(`${server.address}/odata/v4/`, 'People?$select=UserName'))['value']);
});

test('a set and a singleton of one type have one choice of fields', async () => {
  const refused = await under('only=People(UserName),Me(FirstName)/');
  expect(JSON.parse(refused.text)).toMatchObject({
    error: { code: 'InvalidChoice', message: expect.stringContaining('of one type') },
  });
  const me = JSON.parse((await under('only=People(UserName),Me(UserName)/Me')).text) as object;
  expect(Object.keys(me).filter((name) => !name.startsWith('@'))).toEqual(['UserName']);
});

test('ten thousand fields are refused before anybody waits for them', async () => {
  const fields = Array.from({ length: 700 }, (_, n) => `F${n}`).join(',');
  expect((await under(`only=People(${fields})/`)).status).toBe(404);
  expect((await under(`only=People(${'F,'.repeat(10_000)}F)/`)).status).toBe(414);
});

test('metrics and the log keep to kinds of requests', async () => {
  await get(`${server.address}/odata/v4/`, 'last-90-days/People?$top=1');
  await expect.poll(() => server.log.some((line) => line.includes('/odata/v4/last-90-days/People'))).toBe(true);
  const line = JSON.parse(server.log.find((each) => each.includes('/last-90-days/People')) ?? '{}') as object;
  expect(line).toMatchObject({ kind: 'CollectionRequest' });
});
