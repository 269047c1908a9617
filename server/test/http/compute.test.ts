/** `$compute` over HTTP: how computed values are written, in every format, at every place where entities are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, get, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

async function read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, text } = await get(server.serviceRoot, path, { Authorization: 'Token any', ...headers });
  expect([status, text]).toEqual([200, expect.any(String)]);
  return text.replaceAll(server.serviceRoot, '');
}

const flight = 'Flights(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=1)';

test.each([
  // Texts and truth values tell their type; everything else has it before the value, doubles too: infinite ones are texts.
  ["concat(AirlineCode,'!') as X", '"X":"AA!"'],
  ['Number eq 1 as X', '"X":true'],
  ['Price mul 2 as X', '"X@odata.type":"#Decimal","X":'],
  ['Number add 1 as X', '"X@odata.type":"#Int32","X":2'],
  ['date(DepartsAt) as X', '"X@odata.type":"#Date","X":"2024-02-28"'],
  ['1.0 divby 0.0e0 as X', '"X@odata.type":"#Double","X":"INF"'],
  ['Duration as X', '"X@odata.type":"#Duration","X":'],
  ['TripId as X', '"X@odata.type":"#Guid","X":"0f8fad5b'],
  ['null as X', '"X":null'],
  ['Trip/Name as X', '"X":"Trip in US"'],
  ['Trip/Person/Gender as X', '"X@odata.type":"#TripPin.PersonGender","X":"Male"'],
  ['Trip/Tags as X', '"X@odata.type":"#Collection(String)","X":['],
  ['Trip/Person/HomeAddress as X', '"X":{"@odata.type":"#TripPin.Location","Address":'],
  ['Trip/Person/AddressInfo as X', '"X@odata.type":"#Collection(TripPin.Location)","X":['],
  // The type of a dynamic property is that of its value.
  ['Trip/Person/Extras/Region as X', '"X":'],
])('$compute=%s', async (compute, expected) => {
  const options = `$compute=${compute.replaceAll(' ', '%20')}&$select=X`;
  expect(await read(`${flight}?${options}`)).toContain(expected);
  expect(await read(`Flights?$filter=Number eq 1&${options}`)).toContain(expected);
});

test('the context URL names what is selected; what is not selected is not shown', async () => {
  expect(await read("People('russellwhyte')?$compute=Age add 1 as Older,Age as Same&$select=FirstName,Older")).toBe(
    `{"@odata.context":"$metadata#People(FirstName,Older)/$entity","@odata.id":"People('russellwhyte')","FirstName":"Russell","Older@odata.type":"#Int64","Older":42}`,
  );
});

test('without $select everything is shown, and in 4.01 types are named in its form', async () => {
  const text = await read("People('russellwhyte')?$compute=Age add 1 as Older", { 'OData-MaxVersion': '4.01' });
  expect(text).toContain('"Older@type":"#Int64","Older":42}');
  expect(text).toContain('"FirstName":"Russell"');
});

test('long numbers are texts where the client wants that; without metadata nothing but values is written', async () => {
  const path = "People('russellwhyte')?$compute=Age add 1 as Older&$select=Older";
  expect(await read(path, { Accept: 'application/json;IEEE754Compatible=true' })).toContain('"Older":"42"');
  expect(await read(path, { Accept: 'application/json;odata.metadata=none' })).toBe('{"Older":42}');
});

test('entities of an open type show each name once', async () => {
  const text = await read("Airlines('OS')?$compute=concat(Name,'!') as Loud,Alliance as Group");
  expect(text.match(/"Loud":/g)).toHaveLength(1);
  expect(text.match(/"Group":"Star"/g)).toHaveLength(1);
});

test('nested in $expand, of one and of many', async () => {
  const text = await read(
    "People?$filter=UserName eq 'scottketchum'&$select=UserName&$expand=BestFriend($compute=length(FirstName) as Letters;$select=Letters),Trips($compute=Person/FirstName as Who;$select=Who;$top=1)",
  );
  expect(text).toContain(
    '"BestFriend":{"@odata.id":"People(\'russellwhyte\')","Letters@odata.type":"#Int32","Letters":7}',
  );
  expect(text).toContain('"Who":"Scott"');
});

test.each([
  [
    "People('russellwhyte')/HomeAddress?$compute=length(Address) as Letters&$select=Letters",
    /#People\('russellwhyte'\)\/HomeAddress\(Letters\)","Letters@odata.type":"#Int32","Letters":\d+}$/,
  ],
  ["People('russellwhyte')/HomeAddress?$compute=City/Name as Town", /"Address":.*"City":.*"Town":"[^"]+"}$/],
  [
    "People('russellwhyte')/HomeAddress?$compute=City as Place&$select=Place",
    /"Place":{"@odata.type":"#TripPin.City","Name":/,
  ],
  [
    "People('o''neill')/Extras?$compute=concat(Region,'!') as Loud,Region as Same",
    /"Region":"US".*"Loud":"US!"|"Loud":"US!".*"Region":"US"/,
  ],
  ["People('o''neill')/Extras?$compute=Region as Same&$select=Same", /"Same":"US"}$/],
  [
    "People('russellwhyte')/AddressInfo?$compute=concat(Address,'!') as Loud&$filter=Loud ne null&$orderby=Loud desc&$select=Loud",
    /"value":\[({"Loud":"[^"]*!"},?)*\]}$/,
  ],
])('%s', async (path, expected) => {
  expect(await read(path)).toMatch(expected);
});

test('an error of evaluation is one of the request', async () => {
  const { status, text } = await get(server.serviceRoot, 'People?$compute=Age div 0 as X', {
    Authorization: 'Token any',
  });
  expect([status, text]).toEqual([400, expect.stringContaining('DivisionByZero')]);
});

test('pages of a computed order follow one another', async () => {
  const seen: string[] = [];
  let next: string | undefined = 'People?$compute=length(UserName) as L&$orderby=L desc&$select=UserName';
  while (next !== undefined) {
    const { text } = await get(server.serviceRoot, next, { Authorization: 'Token any', Prefer: 'maxpagesize=2' });
    const page = JSON.parse(text) as { value: readonly { UserName: string }[]; '@odata.nextLink'?: string };
    seen.push(...page.value.map(({ UserName }) => UserName));
    next = page['@odata.nextLink']?.replace(server.serviceRoot, '');
  }
  expect(seen).toHaveLength(5);
  const lengths = seen.map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
});
