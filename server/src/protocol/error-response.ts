import type { ODataError } from '../errors/odata-error.ts';
import { CHALLENGE } from './credentials.ts';
import { ALLOWED_METHODS } from './methods.ts';
import { type ODataResponse, versionHeader } from './message.ts';
import type { ODataVersion } from './version.ts';

/** Seconds, for errors that pass but do not say when: Power Query waits as told, at most two minutes. */
const SOON = 60;

/** The answer that tells a client about an error: OData JSON whatever was asked for (JSON Format 21). */
export function errorResponse(error: ODataError, version: ODataVersion = '4.0'): ODataResponse {
  const { code, message, target, status } = error;
  const retryAfter = error.retryAfterSeconds ?? (status === 429 || status === 503 ? SOON : undefined);
  const body = JSON.stringify({ error: { code, message, target } });
  return {
    status,
    headers: {
      'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8',
      'Content-Language': 'en',
      'Cache-Control': 'no-store',
      ...versionHeader(version),
      ...(status === 401 ? { 'WWW-Authenticate': CHALLENGE } : {}),
      ...(status === 405 ? { Allow: error.allow ?? ALLOWED_METHODS } : {}),
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
    },
    reason: message,
    body,
  };
}
