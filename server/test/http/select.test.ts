/** `$select` in answers and context URLs (Protocol 10.7, 11.2.5.1): parts of complex values, and dynamic properties. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, get, getJson, type Headers, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture({ source: createMemorySource({ rowsBySet: tripPinRows, onlyRequested: true }) });
});
afterAll(() => server.close());

const asked: Headers = { Authorization: 'Token any' };
const in401: Headers = { ...asked, 'OData-MaxVersion': '4.01' };
const russell = "People('russellwhyte')";

/** The context URL's fragment and the answer without its context. */
async function answer(path: string, headers: Headers = asked) {
  const { '@odata.context': in40, '@context': newer, ...rest } = await getJson(server.serviceRoot, path, headers);
  return { context: String(in40 ?? newer).replace(`${server.serviceRoot}$metadata`, ''), rest };
}

test.each<readonly [string, string, Readonly<Record<string, unknown>>]>([
  ['HomeAddress/City/Name', 'HomeAddress/City/Name', { HomeAddress: { City: { Name: 'Boise' } } }],
  [
    'HomeAddress($select=Address,City($select=Region))',
    'HomeAddress/Address,HomeAddress/City/Region',
    { HomeAddress: { Address: '187 Suffolk Ln.', City: { Region: 'ID' } } },
  ],
  [
    'AddressInfo/City/Name,UserName',
    'AddressInfo/City/Name,UserName',
    { UserName: 'russellwhyte', AddressInfo: [{ City: { Name: 'Boise' } }, { City: { Name: 'Graz' } }] },
  ],
  ['Extras/Region,Extras/None', 'Extras/Region,Extras/None', { Extras: { Region: 'EU' } }],
  ['Extras/Rank', 'Extras/Rank', { Extras: { Rank: 1 } }],
])('%s', async (select, list, shown) => {
  const { context, rest } = await answer(`${russell}?$select=${select}`);
  expect(context).toBe(`#People(${list})/$entity`);
  const { '@odata.id': id, ...members } = rest;
  expect(id).toBe('UserName' in shown ? undefined : russell);
  expect(members).toEqual(shown);
  const page = await answer(`People?$select=${select}&$filter=UserName eq 'russellwhyte'`, in401);
  expect(page.context).toBe(`#People(${list})`);
  expect(page.rest['value']).toMatchObject([shown]);
  const none = { ...asked, Accept: 'application/json;odata.metadata=none' };
  expect((await answer(`People?$select=${select}&$filter=UserName eq 'russellwhyte'`, none)).rest['value']).toEqual([
    shown,
  ]);
});

test('complex values by themselves, and collections of them, are shown in part', async () => {
  expect(await answer(`${russell}/HomeAddress?$select=City/Name,Address`)).toEqual({
    context: `#${russell}/HomeAddress(City/Name,Address)`,
    rest: { Address: '187 Suffolk Ln.', City: { Name: 'Boise' } },
  });
  expect(await answer(`${russell}/AddressInfo?$select=City($select=Name)`, in401)).toEqual({
    context: `#${russell}/AddressInfo(City/Name)`,
    rest: { value: [{ City: { Name: 'Boise' } }, { City: { Name: 'Graz' } }] },
  });
  expect(await answer(`${russell}/Extras?$select=Score`)).toMatchObject({ rest: { Score: 7.5 } });
  expect((await answer(`${russell}/BestFriend/BestFriend/HomeAddress?$select=Address&$expand=*`)).context).toBe(
    '#TripPin.Location(Address)',
  );
  expect(await get(server.serviceRoot, `${russell}/HomeAddress?$select=Town`)).toMatchObject({ status: 400 });
  expect(await get(server.serviceRoot, `${russell}/HomeAddress?$expand=City`)).toMatchObject({ status: 400 });
  expect(await get(server.serviceRoot, `${russell}/Emails?$select=City`)).toMatchObject({ status: 400 });
});

