/** Requests that are right, over the sets of any model: what mutations begin with. */
import type { EdmModel, EntitySet } from '../src/model/edm.ts';

/** Targets behind the service root, blanks and quotes not yet encoded. */
export function seedTargets({ entitySets }: EdmModel): readonly string[] {
  const service = ['', '$metadata', '$metadata?$format=json', '$batch', '$all', '$entity?$id=x'];
  const roots = ['last-90-days/', '2025-Q3/$metadata', '2024-01-01..2024-12-31/only=Jobs(ID,Name),Tasks/'];
  return [...service, ...roots, ...entitySets.flatMap(ofSet)];
}

function ofSet({ name, entityType }: EntitySet): readonly string[] {
  const plain = entityType.properties.filter(({ collection, type }) => !collection && type.kind === 'PrimitiveType');
  const byType = (type: string): string | undefined => plain.find((each) => each.type.name === type)?.name;
  const [first = 'ID', second = first] = plain.map((each) => each.name);
  const text = byType('Edm.String') ?? first;
  const number = byType('Edm.Decimal') ?? byType('Edm.Int32') ?? first;
  const date = byType('Edm.Date') ?? byType('Edm.DateTimeOffset') ?? first;
  const [navigation] = entityType.navigationProperties;
  const key = `${name}('a-1')`;
  return [
    name,
    `${name}/$count`,
    `since-2024-01-01/only=${name}(${first},${second})/${name}?$top=1&$filter=${first} ne null`,
    `${name}/$count?$filter=${text} eq 'a'`,
    key,
    `${key}/${second}`,
    `${key}/${second}/$value`,
    `${key}/CustomFields/Region`,
    `${name}?$top=2&$skip=1&$count=true&$orderby=${number} desc,${text}`,
    `${name}?$select=${first},${second}&$top=3`,
    `${name}?$filter=contains(tolower(${text}),'a') and ${number} gt 1.5 or not (${text} eq null)`,
    `${name}?$filter=${date} ge 2026-01-01 and ${date} lt 2026-02-01&$top=5`,
    `${name}?$filter=${text} in ('a','b''c',null)&$format=application/json;odata.metadata=full`,
    `${name}?$filter=${number} add 1 mul 2 divby 3 eq @n and year(${date}) eq 2026&@n=-1.5`,
    `${name}?$filter=cast(${number},Edm.String) eq '1' and matchespattern(${text},'^a.*$')&$top=1`,
    `${name}?$filter=${date} gt now() sub duration'P7D' and indexof(${text},'b') ge 0&$top=1`,
    `${name}?$apply=groupby((${text}),aggregate(${number} with sum as Total))`,
    `${name}?$compute=${number} mul 2 as Twice&$search=a AND "b c" OR NOT d&$skiptoken=abc&$count=true`,
    ...(navigation === undefined
      ? []
      : [
          `${name}?$expand=${navigation.name}($top=1;$select=*;$orderby=ID)&$top=2`,
          `${key}/${navigation.name}`,
          `${name}?$filter=${navigation.name}/any(x:x/ID eq 'a')`,
          `${name}?$filter=${navigation.name}/ID eq 'a' or ${navigation.name} eq null&$top=1`,
        ]),
  ];
}
