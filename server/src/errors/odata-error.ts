import { clip, shown } from '../util/shown.ts';
import { catalogue, type ErrorCode, type ErrorDetails } from './catalogue.ts';

interface ODataErrorOptions {
  /** What the error is about: a query option, property or header name. */
  readonly target?: string | undefined;
  readonly cause?: unknown;
  /** What can be done instead of a method that cannot; becomes the Allow header. */
  readonly allow?: string;
  /** Seconds after which trying again makes sense; becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
}

/** Whether another try, later or with more time, may succeed. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ODataError && (error.status === 429 || error.status === 503 || error.status === 504);

/** An error of the catalogue with its details filled in; whatever else is thrown is a fault of ours (500). */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly target: string | undefined;
  readonly allow: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  private constructor(code: ErrorCode, status: number, message: string, options: ODataErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = status;
    this.target = options.target;
    this.allow = options.allow;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The catalogue's error `code`, worded for `details`. */
  static of<Code extends ErrorCode>(
    code: Code,
    details: ErrorDetails<Code>,
    options: ODataErrorOptions = {},
  ): ODataError {
    const { status, message } = catalogue[code] as {
      readonly status: number;
      readonly message: (details: ErrorDetails<Code>) => string;
    };
    const target = options.target && clip(options.target);
    return new ODataError(code, status, clip(message(clipped(details)), LONGEST_MESSAGE), { ...options, target });
  }
}

/** Characters of all that an error says. */
const LONGEST_MESSAGE = 4000;

const names: ReadonlySet<string> = new Set(['name', 'within', 'type', 'entitySet', 'value', 'method']);

/** Details whose names are no longer than a name is repeated, and seen whole. */
function clipped<Details>(details: Details): Details {
  const entries = Object.entries(details as Readonly<Record<string, unknown>>).map(([key, value]) => [
    key,
    typeof value === 'string' && names.has(key) ? shown(value) : value,
  ]);
  return Object.fromEntries(entries) as Details;
}
