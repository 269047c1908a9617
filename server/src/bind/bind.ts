import type { ODataUrl, QueryOption } from '../../../grammar/index.ts';
import type { BoundRequest, CollectionRequest, EntityAccess, Projection, PropertyRequest } from '../bound/bound.ts';
import type { EdmModel } from '../model/edm.ts';
import { modelIndex } from '../model/model-index.ts';
import { keyProperties } from './paths/bind-key.ts';
import { pathOf } from './expressions/bind-members.ts';
import { checkUrlNames, withLegalNames } from './check-names.ts';
import { checkValueExpand } from './options/bind-expand.ts';
import { bindCollectionOptions, bindProjection } from './options/bind-options.ts';
import { bindPath } from './paths/bind-path.ts';
import { bindValueSelect } from './options/bind-select.ts';
import { searchedUnion } from './paths/bind-union.ts';
import { bindValueOptions, valueOwner } from './paths/bind-values.ts';
import { checkCustomOptions } from './url/custom-options.ts';
import { temporalHint } from './hints/period-hint.ts';
import { checkOptions, textOption } from './options/query-options.ts';
import { checkSizes } from './options/query-sizes.ts';
import { checkSchemaVersion } from './url/schema-version.ts';
import { requestScope, type RequestScope } from './expressions/scope.ts';
import { resourceKind, subjectOf, type PropertyResource, type Resource } from './paths/resource.ts';

/**
 * What a URL means over a model: names resolved, types checked, options fit for the resource. Unknown names are
 * answered with 400 or 404, what OData defines and the engine does not do with 501; nothing is ignored but custom query
 * options that look like nothing else, and order, paging and expansion at `/$count`, which OData says have no effect there.
 */
export function bind(url: ODataUrl, model: EdmModel): BoundRequest {
  checkSizes(url);
  checkSchemaVersion(url.options, model);
  const request = requestScope(modelIndex(model), url.options);
  const { index } = request;
  return withLegalNames(
    () => {
      const resource = bindPath(url.path, request);
      const subject = subjectOf(resource);
      checkCustomOptions(url.options, subject, index);
      checkOptions(url.options, resourceKind(resource), (option) => temporalHint(option, subject, index));
      return boundRequest(resource, url.options, request);
    },
    () => checkUrlNames(url, index),
  );
}

function boundRequest(resource: Resource, options: readonly QueryOption[], request: RequestScope): BoundRequest {
  switch (resource.kind) {
    case 'ServiceDocument':
      return { kind: 'ServiceDocumentRequest' };
    case 'MetadataDocument':
      return { kind: 'MetadataRequest' };
    case 'Entities':
      return resource.collection
        ? collectionRequest(resource.access, options, request)
        : { kind: 'EntityRequest', access: resource.access, projection: projection(resource.access, options, request) };
    case 'References':
      return resource.collection
        ? referencesRequest(resource.access, options, request)
        : { kind: 'EntityRequest', access: resource.access, projection: ofKey(resource.access), reference: true };
    case 'Count':
      return countRequest(resource.access, options, request);
    case 'Property':
      return propertyRequest(resource, options, request);
  }
}

const ownerOf = ({ entitySet }: EntityAccess) => ({ entitySet, nested: false });

const projection = (access: EntityAccess, options: readonly QueryOption[], request: RequestScope) =>
  bindProjection(options, ownerOf(access), request);

function collectionRequest(
  access: EntityAccess,
  options: readonly QueryOption[],
  request: RequestScope,
): CollectionRequest {
  const skiptoken = textOption(options, '$skiptoken');
  if (access.kind === 'UnionAccess' && !access.isTyped) {
    const others = options.filter(({ kind }) => kind !== 'SearchOption');
    return {
      kind: 'CollectionRequest',
      access: searchedUnion(access, options, request),
      options: bindCollectionOptions(others, ownerOf(access), request),
      skiptoken,
    };
  }
  return {
    kind: 'CollectionRequest',
    access,
    options: bindCollectionOptions(options, ownerOf(access), request),
    skiptoken,
  };
}

/** Where the entities are, and not what is in them. */
function referencesRequest(
  access: EntityAccess,
  options: readonly QueryOption[],
  request: RequestScope,
): CollectionRequest {
  const bound = collectionRequest(access, options, request);
  return { ...bound, options: { ...bound.options, projection: ofKey(access) }, references: true };
}

/** What tells entities apart. */
const ofKey = ({ entitySet }: EntityAccess): Projection => ({ properties: keyProperties(entitySet), expand: [] });

function propertyRequest(
  resource: PropertyResource,
  options: readonly QueryOption[],
  request: RequestScope,
): PropertyRequest {
  const { access, members, raw, counted } = resource;
  const of = subjectOf(resource);
  checkValueExpand(options, of, request);
  const owner = valueOwner(resource, options, request);
  const shown = bindValueSelect(options, of, owner, request);
  const items = bindValueOptions(resource, options, owner, request);
  return { kind: 'PropertyRequest', access, ...pathOf(members), raw, counted, items, shown };
}

/** The options without effect on the number are bound all the same, so that their mistakes are told. */
function countRequest(access: EntityAccess, options: readonly QueryOption[], request: RequestScope): BoundRequest {
  const { apply, filter } = bindCollectionOptions(options, ownerOf(access), request);
  return { kind: 'CountRequest', access, apply, filter };
}
