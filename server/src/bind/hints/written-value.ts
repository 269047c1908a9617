import type { PrimitiveTypeName } from '../../model/edm.ts';

/** Texts beyond this are not given back. */
const LONGEST = 100;

/** Values that can be written as they came, and an example for each type. */
const forms: Readonly<Partial<Record<PrimitiveTypeName, readonly [form: RegExp, example: string]>>> = {
  'Edm.Boolean': [/^(?:true|false)$/, 'true'],
  'Edm.Date': [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/, '2026-01-31'],
  'Edm.DateTimeOffset': [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/, '2026-01-31T08:30:00Z'],
  'Edm.Decimal': [/^-?\d{1,15}(?:\.\d{1,6})?$/, '7.5'],
  'Edm.Int32': [/^\d{1,9}$/, '100'],
};

/** A value as OData writes it; an example where it is none of its type. */
export function written(type: PrimitiveTypeName, value: string): string {
  const [form, example] = forms[type] ?? [undefined, ''];
  if (form !== undefined) return form.test(value) ? value : example;
  return value.length > LONGEST ? "'...'" : `'${value.replaceAll("'", "''")}'`;
}
