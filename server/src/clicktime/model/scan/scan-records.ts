/**
 * Lists of records straight from the bytes of an answer to rows that are text, with no object made of any: most values are
 * written as they came. What is unusual in a value is decoded as ever; what is unusual in a list is left to the JSON
 * parser and the record decoder, which say the law.
 */
import { LRUCache } from 'lru-cache';
import type { PropertyType } from '../../../model/edm.ts';
import { isList, type Row, type Value } from '../../../model/values.ts';
import { wellFormedJson } from '../../../source/text-value.ts';
import { rememberedIdentifiers } from '../../../util/identifier.ts';
import { isObject } from '../../../util/json-object.ts';
import { standsAt, viewOf } from '../../../util/words.ts';
import { decoderOf } from '../decode-record.ts';
import type { EntitySetDefinition, FieldDefinition } from '../entity-sets/definition.ts';
import { FoundValues } from './found-values.ts';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, endOfAsciiText, endOfValue, NONE, OPEN_BRACE } from './json-ends.ts';
import { fieldScans, scanId, type ScanField } from './scan-field.ts';
import { TextRows } from './text-rows.ts';

/** The records of an answer as rows, and its text with an empty list in their place. */
export interface ScannedRecords {
  readonly rows: readonly Row[];
  readonly rest: string;
}

/**
 * Takes the records out of an answer's bytes, which are UTF-8; undefined where they have to be parsed and decoded. Between
 * them, `pause` is asked with their number whether to wait. One answer is scanned at a time, whatever is in it: scanners
 * share their room.
 */
export type ScanRecords = (
  answer: Buffer,
  pause?: (count: number) => Promise<void> | undefined,
) => Promise<ScannedRecords | undefined>;

/** What goes before the list in an envelope, and the bytes in which it is looked for. */
const DATA = '"data":[';
const MOST_BEFORE = 1024;
/** There may be another list, or what looks like one is in a text. */
const MISLEADING = /"data"|\\/;
/** Whole numbers that are read as text. */
const LONG_INTEGER = /\d{16}/;
/** Values of one answer that are decoded one by one, which takes longer than all at once. */
const MOST_DECODINGS = 5000;

/** A field of the records, in the order that an answer has them in. */
interface Column {
  /** What goes before its value. */
  readonly lead: DataView;
  /** What is made of it; nothing where nobody asked for it. */
  readonly members: readonly Member[];
}

/** A member of the rows, and its number among them. */
interface Member {
  readonly number: number;
  readonly field: FieldDefinition;
  readonly scan: ScanField;
  readonly decode: (value: unknown, identify: (name: string) => string) => Value | undefined;
}

/** Scanners by the names of their properties: made anew for each request, they would be compiled again and again. */
const MOST_SCANNERS = 50;
const known = new WeakMap<EntitySetDefinition, LRUCache<string, { readonly scan: ScanRecords | undefined }>>();

/** A scanner for the named properties and the key; undefined where most of them have to be decoded anyway. */
export function recordScanner(definition: EntitySetDefinition, properties: readonly string[]): ScanRecords | undefined {
  const scanners = known.get(definition) ?? new LRUCache({ max: MOST_SCANNERS });
  known.set(definition, scanners);
  const wanted = definition.fields.filter(({ property: { name } }) => name === 'ID' || properties.includes(name));
  const names = wanted.map(({ property: { name } }) => name).join();
  const { scan } = scanners.get(names) ?? { scan: createScanner(definition, wanted) };
  scanners.set(names, { scan });
  return scan;
}

/** How a field is scanned that is read in the way of its form. */
const scanOf = ({ form, decoder }: FieldDefinition): ScanField | undefined =>
  decoder === undefined ? fieldScans[form] : decoder.scan;

