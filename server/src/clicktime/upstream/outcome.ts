/** What one attempt to read from ClickTime came to, in the words retry, throttle and error texts decide by. */
import type { Row } from '../../model/values.ts';

/** ClickTime's answer to a list or a record: `data`, and of `page` what paging needs. */
export interface Envelope {
  readonly kind: 'Envelope';
  readonly data: unknown;
  /** The records that were taken out of the list in `data`, as rows. */
  readonly rows?: readonly Row[] | undefined;
  readonly page: PageInfo;
  /** Size of the body in bytes, decompressed. */
  readonly bytes: number;
}

export interface PageInfo {
  /** Records that match in all. */
  readonly count?: number | undefined;
  /** The page size that was applied, whatever was asked for. */
  readonly limit?: number | undefined;
  /** The offset that was applied. */
  readonly offset?: number | undefined;
  /** Whether a next page is linked to; absent where the answer has no links. */
  readonly hasNext?: boolean | undefined;
}

/**
 * ClickTime's own refusal: 400, 401, 403, 404 and other 4xx, or errors about the request under another status. Asking
 * again would not help.
 */
interface Refused {
  readonly kind: 'Refused';
  readonly status: number;
  /** ClickTime's own words, made safe to show; empty where it has none. */
  readonly message: string;
}

/** 429. */
interface Throttled {
  readonly kind: 'Throttled';
  /** Milliseconds that ClickTime asks to wait, bounded. */
  readonly retryAfterMs?: number | undefined;
}

/** 5xx, and those 4xx that ask to try again: 408, 425. */
interface ServerError {
  readonly kind: 'ServerError';
  readonly status: number;
  /** Milliseconds that ClickTime asks to wait, bounded. */
  readonly retryAfterMs?: number | undefined;
}

/** No whole answer came, for the reason in words. */
interface Interrupted {
  readonly kind: 'Interrupted';
  readonly reason: string;
  /** No connection came about at all. */
  readonly unreachable?: boolean;
  readonly cause: unknown;
}

/** Nothing, or not everything, came within the time of one attempt. */
interface TimedOut {
  readonly kind: 'TimedOut';
  readonly milliseconds: number;
}

/** A web page or other text instead of JSON: mostly maintenance. */
interface NotJson {
  readonly kind: 'NotJson';
  readonly mediaType: string;
}

/** A success by its status whose envelope lists errors, none of them about the request: it may be another next time. */
interface Contradictory {
  readonly kind: 'Contradictory';
  readonly status: number;
  /** ClickTime's own words, made safe to show. */
  readonly message: string;
}

/** A refusal that is not ClickTime's own: something on the way to it answers in its place. */
interface Foreign {
  readonly kind: 'Foreign';
  /** What came, made safe to show. */
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** A complete answer that is no text, text that begins as JSON and is none, or no whole answer by its status. */
interface Garbled {
  readonly kind: 'Garbled';
  readonly reason: string;
}

/** A success with nothing in it: `data` is null, or 204. It may be how an empty list is said, or that something is wrong. */
export interface Nothing {
  readonly kind: 'Nothing';
  readonly page: PageInfo;
  readonly bytes: number;
}

/** A body larger than allowed. */
export interface TooLarge {
  readonly kind: 'TooLarge';
  readonly reason: string;
}

/** JSON, but not ClickTime's envelope. */
interface Unreadable {
  readonly kind: 'Unreadable';
  readonly reason: string;
}

/** Not sent at all, because so many requests in a row have failed: of many credentials, or of this one. */
export interface Resting {
  readonly kind: 'Resting';
  readonly ofAll: boolean;
  readonly failures: number;
  readonly retryAfterMs: number;
}

export type Failure =
  | Refused
  | Foreign
  | Throttled
  | ServerError
  | Interrupted
  | TimedOut
  | NotJson
  | Garbled
  | Nothing
  | Contradictory
  | TooLarge
  | Unreadable
  | Resting;
export type Outcome = Envelope | Failure;
