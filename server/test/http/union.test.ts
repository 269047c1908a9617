/** `$all` (URL Conventions 4.16): every entity that there is, with its type and its id; those of one type by a cast. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../src/model/values.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, get, getJson, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const read = (path: string, headers?: Readonly<Record<string, string>>) =>
  getJson(server.serviceRoot, path, { ...signedIn, ...headers });
const context = (type: string): string => `${server.serviceRoot}$metadata#Collection(${type})`;

const valuesOf = ({ value }: Readonly<Record<string, unknown>>): readonly Row[] => (Array.isArray(value) ? value : []);

/** All pages, following next links. */
async function pages(path: string, headers: Readonly<Record<string, string>> = {}): Promise<readonly Row[]> {
  const found: Row[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: Record<string, unknown> = await read(next, headers);
    found.push(...valuesOf(page));
    const link = page['@odata.nextLink'];
    next = typeof link === 'string' ? link.slice(server.serviceRoot.length) : undefined;
  }
  return found;
}

const total = Object.values(tripPinRows).reduce((sum, rows) => sum + rows.length, 0);

test('all entities of all sets, each with its type and its id, which leads to it', async () => {
  const all = await read('$all?$count=true');
  expect(all['@odata.context']).toBe(context('Edm.EntityType'));
  expect(all['@odata.count']).toBe(total);
  const rows = valuesOf(all);
  expect(rows).toHaveLength(total);
  expect(new Set(rows.map((row) => row['@odata.id'])).size).toBe(total);
  for (const row of rows) {
    const { '@odata.type': type, '@odata.id': id, ...properties } = row;
    expect(type).toMatch(/^#TripPin\./);
    expect(await read(typeof id === 'string' ? id : '')).toMatchObject(properties);
  }
});

test('page by page, with $skip and $top', async () => {
  const all = valuesOf(await read('$all'));
  for (const size of ['1', '3', '7']) {
    const headers = { Prefer: `maxpagesize=${size}` };
    expect(await pages('$all', headers)).toEqual(all);
    expect(await pages('$all?$skip=6&$top=9', headers)).toEqual(all.slice(6, 15));
  }
  expect(await pages(`$all?$skip=${total}`)).toEqual([]);
});

test('$search looks into each of them', async () => {
  const found = await read('$all?$search=siobh OR beijing&$count=true');
  expect(valuesOf(found).map((row) => row['@odata.id'])).toEqual([
    "People('o''neill')",
    'Trips(7c9e6679-7425-40de-944b-e07fc1f90ae7)',
  ]);
  expect(found['@odata.count']).toBe(2);
  const paged = await pages('$all?$search=siobh OR beijing', { Prefer: 'maxpagesize=1' });
  expect(paged).toEqual(valuesOf(found));
});

test('those of one type take all options', async () => {
  const people = await read("$all/TripPin.Person?$filter=FirstName eq 'Russell'&$select=LastName&$expand=BestFriend");
  expect(people['@odata.context']).toBe(`${context('TripPin.Person')}(LastName)`);
  expect(valuesOf(people)).toMatchObject([
    { '@odata.id': "People('russellwhyte')", LastName: 'Whyte', BestFriend: { FirstName: 'Scott' } },
    { '@odata.id': 'Me', LastName: 'Whyte', BestFriend: { FirstName: 'Scott' } },
  ]);
  const sorted = await pages('$all/TripPin.Person?$orderby=FirstName&$count=true', { Prefer: 'maxpagesize=2' });
  expect(sorted).toHaveLength(6);
  expect(sorted.filter(({ FirstName }) => FirstName === 'Russell').map((row) => row['@odata.id'])).toEqual([
    'Me',
    "People('russellwhyte')",
  ]);
  expect(valuesOf(await read('$all/TripPin.Flight?$select=Number&$top=1'))).toMatchObject([{ Number: 1 }]);
});

test('as metadata=full, none and 4.01 have them', async () => {
  const path = '$all/TripPin.Airline?$top=1&$select=Code';
  const full = await read(path, { Accept: 'application/json;odata.metadata=full' });
  expect(valuesOf(full)).toMatchObject([{ '@odata.type': '#TripPin.Airline', '@odata.id': "Airlines('AA')" }]);
  expect(await read(path, { Accept: 'application/json;odata.metadata=none' })).toEqual({ value: [{ Code: 'AA' }] });
  expect(valuesOf(await read('$all?$top=1', { 'OData-MaxVersion': '4.01' }))).toMatchObject([
    { '@type': '#TripPin.Person', '@id': "People('russellwhyte')" },
  ]);
});

test.each([
  ['$all/TripPin.Nobody', 404, 'UnknownResource'],
  ['$all/abc', 404, 'UnknownResource'],
  ["$all?$filter=FirstName eq 'a'", 400, 'QueryOptionNotAllowed'],
  ['$all?$orderby=FirstName', 400, 'QueryOptionNotAllowed'],
  ["$all/TripPin.Person?$filter=Nam eq 'a'", 400, 'UnknownProperty'],
  ['$all?$skiptoken=abc', 400, 'InvalidSkiptoken'],
])('%s is refused', async (path, status, code) => {
  const reply = await get(server.serviceRoot, path);
  expect({ status: reply.status, code: JSON.parse(reply.text).error.code }).toEqual({ status, code });
});

test('$apply transforms those of one type', async () => {
  const totals = await read('$all/TripPin.Person?$apply=groupby((Gender),aggregate($count as Number))&$orderby=Number');
  expect(totals).toEqual({
    '@odata.context': `${context('TripPin.Person')}(Gender,Number)`,
    value: [
      { Gender: 'Female', 'Number@odata.type': '#Decimal', Number: 1 },
      { Gender: 'Unknown', 'Number@odata.type': '#Decimal', Number: 2 },
      { Gender: 'Male', 'Number@odata.type': '#Decimal', Number: 3 },
    ],
  });
  expect(await pages('$all/TripPin.Person?$apply=filter(Age gt 40)/identity&$select=UserName')).toMatchObject([
    { '@odata.id': "People('russellwhyte')", UserName: 'russellwhyte' },
    { '@odata.id': "People('o''neill')", UserName: "o'neill" },
    { '@odata.id': 'Me', UserName: 'russellwhyte' },
  ]);
});