function createScanner(definition: EntitySetDefinition, fields: readonly FieldDefinition[]): ScanRecords | undefined {
  const members = fields.flatMap((field, number): readonly Member[] => {
    const scan = field.property.name === 'ID' ? scanId : scanOf(field);
    return scan === undefined ? [] : [{ number, field, scan, decode: decoderOf(definition, field) }];
  });
  if (members.length < fields.length || fields[0]?.property.name !== 'ID') return undefined;
  const rows = new TextRows(fields.map(({ property }) => property.name));
  const found = new FoundValues(fields.length);
  const identify = rememberedIdentifiers();
  let decodings = 0;

  /** The end of a record, whose row is added. */
  function scanRecord(answer: Buffer, view: DataView, begin: number, columns: readonly Column[]): number {
    let at = begin;
    found.clear();
    for (const { lead, members: made } of columns) {
      if (!standsAt(lead, view, at)) return NONE;
      at += lead.byteLength;
      let end = made.length === 0 ? endOfValue(answer, at) : NONE;
      for (const member of made) {
        end = member.scan(answer, at, found, member.number);
        if (end === NONE) end = decode(answer, at, member);
        if (end === NONE) return NONE;
      }
      if (end === NONE) return NONE;
      at = end;
    }
    return answer[at] === CLOSE_BRACE && rows.add(view, found) ? at + 1 : NONE;
  }

  /** The end of a value that is not written as it came. */
  function decode(answer: Buffer, at: number, { number, field, decode: decodeValue }: Member): number {
    const end = number === 0 ? NONE : endOfValue(answer, at);
    decodings += 1;
    if (end === NONE || decodings > MOST_DECODINGS) return NONE;
    const text = answer.toString('utf8', at, end);
    if (LONG_INTEGER.test(text)) return NONE;
    const value: unknown = JSON.parse(text);
    const decoded = value === null ? null : decodeValue(value, identify);
    const json = decoded === undefined ? undefined : jsonOf(decoded, field);
    return json !== undefined && found.make(number, json) ? end : NONE;
  }

  return async (answer, pause) => {
    const begin = answer.subarray(0, MOST_BEFORE).indexOf(DATA) + DATA.length;
    const columns = begin < DATA.length || answer[0] !== OPEN_BRACE ? undefined : columnsOf(answer, begin, members);
    if (columns === undefined) return undefined;
    const view = viewOf(answer);
    rows.begin();
    decodings = 0;
    let at = begin - 1;
    let count = 0;
    do {
      const turn = pause?.((count += 1));
      if (turn !== undefined) await turn;
      at = scanRecord(answer, view, at + 1, columns);
      if (at === NONE) return undefined;
    } while (answer[at] === COMMA);
    const [before, behind] = [answer.toString('utf8', 0, begin - DATA.length), answer.toString('utf8', at)];
    if (answer[at] !== CLOSE_BRACKET || MISLEADING.test(before) || MISLEADING.test(behind)) return undefined;
    return { rows: rows.finish(), rest: `${before}${DATA}${behind}` };
  };
}

/** The fields of the record that begins at a place; undefined where a name comes twice, or no ID. */
function columnsOf(answer: Buffer, begin: number, members: readonly Member[]): readonly Column[] | undefined {
  if (answer[begin] !== OPEN_BRACE) return undefined;
  const columns: Column[] = [];
  const names = new Set<string>();
  let at = begin;
  do {
    const end = endOfAsciiText(answer, at + 1);
    if (end === NONE || answer[end] !== COLON) return undefined;
    const name = answer.toString('latin1', at + 2, end - 1);
    names.add(name);
    columns.push({
      lead: viewOf(Uint8Array.from(answer.subarray(at, end + 1))),
      members: members.filter(({ field }) => field.field === name),
    });
    at = endOfValue(answer, end + 1);
  } while (at !== NONE && answer[at] === COMMA);
  return names.has('ID') && names.size === columns.length ? columns : undefined;
}

const isWrittenOtherwise = (single: Value | undefined): boolean =>
  typeof single === 'number' ? !Number.isFinite(single) || Object.is(single, -0) : isObject(single) || isList(single);

/** Whether there is a decimal in it that is kept as text, for it has more digits than a number holds. */
function hasLongDecimal(value: Value, type: PropertyType): boolean {
  if (type.kind === 'PrimitiveType') return type.name === 'Edm.Decimal' && typeof value === 'string';
  if (type.kind !== 'ComplexType' || !isObject(value)) return false;
  return type.properties.some((property) => hasLongDecimal(value[property.name] ?? null, property.type));
}

/** A value as it is written; undefined where `JSON.stringify` does not write it so. */
function jsonOf(value: Value, { property }: FieldDefinition): string | undefined {
  const singles = isObject(value) ? Object.values(value) : [value];
  if (singles.some(isWrittenOtherwise)) return undefined;
  if (hasLongDecimal(value, property.type)) return undefined;
  return wellFormedJson(value);
}
