import type { EntitySet } from '../../model/edm.ts';
import { isList, type Row } from '../../model/values.ts';
import type { BoundExpand, Projection } from '../../bound/bound.ts';
import { isObject } from '../../util/json-object.ts';
import { quote } from '../quote.ts';
import { linkText, rowWriter, writeCount } from './row-writer.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** JSON text of one entity in parts, none of which is long because much was expanded into the entity. */
type RowParts = (row: Row) => Iterable<string>;

/** The writer of an entity set's rows in parts: collections that are expanded come last, one of their rows at a time. */
export function rowParts(entitySet: EntitySet, projection: Projection, shape: JsonShape): RowParts {
  const collections = projection.expand.filter(({ navigation }) => navigation.collection);
  const write = rowWriter(entitySet, projection, shape);
  if (collections.length === 0) return (row) => [write(row)];
  const members = collections.map((expand) => collectionParts(entitySet, expand, shape));
  return function* (row) {
    const object = write(row);
    let separator = object === '{}' ? '' : ',';
    yield object.slice(0, -1);
    for (const member of members) {
      yield separator;
      yield* member(row);
      separator = ',';
    }
    yield '}';
  };
}

/** An expanded collection with the link and count that belong to it. */
function collectionParts(
  owner: EntitySet,
  { navigation, entitySet, options }: BoundExpand,
  shape: JsonShape,
): RowParts {
  const { name } = navigation;
  const partsOf = rowParts(entitySet, options.projection, shape);
  const link = shape.format.metadata === 'full' ? linkText(owner, navigation, shape) : undefined;
  const count = `${quote(`${name}${controlPrefix(shape.version)}count`)}:`;
  return function* (row) {
    const rows = row[name];
    if (link !== undefined) yield `${link(row)},`;
    if (options.count) yield `${count}${writeCount(Number(row[`${name}@odata.count`] ?? 0), shape)},`;
    yield `${quote(name)}:[`;
    if (isList(rows))
      yield* separated(
        rows.filter((item) => isObject(item)),
        partsOf,
      );
    yield ']';
  };
}

/** The parts of rows with commas between the rows. */
export function* separated(rows: readonly Row[], partsOf: RowParts): Iterable<string> {
  let isFirst = true;
  for (const row of rows) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* partsOf(row);
  }
}
