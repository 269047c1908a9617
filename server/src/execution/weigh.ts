import { textLength } from '../source/text-row.ts';
import type { Row, Value } from '../model/values.ts';

/** Rows of a batch that are looked at; the others are taken to be like them. */
const SAMPLES = 8;
/** Bytes of an object, and of each of its members beside what they hold. */
const OBJECT = 64;
const MEMBER = 16;
const TEXT = 24;

/** About how many bytes of memory each of these rows takes. */
export function weighRow(rows: readonly Row[]): number {
  if (rows.length === 0) return 0;
  const step = Math.max(1, Math.floor(rows.length / SAMPLES));
  let bytes = 0;
  let count = 0;
  for (let index = 0; index < rows.length; index += step) {
    bytes += textWeight(rows[index]) ?? weigh(rows[index]);
    count += 1;
  }
  return bytes / count;
}

/** Beside its text, a row has the places of its values. */
function textWeight(row: Row | undefined): number | undefined {
  const length = textLength(row);
  return length === undefined ? undefined : 2 * OBJECT + MEMBER * 2 + length;
}

function weigh(value: Value | undefined): number {
  if (typeof value === 'string') return TEXT + value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = OBJECT;
  for (const member of Object.values(value)) bytes += MEMBER + weigh(member);
  return bytes;
}
