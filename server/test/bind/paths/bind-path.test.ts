/** What resource paths lead to, and where they lead to nothing; bind-expression.test.ts covers expressions. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import type { BoundRequest, EntityAccess } from '../../../src/bound/bound.ts';
import { printExpression, printValue } from '../../../src/bound/print-bound.ts';
import { bindUrl, refusalOf } from '../harness.ts';

const trip = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** `People[UserName='a'] > Trips : collection`: sets and navigations, keys in brackets, and what is asked of them. */
function summary(request: BoundRequest): string {
  switch (request.kind) {
    case 'ServiceDocumentRequest':
    case 'MetadataRequest':
      return request.kind;
    case 'CollectionRequest':
      return `${accessText(request.access)} : ${request.references === true ? 'references' : 'collection'}`;
    case 'EntityRequest':
      return `${accessText(request.access)} : ${request.reference === true ? 'reference' : 'entity'}`;
    case 'CountRequest':
      return `${accessText(request.access)} : count`;
    case 'PropertyRequest': {
      const path = [...request.path.map(({ name }) => name), ...request.dynamic.map((name) => `${name}?`)].join('/');
      return `${accessText(request.access)} : ${request.raw ? 'raw ' : ''}${path}`;
    }
  }
}

function accessText(access: EntityAccess): string {
  if (!('of' in access)) return access.entitySet.name;
  if (access.kind === 'NavigationAccess') return `${accessText(access.of)} > ${access.navigation.name}`;
  if (access.kind === 'FilterAccess') return `${accessText(access.of)}[${printExpression(access.filter)}]`;
  const key = access.key.map(({ property, value }) => `${property.name}=${printValue(value, property.type)}`);
  return `${accessText(access.of)}[${key.join(',')}]`;
}

test.each([
  ['', 'ServiceDocumentRequest'],
  ['$metadata', 'MetadataRequest'],
  ['People', 'People : collection'],
  ['People/$count', 'People : count'],
  ["People('o''neill')", "People[UserName='o''neill'] : entity"],
  ["People(UserName='a')", "People[UserName='a'] : entity"],
  ["People('a%2Fb')", "People[UserName='a/b'] : entity"],
  ["People(@p)?@p='a'", "People[UserName='a'] : entity"],
  ["People(UserName=@p)?@p=@q&@q='a'", "People[UserName='a'] : entity"],
  [`Trips(${trip})`, `Trips[TripId=${trip}] : entity`],
  [`Trips('${trip.toUpperCase()}')`, `Trips[TripId=${trip}] : entity`],
  ['Expenses(-5)', 'Expenses[Id=-5] : entity'],
  ['Expenses(9007199254740993)', 'Expenses[Id=9007199254740993] : entity'],
  [`Flights(Number=2,TripId=${trip})`, `Flights[TripId=${trip},Number=2] : entity`],
  ["People('a')/LastName", "People[UserName='a'] : LastName"],
  ["People('a')/LastName/$value", "People[UserName='a'] : raw LastName"],
  ["People('a')/HomeAddress/City/Name/$value", "People[UserName='a'] : raw HomeAddress/City/Name"],
  ["People('a')/HomeAddress", "People[UserName='a'] : HomeAddress"],
  ["People('a')/Emails", "People[UserName='a'] : Emails"],
  ["People('a')/Extras/Region", "People[UserName='a'] : Extras/Region?"],
  ["People('a')/Extras/Region/$value", "People[UserName='a'] : raw Extras/Region?"],
  ["People('a')/Extras/A/B", "People[UserName='a'] : Extras/A?/B?"],
  ["Airlines('AA')/Alliance", "Airlines[Code='AA'] : Alliance?"],
  ["People('a')/Trips", "People[UserName='a'] > Trips : collection"],
  ["People('a')/Trips/$count", "People[UserName='a'] > Trips : count"],
  ["People('a')/BestFriend", "People[UserName='a'] > BestFriend : entity"],
  ["People('a')/BestFriend/BestFriend/LastName", "People[UserName='a'] > BestFriend > BestFriend : LastName"],
  [`People('a')/Trips(${trip})/Person`, `People[UserName='a'] > Trips[TripId=${trip}] > Person : entity`],
  [`Trips(${trip})/Flights(2)`, `Trips[TripId=${trip}] > Flights[TripId=${trip},Number=2] : entity`],
  [`Trips(${trip})/Flights(Number=2)`, `Trips[TripId=${trip}] > Flights[TripId=${trip},Number=2] : entity`],
  ['People/$ref', 'People : references'],
  ["People('a')/$ref", "People[UserName='a'] : reference"],
  ["People('a')/Trips/$ref?$filter=Budget gt 1", "People[UserName='a'] > Trips : references"],
  ["People('a')/BestFriend/$ref", "People[UserName='a'] > BestFriend : reference"],
  ['People/TripPin.Person', 'People : collection'],
  ["People/TripPin.Person('a')/TripPin.Person/LastName", "People[UserName='a'] : LastName"],
  ["People('a')/HomeAddress/TripPin.Location/City", "People[UserName='a'] : HomeAddress/City"],
  ["People/$filter(LastName eq 'a')", "People[LastName eq 'a'] : collection"],
  ["People/$filter(LastName eq 'a')('b')", "People[LastName eq 'a'][UserName='b'] : entity"],
  ["People/$filter(@l)/$filter(@a)/$count?@l=LastName eq 'a'&@a=Age gt 1", "People[LastName eq 'a'][Age gt 1] : count"],
  [
    'People/$filter(Age gt 1)/b/Trips/$filter(Budget gt 2)',
    "People[Age gt 1][UserName='b'] > Trips[Budget gt 2] : collection",
  ],
  ['Me', 'Me : entity'],
  ['Me/LastName', 'Me : LastName'],
  ['Me/Trips/$count', 'Me > Trips : count'],
  ['Me/$ref', 'Me : reference'],
])('/%s', (url, expected) => {
  expect(summary(bindUrl(url))).toBe(expected);
});

