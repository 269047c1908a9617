import { ODataError } from '../errors/odata-error.ts';
import type { EntitySetDefinition, FieldDefinition } from '../model/entity-sets/definition.ts';
import type { Row } from '../model/values.ts';
import { fieldDecoders } from './decode-value.ts';

/** Turns one record, fresh from the JSON parser, into a row. */
export type RecordDecoder = (record: unknown) => Row;

type MutableRecord = Record<string, unknown>;

/**
 * A decoder for the named properties and the key. The record itself becomes the row, its fields normalised in place:
 * most need no change, and a copy of every record costs more than all the checks. Fields that nobody asked for stay in
 * it unread; embedded objects go, because their names are those of navigation properties.
 * @throws UpstreamInvalidResponse, from the decoder, naming entity set, record and field.
 */
export function createRecordDecoder(definition: EntitySetDefinition, properties: readonly string[]): RecordDecoder {
  const { entitySet, fields } = definition;
  const wanted = new Set(properties);
  const steps = fields
    .filter(({ property }) => wanted.has(property.name) || property.name === 'ID')
    .map((field) => ({
      from: field.field,
      to: field.property.name,
      renamed: field.field !== field.property.name,
      decode: fieldDecoders[field.form].decode,
      field,
    }))
    // Derived properties first, while the field they derive from is as ClickTime sent it.
    .toSorted((a, b) => Number(b.renamed) - Number(a.renamed));
  const embedded = entitySet.entityType.navigationProperties.map(({ name }) => name);

  return (source) => {
    const record = asRecord(source, entitySet.name);
    for (const { from, to, renamed, decode, field } of steps) {
      const value = record[from];
      if (value === null || value === undefined) continue;
      const decoded = decode(value);
      if (decoded === undefined) throw wrongShape(entitySet.name, record, field);
      if (renamed || decoded !== value) record[to] = decoded;
    }
    for (const name of embedded) {
      if (record[name] !== undefined) record[name] = undefined;
    }
    return record as Row;
  };
}

/** The ID of a decoded row. */
export function idOf(row: Row): string {
  return row['ID'] as string;
}

function asRecord(source: unknown, entitySet: string): MutableRecord {
  const record = source as MutableRecord | null;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw invalid(`one of ${entitySet} is not an object.`);
  }
  if (typeof record['ID'] !== 'string' || record['ID'] === '') throw invalid(`one of ${entitySet} has no ID.`);
  return record;
}

function wrongShape(entitySet: string, record: MutableRecord, { field, form }: FieldDefinition): ODataError {
  const { expects } = fieldDecoders[form];
  const found = Array.isArray(record[field]) ? 'a list' : `of type ${typeof record[field]}`;
  return invalid(
    `in ${entitySet}, record '${String(record['ID'])}', field '${field}' should be ${expects}, but is ${typeof record[field] === 'string' ? 'other text' : found}.`,
  );
}

const invalid = (reason: string): ODataError => ODataError.of('UpstreamInvalidResponse', { reason });
