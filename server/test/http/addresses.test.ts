/**
 * Every address that OData has for what is read (URL Conventions 4), over a model that is not ClickTime's: singletons,
 * enumerations, complex values, collections, navigation that leads back. Bodies are compared whole.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tripPin } from '../models/trip-pin.ts';
import { type Fixture, get, getJson, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const us = '0f8fad5b-d9cb-469f-a165-70867728950e';
const beijing = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const minimal = (path: string): Promise<Record<string, unknown>> => getJson(server.serviceRoot, path);
const context = (fragment: string): string => `${server.serviceRoot}$metadata#${fragment}`;

interface Refusal {
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string };
}

async function refusal(path: string): Promise<Refusal> {
  const { status, text, headers } = await get(server.serviceRoot, path);
  expect(headers['content-language']).toBe('en');
  return { status, ...JSON.parse(text) };
}

describe('references', () => {
  test('of a collection, with $filter, $orderby, $top, $skip and $count', async () => {
    const path = "People/$ref?$filter=Gender eq TripPin.PersonGender'Male'&$orderby=FirstName desc&$top=1&$count=true";
    expect(await minimal(path)).toEqual({
      '@odata.context': context('Collection($ref)'),
      '@odata.count': 2,
      value: [{ '@odata.id': "People('scottketchum')" }],
    });
    expect(await minimal('Trips/$ref?$skip=3')).toMatchObject({ value: [{}] });
  });

  test('of related entities, many or one', async () => {
    expect(await minimal("People('russellwhyte')/Trips/$ref")).toEqual({
      '@odata.context': context('Collection($ref)'),
      value: [{ '@odata.id': `Trips(${us})` }, { '@odata.id': `Trips(${beijing})` }],
    });
    expect(await minimal("People('russellwhyte')/BestFriend/$ref")).toEqual({
      '@odata.context': context('$ref'),
      '@odata.id': "People('scottketchum')",
    });
    expect(await minimal("People('russellwhyte')/$ref")).toMatchObject({ '@odata.id': "People('russellwhyte')" });
    expect(await minimal('Me/$ref')).toMatchObject({ '@odata.id': 'Me' });
    expect(await minimal(`Flights(TripId=${us},Number=1)/$ref`)).toMatchObject({
      '@odata.id': `Flights(TripId=${us},Number=1)`,
    });
  });

  test('to nothing: 204 where a relationship is not, 404 where an entity is not', async () => {
    expect((await get(server.serviceRoot, "People('o''neill')/BestFriend/$ref")).status).toBe(204);
    expect((await refusal("People('nobody')/$ref")).error.code).toBe('EntityNotFound');
    expect((await refusal("People('nobody')/Trips/$ref")).error.code).toBe('EntityNotFound');
  });

  test('as each metadata level and version has them; absolute where no context says what they are relative to', async () => {
    const ask = (headers: Readonly<Record<string, string>>) =>
      getJson(server.serviceRoot, 'Me/BestFriend/$ref', { ...signedIn, ...headers });
    expect(await ask({ 'OData-MaxVersion': '4.01' })).toEqual({
      '@context': context('$ref'),
      '@id': "People('scottketchum')",
    });
    expect(await ask({ Accept: 'application/json;odata.metadata=none' })).toEqual({
      '@odata.id': `${server.serviceRoot}People('scottketchum')`,
    });
  });

  test('page by page', async () => {
    const headers = { ...signedIn, Prefer: 'maxpagesize=2' };
    let next: string | undefined = 'People/$ref';
    const ids: unknown[] = [];
    while (next !== undefined) {
      const page: Record<string, unknown> = await getJson(server.serviceRoot, next, headers);
      ids.push(...(Array.isArray(page['value']) ? page['value'] : []));
      const link = page['@odata.nextLink'];
      next = typeof link === 'string' ? link.slice(server.serviceRoot.length) : undefined;
    }
    expect(ids).toHaveLength(5);
    expect(new Set(ids.map((id) => JSON.stringify(id))).size).toBe(5);
  });

  test('lead to their entities as they are', async () => {
    const { value } = await minimal('People/$ref');
    for (const reference of Array.isArray(value) ? value : []) {
      const { '@odata.id': id }: Record<string, unknown> = reference;
      expect(await minimal(String(id))).toMatchObject({ UserName: expect.any(String) });
    }
  });
});

describe('singletons', () => {
  test('are in the service document and in $metadata', async () => {
    expect(await minimal('')).toMatchObject({
      value: expect.arrayContaining([{ name: 'Me', kind: 'Singleton', url: 'Me', title: 'Me' }]),
    });
    const { text } = await get(server.serviceRoot, '$metadata');
    expect(text).toContain('<Singleton Name="Me" Type="TripPin.Person">');
    const json = await get(server.serviceRoot, '$metadata?$format=json');
    expect(JSON.parse(json.text).TripPin.Container.Me).toMatchObject({
      $Type: 'TripPin.Person',
      $NavigationPropertyBinding: { BestFriend: 'People', Trips: 'Trips' },
      '@Capabilities.UpdateRestrictions': { Updatable: false },
    });
    expect(JSON.parse(json.text).TripPin.Container.Me).not.toHaveProperty('$Collection');
  });

  test.each([
    ['Me?$select=FirstName', 'Me(FirstName)', { FirstName: 'Russell', '@odata.id': 'Me' }],
    ['Me/FirstName', 'Me/FirstName', { value: 'Russell' }],
    ['Me/HomeAddress/City/Name', 'Me/HomeAddress/City/Name', { value: 'Boise' }],
  ])('/%s', async (path, fragment, members) => {
    expect(await minimal(path)).toEqual({ '@odata.context': context(fragment), ...members });
  });

  test('have no key, no count and no options of collections', async () => {
    expect((await refusal("Me('russellwhyte')")).status).toBe(404);
    expect((await refusal('Me/$count')).status).toBe(404);
    expect((await refusal("Me?$filter=FirstName eq 'a'")).error.code).toBe('QueryOptionNotAllowed');
    expect((await refusal('Mee')).error.message).toContain("Did you mean 'Me'?");
  });

  test('say where they are at level full', async () => {
    const headers = { ...signedIn, Accept: 'application/json;odata.metadata=full' };
    expect(await getJson(server.serviceRoot, 'Me?$select=FirstName', headers)).toMatchObject({
      '@odata.id': 'Me',
      '@odata.readLink': 'Me',
      'Trips@odata.navigationLink': 'Me/Trips',
    });
  });
});

describe('keys as segments', () => {
  test('of one part and of several, with what is behind them', async () => {
    expect(await minimal('People/russellwhyte/FirstName')).toMatchObject({ value: 'Russell' });
    expect(await minimal("People/o'neill/FirstName")).toMatchObject({ value: 'Siobh\u00e1n' });
    expect(await minimal('People/o%27neill/FirstName')).toMatchObject({ value: 'Siobh\u00e1n' });
    expect(await minimal(`Flights/${us}/2/Number`)).toMatchObject({ value: 2 });
    expect(await minimal(`People/russellwhyte/Trips/${us}/Flights/2/Number`)).toMatchObject({ value: 2 });
    expect((await get(server.serviceRoot, 'People/russellwhyte/Trips/$count')).text).toBe('2');
  });

  test.each([
    ['People/FirstName', "For 'FirstName' of one entity, name the entity first: People('...')/FirstName."],
    ['People/count', "Did you mean '$count'?"],
    ["People/'russellwhyte'", "It has no quotes there: write People('russellwhyte')."],
    ['People/nobody', "There is no such entity in 'People'"],
  ])('/%s leads to nothing, and says what may be meant', async (path, text) => {
    const { status, error } = await refusal(path);
    expect(status).toBe(404);
    expect(error.code).toBe('EntityNotFound');
    expect(error.message).toContain(text);
  });
});

test('/$filter narrows a collection for what is behind it', async () => {
  const count = async (path: string) => (await get(server.serviceRoot, path)).text;
  expect(await count('People/$filter(Age%20ge%200)/$count')).toBe('3');
  expect(await count("People/$filter(@a)/$filter(@g)/$count?@a=Age ge 0&@g=Gender eq 'Male'")).toBe('1');
  expect(await count("People/$filter(Age%20ge%200)/$count?$filter=Gender eq 'Male'")).toBe('1');
  expect(await minimal("People/$filter(Age%20ge%200)?$filter=Gender eq 'Male'&$select=Age")).toEqual({
    '@odata.context': context('People(Age)'),
    value: [{ '@odata.id': "People('russellwhyte')", Age: 41 }],
  });
  expect(await minimal("People('russellwhyte')/Trips/$filter(Budget%20gt%20100)/$ref")).toMatchObject({
    value: [{ '@odata.id': `Trips(${us})` }],
  });
  expect((await refusal("People/$filter(Age%20ge%200)('scottketchum')")).error.code).toBe('EntityNotFound');
  expect((await refusal('People/$filter(@a)/$count')).error.code).toBe('UnknownParameterAlias');
});

test('next links of a filtered collection keep the filter', async () => {
  const headers = { ...signedIn, Prefer: 'maxpagesize=1' };
  const path = 'People/$filter(Age%20ge%200)?$select=UserName';
  const first = await getJson(server.serviceRoot, path, headers);
  const next = String(first['@odata.nextLink']).slice(server.serviceRoot.length);
  expect(next).toContain('$filter(Age%20ge%200)');
  expect(await getJson(server.serviceRoot, next, headers)).toMatchObject({ value: [{ UserName: "o'neill" }] });
  const other = next.replace('ge%200', 'ge%201');
  expect((await refusal(other)).error.code).toBe('SkiptokenMismatch');
});

test('a cast to the declared type changes nothing', async () => {
  expect(await minimal("People/TripPin.Person('russellwhyte')/TripPin.Person/FirstName")).toMatchObject({
    value: 'Russell',
  });
  expect(await minimal('People/TripPin.Person?$top=0')).toEqual({ '@odata.context': context('People'), value: [] });
  expect((await refusal("People('russellwhyte')/TripPin.Trip")).status).toBe(404);
});

describe('$entity', () => {
  test('by an id as payloads have it, absolute or relative', async () => {
    const expected = await minimal("People('russellwhyte')");
    for (const id of [
      "People('russellwhyte')",
      "./People('russellwhyte')",
      `${server.serviceRoot}People('russellwhyte')`,
      new URL("People('russellwhyte')", server.serviceRoot).pathname,
    ]) {
      expect(await minimal(`$entity?$id=${encodeURIComponent(id)}`)).toEqual(expected);
      expect(await minimal(`$entity?id=${encodeURIComponent(id)}`)).toEqual(expected);
    }
    expect(await minimal('$entity?$id=Me')).toMatchObject({ '@odata.context': context('Me') });
  });

  test('with $select and $expand behind a type cast', async () => {
    const path =
      "$entity/TripPin.Person?$id=People('russellwhyte')&$select=FirstName&$expand=BestFriend($select=LastName)";
    expect(await minimal(path)).toMatchObject({
      '@odata.context': context('People(FirstName,BestFriend(LastName))/$entity'),
      FirstName: 'Russell',
      BestFriend: { LastName: 'Ketchum' },
    });
  });

  test('ids that payloads give are resolved, whatever is in them', async () => {
    const { value } = await minimal('People/$ref');
    for (const reference of Array.isArray(value) ? value : []) {
      const { '@odata.id': id }: Record<string, unknown> = reference;
      expect(await minimal(`$entity?$id=${encodeURIComponent(String(id))}`)).toMatchObject({
        UserName: expect.any(String),
      });
    }
  });

  test.each([
    ["http://example.org/odata/v4/People('russellwhyte')", 404, 'An id begins with'],
    ["//example.org/odata/v4/People('russellwhyte')", 404, ''],
    ['urn:some:id', 404, 'An id begins with'],
    ["../v4/People('russellwhyte')", 404, 'An id begins with'],
    ["People('nobody')", 404, 'There is no such entity'],
    ["Peple('nobody')", 404, "Did you mean 'People'?"],
    ['People', 400, 'no single entity'],
    ["People('russellwhyte')/FirstName", 400, 'no single entity'],
    ["People('russellwhyte')/$ref", 400, 'no single entity'],
    ["People('russellwhyte')?$select=FirstName", 400, 'no query options'],
    ['', 400, ''],
  ])('$id=%s is %s', async (id, status, text) => {
    const { error, ...answer } = await refusal(`$entity?$id=${encodeURIComponent(id)}`);
    expect(answer.status).toBe(status);
    expect(error.message).toContain(text);
  });

  test('a cast to another type leads to nothing', async () => {
    expect((await refusal("$entity/TripPin.Trip?$id=People('russellwhyte')")).status).toBe(404);
  });
});

test('$schemaversion is the current one, or that of $metadata where it has any', async () => {
  expect(await minimal('People/$ref?$schemaversion=*')).toMatchObject({ value: expect.any(Array) });
  expect((await refusal('People?$schemaversion=1.0')).error.code).toBe('UnknownSchemaVersion');
  const versioned = await startFixture({ model: { ...tripPin, schemaVersion: '1.0' } });
  const ask = (path: string) => get(versioned.serviceRoot, path);
  try {
    expect((await ask('People?$schemaversion=1.0')).status).toBe(200);
    expect((await ask('$metadata?$schemaversion=1.0')).text).toContain(
      '<Annotation Term="Org.OData.Core.V1.SchemaVersion" String="1.0"/>',
    );
    expect((await ask('$metadata?$schemaversion=*&$format=json')).text).toContain('"@Core.SchemaVersion":"1.0"');
    const wrong = await ask('$metadata?$schemaversion=0.9');
    expect([wrong.status, JSON.parse(wrong.text).error.message]).toEqual([404, expect.stringContaining("It is '1.0'")]);
    const batch = (version: string) =>
      send(
        versioned.serviceRoot,
        `${new URL(versioned.serviceRoot).pathname}$batch?$schemaversion=${version}`,
        { ...signedIn, 'Content-Type': 'application/json' },
        'POST',
        '{"requests":[{"id":"1","method":"get","url":"People"}]}',
      );
    expect(JSON.parse((await batch('0.9')).text)).toMatchObject({ responses: [{ status: 404 }] });
    expect(JSON.parse((await batch('1.0')).text)).toMatchObject({ responses: [{ status: 200 }] });
  } finally {
    await versioned.close();
  }
});

test('a form-encoded query is read as it was meant, and its next links have no plus signs', async () => {
  const headers = { ...signedIn, Prefer: 'maxpagesize=1' };
  const form = "People?$filter=FirstName+ne+'Acme+Inc'&$select=UserName&$orderby=FirstName+desc";
  const first = await getJson(server.serviceRoot, form, headers);
  const next = String(first['@odata.nextLink']);
  expect(next).toContain(
    "?$filter=FirstName%20ne%20'Acme%20Inc'&$select=UserName&$orderby=FirstName%20desc&$skiptoken=",
  );
  expect(await getJson(server.serviceRoot, next.slice(server.serviceRoot.length), headers)).toHaveProperty('value');
});

describe('collections of values', () => {
  const emails = "People('russellwhyte')/Emails";
  const addresses = "People('russellwhyte')/AddressInfo";
  const count = async (path: string) => (await get(server.serviceRoot, path)).text;

  test.each([
    [`${emails}?$filter=contains($it,'contoso')`, ['Russell@contoso.com']],
    [`${emails}?$filter=contains($this,'contoso')`, ['Russell@contoso.com']],
    [`${emails}?$filter=$it eq null`, []],
    [`${emails}?$orderby=$it`, ['Russell@contoso.com', 'Russell@example.com']],
    [`${emails}?$orderby=length($it) desc,$it desc`, ['Russell@example.com', 'Russell@contoso.com']],
    [`${emails}?$top=1`, ['Russell@example.com']],
    [`${emails}?$skip=1&$top=5`, ['Russell@contoso.com']],
    [`${emails}?$skip=2`, []],
    [`${emails}?$search=CONTOSO`, ['Russell@contoso.com']],
    [`${emails}?$filter=endswith($it,@e)&@e='.com'&$orderby=$it&$top=1`, ['Russell@contoso.com']],
    [`${emails}/$filter(@f)?@f=contains($it,'contoso')`, ['Russell@contoso.com']],
    [`Me/Emails?$filter=contains($it,'contoso')`, ['Russell@contoso.com']],
  ])('/%s', async (path, value) => {
    expect(await minimal(path)).toMatchObject({ value });
  });

  test('of complex values, by names of theirs', async () => {
    const cities = async (options: string) => {
      const { value } = await minimal(`${addresses}?${options}`);
      return (Array.isArray(value) ? value : []).map(({ City: { Name } }) => Name);
    };
    expect(await cities("$filter=City/Name eq 'Graz'")).toEqual(['Graz']);
    expect(await cities("$filter=$it/City/Name ne 'Graz'")).toEqual(['Boise']);
    expect(await cities('$orderby=City/Name desc')).toEqual(['Graz', 'Boise']);
    expect(await cities('$orderby=City/Name desc&$skip=1')).toEqual(['Boise']);
    expect((await refusal(`${addresses}?$filter=Cty/Name eq 'Graz'`)).error.message).toContain("Did you mean 'City'?");
  });

  test('with their number, which pages and order do not change', async () => {
    expect(await minimal(`${emails}?$count=true&$top=1`)).toEqual({
      '@odata.context': context("People('russellwhyte')/Emails"),
      '@odata.count': 2,
      value: ['Russell@example.com'],
    });
    expect(await count(`${emails}/$count`)).toBe('2');
    expect(await count(`${emails}/$count?$filter=contains($it,'contoso')`)).toBe('1');
    expect(await count(`${emails}/$filter(@f)/$count?@f=contains($it,'contoso')`)).toBe('1');
    expect(await count(`${emails}/$count?$top=1&$orderby=$it`)).toBe('2');
    expect(await count(`${addresses}/$count?$filter=City/Name eq 'Graz'`)).toBe('1');
    expect(await count("People('scottketchum')/Emails/$count")).toBe('0');
  });

  test.each([
    [`${emails}?$filter=contains(Name,'a')`, 400, 'UnknownProperty'],
    [`${emails}?$filter=$it`, 400, 'TypeMismatch'],
    [`${emails}?$filter=$it eq 1`, 400, 'TypeMismatch'],
    [`${addresses}?$orderby=$it`, 400, 'TypeMismatch'],
    [`${emails}/$count/$filter(@f)?@f=true`, 400, 'SyntaxError'],
    ["People('nobody')/Emails/$count", 404, 'EntityNotFound'],
    ["People('russellwhyte')/FirstName/$count", 404, 'UnknownResource'],
    ["People('russellwhyte')/FirstName?$top=1", 400, 'QueryOptionNotAllowed'],
    ["People('russellwhyte')/HomeAddress?$filter=true", 400, 'QueryOptionNotAllowed'],
    [`${emails}/$count?$select=a`, 400, 'QueryOptionNotAllowed'],
    [`${emails}/0`, 404, 'UnknownResource'],
    [`${emails}/-1`, 404, 'UnknownResource'],
    [`${addresses}/City`, 404, 'UnknownResource'],
  ])('/%s is refused', async (path, status, code) => {
    const answer = await refusal(path);
    expect({ status: answer.status, code: answer.error.code }).toEqual({ status, code });
  });
});
