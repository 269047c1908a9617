import { SET, type Projection, type UnionAccess } from '../../bound/bound.ts';
import type { EntitySet } from '../../model/edm.ts';
import type { Row } from '../../model/values.ts';
import { collectionFragment } from '../context-url.ts';
import { entityUrl, qualified } from '../links.ts';
import { quote } from '../quote.ts';
import { inSlices, type WritePage } from './page-writer.ts';
import { rowParts, separated, type RowParts } from './row-parts.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** `#Collection(Edm.EntityType)`, or the one type of all, and what is shown of it (Protocol 10.2, 10.7). */
export function unionFragment(union: UnionAccess, projection: Projection, { model, version }: JsonShape): string {
  const { entityType } = union.entitySet;
  const type = union.isTyped ? qualified(model, entityType) : entityType.name;
  return collectionFragment({ ...union.entitySet, name: `Collection(${type})` }, projection, version);
}

/** The writer of pages of entities of several sets, each of which says what the context URL does not: its type and its id. */
export function unionWriter(union: UnionAccess, projection: Projection, shape: JsonShape): WritePage {
  const bySet = new Map(
    union.sets.map(({ entitySet }) => [entitySet.name, memberWriter(entitySet, projection, union.isTyped, shape)]),
  );
  const partsOf: RowParts = (row) => {
    const name = row[SET];
    return (typeof name === 'string' ? bySet.get(name)?.(row) : undefined) ?? [];
  };
  return inSlices((rows) => separated(rows, partsOf));
}

function memberWriter(entitySet: EntitySet, projection: Projection, isTyped: boolean, shape: JsonShape): RowParts {
  const { properties } = isTyped ? projection : entitySet.entityType;
  const shown: Projection = { ...projection, properties: properties.filter(({ name }) => name !== SET) };
  const parts = rowParts(entitySet, shown, shape);
  const headOf = headWriter(entitySet, shown, isTyped, shape);
  return function* (row) {
    const head = headOf(row);
    let isFirst = true;
    for (const text of parts(row)) {
      const isHeaded = isFirst && head !== '';
      isFirst = false;
      if (!isHeaded) yield text;
      else yield text === '{}' || text === '{' ? `{${head}${text.slice(1)}` : `{${head},${text.slice(1)}`;
    }
  };
}

/** At level minimal; at level full it is there anyway, as the id is where the key is not (`rowWriter`). */
function headWriter(
  entitySet: EntitySet,
  { properties }: Projection,
  isTyped: boolean,
  { model, version, format }: JsonShape,
): (row: Row) => string {
  if (format.metadata !== 'minimal') return () => '';
  const control = controlPrefix(version);
  const type = isTyped ? [] : [`"${control}type":${quote(`#${qualified(model, entitySet.entityType)}`)}`];
  const isKeyShown = entitySet.entityType.key.every((key) => properties.some(({ name }) => name === key));
  return (row) => {
    const url = isKeyShown ? entityUrl(model, entitySet, row) : undefined;
    return [...type, ...(url === undefined ? [] : [`"${control}id":${quote(url)}`])].join(',');
  };
}
