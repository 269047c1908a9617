import type { EntitySet } from '../../model/edm.ts';
import { isList, type Row } from '../../model/values.ts';
import type { BoundExpand, Projection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { entityUrl } from '../links.ts';
import { quote } from '../quote.ts';
import { referenceWriter } from './reference-writer.ts';
import { hasLink, heldContext, isInParts, linkText, rowWriter } from './row-writer.ts';
import { controlPrefix, countName, type JsonShape, writeCount } from './value-writer.ts';

/** The entities that one is written into, from the inside out. */
interface Around {
  readonly id: string | undefined;
  readonly around: Around | undefined;
}

/** JSON text of one entity in parts, none of which is long because much was expanded into the entity. */
export type RowParts = (row: Row, around?: Around) => Iterable<string>;

/** The writer of an entity set's rows in parts: what may be long comes last, one of its rows at a time. */
export function rowParts(entitySet: EntitySet, projection: Projection, shape: JsonShape): RowParts {
  const long = projection.expand.filter(isInParts);
  const write = rowWriter(entitySet, projection, shape);
  if (long.length === 0) return (row) => [write(row)];
  const members = long.map((expand) => memberOf(entitySet, expand, projection, shape));
  const isRemembered = long.some(({ acyclic }) => acyclic);
  return function* (row, around) {
    const within = isRemembered ? { id: entityUrl(shape.model, entitySet, row), around } : around;
    const object = write(row);
    let separator = object === '{}' ? '' : ',';
    yield object.slice(0, -1);
    for (const { head, value } of members) {
      const text = head(row);
      if (text === '') continue;
      yield separator + text;
      yield* value(row, within);
      separator = ',';
    }
    yield '}';
  };
}

/** An expanded navigation property. */
interface Member {
  /** Its link, context and count, where it has them, and its name; without a value where that is omitted. */
  readonly head: (row: Row) => string;
  readonly value: RowParts;
}

function memberOf(owner: EntitySet, expand: BoundExpand, projection: Projection, shape: JsonShape): Member {
  const { navigation, options } = expand;
  const { name, collection } = navigation;
  const link = hasLink(owner, navigation, projection, shape) ? linkText(owner, navigation, shape) : undefined;
  const isOmitted = (row: Row): boolean => shape.omitNulls && !collection && !isObject(row[name]);
  const context = heldContext(expand, shape);
  const contextText =
    context === undefined ? '' : `${quote(`${name}${controlPrefix(shape.version)}context`)}:${quote(context)},`;
  const nameText = `${quote(name)}:${collection ? '[' : ''}`;
  const partsOf = itemParts(expand, shape);
  return {
    head: (row) => {
      const linked = link?.(row) ?? '';
      if (isOmitted(row)) return linked;
      const counted = options.count ? `${countName(name, shape)}${writeCount(row[`${name}@odata.count`], shape)},` : '';
      return `${linked}${linked === '' ? '' : ','}${contextText}${counted}${nameText}`;
    },
    value: (row, around) => {
      const value = row[name];
      if (collection)
        return separated(isList(value) ? value.filter((item) => isObject(item)) : [], partsOf, ']', around);
      if (isObject(value)) return partsOf(value, around);
      return isOmitted(row) ? [] : ['null'];
    },
  };
}

/** An item of an expanded navigation property: an entity, or its reference. */
function itemParts({ shows, acyclic, entitySet, options }: BoundExpand, shape: JsonShape): RowParts {
  const reference = referenceWriter(entitySet, shape);
  if (shows === 'references') return (row) => [reference(row)];
  const partsOf = rowParts(entitySet, options.projection, shape);
  if (acyclic !== true) return partsOf;
  return (row, around) =>
    isWithin(entityUrl(shape.model, entitySet, row), around) ? [reference(row)] : partsOf(row, around);
}

function isWithin(id: string | undefined, around: Around | undefined): boolean {
  if (id === undefined) return false;
  for (let each = around; each !== undefined; each = each.around) if (each.id === id) return true;
  return false;
}

/** The parts of rows with commas between the rows, and what ends them. */
export function* separated(rows: readonly Row[], partsOf: RowParts, end?: string, around?: Around): Iterable<string> {
  let isFirst = true;
  for (const row of rows) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* partsOf(row, around);
  }
  if (end !== undefined) yield end;
}
