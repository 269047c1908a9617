/** `any`, `all` and counts over collections, of values and of related entities, and what they cost the source. */
import { describe, expect, test } from 'vitest';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import { tripPinRows } from '../models/trip-pin-rows.ts';
import { collectionRequest, names, recording, run, runCollection, dataRequest } from './harness.ts';

const found = async (set: string, key: string, $filter: string, $orderby?: string): Promise<readonly unknown[]> => {
  const options = { $filter, ...($orderby !== undefined && { $orderby }) };
  return names((await runCollection(collectionRequest(set, options))).rows, key);
};

const [russell, scott, oneill, yamada, odd] = names(tripPinRows['People'] ?? [], 'UserName');

describe('people', () => {
  test.each<readonly [string, readonly unknown[]]>([
    // Collections of primitive values.
    ['Emails/any()', [russell, oneill, yamada]],
    ['not Emails/any()', [scott, odd]],
    ["Emails/any(e:e eq 'a/b@example.com')", [oneill]],
    ['Emails/any(e:startswith(e,FirstName))', [russell]],
    ["Emails/all(e:endswith(e,'.com'))", [russell, scott, oneill, yamada, odd]],
    ["Emails/all(e:contains(e,'example'))", [scott, oneill, yamada, odd]],
    ['Emails/$count eq 2', [russell]],
    ["Emails/$count($filter=contains($this,'contoso')) eq 1", [russell]],
    ["Emails/$filter(contains($this,'contoso'))/any()", [russell]],
    ["Emails/$filter(contains($this,'contoso'))/any(e:startswith(e,$it/FirstName))", [russell]],
    ["Emails/ANY(e:e eq 'a/b@example.com')", [oneill]],
    // Collections of complex values.
    ["AddressInfo/any(a:a/City/Name eq 'Graz')", [russell, oneill]],
    ["AddressInfo/all(a:a/City/Name eq 'Graz') and AddressInfo/any()", [oneill]],
    ['AddressInfo/any(a:a/Address eq HomeAddress/Address and a/City/Region ne null)', [russell]],
    ["AddressInfo/$count($filter=City/CountryRegion eq 'Austria') eq 1", [russell, oneill]],
    ["AddressInfo/any(a:a/TripPin.Location/City/Name eq 'Graz')", [russell, oneill]],
    // Related entities.
    ['Trips/any()', [russell, scott, oneill]],
    ['Trips/any(t:t/Budget gt 100)', [russell, oneill]],
    ['Trips/all(t:t/Budget gt 100)', [oneill, yamada, odd]],
    ['Trips/all(t:not (t/Budget gt 100))', [scott, yamada, odd]],
    ["Trips/any(t:t/Name eq 'Trip in US' and t/PersonName eq UserName)", [russell, scott]],
    ["Trips/any(t:startswith(t/Name,'Trip') and contains(t/Name,'Beijing'))", [russell]],
    ['Trips/$count gt 1', [russell]],
    ['Trips/$count eq 0', [yamada, odd]],
    ['Trips/$count($filter=Budget lt 1) eq 1', [russell]],
    ['Trips/$count($filter=PersonName eq $it/UserName) eq 2', [russell]],
    ['Trips/$filter(Budget lt 1)/$count eq 1', [russell]],
    ["Trips/$filter(Budget lt 1)/any(t:t/Name eq 'Trip in US')", []],
    ["Trips/TripPin.Trip/any(t:t/Name eq 'Trip in US')", [russell, scott]],
    ['BestFriend/Trips/$count eq 2', [scott]],
    ["BestFriend/Trips/any(t:t/Name eq 'Trip in US')", [russell, scott]],
    // A lambda within another.
    ['Trips/any(t:t/Flights/any(f:f/Price gt 100))', [russell, oneill]],
    ["Trips/any(t:t/Tags/any(g:g eq 'hiking'))", [oneill]],
    ["Trips/any(t:t/Flights/any(f:f/Airline/Name eq 'American Airlines' and f/TripId eq t/TripId))", [russell]],
    ['Trips/any(t:t/Flights/any(f:f/Number eq 2 and t/Name ne FirstName))', [russell]],
    ['Trips/any(t:t/Person/Trips/$count gt 1)', [russell]],
    ['Trips/any(Name:Name/Budget gt 100)', [russell, oneill]],
    ['Trips/any(t:t/Flights/any(t:t/Number eq 2))', [russell]],
    ['BestFriend/Trips/any(t:t/Person/BestFriend/UserName eq UserName)', [russell, scott]],
    ['BestFriend/Trips/any(t:t/Person/UserName ne UserName)', [russell, scott, yamada]],
  ])('with %s are found', async (filter, expected) => {
    expect(await found('People', 'UserName', filter)).toEqual(expected);
  });

  test('are sorted by how many related ones they have', async () => {
    expect(await found('People', 'UserName', 'true', 'Trips/$count desc,Emails/$count desc,UserName')).toEqual([
      russell,
      oneill,
      scott,
      yamada,
      odd,
    ]);
  });
});

