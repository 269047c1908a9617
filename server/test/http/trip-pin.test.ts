/**
 * A model that is not ClickTime's, served by the same engine over HTTP: enumerations, complex and open types,
 * collections, composite keys. The layers below prove each operator and writer; this file proves that they are joined,
 * and that nothing in between knows ClickTime.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, get, getJson, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const read = (path: string, headers?: Readonly<Record<string, string>>): Promise<Record<string, unknown>> =>
  getJson(server.serviceRoot, path, { Authorization: 'Token any', ...headers });

/** The values of one property of the entities at a path. */
async function column(path: string, name: string): Promise<readonly unknown[]> {
  const { value } = await read(path);
  return Array.isArray(value) ? value.map((row: Readonly<Record<string, unknown>>) => row[name]) : [];
}

test('the service document leads to every set, whose rows are all there', async () => {
  const { value, ...rest } = await read('');
  expect(rest).toEqual({ '@odata.context': `${server.serviceRoot}$metadata` });
  expect(value).toHaveLength(6);
  for (const { url, kind } of Array.isArray(value) ? value : []) {
    if (kind === 'Singleton') continue;
    const page = await read(url);
    expect(page['@odata.context']).toBe(`${server.serviceRoot}$metadata#${url}`);
    expect(page['value']).toHaveLength(tripPinRows[url]?.length ?? -1);
  }
});

test.each([
  ["People?$filter=Gender eq 'Male'", 'UserName', ['russellwhyte', 'scottketchum']],
  ["People?$filter=HomeAddress/City/Name eq 'Graz'", 'UserName', ["o'neill"]],
  ["People?$filter=BestFriend/FirstName eq 'Russell'", 'UserName', ['scottketchum']],
  [
    'People?$filter=Extras/@Core.Description eq null and Extras/Region/@Core.Example eq null and Age eq 41',
    'UserName',
    ['russellwhyte'],
  ],
  ['People?$filter=BestFriend/BestFriend eq $it', 'UserName', ['russellwhyte', 'scottketchum']],
  ["People?$filter=BestFriend eq $root/People('russellwhyte')", 'UserName', ['scottketchum']],
  ['People?$filter=BestFriend ne BestFriend/BestFriend&$top=2', 'UserName', ['russellwhyte', 'scottketchum']],
  ['People?$filter=Trips/any(t:t/Person eq $it)', 'UserName', ['russellwhyte', 'scottketchum', "o'neill"]],
  ['Flights?$filter=Trip/Flights/any(f:f ne $it)', 'Number', [1, 2]],
  ["People?$filter=Preferences has 'Window'", 'UserName', ['russellwhyte', "o'neill"]],
  ["People?$filter=Extras/Region eq 'US'", 'UserName', ["o'neill"]],
  ["Airlines?$filter=Alliance eq 'Star'", 'Code', ['OS']],
  ['Flights?$filter=Number in (1,2) and HasMeal eq true', 'AirlineCode', ['AA']],
  ['Trips?$orderby=StartsOn desc&$top=2', 'StartsOn', ['2024-12-30', '2024-02-29']],
  ['Expenses?$filter=Amount add 0.1 eq 20.35', 'Day', ['2024-02-28']],
  ["People('russellwhyte')/Trips?$orderby=Name", 'Name', ['Trip in Beijing', 'Trip in US']],
])('%s', async (path, name, expected) => {
  expect(await column(path, name)).toEqual(expected);
});

test('a page is as small as the client prefers; collections within it are whole, and no links are in them', async () => {
  const path = "People?$filter=UserName eq 'russellwhyte' or UserName eq 'scottketchum'&$expand=Trips";
  const reply = await get(server.serviceRoot, path, { Authorization: 'Token any', Prefer: 'maxpagesize=1' });
  expect(reply.headers['preference-applied']).toBe('maxpagesize=1');
  expect(JSON.parse(reply.text)).toMatchObject({
    value: [{ UserName: 'russellwhyte', Trips: [{ Name: 'Trip in US' }, { Name: 'Trip in Beijing' }] }],
    '@odata.nextLink': expect.any(String),
  });
  expect(reply.text).not.toContain('Trips@odata.nextLink');
});

