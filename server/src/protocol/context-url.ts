import type { EdmModel, EntitySet, Property, PropertyType } from '../model/edm.ts';
import type { BoundExpand, EntityAccess, Projection, PropertyRequest } from '../bound/bound.ts';
import { keyPredicate, qualified } from './links.ts';
import type { ODataVersion } from './version.ts';

/** `#Jobs`, `#Jobs(ID,Client(Name))`: a collection of entities (Protocol 10.2, 10.7, 10.9). */
export function collectionFragment(entitySet: EntitySet, projection: Projection, version: ODataVersion): string {
  return `#${entitySet.name}${selectList(projection, version)}`;
}

/** `#Jobs/$entity`, `#Jobs(ID)/$entity`, `#Me(ID)`: one entity (Protocol 10.3, 10.4, 10.8, 10.10). */
export function entityFragment(entitySet: EntitySet, projection: Projection, version: ODataVersion): string {
  const fragment = collectionFragment(entitySet, projection, version);
  return entitySet.kind === 'Singleton' ? fragment : `${fragment}/$entity`;
}

/** References to entities, many or one (Protocol 10.11, 10.12). */
export const REFERENCES_FRAGMENT = '#Collection($ref)';
export const REFERENCE_FRAGMENT = '#$ref';

/**
 * `#Jobs('x')/Name`, not percent-encoded (Protocol 10.14). An entity reached through a single-valued navigation
 * property has a key the URL does not say; there the type stands for the property.
 */
export function propertyFragment(model: EdmModel, request: PropertyRequest): string {
  const path = [...request.path.map((property) => property.name), ...request.dynamic].join('/');
  const list = request.shown?.selected === undefined ? '' : `(${request.shown.selected.join(',')})`;
  const entity = canonicalEntity(model, request.access);
  if (entity !== undefined) return `#${entity}/${path}${list}`;
  return `#${request.dynamic.length > 0 ? 'Edm.Untyped' : typeName(model, request.path.at(-1))}${list}`;
}

function canonicalEntity(model: EdmModel, access: EntityAccess): string | undefined {
  if (access.entitySet.kind === 'Singleton') return access.entitySet.name;
  if (access.kind !== 'KeyAccess') return undefined;
  const key = keyPredicate(
    model,
    access.entitySet,
    access.key.map((part) => part.value),
  );
  return key === undefined ? undefined : `${access.entitySet.name}${key}`;
}

function typeName(model: EdmModel, property: Property | undefined): string {
  if (property === undefined) return 'Edm.Untyped';
  const name = qualifiedTypeName(model, property.type);
  return property.collection ? `Collection(${name})` : name;
}

/** `Edm.String`, or the model's own type with its namespace. */
export function qualifiedTypeName(model: EdmModel, type: PropertyType): string {
  return type.kind === 'PrimitiveType' ? type.name : qualified(model, type);
}

/** The parenthesized list of what was selected and expanded, or nothing. */
function selectList(projection: Projection, version: ODataVersion): string {
  const items = listItems(projection, version);
  return items.length === 0 ? '' : `(${items.join(',')})`;
}

const listItems = ({ selected = [], expand }: Projection, version: ODataVersion): readonly string[] => [
  ...selected,
  ...expand.flatMap((each) => expandItem(each, version) ?? []),
];

/**
 * References and counts do not show. An expanded navigation property without options of its own shows as `Client()` in
 * 4.01 and not at all in 4.0; one of `$levels` with a plus sign instead of what is the same in it.
 */
function expandItem({ navigation, shows, repeats, options }: BoundExpand, version: ODataVersion): string | undefined {
  if (shows !== undefined) return undefined;
  const { selected, expand } = options.projection;
  const others = repeats === true ? expand.filter((inner) => inner.navigation !== navigation) : expand;
  if (version === '4.0' && selected === undefined && others.length === 0) return undefined;
  const items = listItems({ ...options.projection, expand: others }, version);
  return `${navigation.name}${repeats === true ? '+' : ''}(${items.join(',')})`;
}
