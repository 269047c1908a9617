/** What OData 4.01 adds: Minimal (N), Intermediate (J) and Advanced (B), as far as it concerns reading (Protocol 13.2). */
import type { Headers } from './fixture.ts';
import { jsonBatch, multipart } from './requirements-advanced.ts';
import { gets, person, refuses, type Requirement } from './requirements.ts';

const as401: Headers = { 'OData-MaxVersion': '4.01' };

export const requirements401: readonly Requirement[] = [
  ['N1', 'MUST', 'Minimal of 4.0', []],
  [
    'N2',
    'MUST',
    'JSON as 4.01 has it',
    [
      gets('People?$count=true&$top=1', /^\{"@context":.*"@count":5/, as401),
      gets('Flights?$top=1', /^\{"@context"/, {
        ...as401,
        Accept: 'application/json;metadata=full;IEEE754Compatible=true',
      }),
    ],
  ],
  [
    'N3',
    'MUST',
    'AsyncResult, where answers come later; here all come at once',
    [gets('People', /"@context"/, { ...as401, Prefer: 'respond-async' })],
  ],
  [
    'N4',
    'MUST',
    'headers and preferences with the prefix odata. and without',
    [
      { path: 'People', headers: { Prefer: 'maxpagesize=2' }, answers: { 'preference-applied': /maxpagesize=2/ } },
      {
        path: 'People',
        headers: { Prefer: 'odata.maxpagesize=2' },
        answers: { 'preference-applied': /maxpagesize=2/ },
      },
      refuses(412, 'People', { Isolation: 'snapshot' }),
    ],
  ],
  [
    'N5',
    'MUST',
    'a $schemaversion that is not that of $metadata is refused',
    [
      gets('People/$count?$schemaversion=2', /^5$/),
      refuses(404, 'People?$schemaversion=1'),
      gets('$metadata', /Core\.V1\.SchemaVersion" String="2"/),
    ],
  ],
  [
    'N6',
    'MUST',
    'query options with and without $',
    [gets('People?filter=Age eq 41&select=UserName&count=true', /"@odata.count":1/)],
  ],
  [
    'N7',
    'MUST',
    'options, operators and functions in any letter case',
    [gets("People/$count?$FILTER=Age EQ 41 AND Contains(FirstName,'uss') And StartsWith(FirstName,'R')", /^1$/)],
  ],
  ['N8', 'MUST', 'identifiers as $metadata writes them', [gets('People?SELECT=UserName', /#People\(UserName\)"/)]],
  [
    'N9a',
    'MUST',
    'casts of texts to primitive types',
    [gets("People/$count?$filter=cast('41',Edm.Int64) eq Age", /^1$/)],
  ],
  [
    'N9b',
    'MUST',
    'literals of enumerations and durations with their type in front and without',
    [
      gets("People/$count?$filter=Gender eq 'Female' and Gender eq TripPin.PersonGender'Female'", /^1$/),
      gets("Flights/$count?$filter=Duration eq 'PT45M' and Duration eq duration'PT45M'", /^1$/),
      gets("People/$count?$filter=Gender eq 'Female'", /^1$/, { 'OData-MaxVersion': '4.0' }),
    ],
  ],
  ['N9f', 'MUST', 'aliases for values of keys', [gets("People(@u)?@u='russellwhyte'", /Whyte/)]],
  [
    'N9g',
    'SHOULD',
    'parameter aliases that are paths of the entity',
    [gets("People/$count?$filter=contains(@p,'russell')&@p=UserName", /^1$/)],
  ],
  [
    'N9h',
    'SHOULD',
    'navigation properties compared with null',
    [gets('People/$count?$filter=BestFriend eq null', /^2$/)],
  ],
  ['N9i', 'SHOULD', 'in', [gets("People/$count?$filter=UserName in ('russellwhyte','scottketchum')", /^2$/)]],
  ['N9j', 'SHOULD', 'divby', [gets('People/$count?$filter=Age divby 2 eq 20.5', /^1$/)]],
  [
    'N9k',
    'SHOULD',
    'negative indexes in substring',
    [gets("People/$count?$filter=substring(FirstName,-3) eq 'ell'", /^1$/)],
  ],
  ['N9l', 'MAY', 'keys as segments', [gets('People/russellwhyte/Trips/$count', /^2$/), gets(person, /Whyte/)]],
  [
    'N9m',
    'MAY',
    'numbers of related entities in expressions',
    [gets('People/$count?$filter=Trips/$count($filter=Budget gt 1) eq 1', /^2$/)],
  ],
  [
    'N9n',
    'MAY',
    'complex values and collections are equal by what they hold',
    [
      gets('People/$count?$filter=HomeAddress in AddressInfo', /^2$/),
      gets('People/$count?$filter=Emails eq []', /^2$/),
    ],
  ],
  [
    'N10',
    'SHOULD',
    '$metadata as CSDL XML and CSDL JSON',
    [gets('$metadata', /<edmx:Edmx/), gets('$metadata?$format=json', /^\{"\$Version":"4.01"/)],
  ],
  [
    'N11',
    'SHOULD NOT',
    'identifiers that differ in letter case alone',
    [gets('$metadata', /^(?=[^]*Name="People")(?![^]*Name="people")/)],
  ],
  ['N12', 'SHOULD', 'the versions are announced', [gets('$metadata', /Core\.V1\.ODataVersions" String="4.0 4.01"/)]],
  [
    'N13',
    'SHOULD',
    'capabilities are announced',
    [gets('$metadata', /Capabilities\.V1\.ConformanceLevel" EnumMember="[^"]*\/Advanced"/)],
  ],
  ['N14', 'MAY', 'annotations in $filter', [gets('People/$count?$filter=@Core.Description eq null', /^5$/)]],
  [
    'N15',
    'MAY',
    '$compute',
    [gets('People?$compute=Age add 1 as Older&$filter=Older eq 42&$select=Older', /"Older":42/)],
  ],
  ['N16', 'MAY', '$search wherever there are collections', [gets(`${person}/Trips/$count?$search=Beijing`, /^1$/)]],
  ['J1', 'MUST', 'Minimal of 4.01', []],
  ['J2', 'MUST', 'Intermediate of 4.0', []],
  [
    'J3',
    'MUST',
    'navigation properties compared with null',
    [gets('People/$count?$filter=BestFriend ne null and null eq BestFriend/BestFriend', /^1$/)],
  ],
  ['J4', 'MUST', 'in', [gets("People/$count?$filter='Russell@example.com' in Emails or Age in (0)", /^2$/)]],
  [
    'J5',
    'MUST',
    '$select within $select',
    [
      gets(
        `${person}?$select=HomeAddress($select=City($select=Name))`,
        /"HomeAddress":\{"City":\{"Name":"Boise"\}\}\}/,
      ),
    ],
  ],
  [
    'J6',
    'SHOULD',
    'numbers of filtered collections in expressions',
    [gets("People/$count?$filter=Emails/$count($filter=contains($this,'contoso')) eq 1", /^1$/)],
  ],
  [
    'J7',
    'SHOULD',
    'complex values and collections are equal by what they hold',
    [
      gets('People/$count?$filter=AddressInfo eq @a&@a=[]', /^3$/),
      gets('People/$count?$filter=HomeAddress/City ne null and HomeAddress eq HomeAddress', /^3$/),
    ],
  ],
  [
    'J8',
    'SHOULD',
    '$compute',
    [gets('Trips?$compute=year(StartsOn) as Year&$orderby=Year,Name&$select=Year', /"Year":2023.*"Year":2024/)],
  ],
  [
    'J9',
    'SHOULD',
    'further options within $select',
    [
      gets(
        `${person}?$select=Emails($orderby=$this;$top=1;$count=true)`,
        /"Emails@odata.count":2,"Emails":\["Russell@contoso.com"\]/,
      ),
    ],
  ],
  [
    'J10',
    'MAY',
    'aliases within $expand and $select',
    [gets(`${person}?$expand=Trips(@n='Trip in US';$filter=Name eq @n;$select=Name)`, /"Trips":\[\{[^{]*US"\}\]/)],
  ],
  ['J11', 'MAY', '/$filter', [gets('People/$filter(Age%20eq%2041)/$count', /^1$/)]],
  ['B1', 'MUST', 'Intermediate of 4.01', []],
  ['B2', 'MUST', 'Advanced of 4.0', []],
  [
    'B3',
    'MUST',
    'numbers of filtered and searched collections in expressions',
    [
      gets('People/$count?$filter=Trips/$count($search=US) eq 1', /^1$/),
      gets('People/$count?$filter=Trips/$count($filter=Budget gt 1;$search=US) eq 1', /^1$/),
    ],
  ],
  [
    'B4',
    'MUST',
    '$compute',
    [
      gets('People?$compute=Age mul 2 as Twice&$filter=Twice eq 82&$orderby=Twice&$select=Twice', /"Twice":82/),
      gets(`${person}/Trips?$compute=Person/Age as Age&$select=Age&$top=1`, /"Age":41/),
    ],
  ],
  [
    'B5.1',
    'MUST',
    '$filter within $select',
    [gets(`${person}?$select=AddressInfo($filter=City/Name eq 'Graz')`, /"AddressInfo":\[\{[^[]*"Graz"[^[]*\}\]/)],
  ],
  ['B5.2', 'SHOULD', '$orderby within $select', [gets(`${person}?$select=Emails($orderby=$this)`, /contoso.*example/)]],
  [
    'B5.3',
    'SHOULD',
    '$count within $select',
    [gets(`${person}?$select=Emails($count=true)`, /"Emails@odata.count":2/)],
  ],
  [
    'B5.4',
    'SHOULD',
    '$top and $skip within $select',
    [gets(`${person}?$select=Emails($skip=1;$top=1)`, /"Emails":\["Russell@contoso.com"\]/)],
  ],
  [
    'B5.5',
    'SHOULD',
    '$search within $select',
    [gets(`${person}?$select=Emails($search=contoso)`, /"Emails":\["Russell@contoso.com"\]/)],
  ],
  [
    'B6',
    'MUST',
    '$metadata as CSDL JSON',
    [
      {
        path: '$metadata',
        headers: { Accept: 'application/json' },
        answers: { 'content-type': /^application\/json/ },
        text: /"\$EntityContainer"/,
      },
    ],
  ],
  ['B7', 'MUST', '$batch as multipart/mixed and as JSON', [multipart, jsonBatch]],
  ['B8', 'SHOULD', '/$filter', [gets('People/$filter(@f)/$count?@f=Age eq 41', /^1$/)]],
  [
    'B9',
    'SHOULD',
    'aliases within $expand and $select',
    [gets(`${person}?$select=Emails(@t='contoso';$filter=contains($this,@t))`, /"Emails":\["Russell@contoso.com"\]/)],
  ],
  [
    'B10',
    'MAY',
    'identifiers in any letter case: not done, but told what was meant',
    [{ path: 'people', status: 404, text: /Did you mean 'People'/ }],
  ],
];
