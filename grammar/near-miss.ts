import type { Expectation } from './explain.gen.js';
import { expectsOperator } from './expectation-words.ts';
import { literalSlips } from './near-miss-literals.ts';
import { binaryOperators, canonicalFunctionNames, transformationNames } from './names.ts';
import { closest } from './suggest.ts';

/** A guess at what was meant: a sentence for a person, the replacement alone, and a better offset where there is one. */
export interface NearMiss {
  readonly suggestion: string;
  readonly sentence: string;
  readonly offset?: number;
}

/** Operators of other languages. */
const foreignOperators: ReadonlyMap<string, string> = new Map([
  ['=', 'eq'],
  ['==', 'eq'],
  ['is', 'eq'],
  ['!=', 'ne'],
  ['<>', 'ne'],
  ['>', 'gt'],
  ['>=', 'ge'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['&&', 'and'],
  ['||', 'or'],
  ['*', 'mul'],
  ['/', 'div'],
  ['%', 'mod'],
]);

/** Functions of OData 2 and of other languages, and what OData 4 calls them. */
const foreignFunctions: ReadonlyMap<string, string> = new Map([
  ['substringof', 'contains'],
  ['includes', 'contains'],
  ['like', 'contains'],
  ['lower', 'tolower'],
  ['lcase', 'tolower'],
  ['upper', 'toupper'],
  ['ucase', 'toupper'],
  ['len', 'length'],
  ['ceil', 'ceiling'],
]);

const foreignWords: ReadonlyMap<string, string> = new Map([
  ['descending', 'desc'],
  ['ascending', 'asc'],
]);

const aggregationMethods = ['sum', 'min', 'max', 'average', 'countdistinct'];

/** Looks at the text around an error for a slip that people make; at the end of the text for what is missing. */
export function nearMiss(
  text: string,
  offset: number,
  option: string,
  expectations: readonly Expectation[],
): NearMiss | undefined {
  const found = expectations.flatMap((each) => (each.type === 'literal' ? [each.text] : []));
  const literals = expectsOperator(expectations) ? [...found, ...binaryOperators] : found;
  const place = { text, offset, option, literals };
  for (const slip of slips) {
    const miss = slip(place);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

/** An error: the text, where, in which option, and the literals that were expected there. */
export interface Place {
  readonly text: string;
  readonly offset: number;
  readonly option: string;
  readonly literals: readonly string[];
}

const guess = (suggestion: string): NearMiss => ({ suggestion, sentence: `Did you mean '${suggestion}'?` });

function spaceAtEnd({ text, offset }: Place): NearMiss | undefined {
  if (offset < text.length || !/\s$/.test(text)) return undefined;
  return { suggestion: text.trimEnd().slice(-20), sentence: 'Remove the space at the end, if nothing is to follow.' };
}

function plusForSpace({ text, offset, literals }: Place): NearMiss | undefined {
  if (text[offset] !== '+' || literals.includes('+')) return undefined;
  return { suggestion: ' ', sentence: "A '+' is a plus sign here; write a space as %20." };
}

function operator({ text, offset, literals }: Place): NearMiss | undefined {
  const rest = text.slice(offset, offset + 12).trimStart();
  const found = /^([=!<>&|*/%]+|is\b)/i.exec(rest)?.[0].toLowerCase();
  const meant = found === undefined ? undefined : foreignOperators.get(found);
  return meant !== undefined && (literals.includes(meant) || /\s/.test(text[offset - 1] ?? text[offset] ?? ''))
    ? guess(meant)
    : undefined;
}

/** A misspelt word where one of a few words was expected, or one that the next runs into. */
function word({ text, offset, literals }: Place): NearMiss | undefined {
  const found = /^\s*([$@]?[A-Za-z]+)/.exec(text.slice(offset, offset + 40))?.[1];
  if (found === undefined) return undefined;
  const foreign = foreignWords.get(found.toLowerCase());
  if (foreign !== undefined && (literals.includes('asc') || literals.includes('desc'))) return guess(foreign);
  const candidates = literals.filter((each) => /^\$?[A-Za-z]{2,}$/.test(each));
  if (candidates.includes(found) && /\d/.test(text[offset + found.length] ?? '')) {
    return { suggestion: `${found} `, sentence: `A space is missing behind '${found}'.` };
  }
  const meant = closest(
    found,
    candidates.filter((each) => each !== found),
  );
  return meant === undefined ? undefined : guess(meant);
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

/** The last call in front of the error whose name is almost that of a function or a transformation. */
function functionName({ text, offset, option }: Place): NearMiss | undefined {
  const windowStart = Math.max(0, offset - 300);
  const known = option === '$apply' ? [...transformationNames, ...canonicalFunctionNames] : canonicalFunctionNames;
  const calls = [...text.slice(windowStart, offset + 1).matchAll(/(?<![\w.$'])([A-Za-z]+)\(/g)];
  const call = calls.findLast(([, name = '']) => !known.includes(name.toLowerCase()));
  const name = call?.[1];
  if (call === undefined || name === undefined) return undefined;
  const meant = foreignFunctions.get(name.toLowerCase()) ?? closest(name, known);
  if (meant === undefined) return undefined;
  const sentence = `There is no function '${name}'. Did you mean '${meant}'?`;
  return { suggestion: meant, sentence, offset: windowStart + call.index };
}

/** In the order in which they are looked for. */
const slips = [
  ...literalSlips,
  plusForSpace,
  collectionOperator,
  operator,
  word,
  aggregationMethod,
  functionName,
  spaceAtEnd,
] as const;
