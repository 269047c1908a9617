/** ClickTime's model as somebody sees it who may read definitions of custom fields: with a column for each one. */
import type { ComplexType, EdmModel, EntitySet, Property } from '../../model/edm.ts';
import {
  COLUMN_PREFIX,
  customColumns,
  hashOf,
  type CustomColumn,
  type CustomField,
  type PinnedName,
} from './custom-columns.ts';
import { customValues, type CustomValues } from './custom-values.ts';
import type { EntitySetDefinition, FieldDefinition } from './entity-sets/definition.ts';
import { customFieldsType, DECIMAL_FACETS } from './entity-sets/fields.ts';

/** The fields that are defined, by the name of their entity set. */
export type CustomFieldsBySet = ReadonlyMap<string, readonly CustomField[]>;

/** Characters that tell one set of columns from any other. */
const SHAPE_LENGTH = 16;

const typedDefinitions = new WeakMap<EntitySet, EntitySetDefinition>();

/** Where an entity set with columns of custom fields comes from; undefined for any other. */
export const typedDefinition = (entitySet: EntitySet): EntitySetDefinition | undefined =>
  typedDefinitions.get(entitySet);

/** The model with the columns of these fields behind all other properties; the model itself where there are none. */
export function typedModel(
  model: EdmModel,
  definitions: readonly EntitySetDefinition[],
  fields: CustomFieldsBySet,
  pins: readonly PinnedName[] = [],
): EdmModel {
  const byName = new Map(definitions.map((definition) => [definition.entitySet.name, definition]));
  const types: ComplexType[] = [];
  const pinsOf = (name: string): readonly PinnedName[] => pins.filter(({ set }) => set === name);
  const columnsOf = new Map([...fields].map(([name, defined]) => [name, customColumns(defined, pinsOf(name))]));
  const typedSets = model.entitySets.map((entitySet) => {
    const definition = byName.get(entitySet.name);
    const columns = columnsOf.get(entitySet.name) ?? [];
    if (definition === undefined || columns.length === 0) return entitySet;
    const typed = withColumns({ ...definition, entitySet }, columns);
    types.push(typed.type);
    typedDefinitions.set(typed.definition.entitySet, typed.definition);
    return typed.definition.entitySet;
  });
  if (types.length === 0) return model;
  const entitySets = typedSets.map((entitySet) => withFlatColumns(entitySet, typedSets, columnsOf));
  const isLeft = entitySets.some(({ entityType }) =>
    entityType.properties.some(({ type }) => type === customFieldsType),
  );
  const others = model.complexTypes.filter((type) => isLeft || type !== customFieldsType);
  return { ...model, entitySets, complexTypes: [...others, ...types] };
}

/** Where a flat set of time entries has custom fields from: the way to their records, and what tells their names apart. */
const flatWays = [
  { set: 'TimeEntries', prefix: 'Entry_', way: '' },
  { set: 'Users', prefix: 'User_', way: 'User/' },
  { set: 'Jobs', prefix: 'Job_', way: 'Job/' },
  { set: 'Clients', prefix: 'Client_', way: 'Job/Client/' },
] as const;

/** A flat set of time entries with the columns of all that it is made of; any other set as it is. */
function withFlatColumns(
  entitySet: EntitySet,
  all: readonly EntitySet[],
  columnsOf: ReadonlyMap<string, readonly CustomColumn[]>,
): EntitySet {
  const { derived, entityType } = entitySet;
  if (derived?.base !== 'TimeEntries') return entitySet;
  const base = all.find(({ name }) => name === derived.base)?.entityType.properties ?? [];
  const flat = flatWays.flatMap(({ set, prefix, way }) =>
    (columnsOf.get(set) ?? []).map((column) => {
      const name = `${COLUMN_PREFIX}${prefix}${column.name.slice(COLUMN_PREFIX.length)}`;
      return { property: propertyOf(column, name), expression: `${way}${column.name}`, column };
    }),
  );
  if (flat.length === 0) return entitySet;
  // The same complex type as the base set's.
  const properties = entityType.properties.map((property) =>
    property.name === customFieldsType.name ? (base.find(({ name }) => name === property.name) ?? property) : property,
  );
  return {
    ...entitySet,
    shape: shapeOf(flat.map(({ property, column }) => ({ ...column, name: property.name }))),
    entityType: { ...entityType, properties: [...properties, ...flat.map(({ property }) => property)] },
    derived: {
      ...derived,
      columns: {
        ...derived.columns,
        ...Object.fromEntries(flat.map(({ property, expression }) => [property.name, expression])),
      },
    },
  };
}

function withColumns(
  { entitySet, fields, upstream }: EntitySetDefinition,
  columns: readonly CustomColumn[],
): { readonly definition: EntitySetDefinition; readonly type: ComplexType } {
  const values = customValues(columns);
  const declared = columns
    .filter(({ field }) => field.retired !== true)
    .map((column) => ({ ...propertyOf(column, column.member), optional: true }));
  const type: ComplexType = {
    ...customFieldsType,
    name: `${entitySet.entityType.name}${customFieldsType.name}`,
    properties: declared.length === 0 ? customFieldsType.properties : declared,
  };
  const typed = [
    ...fields.map((field) => (field.form === 'customFields' ? withType(field, type, values) : field)),
    ...columns.map((column) => fieldOf(column, values)),
  ];
  const definition: EntitySetDefinition = {
    entitySet: {
      ...entitySet,
      shape: shapeOf(columns),
      entityType: { ...entitySet.entityType, properties: typed.map(({ property }) => property) },
    },
    fields: typed,
    upstream,
  };
  return { definition, type };
}

const withType = (field: FieldDefinition, type: ComplexType, { ofMap }: CustomValues): FieldDefinition => ({
  ...field,
  property: { ...field.property, type },
  decoder: ofMap,
});

const fieldOf = (column: CustomColumn, { ofColumn }: CustomValues): FieldDefinition => ({
  property: propertyOf(column, column.name),
  field: 'CustomFields',
  form: 'customField',
  decoder: ofColumn(column),
  verbose: false,
});

const propertyOf = ({ field, type }: CustomColumn, name: string): Property => ({
  kind: 'Property',
  name,
  type: { kind: 'PrimitiveType', name: type },
  collection: false,
  nullable: true,
  description: descriptionOf(field),
  ...(type === 'Edm.Decimal' && DECIMAL_FACETS),
});

/** Most characters of what somebody typed that a description has. */
const MAX_WORDS = 200;
/** What XML cannot hold. */
const UNPRINTABLE = /[\p{Cc}\u{fffe}\u{ffff}]+/gu;

function descriptionOf({ id, name, displayName }: CustomField): string {
  const printed = (text: string): string =>
    text.toWellFormed().replaceAll(UNPRINTABLE, ' ').trim().slice(0, MAX_WORDS).toWellFormed();
  const label = printed(displayName);
  return `${label === '' ? printed(name) : label}: the custom field '${printed(name)}', ID ${printed(id)}.`;
}

/** Other for other names, types and fields. */
const shapeOf = (columns: readonly CustomColumn[]): string =>
  hashOf(
    JSON.stringify(
      columns.map(({ field, name, member, type }) => [field.id, field.name, field.displayName, name, member, type]),
    ),
  ).slice(0, SHAPE_LENGTH);
