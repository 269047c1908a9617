/**
 * The bound query: names resolved against the model, types known and checked. Whatever holds one of these need not ask
 * again whether a name exists or an operand fits its operator.
 */
import type { BinaryOperator } from '../../../grammar/index.ts';
import type { ValueType } from '../model/comparison.ts';
import type { EntitySet, EntityType, NavigationProperty, Property } from '../model/edm.ts';
import type { PrimitiveValue } from '../model/values.ts';
import type { BoundApply } from './bound-apply.ts';
import type { CanonicalFunction } from './canonical-functions.ts';

/** A value of a primitive or enumeration type, or null. */
export type Scalar = null | PrimitiveValue;

// ---- Expressions ----------------------------------------------------------------------------------------------------

/** `value` is canonical (see `Value`), and has the type of the other operand where that is numeric or a string was cast. */
export interface BoundLiteral {
  readonly kind: 'BoundLiteral';
  readonly type: ValueType;
  readonly value: Scalar;
}

/** What a path may begin at instead of the entity at hand: an item of a collection that is looked at. Known by identity. */
export interface BoundVariable {
  /** As it was written; no two that are seen in one place have the same. */
  readonly name: string;
  /** Of the entities it stands for; absent where it stands for values. */
  readonly entityType?: EntityType | undefined;
  /** It stands for the one entity of these, such as `Trips(...)`; absent: for each item of a lambda around. */
  readonly of?: BoundLambda;
}

/**
 * A property of the entity at hand, or of what a variable stands for, reached through the steps before it: complex
 * properties, and single-valued navigation properties whose entities the executor joins before it evaluates. The last
 * step is a `Property`, or a navigation property: compared with null, or the collection of a `BoundLambda`. Without steps
 * it is what it begins at.
 */
export interface BoundProperty {
  readonly kind: 'BoundProperty';
  readonly type: ValueType;
  /** Where the path begins; absent: at the entity at hand. */
  readonly variable?: BoundVariable | undefined;
  readonly path: readonly (Property | NavigationProperty)[];
  /** Names of dynamic properties of an open type, behind `path`; their values have no declared type. */
  readonly dynamic: readonly string[];
}

/**
 * Operands of comparisons are both numeric, of the same other type, or one has no declared type. `and` and `or` of long
 * chains are balanced trees, so that recursion over expressions stays shallow.
 */
