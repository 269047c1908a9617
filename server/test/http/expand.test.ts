/**
 * Related entities as JSON and in context URLs (Protocol 10 and 11.2.5.2, JSON Format 8): nested, as references, as
 * counts, recursive, and the links that `$select` asks for.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EdmModel } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import { tripPin } from '../models/trip-pin.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { type Fixture, get, getJson, type Headers, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const asked: Headers = { Authorization: 'Token any' };
const in401: Headers = { ...asked, 'OData-MaxVersion': '4.01' };

const russell = "People('russellwhyte')";

/** The context URL's fragment and the answer without its context. */
async function answer(path: string, headers: Headers = asked, from = server) {
  const { '@odata.context': in40, '@context': newer, ...rest } = await getJson(from.serviceRoot, path, headers);
  return { context: String(in40 ?? newer).replace(`${from.serviceRoot}$metadata`, ''), rest };
}

test.each([
  ['Trips($select=Name;$expand=Flights)', 'Trips(Name)', 'Trips(Name,Flights())'],
  ['Trips($expand=Flights($select=Number))', 'Trips(Flights(Number))', 'Trips(Flights(Number))'],
  // With a nested $expand it is in the list of 4.0 as well.
  ['Trips($expand=Flights)', 'Trips()', 'Trips(Flights())'],
  ['BestFriend($levels=3)', '', 'BestFriend+()'],
  ['BestFriend($levels=3;$select=Age)', 'BestFriend+(Age)', 'BestFriend+(Age)'],
  ['BestFriend($levels=2;$expand=Trips($select=Name))', 'BestFriend+(Trips(Name))', 'BestFriend+(Trips(Name))'],
  ['*', '', 'BestFriend(),Trips()'],
  ['*($levels=2)', 'BestFriend(),Trips()', 'BestFriend(BestFriend(),Trips()),Trips(Person(),Flights(),Expenses())'],
  ['Trips/$ref', '', ''],
  ['*/$ref,BestFriend($select=Age)', 'BestFriend(Age)', 'BestFriend(Age)'],
  ['Trips/$count', '', ''],
  ['BestFriend($expand=Trips/$ref)', 'BestFriend()', 'BestFriend()'],
])('the context URL of $expand=%s', async (expand, old, current) => {
  const list = (items: string) => (items === '' ? '' : `(${items})`);
  expect((await answer(`People?$expand=${expand}`)).context).toBe(`#People${list(old)}`);
  expect((await answer(`${russell}?$expand=${expand}`, in401)).context).toBe(`#People${list(current)}/$entity`);
});

test('collections are written within single entities, and these within collections', async () => {
  const expand =
    'Person($select=Age;$expand=Trips($select=Name;$expand=Flights($select=Number;$count=true))),Expenses/$count';
  const { rest } = await answer(`Trips?$select=Name&$expand=${expand}&$top=1`);
  expect(rest['value']).toEqual([
    {
      '@odata.id': 'Trips(0f8fad5b-d9cb-469f-a165-70867728950e)',
      Name: 'Trip in US',
      'Expenses@odata.count': 2,
      Person: {
        '@odata.id': russell,
        Age: 41,
        Trips: [
          {
            '@odata.id': 'Trips(0f8fad5b-d9cb-469f-a165-70867728950e)',
            Name: 'Trip in US',
            'Flights@odata.count': 2,
            Flights: [
              { '@odata.id': 'Flights(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=1)', Number: 1 },
              { '@odata.id': 'Flights(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=2)', Number: 2 },
            ],
          },
          {
            '@odata.id': 'Trips(7c9e6679-7425-40de-944b-e07fc1f90ae7)',
            Name: 'Trip in Beijing',
            'Flights@odata.count': 1,
            Flights: [{ '@odata.id': 'Flights(TripId=7c9e6679-7425-40de-944b-e07fc1f90ae7,Number=1)', Number: 1 }],
          },
        ],
      },
    },
  ]);
});

test('references are ids alone, at every metadata level and version', async () => {
  const path = `${russell}?$select=Age&$expand=BestFriend/$ref,Trips/$ref($orderby=StartsOn desc;$top=1;$count=true)`;
  const trip = 'Trips(7c9e6679-7425-40de-944b-e07fc1f90ae7)';
  expect((await answer(path)).rest).toEqual({
    '@odata.id': russell,
    Age: 41,
    BestFriend: { '@odata.id': "People('scottketchum')" },
    'Trips@odata.count': 2,
    Trips: [{ '@odata.id': trip }],
  });
  const none = await answer(path, { ...in401, Accept: 'application/json;metadata=none' });
  expect(none.rest).toEqual({
    Age: 41,
    BestFriend: { '@id': `${server.serviceRoot}People('scottketchum')` },
    'Trips@count': 2,
    Trips: [{ '@id': `${server.serviceRoot}${trip}` }],
  });
  expect((await answer("People('o''neill')?$select=Age&$expand=*/$ref", in401)).rest).toMatchObject({
    BestFriend: null,
    Trips: [{ '@id': 'Trips(a9b7ba70-783b-317e-9998-dc4dd82eb3c5)' }],
  });
});

test('a count stands alone, and is written as the numbers are', async () => {
  const path = `${russell}?$select=UserName&$expand=Trips/$count($filter=Budget gt 1)`;
  expect((await answer(path)).rest).toEqual({ UserName: 'russellwhyte', 'Trips@odata.count': 1 });
  expect((await answer(path, { ...in401, Accept: 'application/json;IEEE754Compatible=true' })).rest).toEqual({
    UserName: 'russellwhyte',
    'Trips@count': '1',
  });
});

