import type { SyntaxError as Mismatch } from './explain.gen.js';
import { excerptOf, textAround } from './excerpt.ts';
import { expectationWords, simpleValues } from './expectation-words.ts';
import { invisibleName } from './invisible.ts';
import { ParseFailure } from './failure.ts';
import { nearMiss, type NearMiss } from './near-miss.ts';
import type { Source } from './parse.ts';
import { OdataSyntaxError, type SyntaxErrorReason } from './syntax-error.ts';

/** The error a person reads, from what stopped the parser. */
export function describeFailure(failure: ParseFailure | Mismatch, source: Source): OdataSyntaxError {
  if (failure instanceof ParseFailure) {
    return errorAt(source, failure.offset, failure.reason, [], `${source.option} is not valid: ${failure.message}.`);
  }
  const simple = simpleValues[source.option];
  return simple === undefined ? describeMismatch(failure, source) : describeValue(failure, source, simple);
}

function describeMismatch(failure: Mismatch, source: Source): OdataSyntaxError {
  const { text } = source.decoded;
  const expectations = failure.expected ?? [];
  const mismatch = failure.location.start.offset;
  const behind = behindOf(source);
  const miss = nearMiss({ text, offset: mismatch, option: source.option, behind }, expectations);
  const offset = miss?.offset ?? mismatch;
  const expected = expectationWords(expectations, text[mismatch - 1] ?? '');
  const where = `${textAround(source.option, 0)} is not valid at character ${offset + 1}`;
  const what = miss?.offset === undefined ? `: expected ${listOf(expected)}, but found ${foundAt(text, offset)}.` : '.';
  const message = `${where}${what}${miss === undefined ? '' : ` ${miss.sentence}`}`;
  const reason = miss?.unknownFunction === undefined ? 'syntax' : 'unknownFunction';
  const found = miss === undefined ? undefined : { ...miss, stop: mismatch };
  return errorAt(source, offset, reason, expected, message, found);
}

/** What follows the value in the query string, begun with `&`, decoded where it can be. */
function behindOf({ query = '', end = query.length }: Source): string {
  const raw = query.slice(end, end + 200);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function describeValue(failure: Mismatch, source: Source, simple: string): OdataSyntaxError {
  const { text } = source.decoded;
  const found = text === '' ? 'nothing' : `'${textAround(text, 0)}'`;
  const meant = meantValue(text, source.option);
  const hint = meant === undefined ? '' : ` Write ${source.option}=${meant}.`;
  const message = `The value of ${source.option} must be ${simple}; it is ${found}.${hint}`;
  return errorAt(source, failure.location.start.offset, 'invalidValue', [simple], message);
}

/** `$top="5"`, `$top=5;` and `$count=yes` are right but for what is around the value, or for the word. */
function meantValue(text: string, option: string): string | undefined {
  const inner = /^["'(\s]{0,3}(\w{1,9})["');,.\s]{0,3}$/.exec(text)?.[1]?.toLowerCase() ?? '';
  const words = option === '$count' ? truthValues.get(inner) : option === '$format' ? formats.get(inner) : undefined;
  const isNumber = (option === '$top' || option === '$skip') && /^\d+$/.test(inner);
  return isNumber ? inner : words;
}

const truthValues: ReadonlyMap<string, string> = new Map([
  ...['true', 'yes', 'on', '1', 'allpages'].map((word) => [word, 'true'] as const),
  ...['false', 'no', 'off', '0', 'none'].map((word) => [word, 'false'] as const),
]);
const formats: ReadonlyMap<string, string> = new Map(['json', 'csv', 'excel', 'xlsx'].map((word) => [word, 'json']));

function errorAt(
  { decoded, option, start }: Source,
  offset: number,
  reason: SyntaxErrorReason,
  expected: readonly string[],
  message: string,
  miss?: NearMiss & { readonly stop: number },
): OdataSyntaxError {
  const rawOffset = start + decoded.rawOffset(offset);
  const details = { reason, option, offset, rawOffset, text: textAround(decoded.text, offset), expected };
  const { suggestion, sentence, stop, ofName } = miss ?? {};
  const guessed = {
    ...(suggestion !== undefined && suggestion !== '' && { suggestion }),
    ...(sentence !== undefined && { sentence }),
    ...(ofName === true && { ofName }),
  };
  const rawStop = stop === undefined || stop === offset ? {} : { rawStop: start + decoded.rawOffset(stop) };
  return new OdataSyntaxError(message, { ...details, ...guessed, ...rawStop }, excerptOf(decoded.text, offset));
}

function listOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'something else';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** The word or the character at an offset. */
function foundAt(text: string, offset: number): string {
  if (offset >= text.length) return 'the end';
  const found = /^(?:[$@]?[\p{L}\p{N}_.]{1,40}| +|.)/su.exec(text.slice(offset, offset + 60))?.[0] ?? '';
  const unseen = invisibleName(found);
  if (unseen !== undefined) return `a ${unseen}`;
  if (found.trim() === '') return 'a space';
  return found.includes("'") ? `"${found}"` : `'${found}'`;
}