test.each([
  ['People/a', "People[UserName='a'] : entity"],
  ['People/4711', "People[UserName='4711'] : entity"],
  ["People/o'neill", "People[UserName='o''neill'] : entity"],
  ["People/'a'", "People[UserName='''a'''] : entity"],
  ['People/a%2Fb', "People[UserName='a/b'] : entity"],
  ['People/a b', "People[UserName='a b'] : entity"],
  ['People/LastName', "People[UserName='LastName'] : entity"],
  ['People/LastName/LastName', "People[UserName='LastName'] : LastName"],
  ['People/count', "People[UserName='count'] : entity"],
  ['People/null', "People[UserName='null'] : entity"],
  ['People/TripPin.Employee', "People[UserName='TripPin.Employee'] : entity"],
  ['People/TripPin.Person/a', "People[UserName='a'] : entity"],
  ['People/a/Trips/$count', "People[UserName='a'] > Trips : count"],
  [`Trips/${trip.toUpperCase()}`, `Trips[TripId=${trip}] : entity`],
  ['Expenses/-5', 'Expenses[Id=-5] : entity'],
  ['Expenses/9007199254740993', 'Expenses[Id=9007199254740993] : entity'],
  [`Flights/${trip}/2`, `Flights[TripId=${trip},Number=2] : entity`],
  [`Flights/${trip}/2/Airline/Name`, `Flights[TripId=${trip},Number=2] > Airline : Name`],
  [`Trips/${trip}/Flights/2`, `Trips[TripId=${trip}] > Flights[TripId=${trip},Number=2] : entity`],
  [`Trips(${trip})/Flights/2/Number`, `Trips[TripId=${trip}] > Flights[TripId=${trip},Number=2] : Number`],
])('a key as a segment: /%s', (url, expected) => {
  expect(summary(bindUrl(url))).toBe(expected);
});

test.each([
  ["Jobs('x')/TimeEntries('y')/User", "Jobs[ID='x'] > TimeEntries[ID='y'] > User : entity"],
  ["TimeEntries('x')/Job/Client", "TimeEntries[ID='x'] > Job > Client : entity"],
])('over the ClickTime model: /%s', (url, expected) => {
  expect(summary(bindUrl(url, clicktimeModel))).toBe(expected);
});

