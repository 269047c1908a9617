import type { BoundExpand, Projection } from '../../bound/bound.ts';
import type { EntitySet, NavigationProperty } from '../../model/edm.ts';
import { isObject } from '../../util/json-object.ts';
import { entityUrl } from '../links.ts';
import { quote } from '../quote.ts';
import { inSlices, type WritePage } from './page-writer.ts';
import { referenceWriter } from './reference-writer.ts';
import { rowParts, separated, type RowParts } from './row-parts.ts';
import { controlPrefix, type JsonShape } from './value-writer.ts';

/** Instances of a virtual complex type (Protocol 10.2, URL Conventions 4.15). */
export const CROSSJOIN_FRAGMENT = '#Collection(Edm.ComplexType)';

/** The writer of pages of combinations: expanded entities, and the links of those that are not. */
export function crossjoinWriter({ entityType }: EntitySet, projection: Projection, shape: JsonShape): WritePage {
  const members = entityType.navigationProperties.flatMap((navigation): readonly RowParts[] => {
    const expand = projection.expand.find((each) => each.navigation === navigation);
    if (expand !== undefined) return [expandedMember(expand, shape)];
    const { selected } = projection;
    const isShown = selected === undefined || selected.includes(navigation.name);
    return isShown && shape.format.metadata !== 'none' ? [linkMember(navigation, shape)] : [];
  });
  const partsOf: RowParts = function* (row) {
    yield '{';
    for (const [position, member] of members.entries()) {
      if (position > 0) yield ',';
      yield* member(row);
    }
    yield '}';
  };
  return inSlices((rows) => separated(rows, partsOf));
}

function expandedMember({ navigation, entitySet, shows, options }: BoundExpand, shape: JsonShape): RowParts {
  const parts = rowParts(entitySet, options.projection, shape);
  const reference = referenceWriter(entitySet, shape);
  return function* (combination) {
    yield `${quote(navigation.name)}:`;
    const entity = combination[navigation.name];
    if (!isObject(entity)) yield 'null';
    else if (shows === 'references') yield reference(entity);
    else yield* parts(entity);
  };
}

function linkMember({ name, held }: NavigationProperty, shape: JsonShape): RowParts {
  const member = `${quote(`${name}${controlPrefix(shape.version)}navigationLink`)}:`;
  return (combination) => {
    const entity = combination[name];
    const url = isObject(entity) && held !== undefined ? entityUrl(shape.model, held, entity) : undefined;
    return [`${member}${url === undefined ? 'null' : quote(url)}`];
  };
}
