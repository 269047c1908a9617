/**
 * Scripts of any origin may read, with credentials they hold themselves: browsers add none on their own to answers that
 * allow every origin (Fetch 3.3), and without a token there is nothing to read.
 */
import { PLAN_HEADER } from '../protocol/explain.ts';
import { ALLOWED_METHODS } from '../protocol/methods.ts';

/** Headers of every answer. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': [
    'OData-Version',
    'Preference-Applied',
    PLAN_HEADER,
    'Allow',
    'Date',
    'ETag',
    'Retry-After',
    'Location',
    'WWW-Authenticate',
    'X-Request-Id',
  ].join(', '),
};

/** What clients are known to ask for; more is granted where it is asked for. */
const usualHeaders = [
  'Accept',
  'Authorization',
  'Cache-Control',
  'Content-Type',
  'If-None-Match',
  'OData-Isolation',
  'OData-MaxVersion',
  'OData-Version',
  'Prefer',
  'X-CSRF-Token',
  'X-Requested-With',
];
const usual = new Set(usualHeaders.map((name) => name.toLowerCase()));

/** Headers of its own that a client may ask for. */
const MAX_MORE = 64;

/**
 * Headers of the answer to a preflight request, which browsers send without credentials. Whatever header it asks for is
 * granted, for what nobody reads here does no harm; Authorization has to be named, a `*` would not cover it (Fetch 4.8).
 * `methods` are those of the resource.
 */
export function preflightHeaders(
  asked: string | undefined,
  methods = ALLOWED_METHODS,
): Readonly<Record<string, string>> {
  const names = (asked ?? '').split(',').map((name) => name.trim());
  const more = new Set(names.filter((name) => isToken(name) && !usual.has(name.toLowerCase())));
  return {
    Allow: methods,
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': [...usualHeaders, ...[...more].slice(0, MAX_MORE)].join(', '),
    'Access-Control-Max-Age': '7200',
    Vary: 'Access-Control-Request-Headers',
  };
}

/** RFC 9110, 5.6.2; no header that is in use is longer. */
const isToken = (name: string): boolean => /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name);
