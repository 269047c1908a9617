import type { BoundRequest } from '../../bound/bound.ts';
import type { EdmModel } from '../../model/edm.ts';
import type { ODataRequest } from '../message.ts';
import { type Format, negotiateFormat, negotiateMetadata, type ResourceKind } from '../negotiate.ts';
import { parsePrefer, type Preferences } from '../preferences.ts';
import { negotiateVersion, type ODataVersion } from '../version.ts';

/** What a request asked about the form of its answer. */
export interface Representation {
  readonly model: EdmModel;
  readonly request: ODataRequest;
  readonly version: ODataVersion;
  readonly format: Format;
  readonly preferences: Preferences;
}

interface Asked {
  readonly model: EdmModel;
  readonly bound: BoundRequest;
  /** The value of `$format` as it was written. */
  readonly format: string | undefined;
  /** Entities of a page where nothing smaller is preferred. */
  readonly pageSize: number;
}

const resourceKinds: Readonly<Record<BoundRequest['kind'], ResourceKind>> = {
  ServiceDocumentRequest: 'data',
  MetadataRequest: 'metadata',
  CollectionRequest: 'data',
  EntityRequest: 'data',
  PropertyRequest: 'data',
  CountRequest: 'text',
};

/** The form of the answer, from the headers and `$format`. @throws ODataError where none of those asked for is there. */
export function representationOf(request: ODataRequest, { model, bound, format, pageSize }: Asked): Representation {
  const { headers } = request;
  const kind =
    bound.kind === 'PropertyRequest' && (bound.raw || bound.counted === true) ? 'text' : resourceKinds[bound.kind];
  return {
    model,
    request,
    ...(kind === 'metadata'
      ? negotiateMetadata(headers, format)
      : { version: negotiateVersion(headers), format: negotiateFormat(kind, headers['accept'], format) }),
    preferences: parsePrefer(headers['prefer'], pageSize),
  };
}