test.each([
  ['Peple', 'UnknownResource', 'Peple', "There is no 'Peple' in this service. Did you mean 'People'?"],
  ['people', 'UnknownResource', 'people', "Did you mean 'People'?"],
  ["People('a')/Tripps", 'UnknownResource', 'Tripps', "There is no 'Tripps' in type 'Person'. Did you mean 'Trips'?"],
  ["People('a')/HomeAddress/Town", 'UnknownResource', 'Town', "in type 'Location'"],
  ["People('a')/LastName/Length", 'UnknownResource', 'Length', "in 'LastName'"],
  ["People('a')/Emails/$value", 'UnknownResource', '$value', "in 'Emails'"],
  ["People('a')/HomeAddress/$value", 'UnknownResource', '$value', "in 'HomeAddress'"],
  ["People('a')/$value", 'UnknownResource', '$value', 'in a single Person'],
  ["People('a')/$count", 'UnknownResource', '$count', 'in a single Person'],
  ['People/$count/$value', 'SyntaxError', 'path', ''],
  ["People('a')/BestFriend('b')", 'InvalidKey', 'People', "'BestFriend' is a single entity and takes no key"],
  ["People('a')/LastName('b')", 'UnknownResource', 'LastName', "'LastName' is a property and takes no parentheses"],
  ["People('a')('b')", 'UnknownResource', 'People', 'Write one pair of parentheses'],
  ["People('a')/TripPin.Follow(x=1)", 'UnknownResource', 'TripPin.Follow', "in type 'Person'"],
  ['People(5)', 'InvalidKey', 'People', "'UserName' must be of type Edm.String. Put texts in single quotes"],
  ['People(abc)', 'SyntaxError', 'path', ''],
  ['People(null)', 'InvalidKey', 'People', "'UserName' must be of type Edm.String"],
  ['People()', 'InvalidKey', 'People', "the parentheses are empty. Write People('...')."],
  ["People(Name='a')", 'InvalidKey', 'People', "'Name' is not part of it."],
  ["People(username='a')", 'InvalidKey', 'People', "Did you mean 'UserName'?"],
  ["People(UserName='a',UserName='b')", 'InvalidKey', 'People', "'UserName' is given twice"],
  ['People(@p)', 'UnknownParameterAlias', '@p', "'@p=...'"],
  ["Trips('abc')", 'InvalidKey', 'Trips', 'Write a GUID'],
  ["Expenses('5')", 'InvalidKey', 'Expenses', 'must be of type Edm.Int64'],
  [
    'Flights(1)',
    'InvalidKey',
    'Flights',
    'each value needs the name of its property. Write Flights(TripId=...,Number=...).',
  ],
  ['Trips/abc', 'UnknownResource', 'abc', "a key, and 'TripId' is of type Edm.Guid. Write a GUID"],
  ['Expenses/5.5', 'UnknownResource', '5.5', "'Id' is of type Edm.Int64. Write a whole number"],
  ['Expenses/Amount', 'UnknownResource', 'Amount', "There is no 'Amount' in the collection 'Expenses'."],
  [`Flights/${trip}`, 'InvalidKey', 'Flights', "'Number' is missing: write one segment for each of TripId, Number."],
  [`Flights/${trip}/$count`, 'InvalidKey', 'Flights', "'Number' is missing"],
  ["People('a')/TripPin.Trip", 'UnknownResource', 'TripPin.Trip', "in type 'Person'"],
  ["Me('a')", 'UnknownResource', 'Me', 'takes no'],
  ['People/$ref/LastName', 'SyntaxError', 'path', ''],
  ["People/$filter(LastNam eq 'a')", 'UnknownProperty', '$filter', "Did you mean 'LastName'?"],
  ["People('a')/$filter(LastName eq 'a')", 'UnknownResource', '$filter', 'in a single Person'],
  ['People/$filter(LastName)', 'TypeMismatch', '$filter', 'neither true nor false'],
  ["People('a')/$ref?$select=LastName", 'QueryOptionNotAllowed', '$select', 'a single reference'],
  ['People/$ref?$expand=Trips', 'QueryOptionNotAllowed', '$expand', 'a collection of references'],
  ['Flights(Number=1)', 'InvalidKey', 'Flights', "'TripId' is missing"],
])('/%s is refused', (url, code, target, text) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({ code, target });
  expect(refusal.message).toContain(text);
});

test.each([
  ['$batch', '$batch'],
  ["$entity?$id=People('a')", '$entity'],
  ['People/$each', '$each'],
  ['People/$query', '$query'],
])('/%s is known to OData and not done', (url, text) => {
  const refusal = refusalOf(url);
  expect(refusal.code).toBe('UnsupportedFeature');
  expect(refusal.message).toContain(text);
});
