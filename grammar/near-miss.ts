import type { Expectation } from './explain.gen.js';
import { expectsOperator } from './expectation-words.ts';
import { functionName } from './foreign-functions.ts';
import { isForm } from './form.ts';
import { invisibleName } from './invisible.ts';
import { binaryOperators } from './names.ts';
import { literalSlips } from './near-miss-literals.ts';
import { nameSlips } from './near-miss-names.ts';
import { operatorSlips } from './near-miss-operators.ts';
import { maskStrings, type NearMiss, type Place, type Slip } from './near-miss-pattern.ts';
import { closest } from './suggest.ts';

export type { NearMiss } from './near-miss-pattern.ts';

const foreignWords: ReadonlyMap<string, string> = new Map([
  ['descending', 'desc'],
  ['ascending', 'asc'],
]);

const operators: ReadonlySet<string> = new Set(binaryOperators);

const aggregationMethods = ['sum', 'min', 'max', 'average', 'countdistinct'];

/** Looks at the text around an error for a slip that people make; at the end of the text for what is missing. */
export function nearMiss(
  where: Pick<Place, 'text' | 'offset' | 'option' | 'behind'>,
  expectations: readonly Expectation[],
): NearMiss | undefined {
  const found = expectations.flatMap((each) => (each.type === 'literal' ? [each.text] : []));
  const literals = expectsOperator(expectations) ? [...found, ...binaryOperators] : found;
  const place = { ...where, literals, masked: maskStrings(where.text) };
  for (const slip of slips) {
    const miss = slip(place);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

const guess = (suggestion: string): NearMiss => ({ suggestion, sentence: `Did you mean '${suggestion}'?` });

function spaceAtEnd({ text, offset, behind }: Place): NearMiss | undefined {
  if (offset < text.length || !/\s$/.test(text)) return undefined;
  if (behind.startsWith('&&'))
    return { suggestion: 'and', sentence: "Write 'and' for '&&', which ends a query option." };
  return { suggestion: text.trimEnd().slice(-20), sentence: 'Remove the space at the end, if nothing is to follow.' };
}

/** What should follow is missing at the end, or parentheses do not match. */
function unfinished({ text, masked, offset, literals }: Place): NearMiss | undefined {
  if (offset < text.length) {
    if (text[offset] !== ')' || literals.includes(')')) return undefined;
    const read = masked.slice(0, offset + 1);
    if (read.split(')').length > read.split('(').length)
      return { suggestion: '', sentence: "There is one ')' too many." };
    if (/\(\s*$/.test(masked.slice(Math.max(0, offset - 20), offset))) {
      return { suggestion: '', sentence: 'Something is missing between the parentheses.' };
    }
    const isCast = /(?<![\p{L}\p{N}_])cast\([^()]*$/iu.test(masked.slice(Math.max(0, offset - 100), offset));
    return isCast
      ? { suggestion: '', sentence: 'cast() takes a value and a type, as in cast(Hours,Edm.String).' }
      : undefined;
  }
  const word = /(?:^|[\s)])([a-z]+)\s*$/i.exec(text.slice(-20))?.[1] ?? '';
  if (operators.has(word.toLowerCase()) || /^not$/i.test(word)) {
    const what = /^(?:and|or|not)$/i.test(word) ? 'A condition' : 'A value';
    return { suggestion: '', sentence: `${what} is missing behind '${word}'.` };
  }
  if (/,\s*$/.test(text.slice(-20))) return { suggestion: '', sentence: 'Remove the comma at the end.' };
  const open = masked.split('(').length - masked.split(')').length;
  if (open <= 0 || !literals.includes(')')) return undefined;
  return { suggestion: ')', sentence: "A closing parenthesis ')' is missing." };
}

/** `('a' 'b')`, `Date desc Hours`. */
function missingComma({ text, offset, literals }: Place): NearMiss | undefined {
  if (!literals.includes(',') || text[offset - 1] !== ' ' || !/['\p{L}\d]/u.test(text[offset] ?? '')) return undefined;
  return { suggestion: ',', sentence: 'A comma is missing.', ofName: true };
}

function plusForSpace({ text, offset, literals }: Place): NearMiss | undefined {
  if (text[offset] !== '+' || literals.includes('+') || text[offset - 1] === ' ') return undefined;
  if (/\d/.test(text[offset + 1] ?? '')) return undefined;
  return { suggestion: ' ', sentence: "A '+' is a plus sign here; write a space as %20." };
}

/** A no-break space or a line break that looks like a space and is none. */
function invisible({ text, offset }: Place): NearMiss | undefined {
  const name = invisibleName(text.slice(offset, offset + 2));
  if (name === undefined) return undefined;
  return { suggestion: ' ', sentence: `Write an ordinary space (%20) instead of the ${name}.` };
}

/** A hyphen, a parenthesis or a comma of a word processor or of another script, which looks like the one of OData. */
function lookalike({ text, offset }: Place): NearMiss | undefined {
  const [character = ''] = text.slice(offset, offset + 2);
  const meant = /[\u2010-\u2015\u2212]/.test(character) ? '-' : character.normalize('NFKC');
  if (meant === character || !/^[!-~]$/.test(meant)) return undefined;
  return { suggestion: meant, sentence: `Write an ordinary '${meant}' instead of '${character}'.` };
}

/** A misspelt word where one of a few words was expected, or one that the next runs into. */
function word({ text, offset, literals }: Place): NearMiss | undefined {
  const found = /^\s*([$@]?[A-Za-z]+)/.exec(text.slice(offset, offset + 40))?.[1];
  if (found === undefined) return undefined;
  const foreign = foreignWords.get(found.toLowerCase());
  if (foreign !== undefined && (literals.includes('asc') || literals.includes('desc'))) return guess(foreign);
  const candidates = literals.filter((each) => /^\$?[A-Za-z]{2,}$/.test(each));
  if (candidates.includes(found) || operators.has(found.toLowerCase())) {
    const next = text[offset + found.length] ?? '';
    if (!/[\d('"]/.test(next)) return undefined;
    return { suggestion: `${found} `, sentence: `A space is missing behind '${found}'.` };
  }
  const meant = closest(found, candidates);
  return meant === undefined || !isSlipOf(found.toLowerCase(), meant) ? undefined : guess(meant);
}

/** Short words are one letter away from many: `one` is no slip of `ne`, and `ID` none of `in`. */
function isSlipOf(found: string, meant: string): boolean {
  if (found.length > 3) return true;
  const isSwapped = found.length === 2 && found[0] === meant[1] && found[1] === meant[0];
  return isSwapped || (found.length === 2 ? meant.startsWith(found) : meant.startsWith(found[0] ?? ''));
}

/** `Hours gt 5and Hours lt 7`. */
function spaceBeforeOperator({ text, offset }: Place): NearMiss | undefined {
  const found = /^[a-z]{2,5}(?![\p{L}\p{N}_(])/iu.exec(text.slice(offset, offset + 6))?.[0];
  const runsOn = /[\d'")]/.test(text[offset - 1] ?? '');
  if (found === undefined || !runsOn || !operators.has(found.toLowerCase())) return undefined;
  return { suggestion: ` ${found}`, sentence: `A space is missing in front of '${found}'.` };
}

/** `Hours gt 5;`: what was read so far is whole, and a mark stands behind it. */
function strayMark({ text, offset, option, literals }: Place): NearMiss | undefined {
  const [mark = ''] = text.slice(offset, offset + 2);
  if (!/^[;.,:'"?!\])}]$/.test(mark) || (mark === ')' && literals.includes(')'))) return undefined;
  const before = text.slice(0, offset).trimEnd();
  const rest = text.slice(offset + 1).trim();
  if (before.length > 1000 || !isForm(before, option)) return undefined;
  if (rest === '')
    return { suggestion: '', sentence: `Remove the ${mark === "'" ? 'quote' : `'${mark}'`} at the end.` };
  const joins = mark === ';' && option === '$filter' && isForm(rest.slice(0, 1000), option);
  return joins
    ? { suggestion: 'and', sentence: `Conditions are joined by 'and' or 'or', not by '${mark}'.` }
    : undefined;
}

/** `Jobs( $top=1)`: a blank where the language has none. */
function strayBlank({ text, offset, option }: Place): NearMiss | undefined {
  const blanks = /^ {1,100}/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  const inOption = option === '$expand' || option === '$select';
  if (blanks === '' || !inOption || offset + blanks.length === text.length) return undefined;
  return { suggestion: '', sentence: 'No blank stands here: leave it out.', ofName: true };
}

/** `JobID in('a','b')`. */
function spaceBehindOperator({ text, offset }: Place): NearMiss | undefined {
  const before = text.slice(Math.max(0, offset - 20), offset);
  const name = /(?:^|[\s)'\p{L}\p{N}_])\s+([a-z]+)$/iu.exec(before)?.[1];
  if (name === undefined || !operators.has(name.toLowerCase()) || !/[\d('"]/.test(text[offset] ?? '')) return undefined;
  return { suggestion: `${name} `, sentence: `A space is missing behind '${name}'.` };
}

/** `with summ as ...`. */
function aggregationMethod({ text, offset }: Place): NearMiss | undefined {
  const found = /\swith\s+(\w+)$/.exec(text.slice(Math.max(0, offset - 60), offset))?.[1];
  const meant = found === undefined ? undefined : closest(found, aggregationMethods);
  return meant === undefined || meant === found ? undefined : guess(meant);
}

/** `any(...)` with nothing in front of it. */
function collectionOperator({ text, offset }: Place): NearMiss | undefined {
  const name =
    text[offset] === '('
      ? /(?<![\w/])(any|all|aggregate)$/i.exec(text.slice(Math.max(0, offset - 12), offset))?.[1]
      : undefined;
  if (name === undefined) return undefined;
  return {
    suggestion: `Items/${name}`,
    sentence: `${name}() needs a collection in front of it, as in Items/${name}(...).`,
  };
}

/** In the order in which they are looked for. */
const slips: readonly Slip[] = [
  invisible,
  plusForSpace,
  ...nameSlips,
  ...literalSlips,
  collectionOperator,
  ...operatorSlips,
  lookalike,
  spaceBeforeOperator,
  spaceBehindOperator,
  word,
  aggregationMethod,
  functionName,
  unfinished,
  strayMark,
  missingComma,
  spaceAtEnd,
  strayBlank,
];
