import { ODataError } from '../../errors/odata-error.ts';
import { type BatchFormat, batchFormats } from '../batch-formats.ts';
import { parseAccept, qualityOf, parseMediaRange, splitOutsideQuotes, unquote } from '../media-type.ts';
import { formatRanges } from '../negotiate.ts';
import { malformed } from './batch-part.ts';

/** How the body of a batch request is written. */
export type WrittenBatch =
  { readonly format: 'multipart/mixed'; readonly boundary: string } | { readonly format: 'application/json' };

const NAMES = batchFormats.join(' and ');

/**
 * The format of a batch request's body.
 * @throws ODataError `UnsupportedMediaType`, `MalformedBatch` where the boundary is none (RFC 2046, 5.1.1).
 */
export function writtenBatch(contentType: string | undefined, encoding: string | undefined): WrittenBatch {
  const range = parseMediaRange((contentType ?? '').slice(0, MAX_LENGTH));
  const format = batchFormats.find((name) => name === range?.type);
  if (format === undefined) throw unsupported(contentType ?? 'no Content-Type', NAMES);
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
    throw unsupported(encoding, 'bodies that are not compressed', 'Content-Encoding');
  if (format === 'multipart/mixed') return { format, boundary: boundaryOf(contentType ?? '') };
  const charset = range?.parameters['charset'];
  if (charset !== undefined && charset !== 'utf-8') throw unsupported(`charset=${charset}`, 'JSON in UTF-8');
  return { format };
}

/** Characters of a Content-Type that are looked at. */
const MAX_LENGTH = 1_000;

const unsupported = (value: string, available: string, target = 'Content-Type'): ODataError =>
  ODataError.of('UnsupportedMediaType', { value, available }, { target });

function boundaryOf(contentType: string): string {
  const parameter = splitOutsideQuotes(contentType.slice(0, MAX_LENGTH), ';')
    .map((part) => part.trim())
    .find((part) => /^boundary\s*=/i.test(part));
  const boundary = unquote(parameter?.slice(parameter.indexOf('=') + 1).trim() ?? '');
  if (/^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/.test(boundary)) return boundary;
  throw malformed("its Content-Type needs a 'boundary' of 1 to 70 letters, digits and signs.");
}

/**
 * The format of the answer: that of the request where it is acceptable, else the other one. `$format` overrides Accept.
 * @throws ODataError `NotAcceptable`
 */
export function answerFormat(asked: BatchFormat, accept: string | undefined, format: string | undefined): BatchFormat {
  const ranges = format === undefined ? parseAccept(accept ?? '*/*') : formatRanges(format);
  const others = batchFormats.filter((name) => name !== asked);
  const found = [asked, ...others].find((name) => qualityOf(name, ranges) > 0);
  if (found !== undefined) return found;
  const target = format === undefined ? 'Accept' : '$format';
  throw ODataError.of('NotAcceptable', { available: NAMES }, { target });
}
