/**
 * The entity data model the engine works over: plain frozen data in CSDL's terms. The engine serves any such model;
 * nothing here knows ClickTime. Types refer to one another by object, entity sets by name.
 */

export type PrimitiveTypeName =
  | 'Edm.Binary'
  | 'Edm.Boolean'
  | 'Edm.Byte'
  | 'Edm.Date'
  | 'Edm.DateTimeOffset'
  | 'Edm.Decimal'
  | 'Edm.Double'
  | 'Edm.Duration'
  | 'Edm.Guid'
  | 'Edm.Int16'
  | 'Edm.Int32'
  | 'Edm.Int64'
  | 'Edm.SByte'
  | 'Edm.Single'
  | 'Edm.String'
  | 'Edm.TimeOfDay';

interface PrimitiveType {
  readonly kind: 'PrimitiveType';
  readonly name: PrimitiveTypeName;
}

export interface EnumType {
  readonly kind: 'EnumType';
  /** Simple name; the model's namespace qualifies it. */
  readonly name: string;
  readonly isFlags: boolean;
  readonly members: readonly EnumMember[];
}

interface EnumMember {
  readonly name: string;
  readonly value: number;
}

export interface ComplexType {
  readonly kind: 'ComplexType';
  readonly name: string;
  /** Open types carry undeclared (dynamic) properties. */
  readonly open: boolean;
  readonly properties: readonly Property[];
  readonly description?: string;
}

export type PropertyType = PrimitiveType | EnumType | ComplexType;

/** A structural property. Facets follow CSDL; `scale` is a number or `variable`. */
export interface Property {
  readonly kind: 'Property';
  readonly name: string;
  readonly type: PropertyType;
  readonly collection: boolean;
  readonly nullable: boolean;
  readonly description?: string;
  readonly maxLength?: number;
  readonly precision?: number | undefined;
  readonly scale?: number | 'variable' | undefined;
  /** Values of its complex type may be without it, as they may be of undeclared ones; then it is not written. */
  readonly optional?: boolean;
  /** Absent of properties that a model declares. */
  readonly made?: Made | undefined;
}

/** How transformations of `$apply` made a property: an alias of theirs, or what instances are grouped by. */
interface Made {
  readonly kind: 'alias' | 'grouping';
  /** Some of the instances do not have it. */
  readonly optional: boolean;
}

/** One condition that ties an entity to its related ones: `related[to] operator entity[from]`. */
export interface JoinCondition {
  readonly from: string;
  readonly to: string;
  readonly operator: 'eq' | 'ge' | 'le';
}

/**
 * A navigation property; the related entities are those of `target` that satisfy every join condition. A single `eq`
 * to the target's key is CSDL's referential constraint.
 */
export interface NavigationProperty {
  readonly kind: 'NavigationProperty';
  readonly name: string;
  /** Name of the entity set the related entities are in. */
  readonly target: string;
  readonly collection: boolean;
  readonly nullable: boolean;
  readonly join: readonly JoinCondition[];
  /** Name of the navigation property that leads back, where there is one. */
  readonly partner?: string;
  readonly description?: string;
  /** Made by transformations of `$apply`: what it leads to stands in the row, under its name, and is of this set's type. */
  readonly held?: EntitySet;
}

export interface EntityType {
  readonly kind: 'EntityType';
  readonly name: string;
  readonly open: boolean;
  readonly key: readonly string[];
  readonly properties: readonly Property[];
  readonly navigationProperties: readonly NavigationProperty[];
  readonly description?: string;
}

/** Names of properties; where there is only one day, it is the last one, too. */
export type DatedBy = readonly [first: string, last?: string];

/** Entities of one type; a singleton is the only one of its own, and is named by it without a key. */
export interface EntitySet {
  readonly kind: 'EntitySet' | 'Singleton';
  readonly name: string;
  /** What people are shown; absent: the name with blanks between its words. */
  readonly title?: string;
  readonly entityType: EntityType;
  /** Names of the properties that `$search` looks into; absent: all single texts that are no keys. */
  readonly searchable?: readonly string[];
  /** Its entities are those of another set, seen flat. */
  readonly derived?: Derivation;
  /** The set that this one shows a choice of the fields of. */
  readonly whole?: EntitySet;
  /** The properties, of `Edm.Date`, that say the first and the last day that an entity is of; absent: it is of no time. */
  readonly datedBy?: DatedBy;
  /** Tells its properties from those that it has for other callers or had before; absent: they are always the same. */
  readonly shape?: string;
  readonly description?: string;
  /** What people call one of the entities, or many, besides; for the hint to who asks for them so. */
  readonly synonyms?: readonly string[];
  /** Query parameters of the service behind, which some write instead of query options; they are refused. */
  readonly parameters?: readonly SourceParameter[];
}

/**
 * A flat view: an entity for each one of a base set, in the same order. Each property is an expression over the base
 * set's entity, and is read, filtered and sorted by as if the expression stood there.
 */
export interface Derivation {
  /** Name of the base set. */
  readonly base: string;
  /**
   * Expressions as in `$filter` (`Job/Client/Name`) by the names of properties; a property without one is the base set's
   * of the same name. Those of the key, and those that navigation is joined on, must be paths.
   */
  readonly columns: Readonly<Record<string, string>>;
  /** Ways to related entities that the base set's type does not show, for the expressions alone. */
  readonly navigation?: readonly NavigationProperty[];
}

/** A query parameter of the service behind. */
export interface SourceParameter {
  readonly name: string;
  /** The query option that does the same, with `{}` for the value; absent where none is needed. */
  readonly equivalent?: string;
  /** Of the value. */
  readonly type: PrimitiveTypeName;
}

export interface EdmModel {
  /** The model that this one shows a choice of. */
  readonly whole?: EdmModel;
  readonly namespace: string;
  /** What `$schemaversion` may ask for; absent: nothing but the current one. */
  readonly schemaVersion?: string;
  readonly containerName: string;
  readonly enumTypes: readonly EnumType[];
  readonly complexTypes: readonly ComplexType[];
  readonly entitySets: readonly EntitySet[];
  /** Their names are no entity set's. A source has each as the only row of a set of its name. */
  readonly singletons?: readonly EntitySet[] | undefined;
}
