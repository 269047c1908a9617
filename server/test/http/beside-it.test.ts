/** `$it` in options nested in `$expand`: at every depth it is the entity that the resource path leads to (URL Conventions 5.1.1.11.4). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, getJson, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

const russell = "UserName eq 'russellwhyte' or UserName eq 'scottketchum'";
const friends = `People?$select=UserName&$filter=${russell}&$expand=`;

/** Of each person the names of the friend's trips, of people whose friends are the same ones. */
test.each([
  [
    'in $filter two levels deep',
    'BestFriend($select=UserName;$expand=Trips($filter=$it/Age eq 41;$select=Name))',
    [[1], [0]],
  ],
  [
    'in $filter of the friend of a friend, who is oneself',
    'BestFriend($select=UserName;$expand=BestFriend($select=UserName;$expand=Trips($filter=Budget gt $it/Age;$select=Name)))',
    [[[1]], [[0]]],
  ],
])('%s', async (_, expand, expected) => {
  const { value } = await getJson(server.serviceRoot, `${friends}${expand}`);
  expect(Array.isArray(value) ? value.map(numberOfTrips) : []).toEqual(expected);
});

/** How many trips stand at each end. */
function numberOfTrips({ BestFriend }: { readonly BestFriend: unknown }): unknown {
  return [tripsOf(BestFriend)];
}

function tripsOf(person: unknown): unknown {
  if (typeof person !== 'object' || person === null) return undefined;
  if ('Trips' in person) return Array.isArray(person.Trips) ? person.Trips.length : undefined;
  return 'BestFriend' in person ? [tripsOf(person.BestFriend)] : undefined;
}

test('in $compute, one level deep and two, where the same entity is related to several', async () => {
  const trips = 'Trips?$select=Name&$orderby=Name,StartsOn&$expand=Person';
  const named = '$compute=concat($it/Name,UserName) as Both;$select=Both';
  const deep = `($select=UserName;$expand=BestFriend(${named}))`;
  expect(await getJson(server.serviceRoot, `${trips}(${named})`)).toMatchObject({
    value: [
      { Name: null, Person: { Both: null } },
      { Name: 'Trip in Beijing', Person: { Both: 'Trip in Beijingrussellwhyte' } },
      { Name: 'Trip in US', Person: { Both: 'Trip in USrussellwhyte' } },
      { Name: 'Trip in US', Person: { Both: 'Trip in USscottketchum' } },
    ],
  });
  expect(await getJson(server.serviceRoot, `${trips}${deep}`)).toMatchObject({
    value: [
      { Person: { BestFriend: null } },
      { Person: { BestFriend: { Both: 'Trip in Beijingscottketchum' } } },
      { Person: { BestFriend: { Both: 'Trip in USscottketchum' } } },
      { Person: { BestFriend: { Both: 'Trip in USrussellwhyte' } } },
    ],
  });
});

test('with paths behind it, in $orderby, and beside what is computed around it', async () => {
  const flights = "Flights?$select=Number&$filter=Trip/PersonName eq 'russellwhyte'&$orderby=Trip/StartsOn,Number";
  const trip = '$compute=year(StartsOn) as Year;$select=Year';
  const within = 'Trips($filter=TripId eq $it/Trip/TripId;$select=Name;$orderby=$it/Number)';
  const answer = await getJson(
    server.serviceRoot,
    `${flights}&$expand=Trip(${trip};$expand=Person($select=UserName;$expand=${within}))`,
  );
  const trips = (name: string) => ({ Trip: { Year: 2024, Person: { Trips: [{ Name: name }] } } });
  expect(answer).toMatchObject({ value: [trips('Trip in US'), trips('Trip in US'), trips('Trip in Beijing')] });
});
