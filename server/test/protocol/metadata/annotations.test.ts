/** What `$metadata` announces: each thing yes or no, none left to be guessed. */
import { expect, test } from 'vitest';
import type { Annotation, AnnotationValue } from '../../../src/protocol/metadata/annotations.ts';
import { containerAnnotations, entitySetAnnotations } from '../../../src/protocol/metadata/annotations.ts';
import { vocabularies } from '../../../src/protocol/metadata/vocabularies.ts';
import { tripPin } from '../../models/trip-pin.ts';

const shortOf = ({ term }: Annotation): string => term.split('.').at(-1) ?? '';

/** The annotations by name, records as objects. */
function facts(annotations: readonly Annotation[]): Readonly<Record<string, unknown>> {
  const valueOf = (value: AnnotationValue): unknown => {
    switch (value.kind) {
      case 'Record':
        return Object.fromEntries(Object.entries(value.members).map(([name, member]) => [name, valueOf(member)]));
      case 'Strings':
        return value.values;
      case 'PropertyPaths':
        return value.paths;
      case 'EnumMember':
        return value.member;
      default:
        return value.value;
    }
  };
  return Object.fromEntries(annotations.map((annotation) => [shortOf(annotation), valueOf(annotation.value)]));
}

test('of the container', () => {
  expect(facts(containerAnnotations())).toMatchObject({
    ODataVersions: '4.0 4.01',
    AsynchronousRequestsSupported: false,
    BatchSupported: true,
    BatchSupport: { Supported: true, ContinueOnErrorSupported: true },
    CrossJoinSupported: true,
    KeyAsSegmentSupported: true,
    ComputeSupported: true,
    QuerySegmentSupported: true,
    AnnotationValuesInQuerySupported: false,
    ChangeTracking: { Supported: false },
  });
});

test('of each set, by what it has; a singleton has what a single entity has', () => {
  const [people] = tripPin.entitySets;
  const [me] = tripPin.singletons ?? [];
  if (people === undefined || me === undefined) throw new Error('The model has changed.');
  expect(facts(entitySetAnnotations(people))).toMatchObject({
    FilterRestrictions: { Filterable: true, RequiresFilter: false },
    SortRestrictions: { Sortable: true, NonSortableProperties: ['Emails', 'AddressInfo'] },
    CountRestrictions: { Countable: true },
    SearchRestrictions: { Searchable: true },
    TopSupported: true,
    SkipSupported: true,
    IndexableByKey: true,
    ChangeTracking: { Supported: false },
    SelectSupport: { Supported: true, Filterable: true, Searchable: true, Countable: true, Sortable: true },
    ExpandRestrictions: { Expandable: true },
    ApplySupported: { Rollup: 'MultipleHierarchies', From: true },
    InsertRestrictions: { Insertable: false },
    UpdateRestrictions: { Updatable: false },
    DeleteRestrictions: { Deletable: false },
  });
  expect(Object.keys(facts(entitySetAnnotations(me)))).toEqual([
    'SelectSupport',
    'ExpandRestrictions',
    'UpdateRestrictions',
    'DeleteRestrictions',
  ]);
});

test('every term, and every property of a record, is in its vocabulary', () => {
  const all = [
    ...containerAnnotations(),
    ...[...tripPin.entitySets, ...(tripPin.singletons ?? [])].flatMap(entitySetAnnotations),
  ];
  for (const { term, value } of all) {
    const vocabulary = vocabularies.find(({ namespace }) => term.startsWith(`${namespace}.`));
    const name = term.slice((vocabulary?.namespace.length ?? 0) + 1);
    const type = vocabulary?.terms[name]?.type.split('.').at(-1) ?? '';
    expect(Object.keys(vocabulary?.terms ?? {})).toContain(name);
    if (value.kind !== 'Record') continue;
    for (const member of Object.keys(value.members)) {
      expect(Object.keys(vocabulary?.complexTypes[type] ?? {})).toContain(member);
    }
  }
});
