import type { Argument, NameSegment, PathSegment, ResourcePath } from '../../../grammar/index.ts';
import type { EntityAccess } from '../bound/bound.ts';
import { targetOf } from '../model/model-index.ts';
import { bindKey } from './bind-key.ts';
import { keyedForm } from './hints/entity-set-hint.ts';
import { isOpenBehind, memberAt } from './names/model-names.ts';
import { openNameHint } from './hints/open-names.ts';
import { segmentText } from './hints/segment-text.ts';
import { type RequestScope, unsupported } from './scope.ts';
import { subjectOf, type PropertyResource, type Resource } from './resource.ts';

/**
 * What each segment makes of what the ones before led to. Throws 501 at the first that is not bound; that may be one
 * that leads nowhere.
 */
export function bindPath({ segments }: ResourcePath, request: RequestScope): Resource {
  let resource: Resource = { kind: 'ServiceDocument' };
  for (const segment of segments) {
    const next = resourceBehind(resource, segment, request);
    if (next === undefined) throw notBound(segment, resource, request);
    resource = next;
  }
  return resource;
}

/** What a segment leads to; nothing where it is not bound. */
function resourceBehind(resource: Resource, segment: PathSegment, request: RequestScope): Resource | undefined {
  switch (segment.kind) {
    case 'NameSegment':
      return segment.qualified || segment.key !== undefined ? undefined : named(resource, segment, request);
    case 'CountSegment':
      return segment.options === undefined ? counted(resource) : undefined;
    case 'ReservedSegment':
      if (segment.name === '$value') return rawValue(resource);
      return segment.name === '$metadata' && resource.kind === 'ServiceDocument'
        ? { kind: 'MetadataDocument' }
        : undefined;
    default:
      return undefined;
  }
}

const counted = (resource: Resource): Resource | undefined =>
  resource.kind === 'Entities' && resource.collection ? { kind: 'Count', access: resource.access } : undefined;

/** `/$value` stands behind single values, for which dynamic properties are taken. */
function rawValue(resource: Resource): Resource | undefined {
  if (resource.kind !== 'Property' || resource.raw) return undefined;
  const isSingle = resource.members.at(-1)?.kind === 'DynamicProperty' || subjectOf(resource)?.kind === 'primitive';
  return isSingle ? { ...resource, raw: true } : undefined;
}

// ---- Names ----------------------------------------------------------------------------------------------------------

function named(resource: Resource, segment: NameSegment, request: RequestScope): Resource | undefined {
  switch (resource.kind) {
    case 'ServiceDocument': {
      const entitySet = request.index.entitySets.get(segment.name);
      return entitySet && entities({ kind: 'EntitySetAccess', entitySet }, true, segment.arguments, request);
    }
    case 'Entities':
      return member(resource, [], segment, request);
    case 'Property':
      return resource.raw ? undefined : member(resource, resource.members, segment, request);
    case 'MetadataDocument':
    case 'Count':
      return undefined;
  }
}

/** Entities, or with a key predicate the one that has the key. */
function entities(
  of: EntityAccess,
  collection: boolean,
  key: readonly Argument[] | undefined,
  request: RequestScope,
): Resource {
  if (key === undefined) return { kind: 'Entities', access: of, collection };
  const access: EntityAccess = { kind: 'KeyAccess', entitySet: of.entitySet, of, key: bindKey(key, of, request) };
  return { kind: 'Entities', access, collection: false };
}

/** A member of an entity or of a value; `before` are those that led from the entity to the value. */
function member(
  resource: Extract<Resource, { readonly kind: 'Entities' | 'Property' }>,
  before: PropertyResource['members'],
  { name, arguments: key }: NameSegment,
  request: RequestScope,
): Resource | undefined {
  const { access } = resource;
  const referent = subjectOf(resource);
  const found = referent && memberAt(referent, name, request.index);
  if (found?.kind === 'NavigationProperty' && (found.collection || key === undefined)) {
    const entitySet = targetOf(request.index, found);
    return entities(
      { kind: 'NavigationAccess', entitySet, of: access, navigation: found },
      found.collection,
      key,
      request,
    );
  }
  if (found === undefined || found.kind === 'NavigationProperty' || key !== undefined) return undefined;
  return { kind: 'Property', access, members: [...before, found], raw: false };
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

/** What OData defines as a path segment and this service does not do. */
function notBound(segment: PathSegment, within: Resource, { index }: RequestScope): Error {
  const text = segmentText(segment);
  const members = within.kind === 'Property' ? within.members : [];
  const names = members.map(({ name }) => name).join('/');
  switch (segment.kind) {
    case 'NameSegment':
      return unsupported(`The type cast, function or action '${text}'`, text);
    case 'CountSegment':
      return within.kind === 'Property'
        ? unsupported("'/$count' of a collection of values", names)
        : unsupported("'$count' with options in parentheses in a path", '$count');
    case 'KeySegment':
      return unsupported('A key as a path segment', text, keyedHint(within, text));
    case 'AnnotationSegment':
      // Behind a value of an open type it may be meant as a name.
      return unsupported(
        `'${text}' in a resource path`,
        text,
        isOpenBehind(members, index) ? openNameHint(names, text) : '',
      );
    case 'ReservedSegment':
      return unsupported(`'${text}'`, text);
    case 'LambdaSegment':
    case 'FilterSegment':
    case 'AggregateSegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      return unsupported(`'${text}' in a resource path`, text);
  }
}

function keyedHint(within: Resource, text: string): string {
  if (within.kind !== 'Entities' || !within.collection) return '';
  const { name, entityType } = within.access.entitySet;
  const keyed = keyedForm(name, entityType, text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'"));
  return keyed === undefined ? '' : `Write ${keyed}.`;
}
