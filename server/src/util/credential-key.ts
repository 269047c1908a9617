import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from './secret.ts';

/** A name for a credential that says nothing about it: what throttle and caches keep instead of the token. */
export type CredentialKey = (credentials: Secret) => string;

/**
 * Names by keyed hash. Without a key it is random and never leaves the process, so that names cannot be guessed from
 * tokens; processes that are given the same key give the same names.
 */
export function createCredentialKey(shared?: Secret): CredentialKey {
  const key = shared?.reveal() ?? randomBytes(32);
  return (credentials) => createHmac('sha256', key).update(credentials.reveal()).digest('base64url');
}