test('where nulls are omitted, a navigation property that leads nowhere is; its link is not', async () => {
  const path = "People('o''neill')?$select=UserName&$expand=BestFriend($expand=Trips)";
  expect((await answer(path)).rest).toEqual({ UserName: "o'neill", BestFriend: null });
  expect((await answer(path, { ...in401, Prefer: 'omit-values=nulls' })).rest).toEqual({ UserName: "o'neill" });
  const full = { ...in401, Prefer: 'omit-values=nulls', Accept: 'application/json;metadata=full' };
  const { rest } = await answer(path, full);
  expect(Object.keys(rest).filter((name) => name.startsWith('BestFriend'))).toEqual(['BestFriend@navigationLink']);
});

test('$select names a navigation property: its link is written, beside what is expanded too', async () => {
  const { context, rest } = await answer('People?$select=UserName,Trips,BestFriend&$top=1');
  expect(context).toBe('#People(UserName,Trips,BestFriend)');
  const links = {
    'Trips@odata.navigationLink': `${russell}/Trips`,
    'BestFriend@odata.navigationLink': `${russell}/BestFriend`,
  };
  expect(rest['value']).toEqual([{ UserName: 'russellwhyte', ...links }]);
  const both = await answer(`${russell}?$select=UserName,Trips,BestFriend&$expand=Trips($select=TripId,Person)`);
  expect(both.rest).toMatchObject({
    ...links,
    Trips: [{ 'Person@odata.navigationLink': expect.stringMatching(/^Trips\(.*\)\/Person$/) }, {}],
  });
  expect((await answer(`${russell}?$select=UserName,Trips`, in401)).rest).toHaveProperty('Trips@navigationLink');
  const none = { ...asked, Accept: 'application/json;odata.metadata=none' };
  expect((await answer(`${russell}?$select=UserName,Trips`, none)).rest).toEqual({ UserName: 'russellwhyte' });
  expect(links['Trips@odata.navigationLink']).toBe(`${russell}/Trips`);
  expect(await get(server.serviceRoot, links['Trips@odata.navigationLink'])).toMatchObject({ status: 200 });
});

// ---- Recursion --------------------------------------------------------------------------------------------------------

/** People who know one another, whose fans are the way back. */
const circle: EdmModel = {
  ...tripPin,
  entitySets: tripPin.entitySets.map((set) =>
    set.name !== 'People'
      ? set
      : {
          ...set,
          entityType: {
            ...set.entityType,
            navigationProperties: [
              ...set.entityType.navigationProperties,
              {
                kind: 'NavigationProperty',
                name: 'Fans',
                target: 'People',
                collection: true,
                nullable: false,
                join: [{ from: 'UserName', to: 'BestFriendName', operator: 'eq' }],
              },
            ],
          },
        },
  ),
};

const person = (UserName: string, BestFriendName: string | null): Row => ({ UserName, BestFriendName });

/** The tree of one navigation property as text: `a(b(c))`, references in brackets. */
function tree(value: unknown, name: string): string {
  if (Array.isArray(value)) return value.map((item: unknown) => tree(item, name)).join(',');
  if (typeof value !== 'object' || value === null) return '-';
  const row: Readonly<Record<string, unknown>> = { ...value };
  const { UserName: own, '@id': id } = row;
  if (typeof own !== 'string') return `[${typeof id === 'string' ? id : '?'}]`;
  return `${own}${name in row ? `(${tree(row[name], name)})` : ''}`;
}

test('$levels goes so deep and no deeper; max goes on until an entity would be within itself', async () => {
  const people = [
    person('a', 'b'),
    person('b', 'c'),
    person('c', 'a'),
    person('d', 'a'),
    person('e', 'e'),
    person('f', null),
  ];
  const rowsBySet = { ...tripPinRows, People: people };
  const circular = await startFixture({ model: circle, source: createMemorySource({ rowsBySet }) });
  const trees = async (name: string, levels: string) => {
    const path = `People?$select=UserName&$expand=${name}($levels=${levels};$select=UserName)`;
    const { rest } = await answer(path, in401, circular);
    return Array.isArray(rest['value']) ? rest['value'].map((row: unknown) => tree(row, name)) : [];
  };
  expect(await trees('BestFriend', '2')).toEqual(['a(b(c))', 'b(c(a))', 'c(a(b))', 'd(a(b))', 'e(e(e))', 'f(-)']);
  expect(await trees('BestFriend', 'max')).toEqual([
    "a(b(c([People('a')])))",
    "b(c(a([People('b')])))",
    "c(a(b([People('c')])))",
    "d(a(b(c([People('a')]))))",
    "e([People('e')])",
    'f(-)',
  ]);
  expect(await trees('Fans', 'max')).toEqual([
    "a(c(b([People('a')])),d())",
    "b(a(c([People('b')]),d()))",
    "c(b(a([People('c')],d())))",
    'd()',
    "e([People('e')])",
    'f()',
  ]);
  const star = await answer("People('d')?$select=UserName&$expand=*($levels=max)", in401, circular);
  expect(JSON.stringify(star.rest)).toContain(`,{"@id":"People('d')"}]`);
  await circular.close();
});

test('a chain is shown as deep as $levels=max goes', async () => {
  const people = Array.from({ length: 15 }, (_, index) => person(`p${index}`, `p${index + 1}`));
  const long = await startFixture({ source: createMemorySource({ rowsBySet: { People: people } }) });
  const { rest } = await answer(
    "People('p0')?$select=UserName&$expand=BestFriend($levels=max;$select=UserName)",
    in401,
    long,
  );
  expect(tree(rest, 'BestFriend')).toBe(
    `${Array.from({ length: 11 }, (_, index) => `p${index}`).join('(')}${')'.repeat(10)}`,
  );
  await long.close();
});
