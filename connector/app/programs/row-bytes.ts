import type { Field, FieldType } from '../../shared/catalog.ts';

/** Characters of a value in JSON, as they are on an average; texts are names, identifiers and many an empty one. */
const VALUE: Readonly<Record<FieldType, number>> = {
  'Edm.Boolean': 5,
  'Edm.Byte': 3,
  'Edm.Date': 12,
  'Edm.DateTimeOffset': 22,
  'Edm.Decimal': 5,
  'Edm.Double': 5,
  'Edm.Duration': 10,
  'Edm.Guid': 38,
  'Edm.Int16': 3,
  'Edm.Int32': 3,
  'Edm.Int64': 5,
  'Edm.SByte': 3,
  'Edm.Single': 5,
  'Edm.String': 18,
  'Edm.TimeOfDay': 10,
};

/** Bytes of a row as it is sent, not compressed, roughly: with each value goes the field's name. */
export function rowBytes(fields: readonly Field[]): number {
  return fields.reduce((sum, { name, type }) => sum + name.length + 4 + VALUE[type], 3);
}