test('an entity by key in every form of key', async () => {
  expect(await read("People('o''neill')")).toMatchObject({ LastName: "O'Neill", Age: expect.any(Number) });
  expect(await read("People('A%26B%20%231%2B2%2520%2F%F0%9F%98%80')")).toMatchObject({ FirstName: '"quoted"' });
  const flight = await read('Flights(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=2)');
  expect(flight).toMatchObject({ AirlineCode: 'FM', Distance: 'INF' });
});

test('digits that no number holds arrive as they are', async () => {
  const { text } = await get(server.serviceRoot, "People('o''neill')");
  expect(text).toContain('"Age":9007199254740993');
  const asText = await read("People('o''neill')", { Accept: 'application/json;IEEE754Compatible=true' });
  expect(asText['Age']).toBe('9007199254740993');
});

test('$select, $expand and $count together', async () => {
  const page = await read(
    "People?$select=UserName&$expand=Trips($select=Name;$top=1;$count=true),BestFriend&$count=true&$filter=UserName eq 'russellwhyte'",
  );
  expect(page).toEqual({
    '@odata.context': `${server.serviceRoot}$metadata#People(UserName,Trips(Name))`,
    '@odata.count': 1,
    value: [
      {
        UserName: 'russellwhyte',
        BestFriend: expect.objectContaining({ UserName: 'scottketchum' }),
        'Trips@odata.count': 2,
        Trips: [expect.objectContaining({ Name: 'Trip in US' })],
      },
    ],
  });
});

test('properties, raw values, counts and nothing', async () => {
  const { serviceRoot } = server;
  expect(await read("People('russellwhyte')/HomeAddress/City")).toMatchObject({ Name: 'Boise' });
  expect(await read("People('russellwhyte')/Emails")).toMatchObject({
    value: expect.arrayContaining(['Russell@contoso.com']),
  });
  expect(await get(serviceRoot, "People('russellwhyte')/Age/$value")).toMatchObject({ status: 200, text: '41' });
  expect(await get(serviceRoot, "People('scottketchum')/Age")).toMatchObject({ status: 204, text: '' });
  expect(await get(serviceRoot, "People('o''neill')/BestFriend")).toMatchObject({ status: 204, text: '' });
  expect(await get(serviceRoot, 'People/$count')).toMatchObject({ status: 200, text: '5' });
  expect(await get(serviceRoot, "People('russellwhyte')/Trips/$count?$filter=Budget lt 1")).toMatchObject({
    text: '1',
  });
});

test('pages of any size make the same whole', async () => {
  const whole = await column('Flights', 'Number');
  for (const size of [1, 2, 3]) {
    const rows: unknown[] = [];
    let path: string | undefined = 'Flights?$orderby=TripId,Number%20desc';
    while (path !== undefined) {
      const page: Record<string, unknown> = await read(path, { Prefer: `maxpagesize=${size}` });
      rows.push(...(Array.isArray(page['value']) ? page['value'] : []));
      const link = page['@odata.nextLink'];
      path = typeof link === 'string' ? link.slice(server.serviceRoot.length) : undefined;
    }
    expect(rows).toHaveLength(whole.length);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(whole.length);
  }
});

test('4.01 and its shape for those who ask', async () => {
  const reply = await get(server.serviceRoot, 'People?top=1&COUNT=true', {
    Authorization: 'Token any',
    'OData-MaxVersion': '4.01',
  });
  expect(reply.headers['odata-version']).toBe('4.01');
  expect(JSON.parse(reply.text)).toMatchObject({ '@context': `${server.serviceRoot}$metadata#People`, '@count': 5 });
});
