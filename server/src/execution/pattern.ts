/**
 * `matchespattern` (URL Conventions 5.1.1.7.1). Patterns come from clients, and the engine of the language backtracks:
 * a short pattern could hold the server for hours. RE2 takes time linear in the text. It knows ECMAScript's syntax but
 * for lookaround and backreferences; `.` and classes stand for whole code points, as with ECMAScript's flag `u`.
 */
import { RE2JS } from 're2js';
import { ODataError } from '../errors/odata-error.ts';
import { shown } from '../util/shown.ts';
import { spend, textSteps } from './row-work.ts';

/** Whether a text contains a match of one pattern. */
export type Matcher = (text: string) => boolean;

export type CompilePattern = (pattern: string) => Matcher;

/** Longest pattern, in UTF-16 units. */
const MAX_LENGTH = 1000;
/** Of all patterns that one request uses: their number, their length, and the copies `{n}` makes of their parts. */
const MAX_PATTERNS = 50;
const MAX_TOTAL_LENGTH = 2000;
const MAX_REPETITIONS = 1000;
/** Characters of a text times instructions of a pattern: what the worst of patterns take 40 ns each for. */
const MAX_MATCH = 400_000;
const INSTRUCTION_STEPS = 4;

const tooComplex = (reason: string): ODataError => ODataError.of('QueryTooComplex', { reason });

/** Compiles the patterns of one request, each once. */
export function createPatternCompiler(): CompilePattern {
  const compiled = new Map<string, Matcher>();
  let length = 0;
  let repetitions = 0;
  return (pattern) => {
    const known = compiled.get(pattern);
    if (known !== undefined) return known;
    if (pattern.length > MAX_LENGTH) {
      throw tooComplex(`the pattern of 'matchespattern' is longer than ${MAX_LENGTH} characters.`);
    }
    length += pattern.length;
    repetitions += repetitionsIn(pattern);
    if (repetitions > MAX_REPETITIONS) {
      throw tooComplex(`the patterns of 'matchespattern' repeat their parts more than ${MAX_REPETITIONS} times.`);
    }
    if (compiled.size >= MAX_PATTERNS || length > MAX_TOTAL_LENGTH) {
      const most = `${MAX_PATTERNS} different patterns, or more than ${MAX_TOTAL_LENGTH} characters of them`;
      throw tooComplex(`'matchespattern' is given more than ${most}. Compare with 'contains' where that will do.`);
    }
    const matcher = compilePattern(pattern);
    compiled.set(pattern, matcher);
    return matcher;
  };
}

const repetitionsIn = (pattern: string): number =>
  [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce((sum, [, from, to]) => sum + Number(to || from), 0);

/** Throws QueryTooComplex, InvalidQueryOption (no regular expression) or UnsupportedFeature (one RE2 cannot do). */
function compilePattern(pattern: string): Matcher {
  try {
    return matcherOf(RE2JS.compile(RE2JS.translateRegExp(pattern)));
  } catch (cause) {
    if (isRegularExpression(pattern)) {
      // RE2 bounds repetitions within repetitions by their product.
      if (cause instanceof Error && cause.message.includes('repeat count')) {
        throw tooComplex(`the pattern of 'matchespattern' repeats a part more than ${MAX_REPETITIONS} times.`);
      }
      const feature = `Lookaround or a backreference, as in the regular expression '${pattern}',`;
      const hint = ' Write a pattern without them.';
      throw ODataError.of('UnsupportedFeature', { feature, hint }, { cause });
    }
    const reason = `'${shown(pattern)}' is no regular expression.`;
    throw ODataError.of('InvalidQueryOption', { name: 'matchespattern', reason }, { cause });
  }
}

/**
 * Counts what a match costs. The automaton is made while texts are read, a state at a time, and a state costs as much as
 * the pattern has instructions; what was made before costs next to nothing. One that would grow too large is begun anew,
 * or given up for trying each instruction at each character.
 */
function matcherOf(expression: RE2JS): Matcher {
  const size = expression.programSize();
  // Not made yet where other ways have served so far.
  const statesMade = (): number => (expression.re2().lazyDFA as { stateCount: number } | null)?.stateCount ?? 0;
  let made = statesMade();
  return (text) => {
    if (text.length * size > MAX_MATCH) {
      const parts = `the pattern of 'matchespattern', which has ${size} parts,`;
      throw tooComplex(`${parts} is too long for a text of ${text.length} characters.`);
    }
    spend(textSteps(text.length));
    const found = expression.test(text);
    const before = made;
    made = statesMade();
    const isLarge = made < before || made * size > MAX_MATCH;
    spend(INSTRUCTION_STEPS * size * (isLarge ? text.length : made - before));
    return found;
  };
}

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}
