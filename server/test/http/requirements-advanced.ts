/** What OData 4.0 asks at its level Advanced (A), as far as it concerns reading (Protocol 13.1.3). */
import { gets, person, refuses, trip, type Requirement, type Shown } from './requirements.ts';

/** A multipart batch of one GET. */
export const multipart: Shown = {
  path: '$batch',
  method: 'POST',
  headers: { 'Content-Type': 'multipart/mixed;boundary=b' },
  body: [
    '--b',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'GET People/$count HTTP/1.1',
    '',
    '',
    '--b--',
    '',
  ].join('\r\n'),
  answers: { 'content-type': /^multipart\/mixed/ },
  text: /HTTP\/1\.1 200 [^]*\r\n\r\n5\r\n/,
};

/** A JSON batch of one GET. */
export const jsonBatch: Shown = {
  path: '$batch',
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"requests":[{"id":"1","method":"get","url":"People/$count"}]}',
  text: /"id":"1","status":200.*"body":"5"/,
};

export const advanced: readonly Requirement[] = [
  ['A1', 'MUST', 'Intermediate', []],
  ['A2', 'MUST', '$metadata as CSDL XML', [gets('$metadata', /<edmx:Edmx/)]],
  ['A3', 'MUST', 'JSON', [gets(person, /^\{"@odata.context".*\}$/)]],
  [
    'A4',
    'MUST',
    '/$count of related entities and collections of values',
    [gets(`${trip}/Flights/$count`, /^2$/), gets(`${person}/AddressInfo/$count`, /^2$/)],
  ],
  [
    'A5',
    'MUST',
    'any and all',
    [gets('People/$count?$filter=Trips/any() and Trips/all(t:t/Flights/any(f:f/Number gt 0))', /^2$/)],
  ],
  ['A6', 'MUST', '$skip', [gets('Trips?$orderby=StartsOn&$skip=3&$select=Name', /\[\{[^{]*Trip in Beijing"\}\]/)]],
  ['A7', 'MUST', '$count', [gets('People?$count=true&$filter=Age eq 41&$top=0', /"@odata.count":1/)]],
  [
    'A8',
    'MUST',
    '$orderby, asc and desc',
    [gets('Trips?$orderby=Name asc,StartsOn desc&$select=StartsOn', /2023-06-15.*2024-12-30.*2024-02-29.*2024-02-28/)],
  ],
  ['A9', 'MUST', '$expand', [gets(`${person}?$expand=Trips($expand=Flights)`, /"Flights":\[\{"TripId"/)]],
  [
    'A9.1',
    'MUST',
    '$expand of references',
    [gets(`${person}?$expand=Trips/$ref`, /"Trips":\[\{"@odata.id":"Trips\(0f8[^"]*"\},/)],
  ],
  [
    'A9.2',
    'MUST',
    '$filter on expanded collections',
    [gets(`${person}?$expand=Trips($filter=Budget gt $it/Age;$select=Name)`, /"Trips":\[\{[^{]*Trip in US"\}\]/)],
  ],
  [
    'A9.3',
    'MUST',
    'type casts in $expand',
    [gets(`${person}?$expand=TripPin.Person/Trips/TripPin.Trip($select=Name)`, /"Trips":\[\{/)],
  ],
  [
    'A9.4',
    'SHOULD',
    '$orderby on expanded collections',
    [gets(`${person}?$expand=Trips($orderby=Name;$select=Name)`, /Beijing.*US/)],
  ],
  [
    'A9.5',
    'SHOULD',
    '$count on expanded collections',
    [gets(`${person}?$expand=Trips($count=true)`, /"Trips@odata.count":2/)],
  ],
  [
    'A9.6',
    'SHOULD',
    '$top and $skip on expanded collections',
    [gets(`${person}?$expand=Trips($orderby=Name;$skip=1;$top=1;$select=Name)`, /"Trips":\[\{[^{]*Trip in US"\}\]/)],
  ],
  [
    'A9.7',
    'SHOULD',
    '$search on expanded collections',
    [gets(`${person}?$expand=Trips($search=Beijing;$select=Name)`, /"Trips":\[\{[^{]*Beijing"\}\]/)],
  ],
  [
    'A9.8',
    'SHOULD',
    '$levels',
    [
      gets(
        `${person}?$expand=BestFriend($levels=2)&$select=UserName`,
        /"BestFriend":\{.*"BestFriend":\{"UserName":"russellwhyte"/,
      ),
    ],
  ],
  [
    'A9.9',
    'MAY',
    '$compute on expanded collections',
    [gets(`${person}?$expand=Trips($compute=Budget mul 2 as Twice;$select=Twice)`, /"Twice":6000/)],
  ],
  ['A10', 'MUST', '$search', [gets('People/$count?$search=russell OR "O\'Neill" NOT scott', /^4$/)]],
  ['A11', 'MUST', '$batch as multipart/mixed', [multipart]],
  [
    'A12',
    'MUST',
    'all conventions for resource paths',
    [
      gets('Me', /#Me",.*Whyte/),
      gets('Flights(TripId=0f8fad5b-d9cb-469f-a165-70867728950e,Number=2)', /"Number":2/),
      gets(`${trip}/Person/BestFriend/Trips`, /00000000-0000/),
      gets(`${person}/HomeAddress/City/Name`, /"value":"Boise"/),
      gets(`${person}/BestFriend/$ref`, /"@odata.id":"People\('scottketchum'\)"/),
      gets(`$entity?$id=${person}`, /Whyte/),
      gets('$all?$top=1', /#Collection\(Edm.EntityType\)/),
    ],
  ],
  [
    'A13',
    'SHOULD',
    'asynchronous requests: not done, which the preference allows',
    [gets('People', /russellwhyte/, { Prefer: 'respond-async' })],
  ],
  [
    'A14',
    'SHOULD',
    'delta responses: not done, for ClickTime tells no changes',
    [refuses(501, 'People?$deltatoken=1')],
  ],
  [
    'A15',
    'SHOULD',
    '$crossjoin',
    [gets('$crossjoin(People,Trips)?$filter=People/UserName eq Trips/PersonName&$count=true', /"@odata.count":4/)],
  ],
  ['A16', 'MAY', '$compute', [gets(`${person}?$compute=Age add 1 as Older&$select=Older`, /"Older":42/)]],
];
