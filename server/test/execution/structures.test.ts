/** Collections, complex values and types in expressions: `in`, `case`, `cast`, `isof`, JSON literals and functions over collections. */
import { expect, test } from 'vitest';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { collectionRequest, names, runCollection } from './harness.ts';

const [russell, scott, oneill, yamada, odd] = names(tripPinRows['People'] ?? [], 'UserName');
const everybody = [russell, scott, oneill, yamada, odd];

test.each<readonly [string, readonly unknown[]]>([
  // in
  ["'a/b@example.com' in Emails", [oneill]],
  ["concat(FirstName,'@example.com') in Emails", [russell]],
  ['null in Emails', []],
  ["'Russell@contoso.com' in Emails/$filter(startswith($this,'Russell'))", [russell]],
  ["'Russell@contoso.com' in Emails/$filter(endswith($this,'example.com'))", []],
  ["FirstName in concat(Emails,['Scott'])", [scott]],
  ['[FirstName,LastName] in [["Scott","Ketchum"],["Jane","Smith"]]', [scott]],
  ["Trips/any(t:'business' in t/Tags)", [russell]],
  ['Trips/any(t:t/PersonName in Emails)', []],
  // case
  ['case(Age gt 40:true,true:false)', [russell, oneill]],
  ["case(Gender eq 'Male':'m',Gender eq 'Female':'f') eq 'f'", [oneill]],
  ["case(Gender eq 'Male':'m',Gender eq 'Female':'f') eq null", [yamada, odd]],
  ['case(Age eq 41:1,true:1.5) eq 1.5', [scott, oneill, yamada, odd]],
  // cast and isof
  ['isof(TripPin.Person)', everybody],
  ["isof('TripPin.Person')", everybody],
  ['isof($it,TripPin.Person)', everybody],
  ['isof(TripPin.Trip)', []],
  ['isof(LastName,Edm.String)', everybody],
  ["isof(BestFriend,'TripPin.Person')", everybody],
  ['isof(BestFriend,TripPin.Trip)', [oneill, odd]],
  ['isof(HomeAddress,TripPin.Location)', everybody],
  ['isof(HomeAddress,Edm.ComplexType) and isof(Edm.EntityType)', everybody],
  ['isof(LastName,Edm.Int32)', [odd]],
  ['isof(Age,Edm.Int32)', [russell, scott, yamada, odd]],
  ['isof(Extras/Score,Edm.Double)', [russell, scott, oneill, yamada, odd]],
  ['isof(Emails,Collection(Edm.String))', everybody],
  ['isof(Emails,Edm.String)', []],
  ['Trips/any(t:isof(t,TripPin.Trip))', [russell, scott, oneill]],
  ['cast(Gender,Edm.Int32) eq 1', [oneill]],
  ["cast(Gender,'Edm.Int32') eq 1", [oneill]],
  ["cast('Female',TripPin.PersonGender) eq Gender", [oneill]],
  ['cast(1,TripPin.PersonGender) eq Gender', [oneill]],
  ['cast(TripPin.Person) ne null', everybody],
  ['cast(BestFriend,TripPin.Person) eq null', [oneill, odd]],
  ['cast(BestFriend,TripPin.Trip) eq null', everybody],
  ['cast(cast(Age,Edm.String),Edm.Int32) eq 41', [russell]],
  ["'41' in cast([41,42],Collection(Edm.String)) and Age eq 41", [russell]],
  ['TripPin.Person/Age eq 41', [russell]],
  ["BestFriend/TripPin.Person/FirstName eq 'Russell'", [scott]],
  ["HomeAddress/TripPin.Location/City/TripPin.City/Name eq 'Graz'", [oneill]],
  // single-valued navigation and null
  ['BestFriend eq null', [oneill, odd]],
  ['BestFriend ne null', [russell, scott, yamada]],
  ['null eq BestFriend/BestFriend', [oneill, yamada, odd]],
  ['$it ne null', everybody],
  // functions over collections
  ["hassubset(Emails,['Russell@contoso.com'])", [russell]],
  ["hassubset(Emails,['Russell@contoso.com','Russell@example.com'])", [russell]],
  ["hassubsequence(Emails,['Russell@contoso.com','Russell@example.com'])", []],
  ["hassubsequence(Emails,['Russell@example.com','Russell@contoso.com'])", [russell]],
  ['hassubset([4,1,3],[3,1]) and hassubset([4,1,3,1],[1,1]) and not hassubset([1,2],[1,1,2])', everybody],
  ['hassubsequence([4,1,3],[4,3]) and not hassubsequence([4,1,3],[3,1])', everybody],
  ['hassubset([1.0,2],[2.0])', everybody],
  ['length(Emails) eq 2', [russell]],
  ['length(concat(Emails,["x"])) eq 1', [scott, odd]],
  ['contains([1,2,3],[2,3]) and not contains([1,2,3],[1,3])', everybody],
  ["startswith(Emails,['Russell@example.com'])", [russell]],
  ["endswith(Emails,['Russell@contoso.com'])", [russell]],
  ["indexof(Emails,['Russell@contoso.com']) eq 1", [russell]],
  ["substring(Emails,1) eq ['Russell@contoso.com']", [russell]],
  ['substring([1,2,3],-2,1) eq [2]', everybody],
  // structural equality
  ['Emails eq []', [scott, odd]],
  ['Emails ne ["a/b@example.com"]', [russell, scott, yamada, odd]],
  ['HomeAddress eq {"Address":"","City":{"Name":"Boise"}}', [odd]],
  ['HomeAddress/City eq {"Name":"Boise","CountryRegion":null,"Region":null}', [odd]],
  ['HomeAddress in AddressInfo', [russell, oneill]],
  ['AddressInfo/any(a:a eq HomeAddress)', [russell, oneill]],
  ['AddressInfo eq [HomeAddress]', [oneill]],
  ['HomeAddress ne HomeAddress', []],
  ['Age in [40 add 1]', [russell]],
])('people with %s are found', async (filter, expected) => {
  const { rows } = await runCollection(collectionRequest('People', { $filter: filter }));
  expect(names(rows, 'UserName')).toEqual(expected);
});

