import { corsHeaders } from './cors.ts';

/** Headers of every answer: nothing here is meant to be shown, framed, guessed at or kept by a shared cache. */
export const commonHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept, Accept-Encoding, Authorization, OData-MaxVersion, Prefer',
};

/** Half a year, in seconds. */
const HSTS_SECONDS = 15_552_000;

/**
 * For servers that people reach by https: browsers then never ask this host by http, where a token could be read on the
 * way (RFC 6797). Of other hosts below it nothing is said, for they may be anybody's.
 */
export function secureHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  return publicUrl?.toLowerCase().startsWith('https:') === true
    ? { 'Strict-Transport-Security': `max-age=${HSTS_SECONDS}` }
    : {};
}
