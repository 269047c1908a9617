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
    'ETag',
    'Retry-After',
    'Location',
    'WWW-Authenticate',
    'X-Request-Id',
  ].join(', '),
};

/** Headers of the answer to a preflight request, which browsers send without credentials. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  Allow: ALLOWED_METHODS,
  'Access-Control-Allow-Methods': ALLOWED_METHODS,
  'Access-Control-Allow-Headers': [
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
  ].join(', '),
  'Access-Control-Max-Age': '7200',
};
