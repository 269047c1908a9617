/** `$search`: a condition on the searchable texts of the entities, beside that of `$filter`. */
import { expect, test } from 'vitest';
import { printExpression } from '../../../src/bound/print-bound.ts';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { searchableProperties } from '../../../src/model/searchable.ts';
import { bindCollection, bindUrl, refusalOf } from '../harness.ts';

const texts = 'FirstName,LastName,BestFriendName';

test.each([
  ['$search=blue', `search(${texts};"blue")`],
  ['$search="blue moon"', `search(${texts};"blue moon")`],
  ['$search=blue moon', `search(${texts};("blue" AND "moon"))`],
  ['$search=blue AND moon', `search(${texts};("blue" AND "moon"))`],
  ['$search=a b c d', `search(${texts};("a" AND "b" AND "c" AND "d"))`],
  ['$search=a OR b c', `search(${texts};("a" OR ("b" AND "c")))`],
  ['$search=NOT a b', `search(${texts};(NOT "a" AND "b"))`],
  ['$search=NOT (a OR "b c")', `search(${texts};NOT ("a" OR "b c"))`],
  // Words of the grammar are written in capitals; in quotes, or in other letters, they are words.
  ['$search=a and "OR"', `search(${texts};("a" AND "and" AND "OR"))`],
  ['$search=blue&$filter=Age gt 5', `(Age gt 5) and search(${texts};"blue")`],
])('People?%s', (query, expected) => {
  const { filter } = bindCollection(`People?${query}`).options;
  expect(filter && printExpression(filter)).toBe(expected);
});

test('it is nested in $expand, at /$count, and in $count within expressions', () => {
  const nested = bindCollection('People?$expand=Trips($search=blue)').options.projection.expand[0];
  expect(nested?.options.filter && printExpression(nested.options.filter)).toBe('search(PersonName,Name;"blue")');
  const counted = bindUrl('People/$count?$search=blue');
  expect(counted.kind === 'CountRequest' && counted.filter && printExpression(counted.filter)).toContain('"blue"');
  const { filter } = bindCollection('People?$filter=Trips/$count($search=blue) gt 1').options;
  expect(filter && printExpression(filter)).toBe('Trips/$filter(search(PersonName,Name;"blue"))/$count gt 1');
  const { filter: ofTexts } = bindCollection('People?$filter=Emails/$count($search=com) gt 1').options;
  expect(ofTexts && printExpression(ofTexts)).toBe('Emails/$filter(search($it;"com"))/$count gt 1');
});

test('a set without further texts is searched by its key, one that names properties by these', () => {
  expect(bindCollection('Flights?$search=a').options.filter).toMatchObject({
    texts: [{ path: [{ name: 'AirlineCode' }] }],
  });
  for (const { entityType, searchable = [] } of clicktimeModel.entitySets) {
    const found = searchableProperties({ entityType, searchable }).map(({ name }) => name);
    expect(found.toSorted()).toEqual([...searchable].toSorted());
  }
});

test.each([
  ["People('a')?$search=blue", 'QueryOptionNotAllowed', '$search', 'single entity'],
  ['People?$expand=BestFriend($search=blue)', 'QueryOptionNotAllowed', '$search', 'single entity'],
  [`People?$search=${'a '.repeat(1100).trim()}`, 'QueryTooComplex', '$search', 'operators in a row'],
])('%s is refused', (url, code, target, text) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});
