/**
 * A property's value as it travels from source to payload. Which form a type has:
 *
 * | Edm type                          | form                                                                        |
 * | --------------------------------- | --------------------------------------------------------------------------- |
 * | Boolean                           | boolean                                                                     |
 * | Byte, SByte, Int16, Int32         | number                                                                      |
 * | Int64, Decimal                    | number where that is exact (at most 15 significant digits), else its digits |
 * | Single, Double                    | number, or `INF`, `-INF`, `NaN`                                             |
 * | String, Guid (lower case)         | text                                                                        |
 * | Date, TimeOfDay, Duration         | text as in OData JSON, canonical, so that equal values are equal texts      |
 * | DateTimeOffset                    | text as in OData JSON, always with an offset                                |
 * | Binary                            | base64url text without padding                                              |
 * | enumeration types                 | member name, comma-separated for flags                                      |
 * | complex types, collections        | object, array                                                               |
 */
export type Value = null | PrimitiveValue | readonly Value[] | ComplexValue;

/** A value of a primitive or enumeration type. */
export type PrimitiveValue = boolean | number | string;

/** A value that is not null. */
export type Present = Exclude<Value, null>;

export interface ComplexValue {
  readonly [property: string]: Value | undefined;
}

/** Whether a value is one of a primitive or enumeration type. */
export const isPrimitive = (value: Value): value is PrimitiveValue => value !== null && typeof value !== 'object';

/** Whether a value is one of a collection type. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** One entity: its property values by name. A property that is absent is null. */
export type Row = ComplexValue;
