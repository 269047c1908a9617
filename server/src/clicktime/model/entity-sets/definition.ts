/**
 * What one entity set is: its place in the OData model and where its entities are in ClickTime. Planner, `$metadata`,
 * decoder, docs and tests all read the same data.
 */
import type { DatedBy, EntitySet, NavigationProperty, Property, SourceParameter } from '../../../model/edm.ts';
import type { Precision, SourceOrderItem } from '../../../source/source.ts';

/** How a ClickTime field becomes a property's value. */
export type FieldForm =
  | 'text'
  | 'boolean'
  | 'decimal'
  /** A calendar day. */
  | 'day'
  /** A time of day as `HH:MM`, or `HH:MM:SS` where there are seconds. */
  | 'time'
  /** A point in time. */
  | 'instant'
  /** A person: a name, or an object that holds it. */
  | 'personName'
  /** The free-form map of custom fields. */
  | 'customFields'
  /** The same map as JSON text. */
  | 'customFieldsText'
  /** Sum of the hours of an array of days. */
  | 'sumOfHours';

/** A property together with the ClickTime field it comes from. */
export interface FieldDefinition {
  readonly property: Property;
  /** Name of the field in ClickTime's record. */
  readonly field: string;
  readonly form: FieldForm;
  /** ClickTime sends the field only when asked with `verbose=true`. */
  readonly verbose: boolean;
}

/** The query parameters that filter by one property. */
export interface UpstreamPredicate {
  /** Repeatable parameter for any of several values; where `values` is given, it takes no others. */
  readonly in?: {
    readonly parameter: string;
    readonly precision: Precision;
    readonly values?: readonly string[];
    /** Sent where a request names none: what ClickTime leaves out without the parameter is not known. */
    readonly otherwise?: readonly boolean[];
  };
  /** A pair of parameters for an interval of days, both ends included; each widened by `widenDays`. */
  readonly range?: {
    readonly from: string;
    readonly to: string;
    readonly precision: Precision;
    readonly widenDays: number;
  };
  /** There is no list filter: several values are read one by one, each at the record's own path. */
  readonly recordPath?: true;
}

interface UpstreamResource {
  /** Path of the list below ClickTime's base URL; a record is at `path/ID`. */
  readonly path: string;
  /** Most records one page may hold. */
  readonly pageLimit: number;
  /** The order ClickTime always returns the list in; it cannot be chosen. */
  readonly order: readonly SourceOrderItem[];
  /** What can be filtered by, by property name. */
  readonly predicates: Readonly<Record<string, UpstreamPredicate>>;
  /** Seldom changed and read by everyone, so worth remembering for a short while. */
  readonly reference: boolean;
  /** Whose token may read the list, for the message to the others. */
  readonly access: string;
  /** Where an account finds its own records that may not read the list; absent: nowhere. */
  readonly own?: OwnResource;
}

/** An account's own records, below ClickTime's `/Me`, in the same order. */
interface OwnResource {
  readonly path: string;
  /** `list`: paged, each record also at `path/ID`; `record`: just the one that is the account itself. */
  readonly form: 'list' | 'record';
  /** Properties with predicates that ClickTime has no parameters for here; a single record has none at all. */
  readonly unfiltered: readonly string[];
  /** Properties whose fields ClickTime never sends here. */
  readonly missing: readonly string[];
  /** What the own records are, completing "An account that may not read the company's list gets ...". */
  readonly meaning: string;
}

export interface EntitySetDefinition {
  readonly entitySet: EntitySet;
  readonly fields: readonly FieldDefinition[];
  readonly upstream: UpstreamResource;
}

interface EntitySetParts {
  readonly name: string;
  readonly entityType: string;
  readonly description: string;
  readonly synonyms: readonly string[];
  readonly entityDescription: string;
  readonly fields: readonly FieldDefinition[];
  /** Names of the properties that `$search` looks into. */
  readonly searchable: readonly string[];
  readonly navigation: readonly NavigationProperty[];
  /** What service roots with a period look at. */
  readonly datedBy?: DatedBy;
  readonly upstream: UpstreamResource;
}

/** An entity set keyed by `ID`, with the properties of its fields in their order. */
export function defineEntitySet(parts: EntitySetParts): EntitySetDefinition {
  return {
    entitySet: {
      kind: 'EntitySet',
      name: parts.name,
      description: parts.description,
      synonyms: parts.synonyms,
      searchable: parts.searchable,
      ...(parts.datedBy && { datedBy: parts.datedBy }),
      parameters: [...pagingParameters, ...parts.fields.flatMap((field) => filterParameters(field, parts.upstream))],
      entityType: {
        kind: 'EntityType',
        name: parts.entityType,
        description: parts.entityDescription,
        open: false,
        key: ['ID'],
        properties: parts.fields.map(({ property }) => property),
        navigationProperties: parts.navigation,
      },
    },
    fields: parts.fields,
    upstream: parts.upstream,
  };
}

/** Parameters that every list of ClickTime's has. */
const pagingParameters: readonly SourceParameter[] = [
  { name: 'limit', equivalent: '$top={}', type: 'Edm.Int32' },
  { name: 'offset', equivalent: '$skip={}', type: 'Edm.Int32' },
  { name: 'verbose', type: 'Edm.Boolean' },
];

/** The parameters that filter by a property, and the filters that say the same. */
function filterParameters({ property }: FieldDefinition, { predicates }: UpstreamResource): readonly SourceParameter[] {
  const { name, type } = property;
  const predicate = predicates[name];
  if (predicate === undefined || type.kind !== 'PrimitiveType') return [];
  const parameter = (parameterName: string | undefined, operator: string): readonly SourceParameter[] =>
    parameterName === undefined
      ? []
      : [{ name: parameterName, equivalent: `$filter=${name} ${operator} {}`, type: type.name }];
  return [
    ...parameter(predicate.in?.parameter, 'eq'),
    ...parameter(predicate.range?.from, 'ge'),
    ...parameter(predicate.range?.to, 'le'),
  ];
}
