/** What a flat set is: an entity for each one of a base set, with what it leads to as columns of its own. */
import type { EntitySet, NavigationProperty } from '../../../model/edm.ts';
import type { FieldDefinition } from '../entity-sets/definition.ts';

/** A property, and the expression over the base set's entity that it stands for; absent: that of the same name. */
export interface Column {
  readonly field: FieldDefinition;
  readonly expression?: string | undefined;
}

/** A column that is an expression over the base set's entity: `Job/Name`. */
export const column = (field: FieldDefinition, expression: string): Column => ({ field, expression });

/** A property of the base set, as it is. */
export const same = (field: FieldDefinition): Column => ({ field });

interface FlatSetParts extends Pick<EntitySet, 'name' | 'description' | 'synonyms' | 'searchable' | 'datedBy'> {
  readonly base: EntitySet;
  readonly entityType: string;
  readonly entityDescription: string;
  readonly columns: readonly Column[];
  readonly navigation: readonly NavigationProperty[];
  /** Ways from the base set that only expressions go. */
  readonly ways: readonly NavigationProperty[];
}

/** The entity set. Whatever is not of the base set's own is nullable: a right may be missing, or what it leads to gone. */
export function defineFlatSet(parts: FlatSetParts): EntitySet {
  const { base, entityType, entityDescription, columns, navigation, ways, ...set } = parts;
  const expressions = columns.flatMap(({ field, expression }) =>
    expression === undefined ? [] : [[field.property.name, expression] as const],
  );
  return {
    kind: 'EntitySet',
    ...set,
    parameters: base.parameters ?? [],
    entityType: {
      kind: 'EntityType',
      name: entityType,
      description: entityDescription,
      open: false,
      key: base.entityType.key,
      properties: columns.map(({ field }) => field.property),
      navigationProperties: navigation,
    },
    derived: { base: base.name, columns: Object.fromEntries(expressions), navigation: ways },
  };
}
