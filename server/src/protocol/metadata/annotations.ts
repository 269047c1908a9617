/** The annotations of `$metadata`, as data that both CSDL writers print (Capabilities and Core vocabularies). */
import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { batchFormats } from '../batch-formats.ts';
import { MAX_EXPAND_LEVELS } from '../../bind/options/expand-levels.ts';
import { filterFunctions, isSupported, restrictionsOf, transformations } from './capabilities.ts';
import { AGGREGATION, CAPABILITIES, CORE } from './vocabularies.ts';

export type AnnotationValue =
  | { readonly kind: 'Bool'; readonly value: boolean }
  | { readonly kind: 'Int'; readonly value: number }
  | { readonly kind: 'String'; readonly value: string }
  | { readonly kind: 'EnumMember'; readonly type: string; readonly member: string }
  | { readonly kind: 'Strings'; readonly values: readonly string[] }
  | { readonly kind: 'PropertyPaths'; readonly paths: readonly string[] }
  | { readonly kind: 'Record'; readonly members: Readonly<Record<string, AnnotationValue>> };

export interface Annotation {
  /** Qualified with the vocabulary's namespace: aliases are a step that some clients do not take. */
  readonly term: string;
  readonly value: AnnotationValue;
}

const bool = (value: boolean): AnnotationValue => ({ kind: 'Bool', value });
const paths = (names: readonly string[]): AnnotationValue => ({ kind: 'PropertyPaths', paths: names });
const record = (members: Readonly<Record<string, AnnotationValue>>): AnnotationValue => ({ kind: 'Record', members });
const strings = (values: readonly string[]): AnnotationValue => ({ kind: 'Strings', values });
const capability = (term: string, value: AnnotationValue): Annotation => ({ term: `${CAPABILITIES}.${term}`, value });

/** The description of a model element, where it has one. */
export function describe(description: string | undefined): readonly Annotation[] {
  return description === undefined
    ? []
    : [{ term: `${CORE}.Description`, value: { kind: 'String', value: description } }];
}

/** Annotations of the schema. */
export const schemaAnnotations = ({ schemaVersion: value }: EdmModel): readonly Annotation[] =>
  value === undefined ? [] : [{ term: `${CORE}.SchemaVersion`, value: { kind: 'String', value } }];

/** Annotations of the entity container. The level is of both `ODataVersions`, each requirement shown by a test. */
export function containerAnnotations(): readonly Annotation[] {
  return [
    { term: `${CORE}.ODataVersions`, value: { kind: 'String', value: '4.0 4.01' } },
    capability('ConformanceLevel', {
      kind: 'EnumMember',
      type: `${CAPABILITIES}.ConformanceLevelType`,
      member: 'Advanced',
    }),
    capability(
      'SupportedFormats',
      strings(['none', 'minimal', 'full'].map((level) => `application/json;odata.metadata=${level}`)),
    ),
    capability('SupportedMetadataFormats', strings(['application/xml', 'application/json'])),
    capability('AsynchronousRequestsSupported', bool(isSupported('Asynchronous requests'))),
    capability('BatchSupported', bool(isSupported('$batch'))),
    capability(
      'BatchSupport',
      record({
        Supported: bool(isSupported('$batch')),
        ContinueOnErrorSupported: bool(true),
        ReferencesInRequestBodiesSupported: bool(false),
        ReferencesAcrossChangeSetsSupported: bool(false),
        EtagReferencesSupported: bool(false),
        RequestDependencyConditionsSupported: bool(false),
        SupportedFormats: strings(batchFormats),
      }),
    ),
    capability('CrossJoinSupported', bool(isSupported('$crossjoin'))),
    capability('KeyAsSegmentSupported', bool(isSupported('Key as segment'))),
    capability('ComputeSupported', bool(isSupported('$compute'))),
    capability('QuerySegmentSupported', bool(isSupported('Query options in the body'))),
    capability('AnnotationValuesInQuerySupported', bool(false)),
    capability('ChangeTracking', record({ Supported: bool(isSupported(CHANGES)) })),
    capability('FilterFunctions', strings(filterFunctions)),
  ];
}

const CHANGES = 'Delta responses and change tracking';

/** Annotations of an entity set, or of a singleton: what can be asked of it, and that it cannot be changed. */
export function entitySetAnnotations(entitySet: EntitySet): readonly Annotation[] {
  const ofEach = [
    capability(
      'SelectSupport',
      record({
        Supported: bool(isSupported('$select')),
        InstanceAnnotationsSupported: bool(false),
        Expandable: bool(false),
        Filterable: bool(isSupported('$select')),
        Searchable: bool(isSupported('$search')),
        TopSupported: bool(isSupported('$select')),
        SkipSupported: bool(isSupported('$select')),
        ComputeSupported: bool(false),
        Countable: bool(isSupported('$select')),
        Sortable: bool(isSupported('$select')),
      }),
    ),
    capability(
      'ExpandRestrictions',
      record({
        Expandable: bool(isSupported('$expand')),
        StreamsExpandable: bool(false),
        MaxLevels: { kind: 'Int', value: MAX_EXPAND_LEVELS },
      }),
    ),
    capability('UpdateRestrictions', record({ Updatable: bool(false) })),
    capability('DeleteRestrictions', record({ Deletable: bool(false) })),
  ];
  const ofMany = entitySet.kind === 'EntitySet' ? collectionAnnotations(entitySet) : [];
  return [...describe(entitySet.description), ...ofMany, ...ofEach];
}

/** What can be asked of a collection alone. */
function collectionAnnotations(entitySet: EntitySet): readonly Annotation[] {
  const { nonSortable, searchable } = restrictionsOf(entitySet);
  return [
    capability('FilterRestrictions', record({ Filterable: bool(isSupported('$filter')), RequiresFilter: bool(false) })),
    capability(
      'SortRestrictions',
      record({ Sortable: bool(isSupported('$orderby')), NonSortableProperties: paths(nonSortable) }),
    ),
    capability('CountRestrictions', record({ Countable: bool(isSupported('$count')) })),
    capability('TopSupported', bool(isSupported('$top'))),
    capability('SkipSupported', bool(isSupported('$skip'))),
    capability('IndexableByKey', bool(isSupported('Entity by key'))),
    {
      term: `${AGGREGATION}.ApplySupported`,
      value: record({
        Transformations: strings(transformations),
        CustomAggregationMethods: strings([]),
        Rollup: { kind: 'EnumMember', type: `${AGGREGATION}.RollupType`, member: 'MultipleHierarchies' },
        From: bool(true),
      }),
    },
    capability('SearchRestrictions', record({ Searchable: bool(isSupported('$search') && searchable.length > 0) })),
    capability('ChangeTracking', record({ Supported: bool(isSupported(CHANGES)) })),
    capability('InsertRestrictions', record({ Insertable: bool(false) })),
  ];
}
