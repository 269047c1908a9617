import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySetDefinition, FieldDecoder, FieldDefinition } from './entity-sets/definition.ts';
import type { Row } from '../../model/values.ts';
import { rememberedIdentifiers } from '../../util/identifier.ts';
import { isObject } from '../../util/json-object.ts';
import { decodeIdentifier, fieldDecoders, isTooLarge } from './decode-value.ts';

/** Turns one record, fresh from the JSON parser, into a row. */
type RecordDecoder = (record: unknown) => Row;

/** A value that is not of its field's kind, where that is no reason to fail. */
export interface OddValue {
  readonly entitySet: string;
  readonly field: string;
  /** ID of the record, its beginning where it is long. */
  readonly record: string;
  /** What is wrong, as a sentence for the log. */
  readonly reason: string;
}

/** UTF-16 units of an ID: eight times ClickTime's own with room to spare, and short enough for every link that names it. */
export const MAX_ID_LENGTH = 400;
/** Of an ID, what a message shows. */
const SHOWN_ID_LENGTH = 60;

type MutableRecord = Record<string, unknown>;

/**
 * A decoder for the named properties and the key. The record itself becomes the row, its fields normalised in place:
 * most need no change, and a copy of every record costs more than all the checks. Fields that nobody asked for stay in
 * it unread; embedded objects go, because their names are those of navigation properties.
 *
 * A value of another kind than its field fails the answer where a wrong answer would come of leaving it out: in what
 * identifies, relates or is filtered by in ClickTime, and in amounts. Any other is null, and `onOdd` is told.
 * @throws UpstreamInvalidResponse, from the decoder, naming entity set, record and field.
 */
export function createRecordDecoder(
  definition: EntitySetDefinition,
  properties: readonly string[],
  onOdd: (odd: OddValue) => void = () => undefined,
): RecordDecoder {
  const { entitySet, fields } = definition;
  const { key } = entitySet.entityType;
  const wanted = new Set([...properties, ...key]);
  const identity = isKeyedById(definition) ? undefined : identityOf(definition);
  const identify = rememberedIdentifiers();
  const steps = fields
    .filter(({ property }) => wanted.has(property.name))
    .map((field) => ({
      from: field.field,
      to: field.property.name,
      renamed: field.field !== field.property.name,
      decode: decoderOf(definition, field),
      field,
    }))
    // Derived properties first, while the field they derive from is as ClickTime sent it.
    .toSorted((a, b) => Number(b.renamed) - Number(a.renamed));
  const embedded = entitySet.entityType.navigationProperties.map(({ name }) => name);

  return (source) => {
    const record = asRecord(source, definition, identity === undefined);
    for (const { from, to, renamed, decode, field } of steps) {
      const value = record[from];
      if (value === null || value === undefined) continue;
      let decoded = decode(value, identify);
      if (decoded === undefined) {
        const reason = wrongShape(definition, record, field);
        if (isEssential(definition, field)) throw invalid(reason);
        onOdd({
          entitySet: entitySet.name,
          field: field.form === 'customField' ? to : from,
          record: shownId(record, definition),
          reason,
        });
        decoded = null;
      }
      if (renamed || decoded !== value) record[to] = decoded;
    }
    for (const name of embedded) {
      if (record[name] !== undefined) record[name] = undefined;
    }
    if (identity !== undefined) record[IDENTITY] = identity(record);
    return record as Row;
  };
}

/** Where a row of another key than `ID` has the text that it is known by; no field of ClickTime's is named so. */
const IDENTITY = '$id';
/** Between the parts of that text; nothing that IDs and days have is less. */
const BETWEEN = '\n';

/** The text by which a decoded row is known: its ID, or the parts of its key in the order of its list. */
export function idOf(row: Row): string {
  return (row[IDENTITY] ?? row['ID']) as string;
}

/** The text by which a row is known whose key begins with these values; rows in the order of the list have it in order. */
export const identityOfParts = (...parts: readonly string[]): string => parts.join(BETWEEN);

const isKeyedById = ({ entitySet }: EntitySetDefinition): boolean => entitySet.entityType.key.join() === 'ID';

