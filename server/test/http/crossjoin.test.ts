/** `$crossjoin` (URL Conventions 4.15): combinations of entities, as OData JSON, and what bounds them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, get, getJson, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const read = (path: string) => getJson(server.serviceRoot, path);
const context = (): string => `${server.serviceRoot}$metadata#Collection(Edm.ComplexType)`;
const values = async (path: string): Promise<readonly Row[]> => {
  const { value } = await read(path);
  return Array.isArray(value) ? value : [];
};

const sets = '$crossjoin(People,Trips)';
const joined = `${sets}?$filter=People/UserName eq Trips/PersonName`;

test('each combination has the links of its entities', async () => {
  const answer = await read(`${joined}&$top=1`);
  expect(answer).toEqual({
    '@odata.context': context(),
    value: [
      {
        'People@odata.navigationLink': "People('russellwhyte')",
        'Trips@odata.navigationLink': 'Trips(0f8fad5b-d9cb-469f-a165-70867728950e)',
      },
    ],
  });
});

test('without a condition all combinations are there, and are counted', async () => {
  const all = await read(`${sets}?$count=true&$top=0`);
  expect(all).toEqual({ '@odata.context': context(), '@odata.count': 20, value: [] });
  expect(new Set((await values(sets)).map((row) => JSON.stringify(row))).size).toBe(20);
  expect(await values(`${sets}?$skip=19`)).toHaveLength(1);
  expect(await values(`${sets}?$skip=20`)).toEqual([]);
});

test('what is expanded stands in the combination, with its own options', async () => {
  const expand = '$expand=People($select=FirstName;$expand=BestFriend($select=LastName)),Trips($select=Name)';
  const [first] = await values(`${joined}&${expand}&$orderby=Trips/Name desc,People/FirstName`);
  expect(first).toEqual({
    People: {
      '@odata.id': "People('russellwhyte')",
      FirstName: 'Russell',
      BestFriend: { '@odata.id': "People('scottketchum')", LastName: 'Ketchum' },
    },
    Trips: { '@odata.id': 'Trips(0f8fad5b-d9cb-469f-a165-70867728950e)', Name: 'Trip in US' },
  });
  const [half] = await values(`${joined}&$expand=Trips($select=Name)&$top=1`);
  expect(half).toMatchObject({
    'People@odata.navigationLink': "People('russellwhyte')",
    Trips: { Name: 'Trip in US' },
  });
  const [one] = await values(`${joined}&$select=Trips&$top=1`);
  expect(Object.keys(one ?? {})).toEqual(['Trips@odata.navigationLink']);
  const [referred] = await values(`${joined}&$select=Trips&$expand=People/$ref&$top=1`);
  expect(referred).toMatchObject({ People: { '@odata.id': "People('russellwhyte')" } });
});

test('three sets, and paths behind their entities', async () => {
  const filter =
    "People/UserName eq Trips/PersonName and Flights/TripId eq Trips/TripId and People/BestFriend/FirstName eq 'Scott'";
  const path = `$crossjoin(People,Trips,Flights)?$filter=${filter}&$expand=Flights($select=Number)&$orderby=Flights/Number`;
  expect((await values(path)).map(({ Flights }) => Flights)).toMatchObject([
    { Number: 1 },
    { Number: 1 },
    { Number: 2 },
  ]);
});

test('page by page, in any order, every combination once', async () => {
  for (const options of [
    '$orderby=Trips/Name',
    '$orderby=People/Gender desc,Trips/StartsOn',
    '$count=true',
    '$skip=3',
  ]) {
    const path = `${sets}?$filter=People/Age ge 0 or Trips/Budget gt 1&${options}`;
    const whole = await values(path);
    const headers = { ...signedIn, Prefer: 'maxpagesize=3' };
    const paged: unknown[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: Record<string, unknown> = await getJson(server.serviceRoot, next, headers);
      paged.push(...(Array.isArray(page['value']) ? page['value'] : []));
      const link = page['@odata.nextLink'];
      next = typeof link === 'string' ? link.slice(server.serviceRoot.length) : undefined;
    }
    expect(paged).toEqual(whole);
  }
});

test('as metadata=none and 4.01 have it', async () => {
  const none = { ...signedIn, Accept: 'application/json;odata.metadata=none' };
  expect(await getJson(server.serviceRoot, `${joined}&$top=1`, none)).toEqual({ value: [{}] });
  const newer = { ...signedIn, 'OData-MaxVersion': '4.01' };
  expect(await getJson(server.serviceRoot, `${joined}&$top=1&$select=People`, newer)).toEqual({
    '@context': context(),
    value: [{ 'People@navigationLink': "People('russellwhyte')" }],
  });
});

test.each([
  ['$crossjoin(People,Tripps)', 404, 'UnknownResource', "Did you mean 'Trips'?"],
  ['$crossjoin(People,People)', 400, 'SyntaxError', "names 'People' twice"],
  ['$crossjoin(People,Me)', 404, 'UnknownResource', ''],
  [`${sets}?$filter=UserName eq 'a'`, 400, 'InvalidQueryOption', "There is 'People', 'Trips'."],
  [`${sets}?$filter=People/Nam eq 'a'`, 400, 'UnknownProperty', ''],
  [`${sets}?$expand=Flights`, 400, 'InvalidQueryOption', "'Flights' is none of the joined entity sets"],
  [`${sets}?$select=Name`, 400, 'InvalidQueryOption', ''],
  [`${sets}?$skiptoken=abc`, 400, 'InvalidSkiptoken', ''],
  [`${sets}/$count`, 400, 'SyntaxError', ''],
  ['$crossjoin(People,Trips,Flights,Airlines,Expenses,A,B,C,D)', 404, 'UnknownResource', ''],
])('%s is refused', async (path, status, code, text) => {
  const reply = await get(server.serviceRoot, path);
  const { error } = JSON.parse(reply.text);
  expect({ status: reply.status, code: error.code }).toEqual({ status, code });
  expect(error.message).toContain(text);
});

test('two large sets are joined by what is equal; their product is refused', async () => {
  const many = 5_000;
  const people = Array.from({ length: many }, (_, index) => ({ ...tripPinRows['People']?.[0], UserName: `u${index}` }));
  const expenses = Array.from({ length: many }, (_, index) => ({
    ...tripPinRows['Expenses']?.[0],
    Id: index,
    PersonName: `u${index}`,
  }));
  const large = await startFixture({
    source: createMemorySource({ rowsBySet: { People: people, Expenses: expenses } }),
    limits: { requestCpuMs: 60_000 },
  });
  try {
    const ask = (query: string) => get(large.serviceRoot, `$crossjoin(People,Expenses)?${query}`);
    const equal = JSON.parse((await ask('$filter=People/UserName eq Expenses/PersonName&$count=true&$top=2')).text);
    expect(equal['@odata.count']).toBe(many);
    const product = await ask('$filter=People/UserName ne Expenses/PersonName&$count=true&$top=2');
    expect(product.status).toBe(413);
    expect(JSON.parse(product.text).error.message).toContain("Looking at all combinations of 'People' and 'Expenses'");
    const counted = JSON.parse((await ask('$count=true&$top=1')).text);
    expect(counted['@odata.count']).toBe(many * many);
  } finally {
    await large.close();
  }
});

test('what is held is bounded, and the error says what to do', async () => {
  const small = await startFixture({ limits: { maxExpandedRows: 2 } });
  try {
    const reply = await get(small.serviceRoot, sets);
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.text).error.message).toContain("Joining 'Trips' would need more than 2 entities");
  } finally {
    await small.close();
  }
});

test('$apply transforms combinations (Data Aggregation 4)', async () => {
  const joins = 'filter(People/UserName eq Trips/PersonName)';
  const totals = `${sets}?$apply=${joins}/groupby((People/FirstName),aggregate(Trips/Budget with sum as Total))`;
  const trips = tripPinRows['Trips'] ?? [];
  const totalOf = (name: string) =>
    trips.filter(({ PersonName }) => PersonName === name).reduce((sum, { Budget }) => sum + Number(Budget ?? 0), 0);
  const rows = await values(totals);
  const russell = rows.find(({ People }) => JSON.stringify(People).includes('Russell'));
  expect(Number(russell?.['Total'])).toBeCloseTo(totalOf('russellwhyte'), 6);
  expect((await read(totals))['@odata.context']).toBe(context());
  expect(await values(`${sets}?$apply=${joins}/aggregate($count as Number)`)).toMatchObject([{ Number: trips.length }]);
  expect(await values(`${sets}?$apply=${joins}/filter(Trips/Budget gt 1)&$top=1`)).toMatchObject([
    { 'People@odata.navigationLink': "People('russellwhyte')" },
  ]);
});
