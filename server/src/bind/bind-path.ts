import type { NameSegment, PathSegment, ResourcePath } from '../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../model/edm.ts';
import { bindKey } from './bind-key.ts';
import type { EntityAccess } from '../bound/bound.ts';
import { targetOf } from '../model/model-index.ts';
import type { ResourceKind } from './query-options.ts';
import type { RequestScope } from './request-scope.ts';
import { keyedForm } from './names/name-hints.ts';
import type { Meant } from './names/model-names.ts';
import type { Place } from './names/names.ts';
import { openNameHint } from './names/open-names.ts';
import { unsupported } from './scope.ts';
import { segmentText } from './names/segment-text.ts';

/** What a resource path leads to, before the query options are looked at. */
export type Resource =
  | { readonly kind: 'ServiceDocument' }
  | { readonly kind: 'MetadataDocument' }
  | { readonly kind: 'Entities'; readonly access: EntityAccess; readonly collection: boolean }
  | { readonly kind: 'Count'; readonly access: EntityAccess }
  | PropertyResource;

export interface PropertyResource {
  readonly kind: 'Property';
  readonly access: EntityAccess;
  readonly path: readonly Property[];
  readonly dynamic: readonly string[];
  readonly raw: boolean;
}

/** What each segment makes of what the ones before led to; `places` are where they lead, segment by segment. */
export function bindPath({ segments }: ResourcePath, places: readonly Place<Meant>[], request: RequestScope): Resource {
  return segments.reduce<Resource>(
    (resource, segment, position) => nextResource(resource, segment, places[position], request),
    { kind: 'ServiceDocument' },
  );
}

function nextResource(
  resource: Resource,
  segment: PathSegment,
  place: Place<Meant> | undefined,
  request: RequestScope,
): Resource {
  refuseUnsupported(segment, resource);
  switch (segment.kind) {
    case 'NameSegment':
      return namedResource(resource, segment, place?.of, request);
    case 'CountSegment':
      return countOf(resource, segment.options !== undefined);
    case 'ReservedSegment':
      return resource.kind === 'Property' ? { ...resource, raw: true } : { kind: 'MetadataDocument' };
    default:
      throw unsupported(`'${segmentText(segment)}'`, segmentText(segment));
  }
}

/** The kind of a resource, for which query options it has. */
export function resourceKind(resource: Resource): ResourceKind {
  switch (resource.kind) {
    case 'ServiceDocument':
      return 'service document';
    case 'MetadataDocument':
      return 'metadata document';
    case 'Entities':
      return resource.collection ? 'collection of entities' : 'single entity';
    case 'Count':
      return 'number of entities';
    case 'Property':
      return propertyKind(resource);
  }
}

function propertyKind({ path, dynamic, raw }: PropertyResource): ResourceKind {
  const last = path.at(-1);
  if (raw) return 'raw value';
  if (dynamic.length > 0 || last === undefined) return 'single value';
  if (last.collection) return 'collection of values';
  return last.type.kind === 'ComplexType' ? 'complex value' : 'single value';
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

function namedResource(resource: Resource, segment: NameSegment, of: Meant, request: RequestScope): Resource {
  if (of?.kind === 'EntitySet') return entities({ kind: 'EntitySetAccess', entitySet: of }, segment, true, request);
  const access = resource.kind === 'Entities' || resource.kind === 'Property' ? resource.access : undefined;
  if (access === undefined) throw new Error(`'${segment.name}' is within nothing`);
  if (of?.kind === 'NavigationProperty') return navigate(access, of, segment, request);
  const before = resource.kind === 'Property' ? resource : { path: [], dynamic: [] };
  if (of?.kind === 'Property') {
    return { kind: 'Property', access, path: [...before.path, of], dynamic: before.dynamic, raw: false };
  }
  return { kind: 'Property', access, path: before.path, dynamic: [...before.dynamic, segment.name], raw: false };
}

/** Entities, or with a key predicate the one that has the key. */
function entities(of: EntityAccess, segment: NameSegment, collection: boolean, request: RequestScope): Resource {
  const { arguments: args } = segment;
  if (args === undefined) return { kind: 'Entities', access: of, collection };
  const access: EntityAccess = { kind: 'KeyAccess', entitySet: of.entitySet, of, key: bindKey(args, of, request) };
  return { kind: 'Entities', access, collection: false };
}

function countOf(resource: Resource, hasOptions: boolean): Resource {
  if (resource.kind !== 'Entities') {
    const name = resource.kind === 'Property' ? resource.path.map((each) => each.name).join('/') : '';
    throw unsupported("'/$count' of a collection of values", name);
  }
  if (hasOptions) throw unsupported("'$count' with options in parentheses in a path", '$count');
  return { kind: 'Count', access: resource.access };
}

function navigate(
  of: EntityAccess,
  navigation: NavigationProperty,
  segment: NameSegment,
  request: RequestScope,
): Resource {
  const entitySet = targetOf(request.index, navigation);
  const access: EntityAccess = { kind: 'NavigationAccess', entitySet, of, navigation };
  return entities(access, segment, navigation.collection, request);
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

/** What OData defines as a path segment and this service does not do. */
function refuseUnsupported(segment: PathSegment, within: Resource): void {
  const text = segmentText(segment);
  switch (segment.kind) {
    case 'NameSegment':
      if (segment.qualified) throw unsupported(`The type cast, function or action '${text}'`, text);
      return;
    case 'ReservedSegment':
      if (segment.name === '$value' || segment.name === '$metadata') return;
      throw unsupported(`'${text}'`, text);
    case 'CountSegment':
      return;
    case 'KeySegment': {
      if (within.kind !== 'Entities' || !within.collection) return;
      const { name, entityType } = within.access.entitySet;
      const keyed = keyedForm(name, entityType, text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'"));
      throw unsupported('A key as a path segment', text, keyed === undefined ? '' : `Write ${keyed}.`);
    }
    case 'AnnotationSegment':
      throw unsupported(`'${text}' in a resource path`, text, openHint(within, text));
    case 'LambdaSegment':
    case 'FilterSegment':
    case 'AggregateSegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      throw unsupported(`'${text}' in a resource path`, text);
  }
}

/** Behind a value of an open type it may be meant as a name. */
function openHint(within: Resource, text: string): string {
  if (within.kind !== 'Property') return '';
  const { path, dynamic } = within;
  const type = path.at(-1)?.type;
  const isOpen = dynamic.length > 0 || (type?.kind === 'ComplexType' && type.open);
  return isOpen ? openNameHint([...path.map(({ name }) => name), ...dynamic].join('/'), text) : '';
}
