/**
 * The syntax tree of OData 4.01 URLs: what was written, names still text. Nothing here knows a model; whether a name
 * is a property, a function or a key belongs to the bind step.
 *
 * Every node has `kind`, equal to its type's name, and `range`, the half-open interval of offsets it spans in the
 * percent-decoded text it was parsed from (the resource path, or one query option's value).
 */

/** Half-open interval of UTF-16 offsets into the decoded text a node was parsed from. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface NodeBase {
  readonly range: Range;
}

// ---- Literals -------------------------------------------------------------------------------------------------------

/** Which literal form was written; `integer` and `decimal` become a numeric Edm type only when bound. */
export type LiteralType =
  | 'null'
  | 'boolean'
  | 'string'
  | 'guid'
  | 'date'
  | 'timeOfDay'
  | 'dateTimeOffset'
  | 'duration'
  | 'binary'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'enum'
  | 'geography'
  | 'geometry';

/**
 * A primitive literal. `value` is its canonical text, exact whatever its size: quotes and prefixes removed and doubled
 * quotes single for `string`, `duration`, `binary`, `enum` and geo types; digits as written for numbers; `true`/`false`;
 * `INF`, `-INF`, `NaN` and exponential forms are `double`; empty for `null`.
 */
export interface Literal extends NodeBase {
  readonly kind: 'Literal';
  readonly type: LiteralType;
  readonly value: string;
  /** Qualified enumeration type name, where the literal had one. */
  readonly typeName?: string;
}

/** `(1,2,3)`: the right side of `in`. */
export interface ListExpression extends NodeBase {
  readonly kind: 'ListExpression';
  readonly items: readonly Expression[];
}

/** `[...]` in a parameter value. */
export interface JsonArray extends NodeBase {
  readonly kind: 'JsonArray';
  readonly items: readonly Expression[];
}

/** `{...}` in a parameter value. */
export interface JsonObject extends NodeBase {
  readonly kind: 'JsonObject';
  readonly members: readonly JsonMember[];
}

export interface JsonMember extends NodeBase {
  readonly kind: 'JsonMember';
  readonly name: string;
  readonly value: Expression;
}

/** `@name`, to be replaced by the value assigned to it in the same request. The name is without `@`. */
export interface ParameterAlias extends NodeBase {
  readonly kind: 'ParameterAlias';
  readonly name: string;
}

// ---- Expressions ----------------------------------------------------------------------------------------------------

export type BinaryOperator =
  | 'or'
  | 'and'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'has'
  | 'in'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'divby'
  | 'mod';

