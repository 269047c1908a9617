import type { EntitySet, EntityType, Property } from './edm.ts';

/** The properties that `$search` looks into: those that the model names, or all single texts but keys, or all single texts. */
export function searchableProperties({
  entityType,
  searchable,
}: Pick<EntitySet, 'entityType' | 'searchable'>): readonly Property[] {
  const texts = entityType.properties.filter(isText);
  if (searchable !== undefined) return texts.filter(({ name }) => searchable.includes(name));
  const others = texts.filter(({ name }) => !entityType.key.includes(name));
  return others.length > 0 ? others : texts;
}

const isText = ({ type, collection }: EntityType['properties'][number]): boolean =>
  !collection && type.kind === 'PrimitiveType' && type.name === 'Edm.String';