describe('what is asked of the source', () => {
  const reads = async (filter: string): Promise<readonly string[]> => {
    const { source, reads: all } = recording(createMemorySource({ rowsBySet: tripPinRows }));
    await run(dataRequest('People', { $filter: filter }), { source });
    return all.map(({ entitySet, predicates, properties }) => {
      const by = predicates.map(({ kind, property }) => `${property} ${kind === 'InPredicate' ? 'in' : 'range'}`);
      return `${entitySet.name} by ${by.join(', ') || 'nothing'}: ${properties.join(', ')}`;
    });
  };

  test.each([
    // The inside of the lambda is the source's; no property is read but those that tie the two.
    ['Trips/any(t:t/Budget ge 100)', ['Trips by PersonName in, Budget range: TripId, PersonName']],
    ['Trips/all(t:t/Budget gt 100)', ['Trips by PersonName in: TripId, PersonName, Budget']],
    ["Trips/all(t:t/Name ne 'x')", ['Trips by PersonName in, Name in: TripId, PersonName']],
    ["Trips/$count($filter=Name eq 'x') gt 1", ['Trips by PersonName in, Name in: TripId, PersonName']],
    // What looks around is looked at here, and what does not is the source's all the same.
    [
      "Trips/any(t:t/Name ne FirstName and t/Name eq 'x')",
      ['Trips by PersonName in, Name in: TripId, PersonName, Name'],
    ],
    // One read for each step of a path, whatever the number of people.
    [
      "Trips/any(t:t/Flights/any(f:f/Airline/Name eq 'x'))",
      [
        'Trips by PersonName in: TripId, PersonName',
        'Flights by TripId in: TripId, Number, AirlineCode',
        'Airlines by Code in: Code, Name',
      ],
    ],
    [
      'Trips/any(t:t/Flights/any(f:f/Price gt t/Budget and t/Budget gt Age))',
      ['Trips by PersonName in: TripId, PersonName, Budget', 'Flights by TripId in: TripId, Number, Price'],
    ],
  ])('%s', async (filter, expected) => {
    const [first, ...rest] = await reads(filter);
    expect(first).toMatch(/^People by nothing/);
    expect(rest).toEqual(expected);
  });
});

describe('$it within $expand', () => {
  const shown = async (expand: string, extra: Readonly<Record<string, string>> = {}) => {
    const options = { $select: 'FirstName', $expand: expand, ...extra };
    const { rows } = await runCollection(collectionRequest('People', options));
    return rows.map(({ Trips = null }) =>
      Array.isArray(Trips) ? Trips.map((each: { readonly Name?: unknown }) => each.Name) : null,
    );
  };
  const us = 'Trip in US';
  const beijing = 'Trip in Beijing';

  test.each<readonly [string, readonly unknown[]]>([
    ['Trips($filter=$it/UserName eq PersonName)', [[us, beijing], [us], [null], [], []]],
    ['Trips($filter=$it/Age gt 40)', [[us, beijing], [], [null], [], []]],
    ["Trips($filter=$it/Age gt 40 and Name eq 'Trip in US')", [[us], [], [], [], []]],
    ["Trips($filter=$it/BestFriend/FirstName eq 'Scott')", [[us, beijing], [], [], [], []]],
    ['Trips($filter=$it/Trips/any(t:t/TripId ne $this/TripId))', [[us, beijing], [], [], [], []]],
    ["Trips($filter=Flights/any(f:f/AirlineCode eq 'AA' and $it/Age eq 41))", [[us], [], [], [], []]],
    ['Trips($orderby=case($it/Age eq 41:Name))', [[beijing, us], [us], [null], [], []]],
    ['Trips($filter=Budget ge @least;@least=100)', [[us], [], [null], [], []]],
    ['Trips($filter=Budget ge @least;@least=@more;@more=1000000)', [[], [], [null], [], []]],
  ])('%s', async (expand, expected) => {
    expect(await shown(expand, { '@least': '0', '@more': '1' })).toEqual(expected);
  });

  test('reads no more than once, with what does not look at it asked of the source', async () => {
    const { source, reads } = recording(createMemorySource({ rowsBySet: tripPinRows, onlyRequested: true }));
    const $expand = "Trips($select=Name;$filter=$it/Age gt 40 and Name eq 'Trip in US')";
    const { rows } = await runCollection(collectionRequest('People', { $select: 'UserName', $expand }), { source });
    expect(rows.filter(({ Trips = null }) => Array.isArray(Trips) && Trips.length > 0)).toHaveLength(1);
    expect(
      reads.map(({ entitySet, predicates }) => [entitySet.name, ...predicates.map(({ property }) => property)]),
    ).toEqual([['People'], ['Trips', 'PersonName', 'Name']]);
  });
});
