/**
 * The terms that `$metadata` is annotated with, as data. They are OASIS' (Core and Capabilities vocabularies), reduced
 * to what is used here and described in our words. The service serves them itself, for some clients fetch what a metadata
 * document refers to at once, with the caller's credentials.
 */
import type { JsonObject } from '../../util/json-object.ts';
import type { Reference } from './xml.ts';

export const CORE = 'Org.OData.Core.V1';
export const CAPABILITIES = 'Org.OData.Capabilities.V1';
export const AGGREGATION = 'Org.OData.Aggregation.V1';

export interface Vocabulary {
  readonly namespace: string;
  readonly alias: string;
  /** Namespaces of the vocabularies it takes types from. */
  readonly uses: readonly string[];
  /** Names for a primitive type. */
  readonly typeDefinitions: Readonly<Record<string, string>>;
  /** Members by type, in the order of their values from 0. */
  readonly enumTypes: Readonly<Record<string, readonly string[]>>;
  /** Types of the properties by type. */
  readonly complexTypes: Readonly<Record<string, Readonly<Record<string, TypeReference>>>>;
  readonly terms: Readonly<Record<string, Term>>;
}

/** A qualified type name, in `Collection(...)` where there may be many. */
type TypeReference = string;

interface Term {
  readonly type: TypeReference;
  /** Model elements it says something about, with blanks between them; absent: any. */
  readonly appliesTo?: string;
  readonly description: string;
}

const strings = 'Collection(Edm.String)';
const paths = 'Collection(Edm.PropertyPath)';
const tag = `${CORE}.Tag`;

const ofContainer = (type: TypeReference, description: string): Term => ({
  type,
  appliesTo: 'EntityContainer',
  description,
});
const ofSet = (type: TypeReference, description: string): Term => ({ type, appliesTo: 'EntitySet', description });
const ofEach = (name: string, description: string): Term => ({
  ...restrictions(name, description),
  appliesTo: 'EntitySet Singleton',
});
const restrictions = (name: string, description: string): Term => ofSet(`${CAPABILITIES}.${name}Type`, description);

