import type { Outcome, PageInfo } from './outcome.ts';
import { parseJson } from './parse-json.ts';

const LONGEST_MESSAGE = 300;

/** A complete answer as it came: nothing of it is trusted yet. */
export interface RawAnswer {
  readonly status: number;
  readonly mediaType: string;
  /** Milliseconds that its `Retry-After` asks to wait. */
  readonly retryAfterMs?: number;
  readonly body: string;
  readonly bytes: number;
}

/** Sorts an answer by status and shape; `data` of an envelope is left for the record decoder. */
export function readAnswer(answer: RawAnswer): Outcome {
  const { status, retryAfterMs } = answer;
  const waiting = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { kind: 'Throttled', ...waiting };
  if (status >= 500) return { kind: 'ServerError', status, ...waiting };
  if (status >= 400) return { kind: 'Refused', status, message: messageOf(answer) };
  if (status < 200 || status >= 300) return { kind: 'Unreadable', reason: `status ${status} was not expected.` };
  let content: unknown;
  try {
    content = parseJson(answer.body);
  } catch (error) {
    // JSON that was cut still begins like JSON.
    return looksLikeJson(answer.body)
      ? { kind: 'Interrupted', reason: 'its answer ended in the middle.', cause: error }
      : { kind: 'NotJson', mediaType: answer.mediaType };
  }
  return readEnvelope(content, answer);
}

/** Checks the envelope of a 2xx answer; with `errors` in it, it is no success, and its data may not be all there is. */
function readEnvelope(content: unknown, { status, bytes }: RawAnswer): Outcome {
  if (!isObject(content)) return { kind: 'Unreadable', reason: 'it is not a JSON object.' };
  const { data, errors, page } = content;
  if (Array.isArray(errors) && errors.length > 0) {
    const kind = errors.some(namesField) ? 'Refused' : 'Contradictory';
    return { kind, status, message: messageOfErrors(errors) };
  }
  if (typeof data !== 'object' || data === null) return { kind: 'Unreadable', reason: "it has no 'data'." };
  return { kind: 'Envelope', data, page: readPage(page), bytes };
}

function readPage(page: unknown): PageInfo {
  if (!isObject(page)) return {};
  const count = wholeNumber(page['count']);
  const limit = wholeNumber(page['limit']);
  const offset = wholeNumber(page['offset']);
  const links = page['links'];
  return {
    ...(count !== undefined && { count }),
    ...(limit !== undefined && limit > 0 && { limit }),
    ...(offset !== undefined && { offset }),
    ...(isObject(links) && { hasNext: isLink(links['next']) }),
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

function messageOf({ body, status }: RawAnswer): string {
  if (!looksLikeJson(body)) return `status ${status}`;
  try {
    const content: unknown = JSON.parse(body);
    if (isObject(content) && Array.isArray(content['errors'])) return messageOfErrors(content['errors']);
  } catch {
    // A body that cannot be read says no more than its status.
  }
  return `status ${status}`;
}

/** Whether an error is about a field of the request, as far as ClickTime tells. */
function namesField(error: unknown): boolean {
  return isObject(error) && typeof error['Field'] === 'string' && error['Field'] !== '';
}

function messageOfErrors(errors: readonly unknown[]): string {
  const texts = errors.filter(isObject).map(({ Message, Field }) => {
    const text = typeof Message === 'string' ? Message : 'no reason given';
    return typeof Field === 'string' && Field !== '' ? `${Field}: ${text}` : text;
  });
  return printable(texts.join('; ')) || 'no reason given';
}

/** One line of bounded length without control characters. */
function printable(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}...` : line;
}

function looksLikeJson(body: string): boolean {
  const first = body.trimStart().charAt(0);
  return first === '{' || first === '[';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
