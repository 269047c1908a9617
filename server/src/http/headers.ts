import { corsHeaders } from './cors.ts';

/** Headers of every answer: nothing here is meant to be shown, framed, guessed at or kept by a shared cache. */
export const commonHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept, Accept-Encoding, Authorization, OData-MaxVersion, Prefer',
};
