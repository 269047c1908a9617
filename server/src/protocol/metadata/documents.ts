import { LRUCache } from 'lru-cache';
import type { EdmModel } from '../../model/edm.ts';
import { csdlJson } from './csdl-json.ts';
import { csdlXml } from './csdl-xml.ts';
import { entityTag, type TaggedDocument, taggedResponse } from '../etag.ts';
import type { ODataRequest, ODataResponse } from '../message.ts';
import type { Format } from '../negotiate.ts';
import { jsonContentType } from '../payload/represent.ts';
import { serviceDocument } from './service-document.ts';
import type { ODataVersion } from '../version.ts';
import { vocabularyDocument } from './vocabulary-documents.ts';

/** The documents that describe the service; they change with the model alone, so they are made once. */
interface Documents {
  metadata(how: DocumentRequest): ODataResponse;
  serviceDocument(how: DocumentRequest): ODataResponse;
  /** The answer to a request for a vocabulary, which is open to everybody; undefined for any other. */
  vocabulary(request: ODataRequest): ODataResponse | undefined;
}

export interface DocumentRequest {
  readonly model: EdmModel;
  readonly request: ODataRequest;
  readonly version: ODataVersion;
  readonly format: Format;
}

/** Most variants of one model's documents that are kept: formats, versions and addresses. */
const MAX_VARIANTS = 100;

/** A cache may keep the document but has to ask each time, for the next caller may see another model. */
const ASK_EACH_TIME = 'private, no-cache';

/** Documents with entity tags, answered with 304 where the client has them already. */
export function createDocuments(): Documents {
  const byModel = new WeakMap<EdmModel, LRUCache<string, TaggedDocument>>();

  function remembered(
    { model, version }: DocumentRequest,
    key: string,
    make: () => { readonly contentType: string; readonly text: string },
  ): TaggedDocument {
    const known = byModel.get(model) ?? new LRUCache<string, TaggedDocument>({ max: MAX_VARIANTS });
    byModel.set(model, known);
    const found = known.get(key);
    if (found !== undefined) return found;
    const { contentType, text } = make();
    const document = { contentType, version, body: new TextEncoder().encode(text), tag: entityTag(text) };
    known.set(key, document);
    return document;
  }

  return {
    vocabulary: vocabularyDocument,
    metadata: (how) => {
      const { model, version, format } = how;
      const document = remembered(how, `$metadata ${format.kind} ${version}`, () =>
        format.kind === 'xml'
          ? { contentType: 'application/xml', text: csdlXml(model, version) }
          : { contentType: 'application/json', text: csdlJson(model) },
      );
      return taggedResponse(document, how.request, ASK_EACH_TIME);
    },
    serviceDocument: (how) => {
      const { model, version, format, request } = how;
      if (format.kind !== 'json') throw new Error(`The service document cannot be written as ${format.kind}.`);
      const contentType = jsonContentType(format, version);
      const document = remembered(how, `${request.serviceRoot} ${contentType}`, () => ({
        contentType,
        text: serviceDocument(model, { serviceRoot: request.serviceRoot, version, format }),
      }));
      return taggedResponse(document, how.request, ASK_EACH_TIME);
    },
  };
}
