/** What OData says about types: names, numeric promotion, and how a value of a type is written in a URL. */
import type { ValueType } from '../model/comparison.ts';
import type { PrimitiveTypeName, PropertyType } from '../model/edm.ts';

const single = (name: PrimitiveTypeName): ValueType => ({
  type: { kind: 'PrimitiveType', name },
  collection: false,
});

const singleTypes: { readonly [Name in PrimitiveTypeName]: ValueType } = {
  'Edm.Binary': single('Edm.Binary'),
  'Edm.Boolean': single('Edm.Boolean'),
  'Edm.Byte': single('Edm.Byte'),
  'Edm.Date': single('Edm.Date'),
  'Edm.DateTimeOffset': single('Edm.DateTimeOffset'),
  'Edm.Decimal': single('Edm.Decimal'),
  'Edm.Double': single('Edm.Double'),
  'Edm.Duration': single('Edm.Duration'),
  'Edm.Guid': single('Edm.Guid'),
  'Edm.Int16': single('Edm.Int16'),
  'Edm.Int32': single('Edm.Int32'),
  'Edm.Int64': single('Edm.Int64'),
  'Edm.SByte': single('Edm.SByte'),
  'Edm.Single': single('Edm.Single'),
  'Edm.String': single('Edm.String'),
  'Edm.TimeOfDay': single('Edm.TimeOfDay'),
};

export const primitiveTypeNames: readonly string[] = Object.keys(singleTypes);

export const isPrimitiveTypeName = (name: string): name is PrimitiveTypeName => Object.hasOwn(singleTypes, name);

/** The type of a single value of a primitive type. */
export const singleOf = (name: PrimitiveTypeName): ValueType => singleTypes[name];

export const booleanType = singleOf('Edm.Boolean');

/** Of the null literal, dynamic properties, and whatever else has no declared type. */
export const untyped: ValueType = { type: null, collection: false };

/** The primitive type's name, or nothing for enumeration and complex types. */
export const primitiveName = (type: PropertyType | null): PrimitiveTypeName | undefined =>
  type?.kind === 'PrimitiveType' ? type.name : undefined;

export const isSameType = (a: PropertyType, b: PropertyType): boolean => a.kind === b.kind && a.name === b.name;

/** Whether values of two types can be equal; where one has no declared type, that turns out later. */
export const isComparable = (a: PropertyType | null, b: PropertyType | null): boolean =>
  a === null || b === null || isSameType(a, b) || (isNumeric(a) && isNumeric(b));

// ---- Numbers --------------------------------------------------------------------------------------------------------

/** Numeric types by the order in which one operand is promoted to the other's type (URL Conventions 5.1.1.17). */
const numericRank: Partial<Record<PrimitiveTypeName, number>> = {
  'Edm.Byte': 1,
  'Edm.SByte': 1,
  'Edm.Int16': 2,
  'Edm.Int32': 3,
  'Edm.Int64': 4,
  'Edm.Decimal': 5,
  'Edm.Single': 6,
  'Edm.Double': 7,
};

const rankOf = (name: PrimitiveTypeName): number => numericRank[name] ?? 0;

export const isNumericName = (name: PrimitiveTypeName): boolean => rankOf(name) > 0;

export const isIntegerName = (name: PrimitiveTypeName): boolean => rankOf(name) > 0 && rankOf(name) < 5;

export function isNumeric(type: PropertyType | null): boolean {
  const name = primitiveName(type);
  return name !== undefined && isNumericName(name);
}

/** The type two numeric operands are both promoted to. */
export function promote(a: PrimitiveTypeName, b: PrimitiveTypeName): PrimitiveTypeName {
  if (a === b) return a;
  if (rankOf(a) === rankOf(b)) return 'Edm.Int16';
  return rankOf(a) > rankOf(b) ? a : b;
}

/** Whether a value of type `from` may stand where `to` is asked for: the same type, or a wider numeric one. */
export function isPromotable(from: PrimitiveTypeName, to: PrimitiveTypeName): boolean {
  return from === to || (isNumericName(from) && isNumericName(to) && promote(from, to) === to);
}

/** Whether `cast` is defined between two primitive types (URL Conventions 5.1.1.10.1). */
export function isCastable(from: PrimitiveTypeName, to: PrimitiveTypeName): boolean {
  if (from === to || from === 'Edm.String' || to === 'Edm.String') return true;
  if (isNumericName(from)) return isNumericName(to);
  return isDateLike(from) && isDateLike(to);
}

const isDateLike = (name: PrimitiveTypeName): boolean => name === 'Edm.Date' || name === 'Edm.DateTimeOffset';

// ---- Words ----------------------------------------------------------------------------------------------------------

const wholeNumber = 'Write a whole number without quotes, such as 7.';
const number = 'Write a number without quotes and with a decimal point, such as 7.5.';

const howToWrite: { readonly [Name in PrimitiveTypeName]: string } = {
  'Edm.Binary': "Write binary data as base64url text, such as binary'T0RhdGE'.",
  'Edm.Boolean': 'Write true or false, without quotes.',
  'Edm.Byte': wholeNumber,
  'Edm.Date': 'Write a day as year-month-day, such as 2026-01-31.',
  'Edm.DateTimeOffset': 'Write a point in time with its offset, such as 2026-01-31T08:30:00Z.',
  'Edm.Decimal': number,
  'Edm.Double': number,
  'Edm.Duration': "Write a duration such as duration'PT1H30M'.",
  'Edm.Guid': 'Write a GUID without quotes, such as 0f8fad5b-d9cb-469f-a165-70867728950e.',
  'Edm.Int16': wholeNumber,
  'Edm.Int32': wholeNumber,
  'Edm.Int64': wholeNumber,
  'Edm.SByte': wholeNumber,
  'Edm.Single': number,
  'Edm.String': "Put texts in single quotes, such as 'abc'.",
  'Edm.TimeOfDay': 'Write a time of day such as 08:30:00.',
};

/** One sentence that says how a value of this type is written in a URL. */
export function writingHint(type: PropertyType): string {
  if (type.kind === 'PrimitiveType') return howToWrite[type.name];
  if (type.kind === 'ComplexType') return `Name one of its properties, such as ${type.properties[0]?.name ?? '...'}.`;
  return `Write one of ${type.members.map(({ name }) => `'${name}'`).join(', ')}.`;
}