export const vocabularies: readonly Vocabulary[] = [
  {
    namespace: CORE,
    alias: 'Core',
    uses: [],
    typeDefinitions: { Tag: 'Edm.Boolean' },
    enumTypes: {},
    complexTypes: {},
    terms: {
      Description: { type: 'Edm.String', description: 'What a model element is, for people.' },
      SchemaVersion: {
        type: 'Edm.String',
        appliesTo: 'Schema',
        description: 'The version that $schemaversion can ask for.',
      },
      ODataVersions: ofContainer('Edm.String', 'The OData versions that are spoken, with blanks between them.'),
    },
  },
  {
    namespace: CAPABILITIES,
    alias: 'Capabilities',
    uses: [CORE],
    typeDefinitions: {},
    enumTypes: { ConformanceLevelType: ['Minimal', 'Intermediate', 'Advanced'] },
    complexTypes: {
      FilterRestrictionsType: {
        Filterable: 'Edm.Boolean',
        RequiresFilter: 'Edm.Boolean',
        NonFilterableProperties: paths,
      },
      SortRestrictionsType: { Sortable: 'Edm.Boolean', NonSortableProperties: paths },
      CountRestrictionsType: { Countable: 'Edm.Boolean' },
      BatchSupportType: {
        Supported: 'Edm.Boolean',
        ContinueOnErrorSupported: 'Edm.Boolean',
        ReferencesInRequestBodiesSupported: 'Edm.Boolean',
        ReferencesAcrossChangeSetsSupported: 'Edm.Boolean',
        EtagReferencesSupported: 'Edm.Boolean',
        RequestDependencyConditionsSupported: 'Edm.Boolean',
        SupportedFormats: strings,
      },
      SelectSupportType: {
        Supported: 'Edm.Boolean',
        InstanceAnnotationsSupported: 'Edm.Boolean',
        Expandable: 'Edm.Boolean',
        Filterable: 'Edm.Boolean',
        Searchable: 'Edm.Boolean',
        TopSupported: 'Edm.Boolean',
        SkipSupported: 'Edm.Boolean',
        ComputeSupported: 'Edm.Boolean',
        Countable: 'Edm.Boolean',
        Sortable: 'Edm.Boolean',
      },
      ExpandRestrictionsType: { Expandable: 'Edm.Boolean', StreamsExpandable: 'Edm.Boolean', MaxLevels: 'Edm.Int32' },
      ChangeTrackingType: { Supported: 'Edm.Boolean' },
      SearchRestrictionsType: { Searchable: 'Edm.Boolean' },
      InsertRestrictionsType: { Insertable: 'Edm.Boolean' },
      UpdateRestrictionsType: { Updatable: 'Edm.Boolean' },
      DeleteRestrictionsType: { Deletable: 'Edm.Boolean' },
    },
    terms: {
      ConformanceLevel: ofContainer(`${CAPABILITIES}.ConformanceLevelType`, 'How much of OData the service does.'),
      SupportedFormats: ofContainer(strings, 'Media types that entities come in.'),
      SupportedMetadataFormats: ofContainer(strings, 'Media types that the metadata document comes in.'),
      AsynchronousRequestsSupported: ofContainer(tag, 'Whether requests may be answered later.'),
      BatchSupported: ofContainer(tag, 'Whether several requests may be sent in one.'),
      BatchSupport: ofContainer(`${CAPABILITIES}.BatchSupportType`, 'What a batch of requests may hold.'),
      CrossJoinSupported: ofContainer(tag, 'Whether entity sets may be joined by $crossjoin.'),
      KeyAsSegmentSupported: ofContainer(tag, 'Whether a key may be a path segment.'),
      ComputeSupported: ofContainer(tag, 'Whether properties may be computed by $compute.'),
      QuerySegmentSupported: ofContainer(tag, 'Whether query options may be in the body of a POST to $query.'),
      AnnotationValuesInQuerySupported: ofContainer(tag, 'Whether query options may name annotations.'),
      ChangeTracking: {
        type: `${CAPABILITIES}.ChangeTrackingType`,
        appliesTo: 'EntityContainer EntitySet',
        description: 'Whether changes can be asked for.',
      },
      FilterFunctions: ofContainer(strings, 'Functions and operators that $filter knows.'),
      FilterRestrictions: restrictions('FilterRestrictions', 'What $filter can be used for.'),
      SortRestrictions: restrictions('SortRestrictions', 'What $orderby can be used for.'),
      CountRestrictions: restrictions('CountRestrictions', 'Whether entities are counted.'),
      TopSupported: ofSet(tag, 'Whether $top is done.'),
      SkipSupported: ofSet(tag, 'Whether $skip is done.'),
      IndexableByKey: ofSet(tag, 'Whether an entity is found by its key.'),
      SelectSupport: ofEach('SelectSupport', 'Whether $select is done.'),
      ExpandRestrictions: ofEach('ExpandRestrictions', 'What $expand can be used for.'),
      SearchRestrictions: restrictions('SearchRestrictions', 'Whether $search is done.'),
      InsertRestrictions: restrictions('InsertRestrictions', 'Whether entities can be created.'),
      UpdateRestrictions: ofEach('UpdateRestrictions', 'Whether entities can be changed.'),
      DeleteRestrictions: ofEach('DeleteRestrictions', 'Whether entities can be deleted.'),
    },
  },
  {
    namespace: AGGREGATION,
    alias: 'Aggregation',
    uses: [],
    typeDefinitions: { Transformation: 'Edm.String' },
    enumTypes: { RollupType: ['None', 'SingleHierarchy', 'MultipleHierarchies'] },
    complexTypes: {
      ApplySupportedType: {
        Transformations: `Collection(${AGGREGATION}.Transformation)`,
        CustomAggregationMethods: strings,
        Rollup: `${AGGREGATION}.RollupType`,
        From: 'Edm.Boolean',
      },
    },
    terms: {
      ApplySupported: ofSet(`${AGGREGATION}.ApplySupportedType`, 'What $apply can be used for.'),
    },
  },
];

/** A name that CSDL JSON takes: a document may not mix an alias and the namespace it stands for (CSDL JSON 4.1.1). */
export function withAlias(name: string): string {
  const vocabulary = vocabularies.find(({ namespace }) => name.startsWith(`${namespace}.`));
  return vocabulary === undefined ? name : `${vocabulary.alias}${name.slice(vocabulary.namespace.length)}`;
}

/** The folder of the vocabularies, below the service root; no entity set is called so. */
export const VOCABULARY_FOLDER = 'vocabularies';

/** How `$metadata` refers to a vocabulary. */
export const referenceTo = ({ namespace, alias }: Vocabulary): Reference => ({
  address: `${VOCABULARY_FOLDER}/${namespace}`,
  namespace,
  alias,
});

/** How a vocabulary refers to those it takes types from, which are beside it. */
export const referencesOf = ({ uses }: Vocabulary): readonly Reference[] =>
  vocabularies
    .filter(({ namespace }) => uses.includes(namespace))
    .map(({ namespace, alias }) => ({ address: namespace, namespace, alias }));

/** The member `$Reference` of a CSDL JSON document. */
export const jsonReferences = (references: readonly Reference[]): JsonObject =>
  Object.fromEntries(
    references.map(({ address, namespace, alias }) => [
      `${address}.json`,
      { $Include: [{ $Namespace: namespace, $Alias: alias }] },
    ]),
  );
