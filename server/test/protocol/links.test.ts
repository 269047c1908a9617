/** URLs that answers carry: canonical ones of entities, and next links. */
import { expect, test } from 'vitest';
import type { EntitySet, EntityType } from '../../src/model/edm.ts';
import { entityUrl, keyLiteral, keyPredicate, nextLink } from '../../src/protocol/links.ts';
import { feature, gender, tripPin } from '../models/trip-pin.ts';

const find = (name: string): EntitySet => {
  const entitySet = tripPin.entitySets.find((candidate) => candidate.name === name);
  if (entitySet === undefined) throw new Error(name);
  return entitySet;
};

test.each([
  ['russellwhyte', "People('russellwhyte')"],
  ["o'neill", "People('o''neill')"],
  ['A&B #1+2%20/', "People('A%26B%20%231%2B2%2520%2F')"],
  ['\u5c71', "People('%E5%B1%B1')"],
])('the person %s', (name, url) => {
  expect(entityUrl(tripPin, find('People'), { UserName: name })).toBe(url);
});

test('a composite key names its parts', () => {
  const trip = '0f8fad5b-d9cb-469f-a165-70867728950e';
  expect(entityUrl(tripPin, find('Flights'), { TripId: trip, Number: 2 })).toBe(`Flights(TripId=${trip},Number=2)`);
  expect(entityUrl(tripPin, find('Flights'), { TripId: trip })).toBeUndefined();
  expect(keyPredicate(tripPin, find('People'), ["a'b c"])).toBe("('a''b c')");
});

test('literals are written as the type wants them', () => {
  const keyOf = (type: EntityType['properties'][number]['type'], value: string): string =>
    keyLiteral(tripPin, { kind: 'Property', name: 'K', type, collection: false, nullable: false }, value);
  expect(keyOf({ kind: 'PrimitiveType', name: 'Edm.Duration' }, 'PT1H')).toBe("duration'PT1H'");
  expect(keyOf({ kind: 'PrimitiveType', name: 'Edm.Binary' }, 'T0RhdGE')).toBe("binary'T0RhdGE'");
  expect(keyOf({ kind: 'PrimitiveType', name: 'Edm.Date' }, '2024-02-29')).toBe('2024-02-29');
  expect(keyOf(gender, 'Male')).toBe(`${tripPin.namespace}.${gender.name}'Male'`);
  expect(keyOf(feature, 'Window,Silence')).toBe(`${tripPin.namespace}.${feature.name}'Window,Silence'`);
});

const root = 'https://bi.example.com/odata/v4/';

test.each([
  ['Jobs', '', `${root}Jobs?$skiptoken=t%2B1`],
  ['Jobs', '$top=5&%24filter=Name%20eq%20%27a%27', `${root}Jobs?$top=5&%24filter=Name%20eq%20%27a%27&$skiptoken=t%2B1`],
  ['Jobs', '$skiptoken=old&$top=5', `${root}Jobs?$top=5&$skiptoken=t%2B1`],
  ['Jobs', '%24SkipToken=old', `${root}Jobs?$skiptoken=t%2B1`],
  ['Jobs', 'skiptoken=old&x=skiptoken', `${root}Jobs?x=skiptoken&$skiptoken=t%2B1`],
  ['Jobs', '$top=5&&', `${root}Jobs?$top=5&$skiptoken=t%2B1`],
  [
    "Clients('a%2Fb')/Jobs",
    '$filter=Name eq "x"',
    `${root}Clients('a%2Fb')/Jobs?$filter=Name%20eq%20%22x%22&$skiptoken=t%2B1`,
  ],
])('next page of %s?%s', (path, query, expected) => {
  const link = nextLink(root, path, query, 't+1');
  expect(link).toBe(expected);
  expect(URL.canParse(link)).toBe(true);
});
