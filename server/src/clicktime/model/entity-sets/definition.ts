/**
 * What one entity set is: its place in the OData model and where its entities are in ClickTime. Planner, `$metadata`,
 * decoder, docs and tests all read the same data.
 */
import type { DatedBy, EntitySet, NavigationProperty, Property, SourceParameter } from '../../../model/edm.ts';
import type { Value } from '../../../model/values.ts';
import type { Precision, SourceOrderItem } from '../../../source/source.ts';
import type { ScanField } from '../scan/scan-field.ts';

/** How a ClickTime field becomes a property's value. */
export type FieldForm =
  | 'text'
  | 'boolean'
  | 'decimal'
  | 'integer'
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
  /** One of these fields, for which there is a decoder. */
  | 'customField'
  /** Whatever it is, as JSON text. */
  | 'json'
  /** Sum of the hours of an array of days. */
  | 'sumOfHours';

/** How a value is read, and what a field should have been, for the message when it is not. */
export interface FieldDecoder {
  readonly expects: string;
  /** Undefined for what is of another kind; `identify` gives the identifiers that stand for names of custom fields. */
  readonly decode: (value: unknown, identify?: (name: string) => string) => Value | undefined;
  /** Finds it in the bytes of a record, where that is faster. */
  readonly scan?: ScanField;
}

/** A property together with the ClickTime field it comes from. */
export interface FieldDefinition {
  readonly property: Property;
  /** Name of the field in ClickTime's record. */
  readonly field: string;
  readonly form: FieldForm;
  /** Reads it in another way than its form says. */
  readonly decoder?: FieldDecoder;
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

/** How a list comes that ClickTime does not page, or does not have as one; each of its answers is read whole. */
export type Gathering =
  /** One answer has all of it. */
  | { readonly kind: 'Whole' }
  /** Several lists, put together; those that the account is refused are left out. */
  | { readonly kind: 'Lists'; readonly paths: readonly string[] }
  /** One answer for each month of the days in `property`. */
  | { readonly kind: 'Months'; readonly property: string; readonly from: string; readonly to: string }
  /** One list for each record of another set, `below` its path; `property` holds that record's ID. */
  | {
      readonly kind: 'Each';
      readonly of: EntitySetDefinition;
      readonly below: string;
      readonly property: string;
    };

interface UpstreamResource {
  /** Path of the list below ClickTime's base URL; a record is at `path/ID`. */
  readonly path: string;
  /** `record`: there is one, at `path`. Default `list`. */
  readonly form?: ListForm;
  /** Absent: the list is paged. */
  readonly gathering?: Gathering;
  /** Whether records are also read by their own paths; default true. */
  readonly byPath?: boolean;
  /** Most records one page may hold. */
  readonly pageLimit: number;
  /** The order ClickTime always returns the list in; it cannot be chosen. Of what is gathered, the one it is put in. */
  readonly order: readonly SourceOrderItem[];
  /** What can be filtered by, by property name. */
  readonly predicates: Readonly<Record<string, UpstreamPredicate>>;
  /** Seldom changed and read by everyone, so worth remembering for a short while. */
  readonly reference: boolean;
  /** Whose token may read the list, for the message to the others. */
  readonly access: string;
  /** Every account may read it, as far as the company has it at all. */
  readonly isOpen?: true;
  /** Where an account finds what it manages that may not read the list; absent: nowhere. */
  readonly managed?: PartResource;
  /** Where an account finds its own records that may read neither; absent: nowhere. */
  readonly own?: OwnResource;
}

/** `list`: many records; `record`: just one. */
export type ListForm = 'list' | 'record';

/** A part of the company's list, in the same order. */
interface PartResource {
  readonly path: string;
  readonly gathering?: Gathering;
  /** Properties with predicates that ClickTime has no parameters for here; a single record has none at all. */
  readonly unfiltered: readonly string[];
  /** What these records are, completing "An account that may not read the company's list gets ...". */
  readonly meaning: string;
}

/** An account's own records, below ClickTime's `/Me`; those of a list are also at `path/ID`. */
interface OwnResource extends PartResource {
  readonly form: ListForm;
  /** Properties whose fields ClickTime never sends here. */
  readonly missing: readonly string[];
}

export interface EntitySetDefinition {
  readonly entitySet: EntitySet;
  readonly fields: readonly FieldDefinition[];
  readonly upstream: UpstreamResource;
}

interface EntitySetParts {
  /** Default `EntitySet`. */
  readonly kind?: EntitySet['kind'];
  readonly name: string;
  readonly entityType: string;
  readonly description: string;
  readonly synonyms: readonly string[];
  readonly entityDescription: string;
  /** Default `ID`. */
  readonly key?: readonly string[];
  readonly fields: readonly FieldDefinition[];
  /** Names of the properties that `$search` looks into. */
  readonly searchable: readonly string[];
  readonly navigation: readonly NavigationProperty[];
  /** What service roots with a period look at. */
  readonly datedBy?: DatedBy;
  readonly upstream: UpstreamResource;
}

/** An entity set with the properties of its fields in their order. */
export function defineEntitySet(parts: EntitySetParts): EntitySetDefinition {
  const { managed } = parts.upstream;
  const part = managed && ` An account that may not read the company's list gets ${managed.meaning}.`;
  return {
    entitySet: {
      kind: parts.kind ?? 'EntitySet',
      name: parts.name,
      description: `${parts.description}${part ?? ''}`,
      synonyms: parts.synonyms,
      searchable: parts.searchable,
      ...(parts.datedBy && { datedBy: parts.datedBy }),
      parameters: [...pagingParameters, ...parts.fields.flatMap((field) => filterParameters(field, parts.upstream))],
      entityType: {
        kind: 'EntityType',
        name: parts.entityType,
        description: parts.entityDescription,
        open: false,
        key: parts.key ?? ['ID'],
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
