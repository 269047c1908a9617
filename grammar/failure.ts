/** Why a text was refused for a reason that is not a missing token: a limit, or a value that cannot be. */
type FailureReason = 'limit' | 'invalidValue' | 'syntax';

/** Thrown while parsing, at an offset of the text in hand; the caller turns it into an `OdataSyntaxError`. */
export class ParseFailure extends Error {
  override readonly name = 'ParseFailure';
  readonly reason: FailureReason;
  readonly offset: number;

  constructor(reason: FailureReason, offset: number, message: string) {
    super(message);
    this.reason = reason;
    this.offset = offset;
  }
}
