/** Fingerprints: one query however it is written has one, and every part of a query counts. */
import { expect, test } from 'vitest';
import { fingerprint } from '../../src/bound/fingerprint.ts';
import { bindCollection } from '../bind/harness.ts';

const of = (url: string): string => fingerprint(bindCollection(url));

test.each([
  ['People', 'People?$skiptoken=abc&$format=json&mine=1'],
  ["People?$filter=Age eq 5 and LastName eq 'a'", "People?filter=(Age eq  5) and (LastName eq @n)&@n='a'"],
  ['Trips?$filter=StartsOn ge 2024-01-01', "Trips?$filter=StartsOn ge '2024-01-01'"],
  ['People?$count=false&$skip=0', 'People'],
  ["People('a')/Trips", "People(UserName='a')/Trips"],
])('%s is the same query as %s', (one, other) => {
  expect(of(one)).toBe(of(other));
});

const different = [
  'People',
  'Trips',
  "People('a')/Trips",
  "People('b')/Trips",
  'People?$filter=Age eq 5',
  'People?$filter=Age eq 6',
  "People?$filter=LastName eq '5'",
  "People?$filter=LastName eq 'null'",
  'People?$filter=LastName eq null',
  'People?$orderby=Age',
  'People?$orderby=Age desc',
  'People?$top=5',
  'People?$skip=5',
  'People?$count=true',
  'People?$select=Age',
  'People?$select=*',
  'People?$expand=Trips',
  'People?$expand=BestFriend',
  'People?$expand=Trips($top=5)',
  'People?$expand=Trips($filter=Budget gt 5)',
];

test('queries that differ in any part have different fingerprints', () => {
  expect(new Set(different.map(of)).size).toBe(different.length);
});

test('a fingerprint is 128 bits of URL-safe text', () => {
  expect(of('People')).toMatch(/^[\w-]{22}$/);
});
