/** Query options: which resource has which, what $select and $expand show, and the numbers of paging. */
import { expect, test } from 'vitest';
import type { CollectionOptions, Projection } from '../../../src/bound/bound.ts';
import { printExpression, printOrderby } from '../../../src/bound/print-bound.ts';
import { parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';
import { formatOption } from '../../../src/bind/options/query-options.ts';
import { bindCollection, bindUrl, refusalOf } from '../harness.ts';

/** The options that say something, as text. */
function summary({ filter, orderby, projection, skip, top, count }: CollectionOptions): string {
  return [
    filter === undefined ? '' : `filter ${printExpression(filter)}`,
    orderby.length === 0 ? '' : `orderby ${printOrderby(orderby)}`,
    top === undefined ? '' : `top ${top}`,
    skip === 0 ? '' : `skip ${skip}`,
    count ? 'count' : '',
    projectionText(projection),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function projectionText({ selected, properties, expand }: Projection): string {
  const shown =
    selected === undefined ? [] : [`select ${selected.join(',')} = ${properties.map(({ name }) => name).join(',')}`];
  const expanded = expand.map(({ navigation, options }) => `expand ${navigation.name}(${summary(options)})`);
  return [...shown, ...expanded].join('; ');
}

test.each([
  ['$top=5&$skip=10&$count=true', 'top 5; skip 10; count'],
  ['$top=0&$count=false', 'top 0'],
  ['top=5&COUNT=true', 'top 5; count'],
  ['$orderby=LastName desc,Age', 'orderby LastName desc,Age'],
  [
    '$orderby=length(LastName),BestFriend/LastName,Extras/Region',
    'orderby length(LastName),BestFriend/LastName,Extras/Region',
  ],
  ['$select=Age,UserName', 'select Age,UserName = UserName,Age'],
  ['$select=Age,Age', 'select Age = Age'],
  [
    '$select=*',
    'select * = UserName,FirstName,LastName,Gender,Age,Preferences,Emails,HomeAddress,AddressInfo,Extras,BestFriendName',
  ],
  ['$select=Trips,Age', 'select Trips,Age = Age'],
  ['$select=Age&$expand=Trips', 'select Age = Age; expand Trips()'],
  ['$expand=BestFriend,Trips', 'expand BestFriend(); expand Trips()'],
  ['$expand=*', 'expand BestFriend(); expand Trips()'],
  ['$expand=*,Trips($top=1)', 'expand BestFriend(); expand Trips(top 1)'],
  ['$expand=BestFriend($select=LastName)', 'expand BestFriend(select LastName = LastName)'],
  [
    '$expand=Trips($filter=Budget gt 5;$orderby=StartsOn desc;$top=2;$skip=1;$count=true;$select=Name)',
    'expand Trips(filter Budget gt 5; orderby StartsOn desc; top 2; skip 1; count; select Name = Name)',
  ],
  ['$expand=Trips($filter=Budget gt @b)&@b=5', 'expand Trips(filter Budget gt 5)'],
  ['$schemaversion=*&custom=1&@unused=2', ''],
])('People?%s', (query, expected) => {
  expect(summary(bindCollection(`People?${query}`).options)).toBe(expected);
});

test('a skiptoken is handed on as it is', () => {
  expect(bindCollection('People?$skiptoken=a.b-c').skiptoken).toBe('a.b-c');
  expect(bindCollection('People').skiptoken).toBeUndefined();
});

test('$format is for the protocol to read', () => {
  expect(formatOption(parseRequestUrl('People', '$format=json'))).toBe('json');
  expect(formatOption(parseRequestUrl('People', ''))).toBeUndefined();
});

test('a single entity is projected; the number of entities is filtered', () => {
  expect(bindUrl("People('a')?$select=Age&$expand=Trips")).toMatchObject({
    kind: 'EntityRequest',
    projection: { selected: ['Age'], expand: [{ navigation: { name: 'Trips' } }] },
  });
  const counted = bindUrl('People/$count?$filter=Age gt 5&$orderby=Age&$top=1');
  expect(counted.kind === 'CountRequest' && counted.filter && printExpression(counted.filter)).toBe('Age gt 5');
});

// ---- Which option for which resource --------------------------------------------------------------------------------

const values: Readonly<Record<string, string>> = {
  $filter: 'true',
  $orderby: '1 add 1',
  $select: '*',
  $expand: '*',
  $top: '1',
  $skip: '1',
  $count: 'true',
  $format: 'json',
  $skiptoken: 'x',
  $search: 'x',
  $compute: '1 as One',
  $apply: 'identity',
  $deltatoken: 'x',
  $index: '0',
  $schemaversion: '*',
  $at: '2024-02-29',
};

/** One letter for each option in the order of `values`: y(es), 5(01), n(ot allowed, 400). */
test.each([
  ['', 'nnnnnnnynnnnnnyn'],
  ['$metadata', 'nnnnnnnynnnnnnyn'],
  ['People', 'yyyyyyyyyyyy5ny5'],
  ["People('a')", 'nnyynnnynnynnny5'],
  ["People('a')/BestFriend", 'nnyynnnynnynnny5'],
  ["People('a')/LastName", 'nnnnnnnynnnnnny5'],
  ["People('a')/HomeAddress", 'nnyynnnynnynnny5'],
  ["People('a')/AddressInfo", 'yyyyyyyynyy5nny5'],
  ["People('a')/Emails", 'yynnyyyynyn5nny5'],
  ["People('a')/Emails/$count", 'yynnyynynynnnny5'],
  ["People('a')/LastName/$value", 'nnnnnnnynnnnnny5'],
  ['People/$ref', 'yynnyyyyyynnnny5'],
  ["People('a')/$ref", 'nnnnnnnynnnnnny5'],
  ['People/$count', 'yynyyynynyyynny5'],
])('/%s has the options %s', (path, expected) => {
  const found = Object.entries(values).map(([name, value]) => letterOf(path, name, value));
  expect(found.join('')).toBe(expected);
});

function letterOf(path: string, name: string, value: string): string {
  try {
    bindUrl(`${path}?${name}=${value}`);
    return 'y';
  } catch {
    const { code, target } = refusalOf(`${path}?${name}=${value}`);
    const letter = { UnsupportedFeature: '5', QueryOptionNotAllowed: 'n' }[code];
    return target === name && letter !== undefined ? letter : `(${code} of ${target})`;
  }
}

test.each([
  ['People?$expand=BestFriend($top=1)', 'QueryOptionNotAllowed', '$top', 'a single entity within $expand'],
  ['People?$expand=BestFriend($filter=true)', 'QueryOptionNotAllowed', '$filter', 'a single entity within $expand'],
  ['People?$expand=TripPin.Employee/Trips', 'UnknownProperty', '$expand', "no property 'TripPin.Employee'"],
  ['People?$expand=Trip', 'UnknownProperty', '$expand', "Did you mean 'Trips'?"],
  [
    'People?$expand=Age',
    'InvalidQueryOption',
    '$expand',
    "'Age' is a plain property, not a navigation property. Expand one of 'BestFriend', 'Trips'",
  ],
  ['People?$expand=Trips,Trips', 'InvalidQueryOption', '$expand', "'Trips' is expanded more than once"],
  ['People?$expand=Trips($select=Nam)', 'UnknownProperty', '$select', "Did you mean 'Name'?"],
  ['People?$expand=Trips($filter=$it/Agee gt 5)', 'UnknownProperty', '$filter', "Did you mean 'Age'?"],
  [
    'People?$expand=BestFriend($levels=2;$compute=$it/Age as X)',
    'UnsupportedFeature',
    '$compute',
    'within $expand beside $levels',
  ],
  ['People?$select=age', 'UnknownProperty', '$select', "Did you mean 'Age'?"],
  ['People?$select=HomeAddress/Town', 'UnknownProperty', '$select', "on type 'Location'"],
  ['People?$select=Age/Years', 'UnknownProperty', '$select', "There is no property 'Years'"],
  ['People?$select=BestFriend/Age', 'InvalidQueryOption', '$select', 'Write $expand=BestFriend($select=Age).'],
  ['People?$orderby=HomeAddress', 'TypeMismatch', '$orderby', "'HomeAddress' (Location) has no order"],
  ['People?$orderby=Trips', 'TypeMismatch', '$orderby', 'has no order'],
  ['People?$orderby=Emails', 'TypeMismatch', '$orderby', 'has no order'],
  ['People?$orderby=Trips/$filter(true)', 'TypeMismatch', '$orderby', 'has no order'],
  ['People?$orderby=Agee', 'UnknownProperty', '$orderby', "Did you mean 'Age'?"],
  ['People/$count?$orderby=Agee', 'UnknownProperty', '$orderby', "Did you mean 'Age'?"],
  ['People?$top=99999999999999999999', 'InvalidQueryOption', '$top', 'is not valid'],
])('%s is refused', (url, code, target, text) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});
