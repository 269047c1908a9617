import { ODataError } from '../errors/odata-error.ts';
import { type MediaRange, parseAccept, parseMediaRange, qualityOf, specificity } from './media-type.ts';
import type { RequestHeaders } from './message.ts';
import { negotiateVersion, type ODataVersion } from './version.ts';

export type MetadataLevel = 'none' | 'minimal' | 'full';

/** OData JSON with its format parameters (JSON Format 3). */
export interface JsonFormat {
  readonly kind: 'json';
  readonly metadata: MetadataLevel;
  /** Int64 and Decimal as strings. */
  readonly ieee754Compatible: boolean;
  /** The client asked for the payload order of streaming, which this service always keeps. */
  readonly streaming: boolean;
}

interface XmlFormat {
  readonly kind: 'xml';
}

interface TextFormat {
  readonly kind: 'text';
}

export type Format = JsonFormat | XmlFormat | TextFormat;

/** What a resource can be written as: entities and values, CSDL, or one bare value. */
export type ResourceKind = 'data' | 'metadata' | 'metadata of 4.0' | 'text';

interface Offer {
  /** The format as the range asks for it, or nothing where the range does not cover it. */
  readonly match: (range: MediaRange) => Format | undefined;
}

const defaultJson: JsonFormat = { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false };

/**
 * What each kind of resource offers, the service's favourite first. A later format answers only where no earlier one
 * is acceptable: `$metadata` stays XML for Power Query, whose Accept header ranks JSON higher but cannot read it there.
 * A bare value is text even for clients that send their JSON Accept header with every request.
 */
const offers: Readonly<Record<ResourceKind, readonly Offer[]>> = {
  data: [{ match: matchJson }],
  metadata: [{ match: matchXml }, { match: matchJson }],
  'metadata of 4.0': [{ match: matchXml }],
  text: [{ match: (range) => (matchText(range) ?? matchJson(range)) && { kind: 'text' } }],
};

const available: Readonly<Record<ResourceKind, string>> = {
  data: 'application/json',
  metadata: 'application/xml and application/json',
  'metadata of 4.0': 'application/xml; application/json exists since OData 4.01',
  text: 'text/plain',
};

/**
 * The format of the answer from `$format`, which overrides, or else the Accept header.
 * @throws ODataError `NotAcceptable` where the client accepts nothing the resource has.
 */
export function negotiateFormat(resource: ResourceKind, accept: string | undefined, format?: string): Format {
  const ranges = format === undefined ? acceptRanges(accept) : formatRanges(format);
  for (const offer of offers[resource]) {
    const found = best(offer, ranges);
    if (found !== undefined) return found;
  }
  throw ODataError.of(
    'NotAcceptable',
    { available: available[resource] },
    { target: format === undefined ? 'Accept' : '$format' },
  );
}

/**
 * Format and version of `$metadata`: CSDL JSON exists since 4.01, so it is of that version, and nothing for clients that
 * limit the version to 4.0.
 * @throws ODataError `NotAcceptable`, or `UnsupportedVersion` where the client accepts neither 4.0 nor 4.01.
 */
export function negotiateMetadata(
  headers: RequestHeaders,
  format?: string,
): { readonly format: Format; readonly version: ODataVersion } {
  const version = negotiateVersion(headers);
  const isLimited = version === '4.0' && headers['odata-maxversion'] !== undefined;
  const found = negotiateFormat(isLimited ? 'metadata of 4.0' : 'metadata', headers['accept'], format);
  return { format: found, version: found.kind === 'json' ? '4.01' : version };
}

/**
 * Whether HTML, which the service has for people alone, is named by an Accept header and liked better than JSON
 * (RFC 9110, 12.5.1); whoever takes anything gets JSON.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = acceptRanges(accept);
  return qualityOf('text/html', ranges) > qualityOf('application/json', ranges);
}

const anything: readonly MediaRange[] = [{ type: '*/*', parameters: {}, quality: 1 }];

function acceptRanges(accept: string | undefined): readonly MediaRange[] {
  if (accept === undefined || /^[\s,]*$/.test(accept)) return anything;
  return parseAccept(accept);
}

const abbreviations: Readonly<Record<string, string>> = { json: 'application/json', xml: 'application/xml' };

/** What a value of `$format` asks for, abbreviated or not. */
export function formatRanges(format: string): readonly MediaRange[] {
  const range = parseMediaRange(abbreviations[format.trim().toLowerCase()] ?? format);
  return range === undefined ? [] : [{ ...range, quality: 1 }];
}

/** Of the most specific ranges that cover the offer, the first of highest quality; quality 0 refuses. */
function best(offer: Offer, ranges: readonly MediaRange[]): Format | undefined {
  let chosen: { readonly format: Format; readonly quality: number; readonly rank: number } | undefined;
  for (const range of ranges) {
    const format = offer.match(range);
    if (format === undefined) continue;
    const rank = specificity(range);
    const { quality } = range;
    const better = chosen === undefined || rank > chosen.rank || (rank === chosen.rank && quality > chosen.quality);
    if (better) chosen = { format, quality, rank };
  }
  return chosen === undefined || chosen.quality === 0 ? undefined : chosen.format;
}

/** OData 3 wrote the level as `odata=...`; its `verbose` is gone, and whoever still sends it can read minimal. */
const levels: Readonly<Record<string, MetadataLevel>> = {
  none: 'none',
  minimal: 'minimal',
  full: 'full',
  nometadata: 'none',
  minimalmetadata: 'minimal',
  fullmetadata: 'full',
  verbose: 'minimal',
};

function matchJson(range: MediaRange): JsonFormat | undefined {
  if (range.type === '*/*' || range.type === 'application/*') return defaultJson;
  if (range.type !== 'application/json') return undefined;
  const { parameters } = range;
  const level = parameters['odata.metadata'] ?? parameters['metadata'] ?? parameters['odata'] ?? 'minimal';
  const metadata = levels[level];
  if (metadata === undefined) return undefined;
  const streaming = parameters['odata.streaming'] ?? parameters['streaming'];
  return {
    kind: 'json',
    metadata,
    ieee754Compatible: parameters['ieee754compatible'] === 'true',
    streaming: streaming === 'true',
  };
}

function matchXml(range: MediaRange): XmlFormat | undefined {
  return ['*/*', 'application/*', 'application/xml', 'text/xml'].includes(range.type) ? { kind: 'xml' } : undefined;
}

function matchText(range: MediaRange): TextFormat | undefined {
  return ['*/*', 'text/*', 'text/plain'].includes(range.type) ? { kind: 'text' } : undefined;
}
