import { Buffer } from 'node:buffer';
import type { Tally } from '../source/tally.ts';
import type { Trace } from '../source/trace.ts';
import type { Days } from '../model/days.ts';
import type { RootWords } from './service-root.ts';
import type { ODataVersion } from './version.ts';

/** Header values by lower-case name, repeated headers joined with a comma. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** A request as the protocol sees it: already relative to the service root, still percent-encoded. */
export interface ODataRequest {
  readonly method: string;
  /** What stands behind the service root, without a leading slash, as the client spelt it; ASCII. */
  readonly path: string;
  /** The query string without `?`, as the client spelt it; ASCII. */
  readonly query: string;
  readonly headers: RequestHeaders;
  /** Absolute URL that links begin with; ends with a slash. */
  readonly serviceRoot: string;
  /** What the root says beside the service's own; absent: nothing. */
  readonly root?: RootWords | undefined;
  /** The days of the root's period, once they are known; they stay the same for all parts of a batch. */
  readonly days?: Days | undefined;
  /** Where the caller is, as far as that is known. */
  readonly address?: string | undefined;
  /** Aborts when the client is gone or the request took too long. */
  readonly signal: AbortSignal;
  /** Where what is done is noted, if anybody wants to know. */
  readonly trace?: Trace | undefined;
  /** Where what it takes is counted. */
  readonly tally?: Tally | undefined;
  /** The body, of at most so many bytes; absent where there is none. @throws ODataError where it has more, or takes too long. */
  readonly readBody?: ((maxBytes: number) => Promise<Uint8Array>) | undefined;
  /** Where the request may be a batch. */
  readonly batch?: BatchConnection | undefined;
}

/** What a batch request needs of the connection that it came on. */
export interface BatchConnection {
  /** What a client is told whose request, or part of one, could not be answered; what is our fault is logged. */
  readonly told: (thrown: unknown, asked: Pick<ODataRequest, 'path' | 'headers' | 'signal'>) => ODataResponse;
}

export interface ODataResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What an error is about, for clients that show the reason phrase and hide the body; any text. */
  readonly reason?: string;
  /** A name for the caller's credentials that does not give them away: whose memory the body takes while it is sent. */
  readonly owner?: string;
  /** What was asked for, by the kind of the bound request. */
  readonly kind?: string;
  /** Entities in the body, without those expanded in them. */
  readonly rows?: number;
  /** Absent where the status has no body. */
  readonly body?: Body | undefined;
}

/** Text, bytes, or bytes in pieces that follow one another. */
export type Body = string | Uint8Array | readonly Uint8Array[];

/** The pieces of a body, in bytes. */
export function piecesOf(body: Body): readonly Uint8Array[] {
  if (typeof body === 'string') return [Buffer.from(body, 'utf8')];
  return body instanceof Uint8Array ? [body] : body;
}

export const lengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((length, piece) => length + piece.length, 0);

/** The length of a body in bytes. */
export const bytesOf = (body: Body): number =>
  typeof body === 'string' ? Buffer.byteLength(body, 'utf8') : lengthOf(piecesOf(body));

/** The header that every answer carries exactly once. */
export function versionHeader(version: ODataVersion): Readonly<Record<string, string>> {
  return { 'OData-Version': version };
}