export interface BoundBinary {
  readonly kind: 'BoundBinary';
  readonly type: ValueType;
  readonly operator: Exclude<BinaryOperator, 'in'>;
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

export interface BoundIn {
  readonly kind: 'BoundIn';
  readonly type: ValueType;
  readonly operand: BoundExpression;
  /** Values of the operand's type, or any number where it is numeric; null may be among them; none at all is false. */
  readonly values: readonly Scalar[];
}

export interface BoundUnary {
  readonly kind: 'BoundUnary';
  readonly type: ValueType;
  readonly operator: 'not' | 'negate';
  readonly operand: BoundExpression;
}

/**
 * Arguments fit one of the function's signatures or have no declared type. `cast` has one argument and yields `type`,
 * a primitive or enumeration type, or a collection of one: anything to `Edm.String`, text to anything, numbers to
 * numbers and enumerations and back, `Edm.Date` to `Edm.DateTimeOffset` (midnight UTC) and back. It yields null where the
 * value does not fit.
 */
export interface BoundMethodCall {
  readonly kind: 'BoundMethodCall';
  readonly type: ValueType;
  readonly method: CanonicalFunction;
  readonly args: readonly BoundExpression[];
}

/**
 * Whether there are items of a collection for which both conditions are true (`any`), how many (`$count`), or which
 * (`$filter`). `filter` is about an item alone, as what is at hand: a source can be asked for it. `condition` also looks at
 * what is around, and at the item as `variable`. `all` is `not any` of those for which its condition is not true.
 */
export interface BoundLambda {
  readonly kind: 'BoundLambda';
  readonly type: ValueType;
  readonly operator: 'any' | '$count' | '$filter';
  readonly collection: BoundExpression;
  readonly variable: BoundVariable;
  readonly filter?: BoundExpression | undefined;
  readonly condition?: BoundExpression | undefined;
}

/** What `$search` asks for: whether texts, of which each may be null, hold words and phrases; never null itself. */
export interface BoundSearch {
  readonly kind: 'BoundSearch';
  readonly type: ValueType;
  readonly texts: readonly BoundExpression[];
  readonly search: SearchCondition;
}

/** A word or phrase that one of the texts has to hold, whatever the letter case, or a condition made of others. */
export type SearchCondition =
  | { readonly kind: 'Term'; readonly text: string }
  | { readonly kind: 'Not'; readonly operand: SearchCondition }
  | { readonly kind: 'All' | 'Any'; readonly operands: readonly SearchCondition[] };

/** The value of the first branch whose condition is true; null where there is none. */
export interface BoundCase {
  readonly kind: 'BoundCase';
  readonly type: ValueType;
  readonly branches: readonly BoundBranch[];
}

export interface BoundBranch {
  readonly condition: BoundExpression;
  readonly value: BoundExpression;
}

/** A collection, item by item. */
export interface BoundList {
  readonly kind: 'BoundList';
  readonly type: ValueType;
  readonly items: readonly BoundExpression[];
}

/** A complex value, member by member; of no declared type where it is not compared with one. */
export interface BoundRecord {
  readonly kind: 'BoundRecord';
  readonly type: ValueType;
  readonly members: readonly BoundMember[];
}

export interface BoundMember {
  readonly name: string;
  readonly value: BoundExpression;
}

export type BoundExpression =
  | BoundLiteral
  | BoundProperty
  | BoundBinary
  | BoundIn
  | BoundUnary
  | BoundMethodCall
  | BoundLambda
  | BoundCase
  | BoundList
  | BoundRecord
  | BoundSearch;

// ---- Query options ---------------------------------------------------------------------------------------------------

export interface BoundOrderbyItem {
  readonly expression: BoundExpression;
  readonly descending: boolean;
}

/** Which parts of a structured value the answer shows, or of each one of a collection. */
export interface ValueProjection {
  /** Structural properties, in model order. */
  readonly properties: readonly Property[];
  /** Names of the dynamic properties of an open type that are shown; absent: all that there are. */
  readonly dynamic?: readonly string[] | undefined;
  /** Of which of these parts alone are shown, by name. */
  readonly within?: ReadonlyMap<string, ValueProjection> | undefined;
  /** Of which collections of values some items are asked for, by name. */
  readonly items?: ReadonlyMap<string, ItemOptions> | undefined;
  /** What `$compute` adds and `$select` does not leave out, in request order. */
  readonly computed?: readonly ComputedProperty[] | undefined;
}

/** What is shown of complex values; `selected` is for the context URL, in request order, where there is `$select`. */
export interface SelectedValue extends ValueProjection {
  readonly selected?: readonly string[] | undefined;
}

/** Which parts of an entity the answer shows. */
export interface Projection extends ValueProjection {
  /**
   * The `$select` items for the context URL, in request order, without duplicates; absent where everything is
   * selected. Parts of complex properties stand as paths. `*` and names of navigation properties may be among them.
   */
  readonly selected?: readonly string[] | undefined;
  readonly expand: readonly BoundExpand[];
}

/** A name that stands for an expression over the entity, or over the complex value: a dynamic property (URL Conventions, `$compute`). */
export interface ComputedProperty {
  readonly name: string;
  readonly expression: BoundExpression;
}

/** One navigation property written into the answer, with the options nested in its parentheses; `$levels` is unrolled. */
export interface BoundExpand {
  readonly navigation: NavigationProperty;
  readonly entitySet: EntitySet;
  /** Absent: the related entities. Else their references alone (`X/$ref`), or how many they are (`X/$count`). */
  readonly shows?: 'references' | 'count' | undefined;
  /** `$levels` of more than one: the same navigation property is expanded within it with the same options. */
  readonly repeats?: boolean | undefined;
  /** `$levels=max`: an entity that is around itself already is written as its reference. */
  readonly acyclic?: boolean | undefined;
  /** What the options, also those nested in them, call the entity that they are expanded from, where they look at it as `$it`. */
  readonly it?: BoundVariable | undefined;
  /** The same one level deeper and more: what they call the entity that all of it is expanded from. */
  readonly around?: BoundVariable | undefined;
  readonly options: CollectionOptions;
}

/** Which items of a collection are asked for, and in which order. */
export interface ItemOptions {
  readonly filter?: BoundExpression | undefined;
  readonly orderby: readonly BoundOrderbyItem[];
  readonly skip: number;
  readonly top?: number | undefined;
  readonly count: boolean;
}

export interface CollectionOptions extends ItemOptions {
  /** Evaluated first: the other options are about what it leaves (Data Aggregation 3). */
  readonly apply?: BoundApply | undefined;
  readonly projection: Projection;
}

// ---- Requests --------------------------------------------------------------------------------------------------------

/** One key property's value. */
export interface KeyValue {
  readonly property: Property;
  readonly value: PrimitiveValue;
}

/** How the path leads to entities, from the outside in. */
export type EntityAccess =
  EntitySetAccess | KeyAccess | NavigationAccess | FilterAccess | CrossjoinAccess | UnionAccess;

/** All entities of a set, or the one of a singleton. */
interface EntitySetAccess {
  readonly kind: 'EntitySetAccess';
  readonly entitySet: EntitySet;
}

/** The one entity with this key among those `of`; `key` is whole and in the order of the type's key. */
export interface KeyAccess {
  readonly kind: 'KeyAccess';
  readonly entitySet: EntitySet;
  readonly of: EntityAccess;
  readonly key: readonly KeyValue[];
  /** What may be meant by a key that stood as a segment, for whom it leads to nothing. */
  readonly hint?: string | undefined;
}

/** The entities related to the one `of`; `entitySet` is the navigation property's target. */
export interface NavigationAccess {
  readonly kind: 'NavigationAccess';
  readonly entitySet: EntitySet;
  readonly of: EntityAccess;
  readonly navigation: NavigationProperty;
}

/** Those `of` a collection that a `/$filter(...)` segment lets pass. */
export interface FilterAccess {
  readonly kind: 'FilterAccess';
  readonly entitySet: EntitySet;
  readonly of: EntityAccess;
  readonly filter: BoundExpression;
}

/** Which entity set, by name, a row of a union is of; no identifier, so that no query can name it. */
export const SET = '@set';

/** `$all`: the entities of several sets, one set after the other. */
export interface UnionAccess {
  readonly kind: 'UnionAccess';
  /** What they have in common: their type, where all are of one. */
  readonly entitySet: EntitySet;
  readonly isTyped: boolean;
  readonly sets: readonly UnitedSet[];
}

export interface UnitedSet {
  readonly entitySet: EntitySet;
  /** What `$search` asks of the entities of this set. */
  readonly search?: BoundExpression | undefined;
}

/** The place of a combination among all, its key; no identifier, so that no query can name it. */
export const PLACE = '@place';

/** All combinations of entities, one of each set; the navigation properties of `entitySet` hold them. */
export interface CrossjoinAccess {
  readonly kind: 'CrossjoinAccess';
  readonly entitySet: EntitySet;
}

interface ServiceDocumentRequest {
  readonly kind: 'ServiceDocumentRequest';
}

interface MetadataRequest {
  readonly kind: 'MetadataRequest';
}

interface Foldable {
  /** `now()` is in its expressions, which is known when the request is carried out. */
  readonly rolling?: true;
}

/** `/Jobs`, `/Jobs('x')/TimeEntries`. */
export interface CollectionRequest extends Foldable {
  readonly kind: 'CollectionRequest';
  readonly access: EntityAccess;
  readonly options: CollectionOptions;
  /** `/$ref`: what is shown of each entity is where it is. */
  readonly references?: boolean;
  /** As the client sent it back; decoded and checked by the executor. */
  readonly skiptoken?: string | undefined;
}

/** `/Jobs('x')`, `/Jobs('x')/Client`. */
export interface EntityRequest extends Foldable {
  readonly kind: 'EntityRequest';
  readonly access: EntityAccess;
  readonly projection: Projection;
  /** `/$ref`: what is shown of the entity is where it is. */
  readonly reference?: boolean;
}

/** `/Jobs('x')/Name`, `/Jobs('x')/CustomFields/Region`, with `/$value` where `raw`. */
export interface PropertyRequest extends Foldable {
  readonly kind: 'PropertyRequest';
  readonly access: EntityAccess;
  readonly path: readonly Property[];
  /** Names of dynamic properties of an open type, behind `path`; at least one of both has an element. */
  readonly dynamic: readonly string[];
  readonly raw: boolean;
  /** What `$select` shows of a complex value, or of each one of a collection; absent: everything. */
  readonly shown?: SelectedValue | undefined;
  /** What is asked of the items of a collection of values; their expressions are over an item. */
  readonly items?: ItemOptions | undefined;
  /** `/$count`: how many items match. */
  readonly counted?: boolean;
}

/** `/Jobs/$count`, with `$apply` and then `$filter` applied. */
export interface CountRequest extends Foldable {
  readonly kind: 'CountRequest';
  readonly access: EntityAccess;
  readonly apply?: BoundApply | undefined;
  readonly filter?: BoundExpression | undefined;
}

/** Requests for data. */
export type DataRequest = CollectionRequest | EntityRequest | PropertyRequest | CountRequest;

export type BoundRequest = ServiceDocumentRequest | MetadataRequest | DataRequest;
