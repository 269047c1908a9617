import type { Rows } from './reader.ts';
import type { WireText } from '../wire-text.ts';
import type { JsonObject } from '../../src/util/json-object.ts';
import { mix } from '../company/hash.ts';
import { wireBytes } from '../wire-text.ts';

/** Which rows are equal in the order of a list, and in which order they come this time. */
export interface Ties {
  /** The field that the list is ordered by. */
  readonly field: string;
  readonly salt: number;
}

/** The same rows, those that agree in a field in an order of the salt's, as a database may send them that sorts by it alone. */
export function withTies(rows: Rows, { field, salt }: Ties): Rows {
  const all = rows
    .page(0, rows.count)
    .map((row, index) => ({ row, key: keyOf(row, field), turn: mix(salt, index), group: 0 }));
  let group = 0;
  for (const [index, each] of all.entries()) {
    if (index > 0 && each.key !== all[index - 1]?.key) group++;
    each.group = group;
  }
  const order = all.toSorted((a, b) => a.group - b.group || a.turn - b.turn).map(({ row }) => row);
  return { count: rows.count, page: (offset, limit) => order.slice(offset, offset + limit) };
}

function keyOf(row: WireText, field: string): string {
  const record = JSON.parse(wireBytes(row).toString('utf8')) as JsonObject;
  return JSON.stringify(record[field] ?? null).toLowerCase();
}
