import type { NameSegment, PathSegment, ResourcePath } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { ComplexType, NavigationProperty, Property } from '../model/edm.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import { bindKey, invalidKey } from './bind-key.ts';
import type { EntityAccess } from './bound.ts';
import { targetOf } from './model-index.ts';
import type { ResourceKind } from './query-options.ts';
import type { RequestScope } from './request-scope.ts';
import { unsupported } from './scope.ts';

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

/** Walks the path segment by segment; each names something within what the ones before led to. */
export function bindPath({ segments }: ResourcePath, request: RequestScope): Resource {
  return segments.reduce<Resource>((resource, segment) => nextResource(resource, segment, request), {
    kind: 'ServiceDocument',
  });
}

function nextResource(resource: Resource, segment: PathSegment, request: RequestScope): Resource {
  refuseUnsupported(segment, resource);
  switch (resource.kind) {
    case 'ServiceDocument':
      return rootResource(segment, request);
    case 'Entities':
      return resource.collection
        ? withinCollection(resource.access, segment)
        : withinEntity(resource.access, segment, request);
    case 'Property':
      return withinProperty(resource, segment, request);
    case 'MetadataDocument':
      throw unknownResource(segment, "'$metadata'", '');
    case 'Count':
      throw unknownResource(segment, "'$count'", '');
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

function rootResource(segment: PathSegment, request: RequestScope): Resource {
  if (segment.kind === 'ReservedSegment' && segment.name === '$metadata') return { kind: 'MetadataDocument' };
  const { entitySets } = request.index;
  const entitySet = segment.kind === 'NameSegment' ? entitySets.get(segment.name) : undefined;
  if (entitySet === undefined || segment.kind !== 'NameSegment') {
    throw unknownResource(segment, 'this service', didYouMean(segmentText(segment), entitySets.keys()));
  }
  return entities({ kind: 'EntitySetAccess', entitySet }, segment, true, request);
}

/** Entities, or with a key predicate the one that has the key. */
function entities(of: EntityAccess, segment: NameSegment, collection: boolean, request: RequestScope): Resource {
  const { arguments: args, key } = segment;
  if (key !== undefined) throw unsupported('A function with a key', segment.name);
  if (args === undefined) return { kind: 'Entities', access: of, collection };
  if (!collection) throw invalidKey(of.entitySet, `'${segment.name}' is a single entity and takes no key.`);
  const access: EntityAccess = { kind: 'KeyAccess', entitySet: of.entitySet, of, key: bindKey(args, of, request) };
  return { kind: 'Entities', access, collection: false };
}

function withinCollection(access: EntityAccess, segment: PathSegment): Resource {
  if (segment.kind === 'CountSegment') return countOf(access, segment.options !== undefined);
  const { name } = access.entitySet;
  const hint = ` Name one entity by its key first: ${name}('...').`;
  throw unknownResource(segment, `the collection '${name}'`, hint);
}

function countOf(access: EntityAccess, hasOptions: boolean): Resource {
  if (hasOptions) throw unsupported("'$count' with options in parentheses in a path", '$count');
  return { kind: 'Count', access };
}

function withinEntity(access: EntityAccess, segment: PathSegment, request: RequestScope): Resource {
  const { entityType } = access.entitySet;
  const members = request.index.members(entityType);
  if (segment.kind !== 'NameSegment') throw unknownResource(segment, `a single ${entityType.name}`, '');
  const member = members.get(segment.name);
  if (member?.kind === 'NavigationProperty') return navigate(access, member, segment, request);
  if (member === undefined && !entityType.open) {
    throw unknownResource(segment, `type '${entityType.name}'`, didYouMean(segment.name, members.keys()));
  }
  refuseArguments(segment);
  const path = member === undefined ? [] : [member];
  return { kind: 'Property', access, path, dynamic: member === undefined ? [segment.name] : [], raw: false };
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

function withinProperty(resource: PropertyResource, segment: PathSegment, request: RequestScope): Resource {
  const { access, path, dynamic, raw } = resource;
  const last = path.at(-1);
  const within = `'${[...path.map(({ name }) => name), ...dynamic].join('/')}'`;
  const kind = propertyKind(resource);
  if (segment.kind === 'ReservedSegment' && segment.name === '$value' && kind === 'single value') {
    return { ...resource, raw: true };
  }
  if (segment.kind === 'CountSegment' && kind === 'collection of values') {
    throw unsupported("'/$count' of a collection of values", within.slice(1, -1));
  }
  if (raw || segment.kind !== 'NameSegment') throw unknownResource(segment, within, '');
  refuseArguments(segment);
  if (dynamic.length > 0) return { ...resource, dynamic: [...dynamic, segment.name] };
  if (last?.type.kind !== 'ComplexType' || last.collection) throw unknownResource(segment, within, '');
  const member = complexMember(segment, last.type, request);
  if (member === undefined) return { kind: 'Property', access, path, dynamic: [segment.name], raw };
  return { kind: 'Property', access, path: [...path, member], dynamic, raw };
}

function complexMember(segment: NameSegment, type: ComplexType, request: RequestScope): Property | undefined {
  const members = request.index.members(type);
  const member = members.get(segment.name);
  if (member?.kind === 'Property') return member;
  if (type.open) return undefined;
  throw unknownResource(segment, `type '${type.name}'`, didYouMean(segment.name, members.keys()));
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
      const { name } = within.access.entitySet;
      throw unsupported('A key as a path segment', text, `Write ${name}('${text}') or ${name}(${text}).`);
    }
    case 'LambdaSegment':
    case 'FilterSegment':
    case 'AggregateSegment':
    case 'AnnotationSegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      throw unsupported(`'${text}' in a resource path`, text);
  }
}

function refuseArguments({ name, arguments: args }: NameSegment): void {
  if (args === undefined) return;
  throw ODataError.of(
    'UnknownResource',
    { name: `${name}(...)`, within: 'this service', hint: ` '${name}' is a property and takes no parentheses.` },
    { target: name },
  );
}

function unknownResource(segment: PathSegment, within: string, hint: string): ODataError {
  const name = segmentText(segment);
  return ODataError.of('UnknownResource', { name, within, hint }, { target: name });
}

function segmentText(segment: PathSegment): string {
  switch (segment.kind) {
    case 'NameSegment':
    case 'ReservedSegment':
      return segment.name;
    case 'KeySegment':
      return segment.value;
    case 'LambdaSegment':
      return segment.operator;
    case 'AnnotationSegment':
      return `@${segment.term}`;
    case 'CountSegment':
      return '$count';
    case 'FilterSegment':
      return '$filter';
    case 'AggregateSegment':
      return 'aggregate';
    case 'CrossjoinSegment':
      return '$crossjoin';
    case 'AllSegment':
      return '$all';
    case 'EntitySegment':
      return '$entity';
  }
}
