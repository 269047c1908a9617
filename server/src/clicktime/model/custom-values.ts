/** Values of custom fields that are known by their definitions: as columns, and within `CustomFields`. */
import { grouped } from '../../util/grouped.ts';
import { isObject, type JsonObject } from '../../util/json-object.ts';
import { isList, type Value } from '../../model/values.ts';
import { decodeCustomFields, parsedCustomFields } from './custom-fields.ts';
import type { ColumnType, CustomColumn, CustomField } from './custom-columns.ts';
import { fieldDecoders } from './decode-value.ts';
import type { FieldDecoder } from './entity-sets/definition.ts';
import { createMapScan } from './scan/scan-map.ts';

/** What a field's value is decoded as; lists and what is told in numbers are text, too. */
const decoders: Readonly<Record<ColumnType, FieldDecoder>> = {
  'Edm.Boolean': fieldDecoders.boolean,
  'Edm.Date': fieldDecoders.day,
  'Edm.Decimal': fieldDecoders.decimal,
  'Edm.String': { expects: 'text', decode: textOf },
};

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined;
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(textOf);
  return items.every((item) => item !== undefined) ? items.join('; ') : undefined;
}

/** A value of the type, null where there is none; undefined where it is of another one. */
function valueOf(value: unknown, type: ColumnType): Value | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && type !== 'Edm.String' && value.trim() === '') return null;
  return decoders[type].decode(typeof value === 'string' && type !== 'Edm.String' ? value.trim() : value);
}

/** A key of a record's map, and how well it names its column: the less, the better. */
interface Match {
  readonly column: CustomColumn;
  readonly rank: number;
}

/** By what the keys may be, the surest first. */
const names: readonly ((field: CustomField) => string)[] = [
  ({ id }) => id,
  ({ name }) => name,
  ({ displayName }) => displayName,
];
const folded = names.map((nameOf) => (field: CustomField) => nameOf(field).toLowerCase());

/** Which column a key of a record's map is of; a key that would be that of two is of none. */
function matcher(columns: readonly CustomColumn[]): (key: string) => Match | undefined {
  const tables = [...names, ...folded].map((nameOf) => {
    const groups = grouped(columns, ({ field }) => nameOf(field));
    return new Map(
      [...groups].flatMap(([name, [column, ...others]]) =>
        column && others.length === 0 ? [[name, column] as const] : [],
      ),
    );
  });
  const isFolded = (rank: number): boolean => rank >= names.length;
  return (key) => {
    const lower = key.toLowerCase();
    for (const [rank, table] of tables.entries()) {
      const column = table.get(isFolded(rank) ? lower : key);
      if (column !== undefined) return { column, rank };
    }
    return undefined;
  };
}

/** The values that a record has of the columns, and the rest of its map. */
interface Taken {
  readonly values: ReadonlyMap<CustomColumn, unknown>;
  readonly rest: JsonObject;
}

/** How the columns of one entity set, and its `CustomFields`, are read from the map of a record. */
export interface CustomValues {
  readonly ofColumn: (column: CustomColumn) => FieldDecoder;
  /** The map, in which what the columns are of has their types, and is null where it does not fit. */
  readonly ofMap: FieldDecoder;
}

/** Reads the maps of records, each once for all of the columns. */
export function customValues(columns: readonly CustomColumn[]): CustomValues {
  const match = matcher(columns);
  const scan = createMapScan(columns, (key) => match(key)?.column);
  let last: { readonly source: unknown; readonly taken: Taken | undefined } | undefined;

  function take(source: unknown): Taken | undefined {
    const map = parsedCustomFields(source);
    if (!isObject(map)) return undefined;
    const values = new Map<CustomColumn, unknown>();
    const ranks = new Map<CustomColumn, number>();
    const rest: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(map)) {
      const found = match(key);
      if (found === undefined)
        Object.defineProperty(rest, key, { value, enumerable: true, writable: true, configurable: true });
      else if (found.rank < (ranks.get(found.column) ?? Number.POSITIVE_INFINITY)) {
        ranks.set(found.column, found.rank);
        values.set(found.column, value);
      }
    }
    return { values, rest };
  }
  const taken = (source: unknown): Taken | undefined => {
    if (last === undefined || last.source !== source) last = { source, taken: take(source) };
    return last.taken;
  };

  return {
    ofColumn: (column) => ({
      expects: decoders[column.type].expects,
      decode: (source) => {
        const found = taken(source);
        return found === undefined ? null : valueOf(found.values.get(column), column.type);
      },
      scan: scan.ofColumn(column),
    }),
    ofMap: {
      expects: fieldDecoders.customFields.expects,
      decode: (source, identify) => {
        const found = taken(source);
        const whole = decodeCustomFields(found?.rest ?? source, identify);
        if (found === undefined || !isObject(whole) || isList(whole)) return whole;
        const known = [...found.values].map(([column, value]) => [column.member, valueOf(value, column.type) ?? null]);
        return Object.fromEntries([...known, ...Object.entries(whole)]) as Value;
      },
      scan: scan.ofMap,
    },
  };
}
