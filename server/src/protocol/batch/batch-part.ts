import { ODataError } from '../../errors/odata-error.ts';
import { MEGABYTE } from '../../util/megabyte.ts';
import type { RequestHeaders } from '../message.ts';
import { ALLOWED_METHODS } from '../methods.ts';

/** Requests of one batch: more than a page of a user interface or a report asks at once. */
export const MAX_PARTS = 100;
/** Bytes of the body of a batch request. */
export const MAX_BATCH_BYTES = MEGABYTE;
/** Headers of one part, and characters of all of them. */
export const MAX_HEADERS = 64;
export const MAX_HEADER_LENGTH = 16_384;

/** One request of a batch, as it was written. */
export interface BatchPart {
  /** Its Content-ID or `id`: what its answer and references go by. */
  readonly id: string | undefined;
  /** The atomicity group it is in. */
  readonly group?: string | undefined;
  /** Identifiers of the parts and groups that it is not to be answered without. */
  readonly dependsOn: readonly string[];
  /** What is asked for, or why that cannot be. */
  readonly asked: PartRequest | ODataError;
}

export interface PartRequest {
  readonly method: string;
  /** As the client spelt it; bytes beyond ASCII are one character each. */
  readonly url: string;
  readonly headers: RequestHeaders;
  /** Bytes of one character each. */
  readonly body: string;
}

/** What cannot be read as a batch, or as one of its parts; `reason` is a sentence. */
export const malformed = (reason: string): ODataError => ODataError.of('MalformedBatch', { reason });

export const tooLarge = ODataError.of('BatchTooLarge', { limit: MAX_PARTS });

/** Change sets and atomicity groups are for changing data. */
export const notReading = (what: string): ODataError =>
  ODataError.of('MethodNotAllowed', { method: what, allow: ALLOWED_METHODS });

/** Whether a text can name a part: it travels in headers and is a segment of URLs. */
export const isPartId = (text: string): boolean => /^[\x21-\x7e]{1,100}$/.test(text);

/**
 * The parts, if their identifiers are unique and each depends on earlier ones alone (Protocol 11.7.4, JSON Format 19.1).
 * @throws ODataError `MalformedBatch`
 */
export function checkIds(parts: readonly BatchPart[]): readonly BatchPart[] {
  const known = new Set<string>();
  const groups = new Set<string>();
  for (const { id, group, dependsOn } of parts) {
    if (id !== undefined && (known.has(id) || groups.has(id)))
      throw malformed(`Two of its requests are called '${id}'.`);
    const missing = dependsOn.find((other) => !known.has(other) && !groups.has(other));
    if (missing !== undefined)
      throw malformed(`'${id}' depends on '${missing.slice(0, 100)}', which is no earlier request or group.`);
    if (id !== undefined) known.add(id);
    if (group !== undefined) groups.add(group);
  }
  return parts;
}