/** Operators of one precedence level associate to the left (OData URL Conventions 5.1.1.18). */
export interface BinaryExpression extends NodeBase {
  readonly kind: 'BinaryExpression';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryExpression extends NodeBase {
  readonly kind: 'UnaryExpression';
  readonly operator: 'not' | 'negate';
  readonly operand: Expression;
}

/** A canonical function call such as `contains(Name,'a')`; `method` is in the specification's lower case. */
export interface MethodCall extends NodeBase {
  readonly kind: 'MethodCall';
  readonly method: string;
  readonly args: readonly Expression[];
}

/** `isof(T)`, `isof(expr,T)`, `cast(T)` and `cast(expr,T)`; without operand it applies to `$it`. */
export interface TypeExpression extends NodeBase {
  readonly kind: 'TypeExpression';
  readonly operation: 'isof' | 'cast';
  readonly operand?: Expression;
  readonly typeName: TypeName;
}

/** A qualified type name, `Collection(...)` removed and noted. */
export interface TypeName extends NodeBase {
  readonly kind: 'TypeName';
  readonly name: string;
  readonly collection: boolean;
}

/** `case(condition:value,...)`. */
export interface CaseExpression extends NodeBase {
  readonly kind: 'CaseExpression';
  readonly branches: readonly CaseBranch[];
}

export interface CaseBranch extends NodeBase {
  readonly kind: 'CaseBranch';
  readonly condition: Expression;
  readonly value: Expression;
}

/**
 * A path in an expression, `Client/Name`, `$it/ID`, `$root/Jobs('a')/Name`, `Items/$count`, `Items/any(i:i/X eq 1)`.
 * `@a/Street` has the root `@` and the alias's name in `alias`; `$these` is the collection of the Aggregation extension.
 */
export interface MemberPath extends NodeBase {
  readonly kind: 'MemberPath';
  readonly root?: '$it' | '$root' | '$this' | '$these' | '@';
  readonly alias?: string;
  readonly segments: readonly PathSegment[];
}

export type Expression =
  | Literal
  | ListExpression
  | JsonArray
  | JsonObject
  | ParameterAlias
  | BinaryExpression
  | UnaryExpression
  | MethodCall
  | TypeExpression
  | CaseExpression
  | MemberPath;

// ---- Path segments, shared by resource paths and expressions ---------------------------------------------------------

/**
 * A name, with what stood in parentheses behind it: a key predicate or function parameters, which look the same until
 * the name is bound. `Jobs` has no `arguments`, `Today()` has an empty list.
 */
export interface NameSegment extends NodeBase {
  readonly kind: 'NameSegment';
  /** As written; with its namespace when `qualified`: a type cast, or a bound function or action. */
  readonly name: string;
  readonly qualified: boolean;
  readonly arguments?: readonly Argument[];
  /** A second pair of parentheses: the key of one entity of a function's result, `ProductsByColor(color='red')(1)`. */
  readonly key?: readonly Argument[];
}

/** A path segment that cannot be a name, `4711` or `-1`: a key written as a segment, or an ordinal index. */
export interface KeySegment extends NodeBase {
  readonly kind: 'KeySegment';
  readonly value: string;
}

/** `'abc'` (no name), `ID='abc'`, `p=@p`. */
export interface Argument extends NodeBase {
  readonly kind: 'Argument';
  readonly name?: string;
  readonly value: Expression;
}

/** `any(...)` or `all(...)` behind a collection; `any()` has neither variable nor predicate. */
export interface LambdaSegment extends NodeBase {
  readonly kind: 'LambdaSegment';
  readonly operator: 'any' | 'all';
  readonly variable?: string;
  readonly predicate?: Expression;
}

/** `$count`, in expressions also `$count($filter=...;$search=...)`. */
export interface CountSegment extends NodeBase {
  readonly kind: 'CountSegment';
  readonly options?: readonly QueryOption[];
}

/** `$filter(...)` as a path segment, `$filter(...)(ID=1)` with a key. */
export interface FilterSegment extends NodeBase {
  readonly kind: 'FilterSegment';
  readonly expression: Expression;
  readonly key?: readonly Argument[];
}

/** `aggregate(...)` behind a collection: `Sales/aggregate(Amount with sum)`. */
export interface AggregateSegment extends NodeBase {
  readonly kind: 'AggregateSegment';
  readonly item: AggregateItem;
}

/** `@Namespace.Term#qualifier` as a path segment. */
export interface AnnotationSegment extends NodeBase {
  readonly kind: 'AnnotationSegment';
  readonly term: string;
  readonly qualifier?: string;
}

/** A segment that is one reserved word and no more. */
export interface ReservedSegment extends NodeBase {
  readonly kind: 'ReservedSegment';
  readonly name: '$ref' | '$value' | '$each' | '$query' | '$batch' | '$metadata';
}

/** `$crossjoin(A,B)`. */
export interface CrossjoinSegment extends NodeBase {
  readonly kind: 'CrossjoinSegment';
  readonly entitySets: readonly string[];
}

/** `$all`, `$all/Model.Type`. */
export interface AllSegment extends NodeBase {
  readonly kind: 'AllSegment';
}

/** `$entity`; the entity itself is named by the `$id` option. */
export interface EntitySegment extends NodeBase {
  readonly kind: 'EntitySegment';
}

export type PathSegment =
  | NameSegment
  | KeySegment
  | AggregateSegment
  | LambdaSegment
  | CountSegment
  | FilterSegment
  | AnnotationSegment
  | ReservedSegment
  | CrossjoinSegment
  | AllSegment
  | EntitySegment;

/** The resource path behind the service root; no segments is the service document. */
export interface ResourcePath extends NodeBase {
  readonly kind: 'ResourcePath';
  readonly segments: readonly PathSegment[];
}

// ---- Query options ---------------------------------------------------------------------------------------------------

export interface FilterOption extends NodeBase {
  readonly kind: 'FilterOption';
  readonly expression: Expression;
}

export interface OrderbyOption extends NodeBase {
  readonly kind: 'OrderbyOption';
  readonly items: readonly OrderbyItem[];
}

export interface OrderbyItem extends NodeBase {
  readonly kind: 'OrderbyItem';
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface SelectOption extends NodeBase {
  readonly kind: 'SelectOption';
  readonly items: readonly SelectItem[];
}

/** `*`, `Name`, `Address/City`, `Model.*`, each with nested options. `*` and `Model.*` are `wildcard`. */
export interface SelectItem extends NodeBase {
  readonly kind: 'SelectItem';
  /** `*` alone, `Model.*` (namespace in `segments`), or none. */
  readonly wildcard: boolean;
  readonly segments: readonly PathSegment[];
  readonly options: readonly QueryOption[];
  /** The parameters that tell one overload of a function: `Model.MostPopular(Location,Kind)`. */
  readonly parameterNames?: readonly string[];
}

export interface ExpandOption extends NodeBase {
  readonly kind: 'ExpandOption';
  readonly items: readonly ExpandItem[];
}

/** `Client`, `*`, `Jobs/$ref`, `Jobs/$count`, each with nested options. */
export interface ExpandItem extends NodeBase {
  readonly kind: 'ExpandItem';
  readonly wildcard: boolean;
  readonly segments: readonly PathSegment[];
  readonly options: readonly QueryOption[];
}

export interface ComputeOption extends NodeBase {
  readonly kind: 'ComputeOption';
  readonly items: readonly ComputeItem[];
}

export interface ComputeItem extends NodeBase {
  readonly kind: 'ComputeItem';
  readonly expression: Expression;
  readonly alias: string;
}

export interface SearchOption extends NodeBase {
  readonly kind: 'SearchOption';
  readonly expression: SearchExpression;
}

export type SearchExpression = SearchBinary | SearchNot | SearchTerm;

export interface SearchBinary extends NodeBase {
  readonly kind: 'SearchBinary';
  readonly operator: 'AND' | 'OR';
  readonly left: SearchExpression;
  readonly right: SearchExpression;
}

export interface SearchNot extends NodeBase {
  readonly kind: 'SearchNot';
  readonly operand: SearchExpression;
}

/** A word, or a quoted phrase without its quotes. */
export interface SearchTerm extends NodeBase {
  readonly kind: 'SearchTerm';
  readonly value: string;
  readonly phrase: boolean;
}

export interface TopOption extends NodeBase {
  readonly kind: 'TopOption';
  readonly value: number;
}

export interface SkipOption extends NodeBase {
  readonly kind: 'SkipOption';
  readonly value: number;
}

export interface CountOption extends NodeBase {
  readonly kind: 'CountOption';
  readonly value: boolean;
}

/** `json`, `xml`, or a media type, as written. */
export interface FormatOption extends NodeBase {
  readonly kind: 'FormatOption';
  readonly value: string;
}

export interface LevelsOption extends NodeBase {
  readonly kind: 'LevelsOption';
  readonly value: number | 'max';
}

/** A system query option whose value is opaque text to the grammar. */
export interface TextOption extends NodeBase {
  readonly kind: 'TextOption';
  readonly name: '$skiptoken' | '$deltatoken' | '$id' | '$schemaversion' | '$index';
  readonly value: string;
}

/** `$at`, `$from`, `$to`, `$toInclusive` of the Temporal extension; `min` and `max` are the ends of time. */
export interface TemporalOption extends NodeBase {
  readonly kind: 'TemporalOption';
  readonly name: '$at' | '$from' | '$to' | '$toInclusive';
  readonly value: Expression | TimeLimit;
}

/** `min` or `max` as the value of a temporal option. */
export interface TimeLimit extends NodeBase {
  readonly kind: 'TimeLimit';
  readonly value: 'min' | 'max';
}

/** `$apply` (Data Aggregation extension). */
export interface ApplyOption extends NodeBase {
  readonly kind: 'ApplyOption';
  readonly apply: TransformationSequence;
}

/** `@name=value`: what a parameter alias stands for. The name is without `@`. */
export interface AliasAssignment extends NodeBase {
  readonly kind: 'AliasAssignment';
  readonly name: string;
  readonly value: Expression;
}

/** An option OData does not define, decoded. */
export interface CustomOption extends NodeBase {
  readonly kind: 'CustomOption';
  readonly name: string;
  readonly value: string;
}

export type QueryOption =
  | FilterOption
  | OrderbyOption
  | SelectOption
  | ExpandOption
  | ComputeOption
  | SearchOption
  | TopOption
  | SkipOption
  | CountOption
  | FormatOption
  | LevelsOption
  | TextOption
  | TemporalOption
  | ApplyOption
  | AliasAssignment
  | CustomOption;

/** A request URL behind the service root; `context` is the fragment of `$metadata#...`, which requests never have. */
export interface ODataUrl extends NodeBase {
  readonly kind: 'ODataUrl';
  readonly path: ResourcePath;
  readonly options: readonly QueryOption[];
  readonly context?: ContextUrl;
}

// ---- Data aggregation ------------------------------------------------------------------------------------------------

/** Transformations, each of which takes the output of the one before it: `filter(...)/aggregate(...)`. */
export interface TransformationSequence extends NodeBase {
  readonly kind: 'TransformationSequence';
  readonly transformations: readonly Transformation[];
}

export type Transformation =
  | AggregateTransformation
  | ComputeTransformation
  | ConcatTransformation
  | GroupbyTransformation
  | FilterTransformation
  | SearchTransformation
  | OrderbyTransformation
  | PageTransformation
  | IdentityTransformation
  | RankTransformation
  | JoinTransformation
  | NestTransformation
  | HierarchyTransformation
  | TraverseTransformation
  | CustomTransformation;

export interface AggregateTransformation extends NodeBase {
  readonly kind: 'AggregateTransformation';
  readonly items: readonly AggregateItem[];
}

/**
 * `Amount with sum as Total`, `$count as Number` (the expression is a path that ends in `$count`), or a custom aggregate
 * `Forecast`, which needs neither method nor alias. `from` is what is aggregated in between, innermost first.
 */
export interface AggregateItem extends NodeBase {
  readonly kind: 'AggregateItem';
  readonly expression: Expression;
  readonly method?: string;
  readonly from: readonly AggregateFrom[];
  readonly alias?: string;
}

/** `from Time,Product/Name with max`. */
export interface AggregateFrom extends NodeBase {
  readonly kind: 'AggregateFrom';
  readonly properties: readonly MemberPath[];
  readonly method?: string;
}

export interface ComputeTransformation extends NodeBase {
  readonly kind: 'ComputeTransformation';
  readonly items: readonly ComputeItem[];
}

export interface ConcatTransformation extends NodeBase {
  readonly kind: 'ConcatTransformation';
  readonly sequences: readonly TransformationSequence[];
}

/** `groupby((Country,rollup(...)),aggregate(...))`. */
export interface GroupbyTransformation extends NodeBase {
  readonly kind: 'GroupbyTransformation';
  readonly elements: readonly GroupbyElement[];
  readonly apply?: TransformationSequence;
}

export type GroupbyElement = MemberPath | RollupLevels | RollupRecursive;

/** `rollup(Country,City)`; one name alone is the qualifier of a leveled hierarchy. */
export interface RollupLevels extends NodeBase {
  readonly kind: 'RollupLevels';
  readonly properties: readonly MemberPath[];
  /** `$all` in front: all instances together are the highest level. */
  readonly total: boolean;
}

export interface RollupRecursive extends NodeBase {
  readonly kind: 'RollupRecursive';
  readonly hierarchy: HierarchyReference;
  readonly apply?: TransformationSequence;
}

/** A recursive hierarchy: the collection of its nodes, its qualifier, and the path to the node of an instance. */
export interface HierarchyReference extends NodeBase {
  readonly kind: 'HierarchyReference';
  readonly nodes: MemberPath;
  readonly qualifier: string;
  readonly path: MemberPath;
}

export interface FilterTransformation extends NodeBase {
  readonly kind: 'FilterTransformation';
  readonly expression: Expression;
}

export interface SearchTransformation extends NodeBase {
  readonly kind: 'SearchTransformation';
  readonly expression: SearchExpression;
}

export interface OrderbyTransformation extends NodeBase {
  readonly kind: 'OrderbyTransformation';
  readonly items: readonly OrderbyItem[];
}

/** `top(5)`, `skip(5)`. */
export interface PageTransformation extends NodeBase {
  readonly kind: 'PageTransformation';
  readonly method: 'top' | 'skip';
  readonly value: number;
}

export interface IdentityTransformation extends NodeBase {
  readonly kind: 'IdentityTransformation';
}

export type RankMethod = 'topcount' | 'toppercent' | 'topsum' | 'bottomcount' | 'bottompercent' | 'bottomsum';

/** `topcount(2,Amount)`: how many or how much, and by which value. */
export interface RankTransformation extends NodeBase {
  readonly kind: 'RankTransformation';
  readonly method: RankMethod;
  readonly amount: Expression;
  readonly value: Expression;
}

export interface JoinTransformation extends NodeBase {
  readonly kind: 'JoinTransformation';
  readonly method: 'join' | 'outerjoin';
  readonly path: MemberPath;
  readonly alias: string;
  readonly apply?: TransformationSequence;
}

/** `addnested(Sales,filter(...) as Big)`; `nest(...)` has no path. */
export interface NestTransformation extends NodeBase {
  readonly kind: 'NestTransformation';
  readonly path?: MemberPath;
  readonly items: readonly NestItem[];
}

export interface NestItem extends NodeBase {
  readonly kind: 'NestItem';
  readonly apply: TransformationSequence;
  readonly alias: string;
}

/** `ancestors(...)`, `descendants(...)`. */
export interface HierarchyTransformation extends NodeBase {
  readonly kind: 'HierarchyTransformation';
  readonly direction: 'ancestors' | 'descendants';
  readonly hierarchy: HierarchyReference;
  readonly start: TransformationSequence;
  readonly maxDistance?: number;
  readonly keepStart: boolean;
}

export interface TraverseTransformation extends NodeBase {
  readonly kind: 'TraverseTransformation';
  readonly hierarchy: HierarchyReference;
  readonly order: 'preorder' | 'postorder';
  readonly apply?: TransformationSequence;
  readonly orderby: readonly OrderbyItem[];
}

/** A service-defined function as a transformation. */
export interface CustomTransformation extends NodeBase {
  readonly kind: 'CustomTransformation';
  readonly function: NameSegment;
}

// ---- Context URLs and preferences ------------------------------------------------------------------------------------

/** The fragment of a context URL, what stands behind `$metadata#` (Protocol 10). */
export interface ContextUrl extends NodeBase {
  readonly kind: 'ContextUrl';
  /** An entity set, a singleton, or a path from one of them; absent where `type` says what it is. */
  readonly path?: ResourcePath;
  /** `Model.Type`, `Collection(Model.Type)`, `$ref`, `Collection($ref)`. */
  readonly type?: TypeName;
  readonly select?: ContextSelect;
  readonly suffix?: '$entity' | '$delta' | '$deletedEntity' | '$link' | '$deletedLink';
}

/** `(Name,Orders+(ID))`: the projection in a context URL; `()` selects nothing. */
export interface ContextSelect extends NodeBase {
  readonly kind: 'ContextSelect';
  readonly items: readonly ContextSelectItem[];
}

export interface ContextSelectItem extends NodeBase {
  readonly kind: 'ContextSelectItem';
  readonly wildcard: boolean;
  readonly segments: readonly PathSegment[];
  /** `+`: expanded recursively. */
  readonly recursive: boolean;
  readonly select?: ContextSelect;
}

/** One preference of a `Prefer` header, its name in lower case and without `odata.`. */
export interface Preference extends NodeBase {
  readonly kind: 'Preference';
  readonly name: string;
  readonly value?: string;
  readonly parameters: readonly PreferenceParameter[];
}

export interface PreferenceParameter extends NodeBase {
  readonly kind: 'PreferenceParameter';
  readonly name: string;
  readonly value?: string;
}

// ---- Roots of this service ------------------------------------------------------------------------------------------

/** `last-90-days`: so many of them, of which the last one ends today. */
export interface RollingPeriod extends NodeBase {
  readonly kind: 'RollingPeriod';
  readonly count: number;
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
}

/** `this-month`, `last-month`, `month-to-date`. */
export interface CalendarPeriod extends NodeBase {
  readonly kind: 'CalendarPeriod';
  readonly which: 'this' | 'last' | 'toDate';
  readonly unit: 'month' | 'quarter' | 'year';
}

/** `2024-01-01..2024-12-31`, `2024-01-01`, and `since-2024-01-01`, which has no end. */
export interface DayPeriod extends NodeBase {
  readonly kind: 'DayPeriod';
  readonly from: string;
  readonly to: string | null;
}

/** `2025`, `2025-Q3`, `2025-07`. */
export interface YearPeriod extends NodeBase {
  readonly kind: 'YearPeriod';
  readonly year: number;
  /** From 1 to 12. */
  readonly months: { readonly first: number; readonly last: number };
}

export type RootPeriod = RollingPeriod | CalendarPeriod | DayPeriod | YearPeriod;

/** `only=TimeEntries(Date,Hours),Jobs`. */
export interface RootChoice extends NodeBase {
  readonly kind: 'RootChoice';
  readonly sets: readonly ChosenSet[];
}

export interface ChosenSet extends NodeBase {
  readonly kind: 'ChosenSet';
  readonly name: string;
  /** Absent: all. */
  readonly fields?: readonly ChosenField[];
}

export interface ChosenField extends NodeBase {
  readonly kind: 'ChosenField';
  readonly name: string;
}

/** Every node of a URL behind the service root, of context URLs and of preferences. */
export type Node =
  | Literal
  | ListExpression
  | JsonArray
  | JsonObject
  | JsonMember
  | ParameterAlias
  | BinaryExpression
  | UnaryExpression
  | MethodCall
  | TypeExpression
  | TypeName
  | CaseExpression
  | CaseBranch
  | MemberPath
  | NameSegment
  | KeySegment
  | Argument
  | LambdaSegment
  | CountSegment
  | FilterSegment
  | AggregateSegment
  | AnnotationSegment
  | ReservedSegment
  | CrossjoinSegment
  | AllSegment
  | EntitySegment
  | ResourcePath
  | FilterOption
  | OrderbyOption
  | OrderbyItem
  | SelectOption
  | SelectItem
  | ExpandOption
  | ExpandItem
  | ComputeOption
  | ComputeItem
  | SearchOption
  | SearchBinary
  | SearchNot
  | SearchTerm
  | TopOption
  | SkipOption
  | CountOption
  | FormatOption
  | LevelsOption
  | TextOption
  | TemporalOption
  | TimeLimit
  | ApplyOption
  | AliasAssignment
  | CustomOption
  | ODataUrl
  | TransformationSequence
  | AggregateTransformation
  | AggregateItem
  | AggregateFrom
  | ComputeTransformation
  | ConcatTransformation
  | GroupbyTransformation
  | RollupLevels
  | RollupRecursive
  | HierarchyReference
  | FilterTransformation
  | SearchTransformation
  | OrderbyTransformation
  | PageTransformation
  | IdentityTransformation
  | RankTransformation
  | JoinTransformation
  | NestTransformation
  | NestItem
  | HierarchyTransformation
  | TraverseTransformation
  | CustomTransformation
  | ContextUrl
  | ContextSelect
  | ContextSelectItem
  | Preference
  | PreferenceParameter;
