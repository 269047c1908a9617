/**
 * What OData 4.0 asks of a service at its levels Minimal (M) and Intermediate (I), as far as it concerns reading
 * (Protocol 13.1), each with requests that show it. docs/conformance.md has the same table.
 */
import type { Headers } from './fixture.ts';

export interface Shown {
  /** Behind the service root. */
  readonly path: string;
  readonly headers?: Headers | undefined;
  readonly method?: string;
  readonly body?: string;
  /** Default 200. */
  readonly status?: number;
  /** What the body holds. */
  readonly text?: RegExp | undefined;
  readonly answers?: Readonly<Record<string, RegExp>>;
}

export type Requirement = readonly [
  id: string,
  force: 'MUST' | 'SHOULD' | 'SHOULD NOT' | 'MAY',
  text: string,
  shown: readonly Shown[],
];

export const person = "People('russellwhyte')";
export const trip = 'Trips(0f8fad5b-d9cb-469f-a165-70867728950e)';

export const gets = (path: string, text?: RegExp, headers?: Headers): Shown => ({ path, text, headers });
export const refuses = (status: number, path: string, headers?: Headers): Shown => ({ path, status, headers });

export const minimalAndIntermediate: readonly Requirement[] = [
  ['M1', 'MUST', 'a service document at the service root', [gets('', /"name":"People","kind":"EntitySet"/)]],
  [
    'M2',
    'MUST',
    'data as OData JSON',
    [
      {
        path: 'People',
        answers: { 'content-type': /^application\/json;odata.metadata=minimal/ },
        text: /@odata.context/,
      },
    ],
  ],
  [
    'M3',
    'MUST',
    'what is not all there has a next link, and nothing else says so',
    [
      { ...gets('People', /"@odata.nextLink":"[^"]+\$skiptoken=/), headers: { Prefer: 'maxpagesize=2' } },
      gets('People', /^(?!.*nextLink)/),
    ],
  ],
  [
    'M4',
    'MUST',
    'OData-Version in every answer',
    [
      { path: 'People', answers: { 'odata-version': /^4\.0$/ } },
      { path: 'People', headers: { 'OData-MaxVersion': '4.01' }, answers: { 'odata-version': /^4\.01$/ } },
      { path: 'Nobody', status: 404, answers: { 'odata-version': /^4\.0$/ } },
    ],
  ],
  ['M5.1', 'MUST', 'Accept is honoured or refused', [refuses(406, 'People', { Accept: 'application/atom+xml' })]],
  [
    'M5.2',
    'MUST',
    'OData-MaxVersion is honoured or refused',
    [
      gets('People', /"@odata.context"/, { 'OData-MaxVersion': '4.0' }),
      refuses(400, 'People', { 'OData-MaxVersion': '3.0' }),
    ],
  ],
  [
    'M6',
    'MUST',
    'custom query options, headers and preferences that are not known are passed over',
    [gets('People?custom=1', /russellwhyte/, { 'X-Custom': '1', Prefer: 'custom=1' })],
  ],
  [
    'M7',
    'MUST',
    'query options are as the ABNF and the specification say, or answer 501',
    [refuses(400, 'People?$filter=Age eq'), refuses(400, 'People?$nothing=1'), refuses(501, 'People?$deltatoken=1')],
  ],
  ['M8', 'MUST', 'types are those of CSDL', [gets('$metadata', /<EntityType Name="Person"/)]],
  ['M9', 'MUST', 'a client needs no annotation, header or content of this service alone', [gets('People', /Russell/)]],
  [
    'M10',
    'MUST',
    'nothing that changes data means anything else',
    [
      { path: 'People', method: 'POST', status: 405, answers: { allow: /GET/ } },
      { path: person, method: 'PATCH', status: 405 },
      { path: person, method: 'PUT', status: 405 },
      { path: person, method: 'DELETE', status: 405 },
    ],
  ],
  [
    'M11',
    'MUST',
    'nor does anything else',
    [
      refuses(404, "People('nobody')"),
      { path: "People('o''neill')/BestFriend", status: 204, text: /^$/ },
      refuses(400, `${person}?$filter=Age eq 41`),
    ],
  ],
  ['M12', 'SHOULD', '$expand', [gets(`${person}?$expand=Trips`, /"Trips":\[\{"TripId"/)]],
  ['M13', 'SHOULD', '$metadata as CSDL XML', [{ path: '$metadata', answers: { 'content-type': /^application\/xml/ } }]],
  [
    'M14',
    'MUST',
    'headers and preferences with the prefix odata.',
    [
      {
        path: 'People',
        headers: { Prefer: 'odata.maxpagesize=2' },
        answers: { 'preference-applied': /maxpagesize=2/ },
      },
      refuses(412, 'People', { 'OData-Isolation': 'snapshot' }),
    ],
  ],
  [
    'M15',
    'MUST',
    'literals of enumerations and durations with their type in front',
    [
      gets("People/$count?$filter=Gender eq TripPin.PersonGender'Female'", /^1$/),
      gets("Flights/$count?$filter=Duration eq duration'PT45M'", /^1$/),
    ],
  ],
  [
    'M16',
    'MUST',
    'answers that come later have the form of a message; here all come at once',
    [gets('People', /russellwhyte/, { Prefer: 'respond-async' })],
  ],
  ['I1', 'MUST', 'Minimal', []],
  [
    'I2',
    'MUST',
    'the whole ABNF is read',
    [
      refuses(501, 'People?$apply=ancestors($root/People,X,UserName,filter(true))'),
      refuses(501, 'People?$at=2020-01-01'),
    ],
  ],
  ['I3', 'MUST', '$select', [gets('People?$select=FirstName', /#People\(FirstName\)".*"FirstName":"Russell"\}/)]],
  ['I4', 'MUST', 'type casts', [gets('People/TripPin.Person/$count', /^5$/)]],
  ['I5', 'MUST', '$top', [gets('People?$top=0', /"value":\[\]/)]],
  ['I6', 'MUST', '/$value of single properties', [gets(`${person}/FirstName/$value`, /^Russell$/)]],
  [
    'I7.1',
    'MUST',
    'eq and ne in $filter',
    [
      gets("People/$count?$filter=FirstName eq 'Russell'", /^1$/),
      gets("People/$count?$filter=FirstName ne 'Russell'", /^4$/),
    ],
  ],
  ['I7.2', 'MUST', 'parameter aliases in $filter', [gets('People/$count?$filter=Age eq @a&@a=41', /^1$/)]],
  [
    'I7.3',
    'SHOULD',
    'all operators',
    [
      gets('People/$count?$filter=Age gt 0 and Age lt 50 or Age ge 9007199254740993 or not (Age ne 0)', /^3$/),
      gets(
        'People/$count?$filter=(Age add 1) mul 2 sub 4 eq 80 and Age mod 5 eq 1 and Age div 2 eq 20 and -Age lt 0',
        /^1$/,
      ),
      gets("People/$count?$filter=Preferences has 'Window'", /^2$/),
    ],
  ],
  [
    'I7.4',
    'SHOULD',
    'canonical functions; those that are not done answer 501',
    [
      gets("People/$count?$filter=contains(tolower(concat(FirstName,' x')),'russell x')", /^1$/),
      refuses(501, "People?$filter=geo.distance(geography'SRID=0;Point(1 1)',geography'SRID=0;Point(1 1)') lt 1"),
    ],
  ],
  [
    'I7.5',
    'SHOULD',
    '$filter on expanded entities',
    [gets(`${person}?$expand=Trips($filter=Budget gt 1)`, /"Trips":\[\{[^{]*\}\]/)],
  ],
  ['I8', 'SHOULD', '$metadata as CSDL XML', [gets('$metadata', /<edmx:Edmx/)]],
  ['I9', 'SHOULD', 'JSON', [gets('People', /^\{"@odata.context"/, { Accept: 'application/json' })]],
  [
    'I10',
    'SHOULD',
    'Basic authentication, for clients that know nothing else',
    [{ path: 'People', headers: { Authorization: '' }, status: 401, answers: { 'www-authenticate': /^Basic / } }],
  ],
  ['I11', 'SHOULD', '$search', [gets('People/$count?$search=scott', /^2$/)]],
  ['I12', 'SHOULD', '$skip', [gets('People?$skip=5', /"value":\[\]/)]],
  ['I13', 'SHOULD', '$count', [gets('People?$count=true&$top=0', /"@odata.count":5/)]],
  ['I14', 'SHOULD', '$expand', [gets('Trips?$expand=Person', /"Person":\{"UserName"/)]],
  [
    'I15',
    'SHOULD',
    'any and all over related entities and collections of values',
    [
      gets('People/$count?$filter=Trips/any(t:t/Budget gt 100)', /^2$/),
      gets("People/$count?$filter=Emails/any(e:contains(e,'contoso'))", /^1$/),
      gets('People/$count?$filter=Trips/all(t:t/Budget gt 100)', /^3$/),
    ],
  ],
  [
    'I16',
    'SHOULD',
    '/$count of related entities and collections of values',
    [gets(`${person}/Trips/$count`, /^2$/), gets(`${person}/Emails/$count`, /^2$/)],
  ],
  [
    'I17',
    'SHOULD',
    '$orderby, asc and desc',
    [gets('Trips?$select=Name&$orderby=StartsOn desc&$top=1', /Trip in Beijing/)],
  ],
];