const tripOne = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each<readonly [string, readonly unknown[]]>([
  // $root
  ["LastName eq $root/People('russellwhyte')/LastName", [russell]],
  ["FirstName eq $root/People('russellwhyte')/BestFriend/FirstName", [scott]],
  ["LastName eq $root/People('nobody')/LastName", [odd]],
  ['LastName eq $root/Me/LastName', [russell]],
  ["$root/Airlines/any(a:a/Code eq 'AA')", everybody],
  ["$root/Airlines/$count eq 3 and UserName eq 'scottketchum'", [scott]],
  ["$root/Airlines/$count($filter=Code gt 'B') eq 2", everybody],
  ['$root/Trips/any(t:t/PersonName eq UserName and t/Budget gt 100)', [russell, oneill]],
  ["$root/People('scottketchum')/Trips/any(t:t/Name eq 'Trip in US' and $it/Age gt 40)", [russell, oneill]],
  ['$root/People/$filter(Age eq 41)/any(p:p/BestFriendName eq UserName)', [scott]],
  ['Trips/any(t:t/Name eq $root/Trips(0f8fad5b-d9cb-469f-a165-70867728950e)/Name)', [russell, scott]],
  // One of a collection, by its key
  [`Trips(${tripOne})/Name eq 'Trip in US'`, [russell]],
  [`Trips(TripId=${tripOne}) ne null`, [russell]],
  [`Trips(${tripOne})/Flights/$count eq 2`, [russell]],
  [`Trips(${tripOne})/Flights(TripId=${tripOne},Number=1)/Airline/Name eq 'American Airlines'`, [russell]],
  [`Trips/$filter(Budget gt 100)(${tripOne})/Name eq 'Trip in US'`, [russell]],
  [`Trips/$filter(Budget gt 10000)(${tripOne})/Name eq 'Trip in US'`, []],
  [`BestFriend/Trips(${tripOne})/Person/UserName ne UserName`, everybody],
  [`concat(BestFriend/FirstName,BestFriend/Trips(${tripOne})/Name) eq 'RussellTrip in US'`, [scott]],
  // Annotations, of which there are none
  ['LastName/@Core.Messages eq null', everybody],
  ["@Core.Messages/any(m:m/severity eq 'error')", []],
])('people with %s are found', async (filter, expected) => {
  const { rows } = await runCollection(collectionRequest('People', { $filter: filter }));
  expect(names(rows, 'UserName')).toEqual(expected);
});

test.each<readonly [string, string, readonly unknown[]]>([
  ['Age in @a', '[41,0]', [russell, yamada]],
  ['@a/any(a:a eq Age)', '[41,0]', [russell, yamada]],
  ['@a/$count eq 2', '[41,0]', everybody],
  ['@a/Trips/$count eq 2', 'BestFriend', [scott]],
  ['@a/Name eq @a/Name and @a/Name eq $root/People(@k)/HomeAddress/City/Name', 'HomeAddress/City', [russell, odd]],
  ['@a/City/Name eq HomeAddress/City/Name', '{"City":{"Name":"Graz"}}', [oneill]],
  ['Trips/any(t:t/Budget gt @a)', '100', [russell, oneill]],
  ['Trips/any(t:t/Name ne @a)', 'FirstName', [russell, scott, oneill]],
  ['@a/any(x:x/n eq Age)', '[{"n":41},{"n":0}]', [russell, yamada]],
  ['@a', "Trips/any(t:t/Name eq 'Trip in US')", [russell, scott]],
])('people with %s, @a standing for %s, are found', async (filter, alias, expected) => {
  const options = { $filter: filter, '@a': alias, '@k': "'russellwhyte'" };
  const { rows } = await runCollection(collectionRequest('People', options));
  expect(names(rows, 'UserName')).toEqual(expected);
});
