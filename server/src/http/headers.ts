import { corsHeaders } from './cors.ts';
import type { Handle } from './in-turns.ts';

/** What every answer tells browsers, the wizard's pages excepted in the first: nothing here is to be shown, framed or guessed at. */
const guards: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Headers of every answer of the service: any script with a token may read it, no shared cache may take it for another's. */
export const commonHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders,
  ...guards,
  Vary: 'Accept, Accept-Encoding, Authorization, OData-MaxVersion, Prefer',
};

/**
 * What browsers make of XML is a page of their own around it: its styles stand in it, its pictures are `data:`. Whatever
 * the XML itself named could still load nothing.
 */
const xmlView: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
};

const { 'Content-Security-Policy': _, ...withoutPolicy } = commonHeaders;

/** The common headers of an answer of a status and media type. A 304 leaves the policy to what the client has stored. */
export function headersFor(status: number, contentType: string | undefined): Readonly<Record<string, string>> {
  if (status === 304) return withoutPolicy;
  return contentType === 'application/xml' ? { ...commonHeaders, ...xmlView } : commonHeaders;
}

/** Half a year, in seconds. */
const HSTS_SECONDS = 15_552_000;

/**
 * Headers of every answer whatever. Where people reach the server by https, browsers then never ask this host by http,
 * where a token could be read on the way (RFC 6797). Of other hosts below it nothing is said, for they may be anybody's.
 */
export function secureHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  const isSecure = publicUrl?.toLowerCase().startsWith('https:') === true;
  return isSecure ? { ...guards, 'Strict-Transport-Security': `max-age=${HSTS_SECONDS}` } : guards;
}

/** Sets headers before anything answers, so that nothing can answer without them. */
export function withHeaders(headers: Readonly<Record<string, string>>, handle: Handle): Handle {
  const entries = Object.entries(headers);
  return (request, response) => {
    for (const [name, value] of entries) response.setHeader(name, value);
    handle(request, response);
  };
}
