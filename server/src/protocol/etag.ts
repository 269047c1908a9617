import { createHash } from 'node:crypto';
import { type Body, type ODataRequest, type ODataResponse, versionHeader } from './message.ts';
import type { ODataVersion } from './version.ts';

/** A weak entity tag of a document: the same meaning for every content coding (RFC 9110, 8.8.1). */
export function entityTag(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names the entity tag, so that 304 is the answer (weak comparison, RFC 9110, 13.1.2). */
export function matchesEntityTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === opaque);
}

/** A document that changes seldom. */
export interface TaggedDocument {
  readonly contentType: string;
  readonly version: ODataVersion;
  readonly body: Body;
  readonly tag: string;
}

/** The document with its entity tag and how long it may be kept; 304 for a client that has it already. */
export function taggedResponse(
  { contentType, version, body, tag }: TaggedDocument,
  { headers }: Pick<ODataRequest, 'headers'>,
  cacheControl: string,
): ODataResponse {
  const common = { ETag: tag, 'Cache-Control': cacheControl, ...versionHeader(version) };
  if (matchesEntityTag(headers['if-none-match'], tag)) return { status: 304, headers: common };
  return { status: 200, headers: { 'Content-Type': contentType, ...common }, body };
}
