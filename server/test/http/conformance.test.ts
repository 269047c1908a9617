/**
 * The capabilities table is the truth: every feature it lists is tried here, and what it denies answers 501 or 405 and
 * says so. The layers below prove how well each is done.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features, filterFunctions, transformations } from '../../src/protocol/metadata/capabilities.ts';
import { type Fixture, type Headers, type Reply, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

interface Probe {
  readonly path: string;
  readonly headers?: Headers;
  readonly method?: string;
  readonly body?: string;
  /** What the answer holds where the feature is there. */
  readonly shows?: RegExp;
}

const BATCH = '{"requests":[{"id":"1","method":"get","url":"People"}]}';
const person = "People('russellwhyte')";

const probes: Readonly<Record<string, Probe>> = {
  'Service document': { path: '', shows: /"kind":"EntitySet"/ },
  '$metadata as CSDL XML': { path: '$metadata', shows: /<edmx:Edmx/ },
  '$metadata as CSDL JSON': { path: '$metadata?$format=json', shows: /"\$EntityContainer"/ },
  'Entity set': { path: 'People', shows: /russellwhyte/ },
  'Entity by key': { path: person, shows: /Whyte/ },
  'Navigation path': { path: `${person}/Trips`, shows: /Trip in US/ },
  Property: { path: `${person}/LastName`, shows: /"value":"Whyte"/ },
  $value: { path: `${person}/LastName/$value`, shows: /^Whyte$/ },
  '/$count': { path: 'People/$count?$filter=Age eq 41', shows: /^1$/ },
  $filter: { path: "People?$filter=FirstName eq 'Russell'", shows: /"value":\[\{"UserName":"russellwhyte"[^[]*/ },
  $select: { path: 'People?$select=UserName', shows: /#People\(UserName\)/ },
  $orderby: { path: 'Trips?$orderby=StartsOn', shows: /"value":\[\{"TripId":"a9b7ba70/ },
  $top: { path: 'People?$top=0', shows: /"value":\[\]/ },
  $skip: { path: 'People?$skip=5', shows: /"value":\[\]/ },
  $count: { path: 'People?$count=true&$top=1', shows: /"@odata.count":5/ },
  $expand: { path: 'People?$expand=Trips($count=true)', shows: /"Trips@odata.count":2/ },
  $format: { path: 'People?$format=application/json;odata.metadata=none', shows: /^\{"value"/ },
  'Lambda operators any and all': {
    path: 'People?$filter=Trips/any(t:t/Budget gt 100)&$count=true',
    shows: /count":2/,
  },
  'Counts and filters of collections in expressions': {
    path: 'People?$filter=Trips/$filter(Budget lt 1)/$count($filter=PersonName eq $it/UserName) eq 1&$count=true',
    shows: /count":1/,
  },
  '$it, $this, $root': {
    path: "People?$filter=LastName eq $root/People('russellwhyte')/LastName and $it/Age eq 41&$count=true",
    shows: /count":1/,
  },
  'Operators in and case': {
    path: "People?$filter='a/b@example.com' in Emails and case(Age gt 1:true) eq true&$count=true",
    shows: /count":1/,
  },
  'Type functions cast and isof': {
    path: "People?$filter=isof('TripPin.Person') and cast(Age,Edm.String) eq '41'&$count=true",
    shows: /count":1/,
  },
  'Collections and complex values in expressions': {
    path: 'People?$filter=hassubset(Emails,["a/b@example.com"]) and HomeAddress in AddressInfo&$count=true',
    shows: /count":1/,
  },
  'Parameter aliases': { path: "People?$filter=UserName eq @u&@u='russellwhyte'&$count=true", shows: /count":1/ },
  'Query options without $ and in any letter case': { path: 'People?FILTER=Age eq 41&count=true', shows: /count":1/ },
  'Server-driven paging': { path: 'People', headers: { Prefer: 'maxpagesize=2' }, shows: /nextLink/ },
  'Prefer: omit-values=nulls': { path: 'People', headers: { Prefer: 'omit-values=nulls' }, shows: /^(?!.*null)/ },
  'odata.metadata=none, minimal, full': {
    path: person,
    headers: { Accept: 'application/json;odata.metadata=full' },
    shows: /"@odata.id":"People\('russellwhyte'\)"/,
  },
  IEEE754Compatible: {
    path: `${person}/Age`,
    headers: { Accept: 'application/json;IEEE754Compatible=true' },
    shows: /"value":"41"/,
  },
  'ETag on service document and $metadata': { path: '$metadata', shows: /Edmx/ },
  $search: { path: 'People?$search=russell NOT "no such"&$count=true', shows: /count":[12],.*russellwhyte/ },
  $compute: { path: `${person}?$compute=Age add 1 as Older`, shows: /"Older@odata.type":"#Int64","Older":42/ },
  $apply: { path: 'People?$apply=aggregate(Age with sum as Total)', shows: /#People\(Total\)/ },
  $batch: {
    path: '$batch',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: BATCH,
    shows: /russellwhyte/,
  },
  'Key as segment': { path: 'People/russellwhyte', shows: /Whyte/ },
  Singleton: { path: 'Me', shows: /#Me",.*Whyte/ },
  'Type cast': { path: 'People/TripPin.Person/$count', shows: /^5$/ },
  '/$filter': { path: 'People/$filter(Age%20eq%2041)/$count', shows: /^1$/ },
  'Options of collections of values': {
    path: `${person}/Emails?$filter=contains($it,'contoso')`,
    shows: /\["Russell@contoso/,
  },
  $ref: { path: `${person}/BestFriend/$ref`, shows: /#\$ref","@odata.id":"People\('scottketchum'\)"\}/ },
  $entity: { path: `$entity?$id=${person}`, shows: /#People\/\$entity".*Whyte/ },
  $schemaversion: { path: 'People/$count?$schemaversion=*', shows: /^5$/ },
  'Query options in the body': {
    path: 'People/$query',
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: '$filter=Age%20eq%2041&$count=true',
    shows: /count":1/,
  },
  'Form-encoded queries': { path: 'People?$filter=Age+eq+41&$count=true', shows: /count":1/ },
  $crossjoin: {
    path: '$crossjoin(People,Trips)?$filter=People/UserName eq Trips/PersonName&$top=1',
    shows: /Trips@odata.navigationLink":"Trips\(0f8/,
  },
  $all: { path: '$all?$top=1', shows: /#Collection\(Edm.EntityType\)".*@odata.type":"#TripPin.Person"/ },
  'Delta responses and change tracking': { path: 'People?$deltatoken=x' },
  'Asynchronous requests': { path: 'People', headers: { Prefer: 'respond-async' } },
  'Create, update, delete': { path: 'People', method: 'POST' },
};

const ask = ({ path, headers, method, body }: Probe): Promise<Reply> =>
  send(
    server.serviceRoot,
    `/odata/v4/${path.replaceAll(' ', '%20')}`,
    { ...signedIn, ...headers },
    method ?? 'GET',
    body,
  );

test('every feature is tried, and nothing else', () => {
  expect(Object.keys(probes).toSorted()).toEqual(features.map(({ name }) => name).toSorted());
});

test.each(features.filter(({ support }) => support === 'yes').map(({ name }) => [name]))('%s is done', async (name) => {
  const probe = probes[name] ?? { path: '' };
  const reply = await ask(probe);
  expect(reply.status).toBe(200);
  expect(reply.text).toMatch(probe.shows ?? /$^/);
});

// A preference may be passed over, so that a request to answer later is answered now.
const denied = features.filter(({ name, support }) => support === 'no' && name !== 'Asynchronous requests');

test.each(denied.map(({ name }) => [name]))('%s is refused by name', async (name) => {
  const reply = await ask(probes[name] ?? { path: '' });
  expect([405, 501]).toContain(reply.status);
});

test('a request to answer later is answered now', async () => {
  const reply = await ask({ path: 'People', headers: { Prefer: 'respond-async' } });
  expect(reply.status).toBe(200);
  expect(reply.headers['preference-applied']).toBeUndefined();
});

/** A filter that uses the function, over flights. */
const filters: Readonly<Record<string, string>> = {
  concat: "concat(AirlineCode,'x') eq 'AAx'",
  contains: "contains(AirlineCode,'A')",
  endswith: "endswith(AirlineCode,'A')",
  indexof: "indexof(AirlineCode,'A') eq 0",
  hassubset: 'hassubset([Number,2],[1])',
  hassubsequence: 'hassubsequence([Number,2],[1,2])',
  length: 'length(AirlineCode) eq 2',
  matchespattern: "matchespattern(AirlineCode,'^A')",
  startswith: "startswith(AirlineCode,'A')",
  substring: "substring(AirlineCode,1) eq 'A'",
  tolower: "tolower(AirlineCode) eq 'aa'",
  toupper: "toupper(AirlineCode) eq 'AA'",
  trim: "trim(AirlineCode) eq 'AA'",
  date: 'date(DepartsAt) eq 2024-02-28',
  day: 'day(DepartsAt) eq 28',
  fractionalseconds: 'fractionalseconds(DepartsAt) eq 0',
  hour: 'hour(DepartsAt) ge 0',
  maxdatetime: 'DepartsAt lt maxdatetime()',
  mindatetime: 'DepartsAt gt mindatetime()',
  minute: 'minute(DepartsAt) eq 30',
  month: 'month(DepartsAt) eq 2',
  now: 'DepartsAt lt now()',
  second: 'second(DepartsAt) eq 0',
  time: 'time(DepartsAt) gt 00:00:00',
  totaloffsetminutes: 'totaloffsetminutes(DepartsAt) le 0',
  totalseconds: 'totalseconds(Duration) gt 0',
  year: 'year(DepartsAt) eq 2024',
  ceiling: 'ceiling(Price) eq 200',
  floor: 'floor(Price) eq 199',
  round: 'round(Price) eq 200',
  cast: "cast(Number,Edm.String) eq '1'",
};

test.each(filterFunctions.map((name) => [name]))('%s can be filtered by, as $metadata announces', async (name) => {
  const reply = await ask({ path: `Flights?$filter=${filters[name]}` });
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toMatchObject({
    value: expect.arrayContaining([expect.objectContaining({ Number: 1 })]),
  });
});

/** One query for each transformation that `$metadata` announces. */
const applied: Readonly<Record<string, string>> = {
  addnested: 'addnested(Trips,aggregate($count as Number) as Counted)',
  aggregate: 'aggregate(Age with sum as Total)',
  bottomcount: 'bottomcount(1,Age)',
  bottompercent: 'bottompercent(50,Age)',
  bottomsum: 'bottomsum(10,Age)',
  compute: 'compute(Age add 1 as Older)',
  concat: 'concat(identity,aggregate($count as Number))',
  filter: 'filter(Age gt 1)',
  groupby: 'groupby((Gender),aggregate($count as Number))',
  identity: 'identity',
  join: 'join(Trips as Trip)',
  nest: 'nest(groupby((Gender)) as Genders)',
  orderby: 'orderby(Age)',
  outerjoin: 'outerjoin(Trips as Trip)',
  search: 'search(russell)',
  skip: 'skip(1)',
  top: 'top(1)',
  topcount: 'topcount(1,Age)',
  toppercent: 'toppercent(50,Age)',
  topsum: 'topsum(10,Age)',
};

test.each(transformations)('$apply does %s', async (name) => {
  expect(Object.keys(applied).toSorted()).toEqual(transformations.toSorted());
  const reply = await ask({ path: `People?$apply=${encodeURIComponent(applied[name] ?? '')}` });
  expect(reply.text).not.toContain('"error"');
  expect(reply.status).toBe(200);
});
