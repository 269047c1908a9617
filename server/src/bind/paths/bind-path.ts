import type {
  Argument,
  FilterSegment,
  NameSegment,
  PathSegment,
  ReservedSegment,
  ResourcePath,
} from '../../../../grammar/index.ts';
import type { EntityAccess } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { targetOf } from '../../model/model-index.ts';
import { bindCrossjoin } from './bind-crossjoin.ts';
import { bindCondition, bindExpression } from '../expressions/bind-expression.ts';
import { bindKey } from './bind-key.ts';
import { bindAll, unionOfType } from './bind-union.ts';
import { bindValueFilter, collectionOf } from './bind-values.ts';
import { bindKeySegments, keyText } from './key-segments.ts';
import { isOpenBehind, memberAt, modelNames } from '../names/model-names.ts';
import { openNameHint } from '../hints/open-names.ts';
import { segmentText } from '../hints/segment-text.ts';
import { type RequestScope, scopeOf, unsupported } from '../expressions/scope.ts';
import { subjectOf, type PropertyResource, type Resource } from './resource.ts';

/**
 * What each segment makes of what the ones before led to. Throws 501 at the first that is not bound; that may be one
 * that leads nowhere.
 */
export function bindPath({ segments }: ResourcePath, request: RequestScope): Resource {
  let resource: Resource = { kind: 'ServiceDocument' };
  for (let position = 0; position < segments.length;) {
    const step = stepBehind(resource, segments.slice(position), request);
    resource = step.to;
    position += step.length;
  }
  return resource;
}

interface Step {
  readonly to: Resource;
  /** How many segments it takes. */
  readonly length: number;
}

/** What the first of some segments leads to; keys of several parts take several segments. */
function stepBehind(resource: Resource, segments: readonly PathSegment[], request: RequestScope): Step {
  const [segment] = segments;
  if (segment === undefined) return { to: resource, length: 0 };
  const next = resourceBehind(resource, segment, request);
  if (next !== undefined) return { to: next, length: 1 };
  if (resource.kind !== 'Entities' || !isKeyed(resource) || keyText(segment) === undefined) {
    throw notBound(segment, resource, request);
  }
  const { access, length } = bindKeySegments(segments, resource.access, request.index);
  return { to: { kind: 'Entities', access, collection: false }, length };
}

/** Whether entities have keys behind them: those of one set. */
const isKeyed = ({ access, collection }: Extract<Resource, { readonly kind: 'Entities' }>): boolean =>
  collection && access.kind !== 'UnionAccess' && access.kind !== 'CrossjoinAccess';

/** What a segment leads to; nothing where it is not bound, or is a key. */
function resourceBehind(resource: Resource, segment: PathSegment, request: RequestScope): Resource | undefined {
  switch (segment.kind) {
    case 'NameSegment':
      if (segment.key !== undefined) return undefined;
      return segment.qualified ? cast(resource, segment, request) : named(resource, segment, request);
    case 'CountSegment':
      return segment.options === undefined ? counted(resource) : undefined;
    case 'FilterSegment':
      return filtered(resource, segment, request);
    case 'ReservedSegment':
      return reserved(resource, segment.name);
    case 'CrossjoinSegment': {
      const access = resource.kind === 'ServiceDocument' ? bindCrossjoin(segment, request.index) : undefined;
      return access && { kind: 'Entities', access, collection: true };
    }
    case 'AllSegment':
      return resource.kind === 'ServiceDocument'
        ? { kind: 'Entities', access: bindAll(request.index), collection: true }
        : undefined;
    default:
      return undefined;
  }
}

function reserved(resource: Resource, name: ReservedSegment['name']): Resource | undefined {
  switch (name) {
    case '$value':
      return rawValue(resource);
    case '$ref':
      return resource.kind === 'Entities' ? { ...resource, kind: 'References' } : undefined;
    case '$metadata':
      return resource.kind === 'ServiceDocument' ? { kind: 'MetadataDocument' } : undefined;
    default:
      return undefined;
  }
}

function counted(resource: Resource): Resource | undefined {
  if (resource.kind === 'Property') return collectionOf(resource) && { ...resource, counted: true };
  return resource.kind === 'Entities' && resource.collection ? { kind: 'Count', access: resource.access } : undefined;
}

/** `/$value` stands behind single values, for which dynamic properties are taken. */
function rawValue(resource: Resource): Resource | undefined {
  if (resource.kind !== 'Property' || resource.raw || resource.counted) return undefined;
  const isSingle = resource.members.at(-1)?.kind === 'DynamicProperty' || subjectOf(resource)?.kind === 'primitive';
  return isSingle ? { ...resource, raw: true } : undefined;
}

