/**
 * What the service offers, as the wizard and the handlers see it: read from the service's own metadata document, so
 * that a new property or entity set needs no new connector.
 */

/** The primitive types of OData that become a column. */
export type FieldType =
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

export interface FieldReference {
  readonly entitySet: string;
  readonly field: string;
}

export interface Field {
  readonly name: string;
  /** The name in words, such as `Billing Rate`. */
  readonly caption: string;
  readonly type: FieldType;
  readonly description: string;
  readonly isKey: boolean;
  /** The field of another entity set that this one points to. */
  readonly references?: FieldReference | undefined;
}

export interface EntitySetInfo {
  readonly name: string;
  /** The name in words, such as `Time Entries`. */
  readonly caption: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

export interface Catalog {
  readonly entitySets: readonly EntitySetInfo[];
}

/** The entity set of that name, if the service has it. */
export function findEntitySet(catalog: Catalog, name: string): EntitySetInfo | undefined {
  return catalog.entitySets.find((entitySet) => entitySet.name === name);
}
