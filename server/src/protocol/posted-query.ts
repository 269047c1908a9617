/** Query options in the body of a request, for what a URL has no room for (URL Conventions 4.17). */
import { Buffer } from 'node:buffer';
import { ODataError } from '../errors/odata-error.ts';
import { checkLength } from './links.ts';
import { parseMediaRange } from './media-type.ts';
import type { ODataRequest } from './message.ts';
import { isQueryPath } from './methods.ts';
import { escapeBytes } from './request-target.ts';

/**
 * What a `POST .../$query` asks for, as the GET request that says the same; any other request itself. Together with the
 * URL's own, the options have at most `maxLength` characters, so that next links can be followed.
 * @throws ODataError `UnsupportedMediaType`, `UrlTooLong`, `MalformedUrl`, or what reading the body throws.
 */
export async function withPostedQuery(request: ODataRequest, maxLength: number): Promise<ODataRequest> {
  const { method, path, query, headers, readBody } = request;
  if (method !== 'POST' || !isQueryPath(path)) return request;
  checkType(headers['content-type'], headers['content-encoding']);
  const body = (await readBody?.(maxLength)) ?? new Uint8Array();
  const posted = queryIn(Buffer.from(body).toString('latin1'));
  const whole = [query, posted].filter((text) => text !== '').join('&');
  const meant = withoutQuerySegment(path);
  checkLength(meant, whole, maxLength);
  return { ...request, method: 'GET', path: meant, query: whole, readBody: undefined };
}

/** The path that a query in the body is about; any other one itself. */
export const withoutQuerySegment = (path: string): string =>
  isQueryPath(path) ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : path;

function checkType(type: string | undefined, encoding: string | undefined): void {
  const found = parseMediaRange((type ?? 'no Content-Type').slice(0, MAX_TYPE_LENGTH))?.type;
  const unsupported = (value: string, target: string): ODataError =>
    ODataError.of('UnsupportedMediaType', { value, available: 'text/plain that is not compressed' }, { target });
  if (found !== 'text/plain') throw unsupported(type ?? 'no Content-Type', 'Content-Type');
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
    throw unsupported(encoding, 'Content-Encoding');
}

/** Characters of a Content-Type that are looked at. */
const MAX_TYPE_LENGTH = 1_000;

/** A body, of bytes of one character each, as a query string; a line break at its end is an editor's. */
function queryIn(body: string): string {
  const text = body.replace(/\r?\n$/, '');
  if (!/[\s\0]/.test(text)) return escapeBytes(text);
  const reason = 'the body is percent-encoded as a URL is: write a blank as %20, and no line breaks.';
  throw ODataError.of('MalformedUrl', { reason }, { target: 'body' });
}
