import type { EntitySet } from '../../model/edm.ts';
import { isList, type Row, type Value } from '../../model/values.ts';
import type { BoundExpand, Projection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { entityUrl } from '../links.ts';
import { quote } from '../quote.ts';
import { referenceWriter } from './reference-writer.ts';
import { countName, hasLink, heldContext, isInParts, linkText, rowWriter, writeCount } from './row-writer.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** The entities that one is written into, from the inside out. */
interface Around {
  readonly id: string | undefined;
  readonly around: Around | undefined;
}

/** JSON text of one entity in parts, none of which is long because much was expanded into the entity. */
type RowParts = (row: Row, around?: Around) => Iterable<string>;

/** The writer of an entity set's rows in parts: what may be long comes last, one of its rows at a time. */
export function rowParts(entitySet: EntitySet, projection: Projection, shape: JsonShape): RowParts {
  const long = projection.expand.filter(isInParts);
  const write = rowWriter(entitySet, projection, shape);
  if (long.length === 0) return (row) => [write(row)];
  const members = long.map((expand) => memberParts(entitySet, expand, projection, shape));
  const isRemembered = long.some(({ acyclic }) => acyclic);
  return function* (row, around) {
    const within = isRemembered ? { id: entityUrl(shape.model, entitySet, row), around } : around;
    const object = write(row);
    let separator = object === '{}' ? '' : ',';
    yield object.slice(0, -1);
    for (const member of members) {
      for (const text of member(row, within)) {
        yield separator + text;
        separator = '';
      }
      separator = ',';
    }
    yield '}';
  };
}

/** An expanded navigation property with the link and count that belong to it. */
function memberParts(owner: EntitySet, expand: BoundExpand, projection: Projection, shape: JsonShape): RowParts {
  const { navigation, options } = expand;
  const { name, collection } = navigation;
  const link = hasLink(owner, navigation, projection, shape) ? linkText(owner, navigation, shape) : undefined;
  const value = collection ? listParts(itemParts(expand, shape)) : singleParts(itemParts(expand, shape));
  const context = heldContext(expand, shape);
  return function* (row, around) {
    const isOmitted = shape.omitNulls && !collection && !isObject(row[name]);
    if (link !== undefined) yield isOmitted ? link(row) : `${link(row)},`;
    if (isOmitted) return;
    if (context !== undefined) yield `${quote(`${name}${controlPrefix(shape.version)}context`)}:${quote(context)},`;
    if (options.count) yield `${countName(name, shape)}${writeCount(row[`${name}@odata.count`], shape)},`;
    yield `${quote(name)}:`;
    yield* value(row[name], around);
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

type ValueParts = (value: Value | undefined, around: Around | undefined) => Iterable<string>;

const singleParts =
  (partsOf: RowParts): ValueParts =>
  (value, around) =>
    isObject(value) ? partsOf(value, around) : ['null'];

const listParts = (partsOf: RowParts): ValueParts =>
  function* (rows, around) {
    yield '[';
    if (isList(rows))
      yield* separated(
        rows.filter((item) => isObject(item)),
        partsOf,
        around,
      );
    yield ']';
  };

/** The parts of rows with commas between the rows. */
export function* separated(rows: readonly Row[], partsOf: RowParts, around?: Around): Iterable<string> {
  let isFirst = true;
  for (const row of rows) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* partsOf(row, around);
  }
}
