/** Results as OData responses: bodies, content types and the headers that tell what was done. */
import { Buffer } from 'node:buffer';
import type { CollectionResult, EntityResult, PropertyResult, Result } from '../../execution/result.ts';
import type { EntitySet } from '../../model/edm.ts';
import type { Value } from '../../model/values.ts';
import type { CollectionRequest, EntityRequest, PropertyRequest } from '../../bound/bound.ts';
import type { MemoryShare } from '../../util/memory-budget.ts';
import type { Pace } from '../../util/turns.ts';
import { createBodyWriter } from './body-writer.ts';
import {
  collectionFragment,
  entityFragment,
  propertyFragment,
  REFERENCE_FRAGMENT,
  REFERENCES_FRAGMENT,
} from '../context-url.ts';
import { nextLink } from '../links.ts';
import { type Body, type ODataResponse, versionHeader } from '../message.ts';
import type { JsonFormat } from '../negotiate.ts';
import { CROSSJOIN_FRAGMENT, crossjoinWriter } from './crossjoin-writer.ts';
import { unionFragment, unionWriter } from './union-writer.ts';
import { pageWriter, referencesWriter, type WritePage } from './page-writer.ts';
import { preferenceApplied } from '../preferences.ts';
import type { Representation } from './representation.ts';
import { referenceWriter } from './reference-writer.ts';
import { dynamicText, typeOfList } from './dynamic-writer.ts';
import { quote } from '../quote.ts';
import { rowParts } from './row-parts.ts';
import { controlPrefix, dynamicShape, type JsonShape, propertyWriter, writeCount } from './value-writer.ts';
import type { ODataVersion } from '../version.ts';

/** What writing needs beside what is written. */
interface Writing {
  readonly pace: Pace;
  readonly memory: MemoryShare;
}

type DataRequest = CollectionRequest | EntityRequest | PropertyRequest | { readonly kind: 'CountRequest' };

/** The response for a result of the request. */
export async function represent(
  bound: DataRequest,
  result: Result,
  representation: Representation,
  writing: Writing,
): Promise<ODataResponse> {
  if (result.kind === 'NoContentResult') return noContent(representation);
  if (result.kind === 'CountResult') return bareValue(String(result.count), representation);
  if (bound.kind === 'CollectionRequest' && result.kind === 'CollectionResult') {
    return collection(bound, result, representation, writing);
  }
  if (bound.kind === 'EntityRequest' && result.kind === 'EntityResult')
    return entity(bound, result, representation, writing);
  if (bound.kind === 'PropertyRequest' && result.kind === 'PropertyResult') {
    return property(bound, result, representation);
  }
  throw new Error(`A ${bound.kind} was answered by a ${result.kind}.`);
}

/** The media type with its parameters, spelt as the version wants them (JSON Format 3.1). */
export function jsonContentType(format: JsonFormat, version: ODataVersion): string {
  const prefix = version === '4.0' ? 'odata.' : '';
  const streaming = format.streaming ? `;${prefix}streaming=true` : '';
  const numbers = format.ieee754Compatible ? ';IEEE754Compatible=true' : '';
  return `application/json;${prefix}metadata=${format.metadata}${streaming}${numbers};charset=utf-8`;
}

async function collection(
  bound: CollectionRequest,
  { rows, count, skiptoken }: CollectionResult,
  representation: Representation,
  { pace, memory }: Writing,
): Promise<ODataResponse> {
  const { request, version } = representation;
  const shape = shapeOf(representation);
  const control = controlPrefix(version);
  const { apply } = bound.options;
  const entitySet = apply?.result ?? bound.access.entitySet;
  const { fragment, write } = pageForm(bound, entitySet, shape);
  const before = [
    ...contextMember(representation, fragment),
    ...(count === undefined ? [] : [`"${control}count":${writeCount(count, shape)}`]),
    '"value":',
  ];
  const next =
    skiptoken === undefined
      ? ''
      : `,"${control}nextLink":${quote(nextLink(request.serviceRoot, request.path, request.query, skiptoken))}`;
  const body = createBodyWriter(memory);
  body.add(`{${before.join(',')}`);
  await write(rows, body, pace);
  body.add(`${next}}`);
  const headers = preferenceApplied(representation.preferences, 'page');
  return { ...json(body.end(), representation, headers), rows: rows.length };
}

/** What the items of a page are, and how they are written. */
function pageForm(
  { access, references, options: { projection, apply } }: CollectionRequest,
  entitySet: EntitySet,
  shape: JsonShape,
): { readonly fragment: string; readonly write: WritePage } {
  if (references === true) return { fragment: REFERENCES_FRAGMENT, write: referencesWriter(entitySet, shape) };
  // What transformations made is written as it is.
  const isWhole = apply === undefined || entitySet.entityType.key.length > 0;
  if (access.kind === 'CrossjoinAccess') {
    const write = isWhole ? crossjoinWriter : pageWriter;
    return { fragment: CROSSJOIN_FRAGMENT, write: write(entitySet, projection, shape) };
  }
  if (access.kind === 'UnionAccess') {
    const write = isWhole ? unionWriter(access, projection, shape) : pageWriter(entitySet, projection, shape);
    return { fragment: unionFragment(access, projection, shape), write };
  }
  const fragment = collectionFragment(entitySet, projection, shape.version);
  return { fragment, write: pageWriter(entitySet, projection, shape) };
}

