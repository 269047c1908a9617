/** Resource paths: entities by key, along navigation properties, their properties; and what is not there. */
import { expect, test } from 'vitest';
import type { Result } from '../../src/execution/result.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { dataRequest, names, recording, run, type Options } from './harness.ts';

const sourceOf = () => recording(createMemorySource({ rowsBySet: tripPinRows, batchSize: 2, onlyRequested: true }));

const answer = (path: string, options: Options = {}): Promise<Result> =>
  run(dataRequest(path, options), { source: sourceOf().source });

const us = '0f8fad5b-d9cb-469f-a165-70867728950e';

const found: readonly (readonly [path: string, result: object])[] = [
  ["People('russellwhyte')", { kind: 'EntityResult', row: { LastName: 'Whyte' } }],
  ["People('o''neill')", { kind: 'EntityResult', row: { LastName: "O'Neill" } }],
  [`Flights(TripId=${us},Number=2)`, { kind: 'EntityResult', row: { Price: 0.2 } }],
  ["People('russellwhyte')/BestFriend", { kind: 'EntityResult', row: { FirstName: 'Scott' } }],
  ["People('russellwhyte')/BestFriend/BestFriend", { kind: 'EntityResult', row: { FirstName: 'Russell' } }],
  [`Flights(TripId=${us},Number=1)/Trip/Person`, { kind: 'EntityResult', row: { FirstName: 'Russell' } }],
  [`People('russellwhyte')/Trips(${us})`, { kind: 'EntityResult', row: { Budget: 3000 } }],
  ["People('scottketchum')/LastName", { kind: 'PropertyResult', value: 'Ketchum' }],
  ["People('scottketchum')/Age", { kind: 'PropertyResult', value: null }],
  ["People('russellwhyte')/HomeAddress/City/Name", { kind: 'PropertyResult', value: 'Boise' }],
  ["People('scottketchum')/HomeAddress/City/Name", { kind: 'PropertyResult', value: null }],
  ["People('russellwhyte')/Extras/Score", { kind: 'PropertyResult', value: 7.5 }],
  ["Airlines('AA')/Alliance", { kind: 'PropertyResult', value: 'oneworld' }],
  ["People('russellwhyte')/Extras/toString", { kind: 'PropertyResult', value: null }],
  ["People('russellwhyte')/Emails", { kind: 'PropertyResult', value: ['Russell@example.com', 'Russell@contoso.com'] }],
  ["People('russellwhyte')/BestFriend/FirstName", { kind: 'PropertyResult', value: 'Scott' }],
  ["People('russellwhyte')/Trips/$count", { kind: 'CountResult', count: 2 }],
  ["People('A%26B%20%231%2B2%2520%2F%F0%9F%98%80')/Trips/$count", { kind: 'CountResult', count: 0 }],
  ['People/russellwhyte', { kind: 'EntityResult', row: { LastName: 'Whyte' } }],
  [`Flights/${us}/2/Price`, { kind: 'PropertyResult', value: 0.2 }],
  [`Trips/${us}/Flights/2`, { kind: 'EntityResult', row: { Price: 0.2 } }],
  ["People/$filter(FirstName eq 'Russell')/$count", { kind: 'CountResult', count: 1 }],
  ["People/$filter(FirstName eq 'Russell')/russellwhyte", { kind: 'EntityResult', row: { LastName: 'Whyte' } }],
  ['Me', { kind: 'EntityResult', row: { LastName: 'Whyte' } }],
  ['Me/LastName', { kind: 'PropertyResult', value: 'Whyte' }],
  ['Me/Trips/$count', { kind: 'CountResult', count: 2 }],
  ['Me/BestFriend', { kind: 'EntityResult', row: { FirstName: 'Scott' } }],
  // Single-valued navigation that leads to nothing is no error.
  ["People('o''neill')/BestFriend", { kind: 'NoContentResult' }],
  [`Flights(TripId=7c9e6679-7425-40de-944b-e07fc1f90ae7,Number=1)/Airline`, { kind: 'NoContentResult' }],
  ['Flights(TripId=a9b7ba70-783b-317e-9998-dc4dd82eb3c5,Number=2147483647)/Airline', { kind: 'NoContentResult' }],
];

test.each(found)('%s', async (path, result) => {
  expect(await answer(path)).toMatchObject(result);
});

test('a collection of related entities takes all options', async () => {
  const options = { $filter: 'Budget lt 1', $count: 'true', $orderby: 'Name' };
  const result = await answer("People('russellwhyte')/Trips", options);
  expect(result).toMatchObject({ kind: 'CollectionResult', rows: [{ Name: 'Trip in Beijing' }], count: 1 });
});

test('related entities may be tied by a period', async () => {
  const result = await answer(`Trips(${us})/Expenses`);
  expect(result.kind === 'CollectionResult' && names(result.rows, 'Id')).toEqual([2, 3]);
});

const missing: readonly (readonly [path: string, entitySet: string])[] = [
  ["People('nobody')", 'People'],
  ["People('nobody')/BestFriend", 'People'],
  ["People('nobody')/Trips", 'People'],
  ["People('nobody')/Trips/$count", 'People'],
  [`People('nobody')/Trips(${us})`, 'People'],
  [`People('scottketchum')/Trips(${us})`, 'Trips'],
  ["People('nobody')/LastName", 'People'],
  ["People('o''neill')/BestFriend/FirstName", 'People'],
  ["People('o''neill')/BestFriend/Trips", 'People'],
  [`Flights(TripId=${us},Number=3)`, 'Flights'],
];

test.each(missing)('%s is not found, for there is no such entity in %s', async (path, entitySet) => {
  const attempt = answer(path);
  await expect(attempt).rejects.toMatchObject({ code: 'EntityNotFound', status: 404 });
  await expect(attempt).rejects.toThrow(`'${entitySet}'`);
});

test('an entity by key is asked for by its key, and only one', async () => {
  const { source, reads } = sourceOf();
  await run(dataRequest("People('russellwhyte')", { $select: 'LastName' }), { source });
  expect(reads).toMatchObject([
    {
      predicates: [{ kind: 'InPredicate', property: 'UserName', values: ['russellwhyte'] }],
      properties: ['UserName', 'LastName'],
      limit: 1,
    },
  ]);
});

test('the entity that others are related to is not asked for where its key says enough and something is found', async () => {
  const { source, reads } = sourceOf();
  await run(dataRequest("People('russellwhyte')/Trips"), { source });
  expect(reads.map(({ entitySet }) => entitySet.name)).toEqual(['Trips']);
  await run(dataRequest('People(%27A%26B%20%231%2B2%2520%2F%F0%9F%98%80%27)/Trips'), { source });
  expect(reads.map(({ entitySet }) => entitySet.name)).toEqual(['Trips', 'Trips', 'People']);
});
