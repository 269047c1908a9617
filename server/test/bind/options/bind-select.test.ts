/** What `$select` shows: parts of complex properties however they are written, dynamic properties, links; and refusals. */
import { expect, test } from 'vitest';
import type { ValueProjection } from '../../../src/bound/bound.ts';
import { bindCollection, refusalOf } from '../harness.ts';

/** `Age,HomeAddress(City(Name))`; dynamic ones behind a semicolon, `;*` for all of an open type. */
function text({ properties, dynamic, within }: ValueProjection): string {
  const part = (name: string): string => {
    const inner = within?.get(name);
    return inner === undefined ? name : `${name}(${text(inner)})`;
  };
  const declared = properties.map(({ name }) => part(name)).join(',');
  if (dynamic === undefined) return `${declared};*`;
  return dynamic.length === 0 ? declared : `${declared};${dynamic.map(part).join(',')}`;
}

test.each([
  ['People?$select=Age,UserName', 'UserName,Age', 'Age,UserName'],
  ['People?$select=HomeAddress/City,Age', 'Age,HomeAddress(City)', 'HomeAddress/City,Age'],
  [
    'People?$select=HomeAddress/City/Name,HomeAddress/Address',
    'HomeAddress(Address,City(Name))',
    'HomeAddress/City/Name,HomeAddress/Address',
  ],
  ['People?$select=HomeAddress($select=City)', 'HomeAddress(City)', 'HomeAddress/City'],
  ['People?$select=HomeAddress(City,Address)', 'HomeAddress(Address,City)', 'HomeAddress/City,HomeAddress/Address'],
  ['People?$select=HomeAddress(select=City($select=Name))', 'HomeAddress(City(Name))', 'HomeAddress/City/Name'],
  [
    'People?$select=HomeAddress($select=City/Name),HomeAddress/Address',
    'HomeAddress(Address,City(Name))',
    'HomeAddress/City/Name,HomeAddress/Address',
  ],
  // The whole of it says its parts.
  ['People?$select=HomeAddress/City,HomeAddress', 'HomeAddress', 'HomeAddress'],
  ['People?$select=HomeAddress($select=*)', 'HomeAddress', 'HomeAddress'],
  ['People?$select=HomeAddress/City/Name,HomeAddress/City', 'HomeAddress(City)', 'HomeAddress/City'],
  ['People?$select=AddressInfo/Address', 'AddressInfo(Address)', 'AddressInfo/Address'],
  ['People?$select=Extras/Region,Extras/Rank', 'Extras(Rank;Region)', 'Extras/Region,Extras/Rank'],
  ['People?$select=Extras($select=Score,Deep/Er)', 'Extras(;Score,Deep(;Er))', 'Extras/Score,Extras/Deep/Er'],
  ['People?$select=Age,Trips,BestFriend', 'Age', 'Age,Trips,BestFriend'],
  ['Airlines?$select=Alliance,Code', 'Code;Alliance', 'Alliance,Code'],
  ['Airlines?$select=*,Alliance', 'Code,Name;*', '*,Alliance'],
  ['People?$select=TripPin.Person/Age', 'Age', 'Age'],
  ['People?$select=HomeAddress/TripPin.Location/City', 'HomeAddress(City)', 'HomeAddress/City'],
  ['People?$select=Age,TripPin.*', 'Age', 'Age,TripPin.*'],
  ['People?$select=Age,@Core.Description,Age/@Core.Term', 'Age', 'Age,@Core.Description'],
])('%s', (url, shown, selected) => {
  const { projection } = bindCollection(url).options;
  expect(text(projection)).toBe(shown);
  expect(projection.selected?.join(',')).toBe(selected);
});

test.each([
  ['People?$select=HomeAddress/Town', 'UnknownProperty', "on type 'Location'"],
  ['People?$select=HomeAddress($select=Town)', 'UnknownProperty', "on type 'Location'"],
  ['People?$select=HomeAddress(Town)', 'UnknownProperty', "on type 'Location'"],
  ['People?$select=Age($select=Years)', 'QueryOptionNotAllowed', 'a single value within $select'],
  ['People?$select=Age(Years)', 'InvalidQueryOption', "'Age' is a property and takes no parentheses"],
  ['People?$select=HomeAddress($top=1)', 'QueryOptionNotAllowed', 'a complex value within $select'],
  ['People?$select=Emails($select=Length)', 'QueryOptionNotAllowed', 'a collection of values within $select'],
  ['People?$select=Trips($select=Name)', 'InvalidQueryOption', 'Write $expand=Trips(...).'],
  ['People?$select=Trips(Name)', 'InvalidQueryOption', 'Write $expand=Trips($select=Name).'],
  [
    'People?$select=BestFriend/HomeAddress/City',
    'InvalidQueryOption',
    'Write $expand=BestFriend($select=HomeAddress/City).',
  ],
  ['People?$select=HomeAddress($select=City),HomeAddress($select=Address)', 'InvalidQueryOption', 'has options twice'],
  ['People?$select=TripPin.Person', 'InvalidQueryOption', "'TripPin.Person' is a type"],
  ['People?$expand=TripPin.Person', 'InvalidQueryOption', "'TripPin.Person' is a type"],
  ['People?$select=Other.*', 'InvalidQueryOption', "no namespace 'Other' here, but 'TripPin'"],
])('%s is refused', (url, code, words) => {
  const refusal = refusalOf(url);
  expect(refusal.code).toBe(code);
  expect(refusal.message).toContain(words);
});