test.each<readonly [string, string, Readonly<Record<string, unknown>>]>([
  ["Emails($filter=contains($this,'contoso'))", 'Emails', { Emails: ['Russell@contoso.com'] }],
  ['Emails($orderby=$this;$top=1;$count=true)', 'Emails', { 'Emails@odata.count': 2, Emails: ['Russell@contoso.com'] }],
  ["Emails(@c='contoso';$filter=contains($this,@c))", 'Emails', { Emails: ['Russell@contoso.com'] }],
  ['Emails($skip=1)', 'Emails', { Emails: ['Russell@contoso.com'] }],
  ['Emails($search=contoso)', 'Emails', { Emails: ['Russell@contoso.com'] }],
  [
    "AddressInfo($filter=City/Name eq 'Graz';$select=City/Name;$count=true)",
    'AddressInfo/City/Name',
    { 'AddressInfo@odata.count': 1, AddressInfo: [{ City: { Name: 'Graz' } }] },
  ],
  [
    'AddressInfo($orderby=City/Name desc;$top=1;$select=City/Region)',
    'AddressInfo/City/Region',
    { AddressInfo: [{ City: { Region: null } }] },
  ],
])('items are asked for: %s', async (select, list, shown) => {
  const { context, rest } = await answer(`People?$select=UserName,${select}&$top=1`);
  expect(context).toBe(`#People(UserName,${list})`);
  expect(rest['value']).toEqual([{ UserName: 'russellwhyte', ...shown }]);
  const expanded = await answer(`Trips?$select=Name&$expand=Person($select=UserName,${select})&$top=1`);
  expect(expanded.rest['value']).toMatchObject([{ Person: { UserName: 'russellwhyte', ...shown } }]);
});

test('items are asked for within pages, whose next links are of the same question', async () => {
  const path = 'People?$select=UserName,Emails($top=1;$count=true)';
  const page = await answer(path, { ...asked, Prefer: 'maxpagesize=1' });
  expect(page.rest['value']).toMatchObject([{ 'Emails@odata.count': 2, Emails: ['Russell@example.com'] }]);
  const token = /skiptoken=(.*)/.exec(String(page.rest['@odata.nextLink']))?.[1] ?? '';
  expect((await get(server.serviceRoot, `${path}&$skiptoken=${token}`)).status).toBe(200);
  const other = await get(server.serviceRoot, `People?$select=UserName,Emails($top=2;$count=true)&$skiptoken=${token}`);
  expect(other.text).toContain('SkiptokenMismatch');
});

test('what is null stays null, and parts that are null are omitted where that is preferred', async () => {
  expect((await answer("People('scottketchum')?$select=UserName,HomeAddress/City")).rest).toEqual({
    UserName: 'scottketchum',
    HomeAddress: null,
  });
  const graz = "People('o''neill')?$select=UserName,HomeAddress/City/Region,HomeAddress/City/Name";
  expect((await answer(graz, { ...in401, Prefer: 'omit-values=nulls' })).rest).toEqual({
    UserName: "o'neill",
    HomeAddress: { City: { Name: 'Graz' } },
  });
});

test('full metadata says the types of the parts that are shown', async () => {
  const full = { ...in401, Accept: 'application/json;metadata=full' };
  const { rest } = await answer(`${russell}?$select=HomeAddress/City/Name`, full);
  expect(rest['HomeAddress']).toEqual({
    '@type': '#TripPin.Location',
    City: { '@type': '#TripPin.City', Name: 'Boise' },
  });
});

test('a dynamic property of an open entity type, where one has it', async () => {
  const { context, rest } = await answer('Airlines?$select=Alliance,Code');
  expect(context).toBe('#Airlines(Alliance,Code)');
  expect(rest['value']).toMatchObject([
    { Code: 'AA', Alliance: 'oneworld' },
    { Code: 'FM' },
    { Code: 'OS', Alliance: 'Star' },
  ]);
  const nested = await answer("Flights?$filter=AirlineCode eq 'AA'&$select=Number&$expand=Airline($select=Alliance)");
  expect(nested.rest['value']).toMatchObject([
    { Number: 1, Airline: { '@odata.id': "Airlines('AA')", Alliance: 'oneworld' } },
  ]);
  expect((await answer('Airlines?$select=Code,TripPin.*')).rest['value']).toEqual([
    { Code: 'AA' },
    { Code: 'FM' },
    { Code: 'OS' },
  ]);
});

test('pages are the same in parts as row by row', async () => {
  const path = 'People?$select=UserName,HomeAddress/City/Name';
  const whole = (await answer(path)).rest['value'];
  const { rest } = await answer(`${path}&$expand=BestFriend/$ref`);
  expect(rest['value']).toMatchObject(Array.isArray(whole) ? whole : []);
  expect(whole).toHaveLength(tripPinRows['People']?.length ?? -1);
});
