/** Results as responses: envelope, status, headers. The writers of rows have their own tests. */
import { expect, test } from 'vitest';
import type { Result } from '../../../src/execution/result.ts';
import type { EntitySet } from '../../../src/model/edm.ts';
import { parsePrefer } from '../../../src/protocol/preferences.ts';
import { uncountedShare } from '../../../src/util/memory-budget.ts';
import { unpaced } from '../../../src/util/turns.ts';
import { represent } from '../../../src/protocol/payload/represent.ts';
import type { Representation } from '../../../src/protocol/payload/representation.ts';
import type { ODataResponse } from '../../../src/protocol/message.ts';
import type { BoundRequest, KeyAccess, PropertyRequest } from '../../../src/bound/bound.ts';
import { tripPin } from '../../models/trip-pin.ts';

const setNamed = (name: string): EntitySet => {
  const found = tripPin.entitySets.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const airlines = setNamed('Airlines');
const flights = setNamed('Flights');
const root = 'http://127.0.0.1:8080/odata/v4/';

const representation = (more: Partial<Representation> = {}, path = 'Airlines', query = ''): Representation => ({
  model: tripPin,
  version: '4.0',
  format: { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false },
  preferences: parsePrefer(undefined, 1000),
  request: {
    method: 'GET',
    path,
    query,
    headers: {},
    serviceRoot: root,
    signal: new AbortController().signal,
  },
  ...more,
});

const projection = { properties: airlines.entityType.properties, expand: [] };
const collection: BoundRequest = {
  kind: 'CollectionRequest',
  access: { kind: 'EntitySetAccess', entitySet: airlines },
  options: { orderby: [], projection, skip: 0, count: true },
};

function answer(bound: BoundRequest, result: Result, how = representation()): Promise<ODataResponse> {
  if (bound.kind === 'ServiceDocumentRequest' || bound.kind === 'MetadataRequest') throw new Error(bound.kind);
  return represent(bound, result, how, {
    pace: unpaced,
    memory: uncountedShare,
  });
}
const bodyOf = (response: ODataResponse): unknown => JSON.parse(String(response.body));

const page: Result = { kind: 'CollectionResult', rows: [{ Code: 'AA', Name: 'x' }], count: 3, skiptoken: 'a+b' };

test('a page: context first, then count, rows and the next link', async () => {
  const response = await answer(collection, page, representation({}, 'Airlines', '$count=true'));
  expect(response.status).toBe(200);
  expect(response.headers).toEqual({
    'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8',
    'Cache-Control': 'no-store',
    'OData-Version': '4.0',
  });
  expect(Object.entries(bodyOf(response) ?? {})).toEqual([
    ['@odata.context', `${root}$metadata#Airlines`],
    ['@odata.count', 3],
    ['value', [{ Code: 'AA', Name: 'x' }]],
    ['@odata.nextLink', `${root}Airlines?$count=true&$skiptoken=a%2Bb`],
  ]);
});

test('4.01: control information without odata, content type too', async () => {
  const response = await answer(collection, page, representation({ version: '4.01' }));
  expect(response.headers['OData-Version']).toBe('4.01');
  expect(response.headers['Content-Type']).toBe('application/json;metadata=minimal;charset=utf-8');
  expect(Object.keys(bodyOf(response) ?? {})).toEqual(['@context', '@count', 'value', '@nextLink']);
});

test('metadata=none keeps count and next link', async () => {
  const format = { kind: 'json', metadata: 'none', ieee754Compatible: true, streaming: true } as const;
  const response = await answer(collection, page, representation({ format }));
  expect(response.headers['Content-Type']).toBe(
    'application/json;odata.metadata=none;odata.streaming=true;IEEE754Compatible=true;charset=utf-8',
  );
  expect(bodyOf(response)).toMatchObject({ '@odata.count': '3' });
  expect(Object.keys(bodyOf(response) ?? {})).toEqual(['@odata.count', 'value', '@odata.nextLink']);
});

test('preferences that were applied are acknowledged', async () => {
  const preferences = parsePrefer('odata.maxpagesize=1,omit-values=nulls', 1000);
  const response = await answer(collection, page, representation({ preferences }));
  expect(response.headers['Preference-Applied']).toBe('odata.maxpagesize=1, omit-values=nulls');
});

const access: KeyAccess = {
  kind: 'KeyAccess',
  entitySet: airlines,
  of: { kind: 'EntitySetAccess', entitySet: airlines },
  key: [{ property: airlines.entityType.properties[0] ?? fail(), value: 'AA' }],
};

function fail(): never {
  throw new Error('The model has changed.');
}

test('an entity', async () => {
  const bound: BoundRequest = { kind: 'EntityRequest', access, projection };
  const response = await answer(bound, { kind: 'EntityResult', row: { Code: 'AA', Name: 'x' } });
  expect(bodyOf(response)).toEqual({ '@odata.context': `${root}$metadata#Airlines/$entity`, Code: 'AA', Name: 'x' });
  expect(await answer(bound, { kind: 'NoContentResult' })).toMatchObject({
    status: 204,
    headers: { 'OData-Version': '4.0' },
  });
});

const propertyRequest = (set: EntitySet, name: string, raw: boolean): PropertyRequest => ({
  kind: 'PropertyRequest',
  access: { ...access, entitySet: set },
  path: [set.entityType.properties.find((property) => property.name === name) ?? fail()],
  dynamic: [],
  raw,
});
const valueOf = (value: string | number | null): Result => ({ kind: 'PropertyResult', value });

test('a property, its raw value, and null', async () => {
  const bound = propertyRequest(airlines, 'Name', false);
  expect(bodyOf(await answer(bound, valueOf('a"b')))).toEqual({
    '@odata.context': `${root}$metadata#Airlines('AA')/Name`,
    value: 'a"b',
  });
  const raw = await answer({ ...bound, raw: true }, valueOf('a"b'));
  expect(raw).toMatchObject({ status: 200, body: 'a"b' });
  expect(raw.headers['Content-Type']).toBe('text/plain;charset=utf-8');
  expect((await answer(bound, valueOf(null))).status).toBe(204);
  expect((await answer({ ...bound, raw: true }, valueOf(null))).status).toBe(204);
});

test('raw numbers are text, raw binary values are bytes', async () => {
  expect((await answer(propertyRequest(flights, 'Price', true), valueOf(199.99))).body).toBe('199.99');
  const bytes = await answer(propertyRequest(flights, 'BoardingPass', true), valueOf('T0RhdGE'));
  expect(bytes.headers['Content-Type']).toBe('application/octet-stream');
  expect(String(bytes.body)).toBe('OData');
});

test('complex, collection and dynamic values', async () => {
  const people = setNamed('People');
  const complex = propertyRequest(people, 'HomeAddress', false);
  expect(bodyOf(await answer(complex, { kind: 'PropertyResult', value: { Address: 'x', City: null } }))).toMatchObject({
    Address: 'x',
    City: null,
  });
  const emails = propertyRequest(people, 'Emails', false);
  expect(bodyOf(await answer(emails, { kind: 'PropertyResult', value: ['a'] }))).toMatchObject({ value: ['a'] });
  const dynamic: PropertyRequest = { ...propertyRequest(people, 'Extras', false), dynamic: ['Score'] };
  expect(bodyOf(await answer(dynamic, valueOf(7.5)))).toMatchObject({ value: 7.5 });
});

test('a count is bare text', async () => {
  const bound: BoundRequest = { kind: 'CountRequest', access: { kind: 'EntitySetAccess', entitySet: airlines } };
  const response = await answer(bound, { kind: 'CountResult', count: 3 }, representation({ format: { kind: 'text' } }));
  expect(response).toMatchObject({ status: 200, body: '3' });
  expect(response.headers['Content-Type']).toBe('text/plain;charset=utf-8');
});
