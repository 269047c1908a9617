import type { ColumnHeader } from './columns.ts';
import { ConnectorError } from './connector-error.ts';
import type { JsonObject } from './json-object.ts';

/** A value as Tableau's toolkit takes it. */
type CellValue = string | number | boolean | null;
export type TableRow = Readonly<Record<string, CellValue>>;

/**
 * One row of an answer as a row of the table: its columns only, each in the format Tableau documents.
 *
 * @throws ConnectorError `AnswerUnreadable` where a value does not have its column's type.
 */
export function toTableRow(entity: JsonObject, columns: readonly ColumnHeader[]): TableRow {
  const row: Record<string, CellValue> = {};
  for (const column of columns) {
    const cell = toCell(entity[column.id], column.dataType);
    if (cell === undefined) throw misfit(column, entity[column.id]);
    row[column.id] = cell;
  }
  return row;
}

/** One value, or undefined where it does not have the type. Absent and null both become null. */
export function toCell(value: unknown, dataType: ColumnHeader['dataType']): CellValue | undefined {
  if (value === null || value === undefined) return null;
  switch (dataType) {
    case 'datetime':
      return typeof value === 'string' ? toTableauDateTime(value) : undefined;
    case 'float':
    case 'int':
      return toNumber(value);
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** `2026-03-01T17:20:31.5+02:00` as `2026-03-01 15:20:31.500`: in UTC, with a fraction only where there is one. */
function toTableauDateTime(text: string): string | undefined {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  return new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '');
}

/** Numbers may come as text where a service was asked for exact decimals. */
function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function misfit(column: ColumnHeader, value: unknown): ConnectorError {
  const shown = JSON.stringify(value).slice(0, 60);
  return new ConnectorError(
    'AnswerUnreadable',
    `The field '${column.id}' holds ${shown}, which is no ${column.dataType}.`,
  );
}
