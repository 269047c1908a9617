import type { EntitySet, Property } from '../../model/edm.ts';
import type { Row, Value } from '../../model/values.ts';
import type { Projection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { needsType } from './dynamic-writer.ts';
import { HALF_CHARACTER } from '../quote.ts';
import type { Pace } from '../../util/turns.ts';
import { isText, runOfText } from '../../source/text-row.ts';
import { PIECE, type BodyWriter } from './body-writer.ts';
import { referenceWriter } from './reference-writer.ts';
import { rowParts, separated } from './row-parts.ts';
import { hasLink } from './row-writer.ts';
import type { JsonShape } from './value-writer.ts';

/** Writes an array of entities as JSON, giving the event loop back in between. */
export type WritePage = (rows: readonly Row[], body: BodyWriter, pace: Pace) => Promise<void>;

/** JSON texts that follow one another with commas between them. */
type WriteRows = (rows: readonly Row[]) => Iterable<string>;

/** Entities that are written at once. */
const AT_ONCE = 64;

/**
 * The writer of whole pages. Whole extracts in the usual format are copied member by member and handed to
 * `JSON.stringify`, which is twice as fast as joining texts; whatever JSON.stringify would write differently goes row
 * by row through `rowWriter`, which says the law.
 */
export function pageWriter(entitySet: EntitySet, projection: Projection, shape: JsonShape): WritePage {
  const names = isPlain(entitySet, projection, shape) ? projection.properties.map(({ name }) => name) : undefined;
  return inSlices(rowsWriter(entitySet, projection, shape), names);
}

/** The writer of pages of references. */
export function referencesWriter(entitySet: EntitySet, shape: JsonShape): WritePage {
  const write = referenceWriter(entitySet, shape);
  return inSlices((rows) => separated(rows, (row) => [write(row)]));
}

/** The writer of pages whose rows are written by another, some at once; those that are text of just these members are as they are. */
export function inSlices(writeRows: WriteRows, names?: readonly string[]): WritePage {
  return async (rows, body, pace) => {
    const settle = async (): Promise<void> => {
      if (pace.isDue()) await pace.pause();
      const room = body.settle();
      if (room !== undefined) await room;
    };
    body.add('[');
    for (let from = 0; from < rows.length;) {
      const run = names && runOfText(rows, from, names, PIECE);
      if (run !== undefined) {
        body.addBytes(from === 0 ? run.bytes.subarray(1) : run.bytes);
        await settle();
        from += run.count;
        continue;
      }
      if (from > 0) body.add(',');
      const to = names === undefined ? from + AT_ONCE : endOfOthers(rows, from, names);
      for (const text of writeRows(rows.slice(from, to))) {
        body.add(text);
        await settle();
      }
      from = to;
    }
    body.add(']');
  };
}

/** Where rows that are no such text end, as many as are written at once. */
function endOfOthers(rows: readonly Row[], from: number, names: readonly string[]): number {
  let to = from + 1;
  while (to < from + AT_ONCE && to < rows.length && !isText(rows[to], names)) to += 1;
  return to;
}

function rowsWriter(entitySet: EntitySet, projection: Projection, shape: JsonShape): WriteRows {
  const partsOf = rowParts(entitySet, projection, shape);
  const rowByRow: WriteRows = (rows) => separated(rows, partsOf);
  if (!isPlain(entitySet, projection, shape)) return rowByRow;
  const names = projection.properties.map((property) => property.name);
  const exact = projection.properties.map(isExact);
  const isTold = shape.format.metadata !== 'none';
  const open = projection.properties.filter(isOpen).map((property) => unusual(property, isTold));
  return (rows) => {
    const copies: Record<string, Value>[] = [];
    for (const row of rows) {
      const copy = open.some((isUnusual) => isUnusual(row)) ? undefined : copyRow(row, names, exact);
      if (copy === undefined) return rowByRow(rows);
      copies.push(copy);
    }
    const text = JSON.stringify(copies);
    // Without the brackets.
    return text.includes(HALF_CHARACTER) ? rowByRow(rows) : [text.slice(1, -1)];
  };
}

/** Whether JSON.stringify writes such rows as OData JSON has them, but for what `copyRow` finds. */
function isPlain(entitySet: EntitySet, projection: Projection, shape: JsonShape): boolean {
  const { format, omitNulls } = shape;
  const shown = new Set(projection.properties.map((property) => property.name));
  return (
    !omitNulls &&
    !entitySet.entityType.open &&
    !format.ieee754Compatible &&
    projection.expand.length === 0 &&
    (projection.computed ?? []).length === 0 &&
    (projection.within?.size ?? 0) === 0 &&
    !entitySet.entityType.navigationProperties.some((navigation) =>
      hasLink(entitySet, navigation, projection, shape),
    ) &&
    projection.properties.every(isPlainProperty) &&
    (format.metadata === 'none' ||
      (format.metadata === 'minimal' && entitySet.entityType.key.every((name) => shown.has(name))))
  );
}

function isPlainProperty({ type, collection, made }: Property): boolean {
  if (collection || made !== undefined) return false;
  return type.kind !== 'ComplexType' || (type.open && type.properties.every(isPlainMember));
}

/** Where a value has it, it is written as what nobody declares, but for numbers. */
const isPlainMember = ({ type, collection, optional }: Property): boolean =>
  optional === true && !collection && type.kind !== 'ComplexType';

const isOpen = ({ type }: Property): boolean => type.kind === 'ComplexType' && type.open;

/** Tells whether an open value has members that control information has to go before, or numbers not in digits. */
function unusual({ name, type }: Property, isTold: boolean): (row: Row) => boolean {
  const declared = type.kind === 'ComplexType' ? type.properties.filter(isExact).map((member) => member.name) : [];
  return (row) => {
    const value = row[name];
    if (!isObject(value)) return false;
    if (declared.some((member) => value[member] !== undefined && !isWrittenInDigits(value[member] ?? null)))
      return true;
    return isTold && Object.values(value).some(needsType);
  };
}

function isExact({ type }: Property): boolean {
  return type.kind === 'PrimitiveType' && (type.name === 'Edm.Int64' || type.name === 'Edm.Decimal');
}

/** The row's members in order; nothing where a number would not come out digit by digit. */
function copyRow(row: Row, names: readonly string[], exact: readonly boolean[]): Record<string, Value> | undefined {
  const copy: Record<string, Value> = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    const value = row[name];
    if (value === undefined) copy[name] = null;
    else if (exact[i] === true && !isWrittenInDigits(value)) return undefined;
    else copy[name] = value;
  }
  return copy;
}

function isWrittenInDigits(value: Value): boolean {
  if (typeof value !== 'number') return value === null;
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-6 && size < 1e21);
}
