/**
 * `matchespattern` (URL Conventions 5.1.1.7.1). Patterns come from clients, and the engine of the language backtracks:
 * a short pattern could hold the server for hours. RE2 takes time linear in the text. It knows ECMAScript's syntax but
 * for lookaround and backreferences; `.` and classes stand for whole code points, as with ECMAScript's flag `u`.
 */
import { RE2JS } from 're2js';
import { ODataError } from '../errors/odata-error.ts';

type Matcher = (text: string) => boolean;

/** Longest pattern, in UTF-16 units, and most copies its counted repetitions (`{n}`) may make of their parts. */
const MAX_LENGTH = 1000;
const MAX_REPETITIONS = 2000;
/** Patterns are literals nearly always; only those read from properties vary from row to row. */
const CAPACITY = 50;

/** Whether a text contains a match of a pattern; compiled patterns are remembered, the oldest forgotten first. */
export function createPatternMatcher(): (text: string, pattern: string) => boolean {
  const compiled = new Map<string, Matcher>();
  return (text, pattern) => {
    const known = compiled.get(pattern);
    if (known !== undefined) return known(text);
    const matcher = compilePattern(pattern);
    const oldest = compiled.keys().next();
    if (compiled.size >= CAPACITY && oldest.done !== true) compiled.delete(oldest.value);
    compiled.set(pattern, matcher);
    return matcher(text);
  };
}

/** Throws QueryTooComplex, InvalidQueryOption (no regular expression) or UnsupportedFeature (one RE2 cannot do). */
function compilePattern(pattern: string): Matcher {
  const repetitions = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, from, to]) => Number(to || from));
  if (pattern.length > MAX_LENGTH || repetitions.reduce((sum, count) => sum + count, 0) > MAX_REPETITIONS) {
    const reason = `the pattern of 'matchespattern' is longer than ${MAX_LENGTH} characters or repeats its parts more than ${MAX_REPETITIONS} times.`;
    throw ODataError.of('QueryTooComplex', { reason });
  }
  try {
    const expression = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return (text) => expression.test(text);
  } catch (cause) {
    if (isRegularExpression(pattern)) {
      const feature = `Lookaround or a backreference, as in the regular expression '${pattern}',`;
      const hint = ' Write a pattern without them.';
      throw ODataError.of('UnsupportedFeature', { feature, hint }, { cause });
    }
    const reason = `'${pattern}' is no regular expression.`;
    throw ODataError.of('InvalidQueryOption', { name: 'matchespattern', reason }, { cause });
  }
}

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}
