/**
 * What kind of mistake it is, for a program: `syntax` where a token is missing or wrong, `invalidValue` where the value
 * as a whole cannot be (`$top=-1`, 2024-02-30), `optionNotAllowed` where `$metadata`, `$batch` or `$entity` have no such
 * option, else what its name says.
 */
export type SyntaxErrorReason =
  | 'syntax'
  | 'unknownFunction'
  | 'unknownOption'
  | 'duplicateOption'
  | 'optionNotAllowed'
  | 'invalidValue'
  | 'encoding'
  | 'limit';

/** Details of a syntax error, for a person and for a program. */
export interface SyntaxErrorDetails {
  readonly reason: SyntaxErrorReason;
  /** The query option it is in, `$filter` say, by its name in the specification; or `path`. */
  readonly option: string;
  /** Offset into the decoded text of that option. */
  readonly offset: number;
  /** Offset into the percent-encoded path or query string as it was received. */
  readonly rawOffset: number;
  /** Where reading stopped, as `rawOffset` counts; behind that place where the slip began earlier. */
  readonly rawStop?: number;
  /** Decoded text of that option, or the part around the error where it is long. */
  readonly text: string;
  /** What could have stood there, in words. */
  readonly expected: readonly string[];
  /** What was probably meant. */
  readonly suggestion?: string;
  /** That in a sentence for a person. */
  readonly sentence?: string;
  /** It is about how a name is written; who knows the names may know better. */
  readonly ofName?: boolean;
}

/** The URL does not follow the grammar; `message` says where and what was expected, with a caret line in `excerpt`. */
export class OdataSyntaxError extends Error {
  override readonly name = 'OdataSyntaxError';
  readonly details: SyntaxErrorDetails;
  /** Two lines: the text, and a caret under the offset. */
  readonly excerpt: string;

  constructor(message: string, details: SyntaxErrorDetails, excerpt: string) {
    super(message);
    this.details = details;
    this.excerpt = excerpt;
  }
}
