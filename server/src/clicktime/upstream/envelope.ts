import { isObject } from '../../util/json-object.ts';
import type { Row } from '../../model/values.ts';
import { describeForeign } from './foreign.ts';
import type { Outcome, PageInfo } from './outcome.ts';
import { parseJson } from './parse-json.ts';
import { printable } from './printable.ts';

const LONGEST_MESSAGE = 300;

/** A complete answer as it came: nothing of it is trusted yet. */
export interface RawAnswer {
  readonly status: number;
  readonly mediaType: string;
  /** What its header `Server` says. */
  readonly server?: string | undefined;
  /** Milliseconds that its `Retry-After` asks to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly body: string;
  readonly bytes: number;
  /** Records that were taken out of the list in it. */
  readonly rows?: readonly Row[] | undefined;
}

/** Client errors that ask to be tried again as they are: Request Timeout, Too Early. */
const PASSING = [408, 425];

/**
 * Sorts an answer by status and shape; `data` of an envelope is left for the record decoder. `isSignIn`: the account was
 * asked for itself, to see whether its token is good.
 */
export function readAnswer(answer: RawAnswer, isSignIn = false): Outcome {
  const { status, retryAfterMs } = answer;
  if (status === 429) return { kind: 'Throttled', retryAfterMs };
  if (status >= 500 || PASSING.includes(status)) return { kind: 'ServerError', status, retryAfterMs };
  if (status >= 400) return readRefusal(answer, isSignIn);
  if (status >= 300) {
    return { kind: 'Unreadable', reason: `it leads elsewhere (status ${status}), where the token is not to go.` };
  }
  if (status < 200) return { kind: 'Unreadable', reason: `status ${status} was not expected.` };
  if (status === 204) return { kind: 'Nothing', page: {}, bytes: 0 };
  // Every other success is a part of an answer, one that somebody changed, or none yet.
  if (status !== 200) return { kind: 'Garbled', reason: `status ${status} is not that of a whole answer.` };
  return readSuccess(answer);
}

function readSuccess(answer: RawAnswer): Outcome {
  const { body } = answer;
  try {
    return readEnvelope(parseJson(body), answer);
  } catch (error) {
    if (!looksLikeJson(body)) return { kind: 'NotJson', mediaType: answer.mediaType };
    return isCut(error, body)
      ? { kind: 'Interrupted', reason: 'its answer ended in the middle.', cause: error }
      : { kind: 'Garbled', reason: 'it begins as JSON and is none.' };
  }
}

/** Whether JSON ends too early, and is not wrong before: the parser tells where it gave up. */
function isCut(error: unknown, body: string): boolean {
  const message = error instanceof Error ? error.message : '';
  const at = Number(/ at position (\d+)/.exec(message)?.[1]);
  return /^Unexpected end of JSON|^Unterminated string/.test(message) || at >= body.length;
}

// ---- Refusals -------------------------------------------------------------------------------------------------------

/** Refusals that decide about an account: without a word they are not certain to be ClickTime's own. */
const ABOUT_ACCOUNTS = [401, 403, 407];

function readRefusal(answer: RawAnswer, isSignIn: boolean): Outcome {
  const { status, body, retryAfterMs } = answer;
  const isAboutAccounts = ABOUT_ACCOUNTS.includes(status);
  const content = looksLikeJson(body) ? jsonIn(body) : undefined;
  const errors = ownErrors(content) ?? (isSignIn ? errorOfFramework(answer, content) : undefined);
  if (errors !== undefined && (!isAboutAccounts || (errors.length > 0 && errors.every(hasWords)))) {
    return { kind: 'Refused', status, message: messageOfErrors(errors) };
  }
  if (body === '' && !isAboutAccounts) return { kind: 'Refused', status, message: '' };
  return { kind: 'Foreign', message: describeForeign(answer), retryAfterMs };
}

/** The errors of ClickTime's own envelope, which always has `data`, and none where it refuses; each has a message. */
function ownErrors(content: unknown): readonly unknown[] | undefined {
  if (!isObject(content)) return undefined;
  const { data, errors } = content;
  if (data !== null && !(Array.isArray(data) && data.length === 0)) return undefined;
  return Array.isArray(errors) && errors.every(hasMessage) ? errors : undefined;
}

/**
 * ASP.NET, on which ClickTime runs, refuses a token before ClickTime's own code is asked: with 401 and a message alone.
 * Where lists are read that is not enough to tell it from others on the way.
 */
function errorOfFramework({ status, mediaType }: RawAnswer, content: unknown): readonly unknown[] | undefined {
  if (status !== 401 || !/[/+]json$/i.test(mediaType)) return undefined;
  return hasMessage(content) && Object.keys(content).length === 1 ? [content] : undefined;
}

const hasMessage = (error: unknown): error is { readonly Message: string } =>
  isObject(error) && typeof error['Message'] === 'string';

const hasWords = (error: unknown): boolean => hasMessage(error) && printable(error.Message, LONGEST_MESSAGE) !== '';

/** The value of a JSON text; undefined where it is none. */
function jsonIn(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

// ---- Envelopes ------------------------------------------------------------------------------------------------------

/** Checks the envelope of a 2xx answer; with `errors` in it, it is no success, and its data may not be all there is. */
function readEnvelope(content: unknown, { status, bytes, rows }: RawAnswer): Outcome {
  if (!isObject(content)) return { kind: 'Unreadable', reason: 'it is not a JSON object.' };
  const { data, errors, page } = content;
  if (Array.isArray(errors) && errors.length > 0) {
    const kind = errors.some(namesField) ? 'Refused' : 'Contradictory';
    return { kind, status, message: messageOfErrors(errors) };
  }
  if (data === null) return { kind: 'Nothing', page: readPage(page), bytes };
  if (typeof data !== 'object') return { kind: 'Unreadable', reason: "it has no 'data'." };
  return { kind: 'Envelope', data, rows, page: readPage(page), bytes };
}

function readPage(page: unknown): PageInfo {
  if (!isObject(page)) return {};
  const { count, limit, offset, links } = page;
  return {
    count: wholeNumber(count),
    limit: wholeNumber(limit) || undefined,
    offset: wholeNumber(offset),
    hasNext: isObject(links) ? isLink(links['next']) : undefined,
  };
}

/** Whether there is a link, be it text or an object that holds it. */
const isLink = (link: unknown): boolean =>
  typeof link === 'string' ? link !== '' : isObject(link) && link['href'] !== null && link['href'] !== '';

/** A count, also where it comes as text. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Whether an error is about a field of the request, as far as ClickTime tells. */
function namesField(error: unknown): boolean {
  return isObject(error) && typeof error['Field'] === 'string' && error['Field'] !== '';
}

function messageOfErrors(errors: readonly unknown[]): string {
  const texts = errors.filter(isObject).map(({ Message, Field }) => {
    const text = typeof Message === 'string' ? Message : '';
    return typeof Field === 'string' && Field !== '' ? `${Field}: ${text}` : text;
  });
  return printable(texts.join('; '), LONGEST_MESSAGE);
}

function looksLikeJson(body: string): boolean {
  const first = body.trimStart().charAt(0);
  return first === '{' || first === '[';
}
