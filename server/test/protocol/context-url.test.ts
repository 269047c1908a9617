/** Context URL fragments as in Protocol 10, by version. */
import { expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import { collectionFragment, entityFragment, propertyFragment } from '../../src/protocol/context-url.ts';
import type { BoundExpand, EntityAccess, KeyAccess, Projection } from '../../src/bound/bound.ts';

const setNamed = (name: string): EntitySet => {
  const found = clicktimeModel.entitySets.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const jobs = setNamed('Jobs');
const project = (selected: readonly string[] | undefined, ...expand: readonly BoundExpand[]): Projection => ({
  properties: jobs.entityType.properties,
  selected,
  expand,
});
const client = (selected?: readonly string[]): BoundExpand => {
  const navigation = jobs.entityType.navigationProperties.find(({ name }) => name === 'Client');
  if (navigation === undefined) throw new Error('Client');
  return {
    navigation,
    entitySet: setNamed('Clients'),
    options: { orderby: [], projection: project(selected), skip: 0, count: false },
  };
};

test.each<readonly [string, Projection, string, string]>([
  ['everything', project(undefined), '#Jobs', '#Jobs'],
  ['selected', project(['ID', 'Name']), '#Jobs(ID,Name)', '#Jobs(ID,Name)'],
  ['a star', project(['*']), '#Jobs(*)', '#Jobs(*)'],
  ['expanded', project(undefined, client()), '#Jobs', '#Jobs(Client())'],
  ['selected and expanded', project(['ID'], client()), '#Jobs(ID)', '#Jobs(ID,Client())'],
  ['selected twice', project(['ID'], client(['Name'])), '#Jobs(ID,Client(Name))', '#Jobs(ID,Client(Name))'],
  // Selected as well as expanded it is in the list twice, first without a suffix (Protocol 10.9, example of $levels).
  ['selected itself', project(['ID', 'Client'], client()), '#Jobs(ID,Client)', '#Jobs(ID,Client,Client())'],
  [
    'selected itself and within',
    project(['Client'], client(['Name'])),
    '#Jobs(Client,Client(Name))',
    '#Jobs(Client,Client(Name))',
  ],
  ['selected within', project(undefined, client(['Name', 'ID'])), '#Jobs(Client(Name,ID))', '#Jobs(Client(Name,ID))'],
])('%s', (_, projection, in40, in401) => {
  expect(collectionFragment(jobs, projection, '4.0')).toBe(in40);
  expect(collectionFragment(jobs, projection, '4.01')).toBe(in401);
  expect(entityFragment(jobs, projection, '4.0')).toBe(`${in40}/$entity`);
});

const propertyOf = (set: EntitySet, name: string): EntitySet['entityType']['properties'][number] => {
  const found = set.entityType.properties.find((property) => property.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const job: KeyAccess = {
  kind: 'KeyAccess',
  entitySet: jobs,
  of: { kind: 'EntitySetAccess', entitySet: jobs },
  key: [{ property: propertyOf(jobs, 'ID'), value: "a'b c" }],
};
const fragment = (access: EntityAccess, name: string, dynamic: readonly string[] = []): string =>
  propertyFragment(clicktimeModel, {
    kind: 'PropertyRequest',
    access,
    path: [propertyOf(access.entitySet, name)],
    dynamic,
    raw: false,
  });

test('a property belongs to its entity, whose key is not percent-encoded', () => {
  expect(fragment(job, 'Name')).toBe("#Jobs('a''b c')/Name");
  expect(fragment(job, 'CustomFields', ['Region'])).toBe("#Jobs('a''b c')/CustomFields/Region");
});

test('behind a single-valued navigation property the type has to do', () => {
  const { navigation, entitySet } = client();
  const access: EntityAccess = { kind: 'NavigationAccess', entitySet, of: job, navigation };
  expect(fragment(access, 'Name')).toBe('#Edm.String');
});
