import type { ODataUrl, QueryOption } from '../../../grammar/index.ts';
import type { EdmModel } from '../model/edm.ts';
import { pathPlaces, withLegalNames } from './bind-names.ts';
import { bindCollectionOptions } from './bind-options.ts';
import { bindPath, resourceKind, type Resource } from './bind-path.ts';
import { bindProjection } from './bind-select-expand.ts';
import type { BoundRequest, CollectionRequest, EntityAccess } from '../bound/bound.ts';
import { checkCustomOptions, temporalHint } from './custom-options.ts';
import { modelIndex } from '../model/model-index.ts';
import { typeAt } from './names/model-names.ts';
import { isCollection } from './names/names.ts';
import { subjectsOf } from './names/path-names.ts';
import { checkOptions, skiptokenOption } from './query-options.ts';
import { checkSizes } from './query-sizes.ts';
import { requestScope, type RequestScope } from './request-scope.ts';

/**
 * What a URL means over a model: names resolved, types checked, options fit for the resource. Unknown names are
 * answered with 400 or 404, what OData defines and the engine does not do with 501; nothing is ignored but custom query
 * options that look like nothing else, and order, paging and expansion at `/$count`, which OData says have no effect there.
 */
export function bind(url: ODataUrl, model: EdmModel): BoundRequest {
  checkSizes(url);
  const request = requestScope(modelIndex(model), url.options);
  const places = pathPlaces(url.path, request.index);
  const [subject] = subjectsOf(places.map((place) => [place]));
  const type = typeAt(subject?.of, request.index);
  checkCustomOptions(url.options, { type, many: subject !== undefined && isCollection(subject) }, request.index);
  return withLegalNames(url.options, { place: subject }, request.index, () => {
    const resource = bindPath(url.path, places, request);
    checkOptions(url.options, resourceKind(resource), (option) => temporalHint(option, type));
    return boundRequest(resource, url.options, request);
  });
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
    case 'Count':
      return countRequest(resource.access, options, request);
    case 'Property': {
      const { access, path, dynamic, raw } = resource;
      return { kind: 'PropertyRequest', access, path, dynamic, raw };
    }
  }
}

const placeOf = ({ entitySet }: EntityAccess) => ({ entitySet, nested: false });

const projection = (access: EntityAccess, options: readonly QueryOption[], request: RequestScope) =>
  bindProjection(options, placeOf(access), request, bindCollectionOptions);

function collectionRequest(
  access: EntityAccess,
  options: readonly QueryOption[],
  request: RequestScope,
): CollectionRequest {
  const skiptoken = skiptokenOption(options);
  return {
    kind: 'CollectionRequest',
    access,
    options: bindCollectionOptions(options, placeOf(access), request),
    ...(skiptoken !== undefined && { skiptoken }),
  };
}

/** The options without effect on the number are bound all the same, so that their mistakes are told. */
function countRequest(access: EntityAccess, options: readonly QueryOption[], request: RequestScope): BoundRequest {
  const { filter } = bindCollectionOptions(options, placeOf(access), request);
  return { kind: 'CountRequest', access, ...(filter !== undefined && { filter }) };
}
