/** `$all`: every entity that there is (URL Conventions 4.16). */
import type { QueryOption } from '../../../../grammar/index.ts';
import { SET, type UnionAccess } from '../../bound/bound.ts';
import type { EntitySet, EntityType, Property } from '../../model/edm.ts';
import { entityContainers, type ModelIndex } from '../../model/model-index.ts';
import { bindSearchOption } from '../options/bind-search.ts';
import type { RequestScope } from '../expressions/scope.ts';

const setName: Property = {
  kind: 'Property',
  name: SET,
  type: { kind: 'PrimitiveType', name: 'Edm.String' },
  collection: false,
  nullable: false,
};

/** Entities of any type, of which nothing is known. */
const anyType: EntityType = {
  kind: 'EntityType',
  name: 'Edm.EntityType',
  open: false,
  key: [],
  properties: [],
  navigationProperties: [],
};

/** All entity sets and singletons; those that are only made of others add none. */
export function bindAll({ model }: ModelIndex): UnionAccess {
  const sets = entityContainers(model).filter(({ derived }) => derived === undefined);
  return unionOf(sets, anyType, false);
}

/** Those of one type, by its qualified name; nothing where no set is of it. */
export function unionOfType({ sets }: UnionAccess, name: string, { model }: ModelIndex): UnionAccess | undefined {
  const ofType = sets
    .map(({ entitySet }) => entitySet)
    .filter((each) => `${model.namespace}.${each.entityType.name}` === name);
  const type = ofType[0]?.entityType;
  return type && unionOf(ofType, { ...type, key: [...type.key, SET], properties: [...type.properties, setName] }, true);
}

const unionOf = (sets: readonly EntitySet[], entityType: EntityType, isTyped: boolean): UnionAccess => ({
  kind: 'UnionAccess',
  entitySet: { kind: 'EntitySet', name: '$all', entityType },
  isTyped,
  sets: sets.map((entitySet) => ({ entitySet })),
});

/** `$search` looks into each set by what it has. */
export function searchedUnion(
  access: UnionAccess,
  options: readonly QueryOption[],
  request: RequestScope,
): UnionAccess {
  const sets = access.sets.map(({ entitySet }) => ({
    entitySet,
    search: bindSearchOption(options, { entitySet, nested: false }, request),
  }));
  return { ...access, sets };
}