async function entity(
  bound: EntityRequest,
  { row }: EntityResult,
  representation: Representation,
  { pace, memory }: Writing,
): Promise<ODataResponse> {
  const { entitySet } = bound.access;
  const shape = shapeOf(representation);
  if (bound.reference === true) {
    const reference = referenceWriter(entitySet, shape)(row);
    return json(withContext(representation, REFERENCE_FRAGMENT, reference), representation, applied(representation));
  }
  const fragment = entityFragment(entitySet, bound.projection, representation.version);
  const body = createBodyWriter(memory);
  let isFirst = true;
  for (const text of rowParts(entitySet, bound.projection, shape)(row)) {
    body.add(isFirst ? withContext(representation, fragment, text) : text);
    isFirst = false;
    if (pace.isDue()) await pace.pause();
    const room = body.settle();
    if (room !== undefined) await room;
  }
  return { ...json(body.end(), representation, applied(representation)), rows: 1 };
}

/** A property that is null has no content (Protocol 11.2.3). */
function property(
  bound: PropertyRequest,
  { value, count }: PropertyResult,
  representation: Representation,
): ODataResponse {
  if (value === null) return noContent(representation);
  if (bound.raw) return rawValue(bound, value, representation);
  const fragment = propertyFragment(representation.model, bound);
  const shape = shapeOf(representation);
  const written = propertyObject(bound, value, shape);
  const counted = `{"${controlPrefix(representation.version)}count":${writeCount(count ?? 0, shape)},`;
  const object = count === undefined ? written : `${counted}${written.slice(1)}`;
  return json(withContext(representation, fragment, object), representation, applied(representation));
}

function propertyObject({ path, dynamic, shown }: PropertyRequest, value: Value, shape: JsonShape): string {
  const last = path.at(-1);
  const isDeclared = last !== undefined && dynamic.length === 0;
  const open = dynamicShape(shape, last?.type.kind === 'ComplexType' ? last.type : undefined);
  const text = isDeclared ? propertyWriter(last, shape, { shown })(value) : dynamicText(value, open);
  if (typeof value === 'object' && !Array.isArray(value)) return text;
  return `{${isDeclared ? '' : typeOfList('value', value, open)}"value":${text}}`;
}

/** `/$value`: the text itself, or the bytes of Edm.Binary (Protocol 11.2.4). */
function rawValue(bound: PropertyRequest, value: Value, representation: Representation): ODataResponse {
  const type = bound.dynamic.length > 0 ? undefined : bound.path.at(-1)?.type;
  if (type?.kind === 'PrimitiveType' && type.name === 'Edm.Binary' && typeof value === 'string') {
    return bare(Buffer.from(value, 'base64url'), 'application/octet-stream', representation);
  }
  return bareValue(typeof value === 'string' ? value : JSON.stringify(value), representation);
}

function shapeOf({ model, request, version, format, preferences }: Representation): JsonShape {
  if (format.kind !== 'json') throw new Error(`Entities cannot be written as ${format.kind}.`);
  const base = format.metadata === 'none' ? request.serviceRoot : undefined;
  return { model, version, format, omitNulls: preferences.omitNulls, base };
}

function contextMember({ request, version, format }: Representation, fragment: string): readonly string[] {
  if (format.kind === 'json' && format.metadata === 'none') return [];
  return [`"${controlPrefix(version)}context":${quote(`${request.serviceRoot}$metadata${fragment}`)}`];
}

function withContext(representation: Representation, fragment: string, object: string): string {
  const [context] = contextMember(representation, fragment);
  if (context === undefined) return object;
  return object === '{}' ? `{${context}}` : `{${context},${object.slice(1)}`;
}

function applied({ preferences }: Representation): Readonly<Record<string, string>> {
  return preferenceApplied(preferences, 'value');
}

const dataHeaders: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store' };

function json(
  body: Body,
  { format, version }: Representation,
  headers: Readonly<Record<string, string>>,
): ODataResponse {
  if (format.kind !== 'json') throw new Error(`JSON was not asked for but ${format.kind}.`);
  const contentType = { 'Content-Type': jsonContentType(format, version) };
  return { status: 200, headers: { ...contentType, ...dataHeaders, ...versionHeader(version), ...headers }, body };
}

function bareValue(text: string, representation: Representation): ODataResponse {
  return bare(text, 'text/plain;charset=utf-8', representation);
}

function bare(body: string | Uint8Array, contentType: string, representation: Representation): ODataResponse {
  return { status: 200, headers: { 'Content-Type': contentType, ...bareHeaders(representation) }, body };
}

const noContent = (representation: Representation): ODataResponse => ({
  status: 204,
  headers: bareHeaders(representation),
});

const bareHeaders = ({ version, preferences }: Representation): Readonly<Record<string, string>> => ({
  ...dataHeaders,
  ...versionHeader(version),
  ...preferenceApplied(preferences, 'bare'),
});
