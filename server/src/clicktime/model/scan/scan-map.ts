/** Values of custom fields in the bytes of a record's map: it is looked through once for all of their columns. */
import { standsAt, viewOf } from '../../../util/words.ts';
import type { ColumnType, CustomColumn } from '../custom-columns.ts';
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  endOfAsciiText,
  endOfNull,
  endOfValue,
  endWithoutZeros,
  NONE,
  OPEN_BRACE,
  QUOTE,
} from './json-ends.ts';
import { fieldScans, type ScanField } from './scan-field.ts';

/** How the values of each type are scanned; what is written in another way is decoded. */
const scans: Readonly<Record<ColumnType, ScanField | undefined>> = {
  'Edm.Boolean': fieldScans.boolean,
  'Edm.Date': fieldScans.day,
  'Edm.Decimal': fieldScans.decimal,
  'Edm.String': fieldScans.text,
};

/** A member that maps have, as it was seen once. */
interface KnownMember {
  /** Its name with the colon behind it, and whether `CustomFields` names it so. */
  readonly lead: DataView;
  readonly isNamedSo: boolean;
  /** The number of its column; undefined where it is of none. */
  readonly column: number | undefined;
}

/** Names that are remembered: those of maps differ little, and what is past this is looked up again. */
const MOST_NAMES = 1000;

interface MapScan {
  readonly ofColumn: (column: CustomColumn) => ScanField;
  readonly ofMap: ScanField;
}

/** Scans the maps of records whose keys are those of columns as `columnOf` says. */
export function createMapScan(
  columns: readonly CustomColumn[],
  columnOf: (key: string) => CustomColumn | undefined,
): MapScan {
  const numbers = new Map(columns.map((column, number) => [column, number]));
  const byName = new Map<string, KnownMember>();
  /** The members of the map before: most maps have the same ones in the same order. */
  const expected: KnownMember[] = [];
  /** Where the value of each column begins; 0 where there is none, `NONE` where a map has two. */
  const begins = new Int32Array(columns.length);
  let last:
    { readonly bytes: Uint8Array; readonly view: DataView; readonly at: number; readonly end: number } | undefined;
  /** All members are of columns, named as `CustomFields` names them. */
  let isAllNamedSo = true;

  function memberAt(bytes: Uint8Array, view: DataView, at: number, index: number): KnownMember | undefined {
    const before = expected[index];
    if (before !== undefined && standsAt(before.lead, view, at)) return before;
    const end = endOfAsciiText(bytes, at);
    if (end === NONE || bytes[end] !== COLON) return undefined;
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + at + 1, end - at - 2).toString('latin1');
    const member = byName.get(name) ?? knownMember(name, Uint8Array.from(bytes.subarray(at, end + 1)));
    if (byName.size < MOST_NAMES) byName.set(name, member);
    expected[index] = member;
    return member;
  }

  function knownMember(name: string, lead: Uint8Array): KnownMember {
    const column = columnOf(name);
    return { lead: viewOf(lead), isNamedSo: column?.member === name, column: column && numbers.get(column) };
  }

  /** Where the map ends that begins at a place, whose values are then known; `NONE` where it is no map. */
  function look(bytes: Uint8Array, view: DataView, at: number): number {
    begins.fill(0);
    isAllNamedSo = true;
    if (bytes[at] !== OPEN_BRACE) return endOfNull(bytes, at);
    if (bytes[at + 1] === CLOSE_BRACE) return at + 2;
    let next = at;
    let index = 0;
    do {
      const member = memberAt(bytes, view, next + 1, index++);
      if (member === undefined) return NONE;
      const begin = next + 1 + member.lead.byteLength;
      isAllNamedSo &&= member.isNamedSo;
      if (member.column !== undefined) begins[member.column] = begins[member.column] === 0 ? begin : NONE;
      next = endOfValue(bytes, begin);
    } while (next !== NONE && bytes[next] === COMMA);
    return next !== NONE && bytes[next] === CLOSE_BRACE ? next + 1 : NONE;
  }

  function endOf(bytes: Uint8Array, at: number): number {
    if (last?.bytes === bytes && last.at === at) return last.end;
    const view = last?.bytes === bytes ? last.view : viewOf(bytes);
    const end = look(bytes, view, at);
    last = { bytes, view, at, end };
    return end;
  }

  return {
    ofColumn: (column) => {
      const number = numbers.get(column) ?? 0;
      const scan = scans[column.type];
      const isText = column.type === 'Edm.String';
      return (bytes, at, found, value) => {
        const end = endOf(bytes, at);
        const begin = begins[number] ?? 0;
        if (end === NONE || begin === 0) return end;
        if (begin === NONE) return NONE;
        if (!isText && bytes[begin] === QUOTE && bytes[begin + 1] === QUOTE) return end;
        return scan === undefined || scan(bytes, begin, found, value) === NONE ? NONE : end;
      };
    },
    ofMap: (bytes, at, found, value) => {
      const end = endOf(bytes, at);
      if (end === NONE || bytes[at] !== OPEN_BRACE) return end;
      if (!isAllNamedSo) return NONE;
      for (const [number, { type }] of columns.entries()) {
        const begin = begins[number] ?? 0;
        if (begin === 0) continue;
        const valueEnd = begin === NONE ? NONE : (scans[type]?.(bytes, begin, found, value) ?? NONE);
        if (valueEnd === NONE || (type === 'Edm.Decimal' && !isShortest(bytes, begin, valueEnd))) return NONE;
      }
      found.note(value, at, end);
      return end;
    },
  };
}

/** Whether a number, or null, is written as it came: not as text, and without zeros that say nothing. */
const isShortest = (bytes: Uint8Array, begin: number, end: number): boolean =>
  bytes[begin] !== QUOTE && endWithoutZeros(bytes, begin, end) === end;
