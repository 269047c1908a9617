import type { IncomingMessage, ServerResponse } from 'node:http';
import { corsHeaders } from './cors.ts';

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

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Sets headers before anything answers, so that nothing can answer without them. */
export function withHeaders(headers: Readonly<Record<string, string>>, handle: Handle): Handle {
  const entries = Object.entries(headers);
  return (request, response) => {
    for (const [name, value] of entries) response.setHeader(name, value);
    handle(request, response);
  };
}
