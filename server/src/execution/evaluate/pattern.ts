/**
 * `matchespattern` (URL Conventions 5.1.1.7.1). Patterns come from clients, and the engine of the language backtracks:
 * a short pattern could hold the server for hours. RE2 takes time linear in the text. It knows ECMAScript's syntax but
 * for lookaround and backreferences; `.` and classes stand for whole code points, as with ECMAScript's flag `u`.
 */
import { RE2JS } from 're2js';
import { ODataError } from '../../errors/odata-error.ts';
import { shown } from '../../util/shown.ts';
import { patternSize } from './pattern-size.ts';
import { spend, textSteps } from './row-work.ts';
import { MEGABYTE } from '../../util/megabyte.ts';

/** Whether a text contains a match of one pattern. */
type Matcher = (text: string) => boolean;

export type CompilePattern = (pattern: string) => Matcher;

/** Longest pattern, in UTF-16 units. */
const MAX_LENGTH = 1000;
/** Of all patterns that one request uses: their number, their length, and their parts with the copies `{n}` makes. */
const MAX_PATTERNS = 50;
const MAX_TOTAL_LENGTH = 2000;
const MAX_PARTS = 1000;
/** RE2's own bound, of one repetition and of those within each other. */
const MAX_REPETITIONS = 1000;
/** Characters of a text times instructions of a pattern: what the worst of patterns take 40 ns each for. */
const MAX_MATCH = 400_000;
const INSTRUCTION_STEPS = 4;
/** Of what a pattern keeps of the texts it was tried on; an eighth of what RE2JS would take. */
const AUTOMATON_BYTES = MEGABYTE;

interface Automaton {
  readonly stateCount: number;
  stateBudget: number;
  memBudget: number;
}

const tooComplex = (reason: string): ODataError => ODataError.of('QueryTooComplex', { reason });

/** Compiles the patterns of one request, each once. */
export function createPatternCompiler(): CompilePattern {
  const compiled = new Map<string, Matcher>();
  let length = 0;
  let parts = 0;
  return (pattern) => {
    const known = compiled.get(pattern);
    if (known !== undefined) return known;
    if (pattern.length > MAX_LENGTH) {
      throw tooComplex(`the pattern of 'matchespattern' is longer than ${MAX_LENGTH} characters.`);
    }
    length += pattern.length;
    if (compiled.size >= MAX_PATTERNS || length > MAX_TOTAL_LENGTH) {
      const most = `${MAX_PATTERNS} different patterns, or more than ${MAX_TOTAL_LENGTH} characters of them`;
      throw tooComplex(`'matchespattern' is given more than ${most}. Compare with 'contains' where that will do.`);
    }
    const translated = RE2JS.translateRegExp(pattern);
    parts += patternSize(translated);
    if (parts > MAX_PARTS) {
      const what = `the patterns of 'matchespattern' have more than ${MAX_PARTS} parts`;
      const counted = "A part that '{n}' repeats counts n times, one of '\\p{...}' up to 70 times";
      throw tooComplex(`${what}. ${counted}: repeat less, or with '*' and '+'.`);
    }
    const matcher = compilePattern(pattern, translated);
    compiled.set(pattern, matcher);
    return matcher;
  };
}

/** Throws QueryTooComplex, InvalidQueryOption (no regular expression) or UnsupportedFeature (one RE2 cannot do). */
function compilePattern(pattern: string, translated: string): Matcher {
  try {
    return matcherOf(RE2JS.compile(withoutOnePass(translated)));
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
 * RE2 looks whether a pattern that begins with the text's beginning has one way only, in time that grows with the cube of
 * its length, and then tries it more slowly than others. One that begins with an empty group is not looked at.
 */
const withoutOnePass = (pattern: string): string =>
  /\^|\\A/.test(pattern) && !/^[*+?{]/.test(pattern) ? `()${pattern}` : pattern;

/**
 * Counts what a match costs. The automaton is made while texts are read, a state at a time, and a state costs as much as
 * the pattern has instructions; what was made before costs next to nothing. One that would grow too large is begun anew,
 * or given up for trying each instruction at each character.
 */
function matcherOf(expression: RE2JS): Matcher {
  const size = expression.programSize();
  // oxlint-disable-next-line no-unsafe-type-assertion -- what RE2JS keeps to itself
  const automaton = expression.re2().dfa as Automaton;
  automaton.stateBudget = AUTOMATON_BYTES;
  automaton.memBudget = AUTOMATON_BYTES;
  let made = automaton.stateCount;
  return (text) => {
    if (text.length * size > MAX_MATCH) {
      const parts = `the pattern of 'matchespattern', which has ${size} parts,`;
      throw tooComplex(
        `${parts} is too long for a text of ${text.length} ${text.length === 1 ? 'character' : 'characters'}.`,
      );
    }
    spend(textSteps(text.length));
    const found = expression.test(text);
    const before = made;
    made = automaton.stateCount;
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
