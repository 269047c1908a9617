/** The fields of ClickTime's records, by what they hold. */
import type { ComplexType, PrimitiveTypeName, Property, PropertyType } from '../../../model/edm.ts';
import type { FieldDefinition, FieldForm } from './definition.ts';

/** Digits of a second that a point in time may have; without the facet CSDL allows none. */
export const INSTANT_PRECISION = 7;

/** Digits behind the point that hours, rates and money may have. */
export const DECIMAL_SCALE = 6;

/**
 * The open complex type of custom fields where none are known. Some clients read no entity at all where a type declares
 * nothing, so it declares one property, which no record has.
 */
export const customFieldsType: ComplexType = {
  kind: 'ComplexType',
  name: 'CustomFields',
  open: true,
  properties: [
    {
      kind: 'Property',
      name: 'NoneDefined',
      type: { kind: 'PrimitiveType', name: 'Edm.String' },
      collection: false,
      nullable: true,
      optional: true,
      description: 'Always empty. It is here for tools that cannot read a type without a property.',
    },
  ],
  description:
    'The custom fields your company has defined, by name; characters that an OData name may not hold are written as _xHHHH_.',
};

interface Facets {
  readonly nullable?: false;
  readonly precision?: number;
  readonly scale?: number;
}

/** The widest precision that spreadsheets and databases still take as a decimal. */
export const DECIMAL_FACETS: Facets = { precision: 18, scale: DECIMAL_SCALE };

function define(name: string, type: PropertyType, form: FieldForm, description: string, facets: Facets = {}) {
  const property: Property = {
    kind: 'Property',
    name,
    type,
    collection: false,
    nullable: facets.nullable ?? true,
    description,
    precision: facets.precision,
    scale: facets.scale,
  };
  return { property, field: name, form, verbose: false } satisfies FieldDefinition;
}

const primitive = (name: PrimitiveTypeName): PropertyType => ({ kind: 'PrimitiveType', name });

/** The key, or a part of it: ClickTime's opaque, case-sensitive identifier. */
export const key = (description: string, name = 'ID'): FieldDefinition =>
  define(name, primitive('Edm.String'), 'text', description, { nullable: false });

/** A day that is part of the key. */
export const keyDay = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.Date'), 'day', description, { nullable: false });

export const text = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.String'), 'text', description);

export const flag = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.Boolean'), 'boolean', description);

export const day = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.Date'), 'day', description);

export const time = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.String'), 'time', description);

export const instant = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.DateTimeOffset'), 'instant', description, { precision: INSTANT_PRECISION });

/** Hours, rates and money. */
export const decimal = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.Decimal'), 'decimal', description, DECIMAL_FACETS);

export const integer = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.Int32'), 'integer', description);

/** A list or an object, as JSON text. */
export const json = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.String'), 'json', description);

export const personName = (name: string, description: string): FieldDefinition =>
  define(name, primitive('Edm.String'), 'personName', description);

/** Custom fields twice: as a complex value, and as JSON text for tools that cannot read complex values. */
export const customFields = (of: string): readonly FieldDefinition[] => [
  define('CustomFields', customFieldsType, 'customFields', `Your company's custom fields of the ${of}.`),
  {
    ...define(
      'CustomFieldsStr',
      primitive('Edm.String'),
      'json',
      `Your company's custom fields of the ${of}, as JSON text.`,
    ),
    field: 'CustomFields',
  },
];

/** A number of hours summed from the days in `field`. */
export const sumOfHours = (name: string, field: string, description: string): FieldDefinition => ({
  ...define(name, primitive('Edm.Decimal'), 'sumOfHours', description, DECIMAL_FACETS),
  field,
});

/** The same property, which has another name in ClickTime's record. */
export const from = (field: string, definition: FieldDefinition): FieldDefinition => ({ ...definition, field });

/** The same field, which ClickTime sends only with `verbose=true`. */
export const verbose = (field: FieldDefinition): FieldDefinition => ({ ...field, verbose: true });