function identityOf({ entitySet, upstream }: EntitySetDefinition): (record: MutableRecord) => string {
  const names = upstream.order.map(({ property }) => property);
  return (record) => {
    const values = names.map((name) => record[name]);
    const missing = names.find((_, index) => typeof values[index] !== 'string' || values[index] === '');
    if (missing !== undefined) throw invalid(`one of ${entitySet.name} has no '${missing}'.`);
    const id = identityOfParts(...values.map(String));
    if (id.length <= MAX_ID_LENGTH) return id;
    throw invalid(`one of ${entitySet.name} has a key of more than ${MAX_ID_LENGTH} characters.`);
  };
}

function asRecord(source: unknown, { entitySet: { name } }: EntitySetDefinition, isById: boolean): MutableRecord {
  if (!isObject(source)) throw invalid(`one of ${name} is not an object.`);
  const record: MutableRecord = source;
  if (!isById) return record;
  const id = record['ID'];
  if (typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH && id.isWellFormed()) return record;
  if (typeof id === 'number' && Number.isFinite(id)) return record;
  throw invalid(`one of ${name} ${idProblem(record)}`);
}

function idProblem(record: MutableRecord): string {
  const { ID: id } = record;
  if (id === undefined || id === null || id === '') return 'has no ID.';
  if (typeof id === 'string') {
    // Written as all text is, with U+FFFD in its place, it would be the ID of other records, too.
    if (!id.isWellFormed())
      return `has an ID with half a character in it: '${id.slice(0, SHOWN_ID_LENGTH).toWellFormed()}'.`;
    return `has an ID of ${id.length} characters, which is more than ${MAX_ID_LENGTH}.`;
  }
  if (typeof id === 'number') return 'has an ID that is too large a number.';
  return `has an ID that is neither text nor a number, but is ${kindOf(id)}.`;
}

/** Whether rows would be missing, doubled or related wrongly, or totals be wrong, if the field's value were left out. */
function isEssential(
  { entitySet, upstream }: EntitySetDefinition,
  { property: { name }, form }: FieldDefinition,
): boolean {
  const { in: values, range } = upstream.predicates[name] ?? {};
  return (
    form === 'decimal' ||
    form === 'sumOfHours' ||
    relates({ entitySet }, { property: { name } }) ||
    values?.precision === 'exact' ||
    range?.precision === 'exact'
  );
}

export function decoderOf(definition: EntitySetDefinition, field: FieldDefinition): FieldDecoder['decode'] {
  if (field.decoder !== undefined) return field.decoder.decode;
  return field.form === 'text' && relates(definition, field) ? decodeIdentifier : fieldDecoders[field.form].decode;
}

/** Whether records are known by the field's value, their own or others. */
function relates(
  { entitySet }: Pick<EntitySetDefinition, 'entitySet'>,
  { property: { name } }: { readonly property: Pick<FieldDefinition['property'], 'name'> },
): boolean {
  const { key, navigationProperties } = entitySet.entityType;
  return key.includes(name) || navigationProperties.some(({ join }) => join.some(({ from }) => from === name));
}

function wrongShape(definition: EntitySetDefinition, record: MutableRecord, described: FieldDefinition): string {
  const { field, form, property, decoder } = described;
  const { expects } = decoder ?? fieldDecoders[form];
  if (form === 'customField')
    return `in ${definition.entitySet.name}, record '${shownId(record, definition)}', the custom field of '${property.name}' should be ${expects}, but is not; it is in CustomFieldsStr as it came.`;
  return `in ${definition.entitySet.name}, record '${shownId(record, definition)}', field '${field}' should be ${expects}, but ${problemOf(record[field], form)}.`;
}

function problemOf(value: unknown, form: FieldDefinition['form']): string {
  if (form === 'text' && typeof value === 'string') return 'has half a character in it';
  const isNumeric = form === 'text' || form === 'decimal' || form === 'sumOfHours';
  if (!isNumeric || !isTooLarge(value)) return `is ${kindOf(value)}`;
  return Array.isArray(value) ? 'is a list with too large a number in it' : 'is too large a number';
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'other text';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

/** Key of a record as it came, its beginning where it is long. */
function shownId(record: MutableRecord, { entitySet }: Pick<EntitySetDefinition, 'entitySet'>): string {
  const id = entitySet.entityType.key
    .map((name) => String(record[name]))
    .join(' ')
    .toWellFormed();
  return id.length > SHOWN_ID_LENGTH ? `${id.slice(0, SHOWN_ID_LENGTH)}...` : id;
}

const invalid = (reason: string): ODataError => ODataError.of('UpstreamInvalidResponse', { reason });
