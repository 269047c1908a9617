/** What lambdas may cost: steps for each item, collections and rows that are read, and what is kept of these. */
import { expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { Row } from '../../src/model/values.ts';
import { collectionRequest, dataRequest, generousLimits, recording, run, runCollection } from './harness.ts';

const MANY = 3000;
const person: Row = { UserName: 'a', Emails: Array.from({ length: MANY }, (_, index) => `e${index}`) };
const people = createMemorySource({ rowsBySet: { People: [person] } });
const airlines = Array.from({ length: MANY }, (_, index): Row => ({ Code: `C${index}`, Name: 'x' }));
const flights = airlines.map(({ Code = null }, Number): Row => ({ TripId: 'T', Number, AirlineCode: Code }));
const air = createMemorySource({ rowsBySet: { Airlines: airlines, Flights: flights } });

const filtered = (set: string, $filter: string, options: Parameters<typeof runCollection>[1]) =>
  runCollection(collectionRequest(set, { $filter, $top: '1' }), options);

test.each([
  'Emails/any(a:Emails/any(b:b ne a and length(b) lt 0))',
  'Emails/all(a:Emails/$count($filter=$this ne a) gt 0)',
  'Emails/$count($filter=$this in $it/Emails) gt 0',
  'hassubset(concat(substring(Emails,1500),substring(Emails,0,1500)),Emails)',
  'hassubsequence(Emails,Emails) and Emails/any(a:indexof(Emails,[a]) lt 0)',
])('one entity takes no more than its steps: %s', async (filter) => {
  await expect(filtered('People', filter, { source: people })).rejects.toMatchObject({ code: 'QueryTooComplex' });
});

test('a long collection may be looked at once and again', async () => {
  const filter = "Emails/any(e:e eq 'e2999') and Emails/all(e:startswith(e,'e')) and Emails/$count eq 3000";
  expect((await filtered('People', filter, { source: people })).rows).toHaveLength(1);
});

test('related entities are read within the same bound as expanded ones', async () => {
  const limits = { ...generousLimits, maxExpandedRows: MANY - 1 };
  await expect(filtered('Airlines', 'Flights/all(f:f/Number lt 0)', { source: air, limits })).rejects.toMatchObject({
    code: 'ResultTooLarge',
  });
  const few = await filtered('Airlines', 'Flights/any(f:f/Number lt 0)', { source: air, limits });
  expect(few.rows).toEqual([]);
});

test('what was read for a batch is given back with it', async () => {
  let held = 0;
  let most = 0;
  const memory = {
    reserve: async () => undefined,
    take: (bytes: number) => {
      held += bytes;
      most = Math.max(most, held);
      return undefined;
    },
    close: () => undefined,
  };
  const source = createMemorySource({ rowsBySet: { Airlines: airlines, Flights: flights }, batchSize: 100 });
  const request = dataRequest('Airlines/$count', { $filter: 'Flights/all(f:f/Number lt 0)' });
  expect(await run(request, { source, context: { memory } })).toEqual({ kind: 'CountResult', count: 0 });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(100 * 300);
});

const lambdas = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Flights/any(f:f/Number eq ${index})`).join(' and ');

test('fifty collections are looked at, each read once for all entities, and no more', async () => {
  const { source, reads } = recording(createMemorySource({ rowsBySet: { Airlines: airlines.slice(0, 10) } }));
  await run(dataRequest('Airlines/$count', { $filter: lambdas(50) }), { source });
  expect(reads).toHaveLength(51);
  expect(() => dataRequest('Airlines', { $filter: lambdas(51) })).toThrow('more than 50 collections');
  expect(() => dataRequest('Airlines', { $filter: '@a and @b', '@a': lambdas(30), '@b': lambdas(30) })).toThrow(
    'more than 50 collections',
  );
});

test('collections of values may be nested as deep as expressions are', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'true' : `Emails/any(v${depth}:v${depth} ne FirstName and ${nested(depth - 1)})`;
  expect(() => dataRequest('People', { $filter: nested(40) })).not.toThrow();
});