/** `/$filter(...)` narrows a collection; parentheses behind it hold the key of one of those that are left. */
function filtered(resource: Resource, segment: FilterSegment, request: RequestScope): Resource | undefined {
  if (resource.kind === 'Property') {
    const item = segment.key === undefined ? collectionOf(resource) : undefined;
    const filters = item && [...resource.filters, bindValueFilter(segment.expression, item, request)];
    return filters && { ...resource, filters };
  }
  if (resource.kind !== 'Entities' || !resource.collection) return undefined;
  const { access } = resource;
  const { entitySet } = access;
  const filter = bindCondition(segment.expression, scopeOf(request, { entitySet, nested: false }, '$filter'));
  return entities({ kind: 'FilterAccess', entitySet, of: access, filter }, true, segment.key, request);
}

// ---- Names ----------------------------------------------------------------------------------------------------------

function named(resource: Resource, segment: NameSegment, request: RequestScope): Resource | undefined {
  switch (resource.kind) {
    case 'ServiceDocument': {
      const { entitySets, singletons } = request.index;
      const entitySet = entitySets.get(segment.name);
      if (entitySet) return entities({ kind: 'EntitySetAccess', entitySet }, true, segment.arguments, request);
      const singleton = segment.arguments === undefined ? singletons.get(segment.name) : undefined;
      return singleton && entities({ kind: 'EntitySetAccess', entitySet: singleton }, false, undefined, request);
    }
    case 'Entities':
      return member(resource, [], segment, request);
    case 'Property':
      return resource.raw || resource.counted ? undefined : member(resource, resource.members, segment, request);
    case 'MetadataDocument':
    case 'References':
    case 'Count':
      return undefined;
  }
}

/** A cast to the type that is there changes nothing (URL Conventions 4.11); no other type is derived from it. */
function cast(resource: Resource, { name, arguments: key }: NameSegment, request: RequestScope): Resource | undefined {
  if (resource.kind === 'Entities' && resource.access.kind === 'UnionAccess' && !resource.access.isTyped) {
    const access = unionOfType(resource.access, name, request.index);
    return access && { ...resource, access };
  }
  const subject = subjectOf(resource);
  const isMeant = subject !== undefined && modelNames(request.index).find('type', name, subject).length > 0;
  if (!isMeant || (resource.kind !== 'Entities' && resource.kind !== 'Property')) return undefined;
  if (key === undefined) return resource;
  return resource.kind === 'Entities' && resource.collection
    ? entities(resource.access, true, key, request)
    : undefined;
}

/** Entities, or with a key predicate the one that has the key. */
function entities(
  of: EntityAccess,
  collection: boolean,
  key: readonly Argument[] | undefined,
  request: RequestScope,
): Resource {
  if (key === undefined) return { kind: 'Entities', access: of, collection };
  const access: EntityAccess = {
    kind: 'KeyAccess',
    entitySet: of.entitySet,
    of,
    key: bindKey(key, of, request, bindExpression),
  };
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
  return { kind: 'Property', access, members: [...before, found], raw: false, filters: [], counted: false };
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
      return unsupported("'$count' with options in parentheses in a path", '$count');
    case 'KeySegment':
      return within.kind === 'Property' && collectionOf(within)
        ? noOrdinal(text, names)
        : unsupported('An ordinal index', text);
    case 'AnnotationSegment':
      // Behind a value of an open type it may be meant as a name.
      return unsupported(
        `'${text}' in a resource path`,
        text,
        isOpenBehind(members, index) ? openNameHint(names, text) : '',
      );
    case 'ReservedSegment':
      return unsupported(`'${text}'`, text, text === '$each' ? EACH : '');
    case 'LambdaSegment':
    case 'FilterSegment':
    case 'AggregateSegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      return unsupported(`'${text}' in a resource path`, text);
  }
}

/** Collections are ordered by nothing that lasts (Core.Ordered), so their items are not addressed by their place. */
const noOrdinal = (name: string, collection: string): ODataError =>
  ODataError.of(
    'UnknownResource',
    { name, within: `'${collection}'`, hint: " Choose items with '$filter', '$skip' and '$top'." },
    { target: name },
  );

/** What `/$each` is for (URL Conventions 4.13). */
const EACH =
  'It stands in front of what changes each entity, or of a function, and this service has neither; leave it out to read the collection.';
