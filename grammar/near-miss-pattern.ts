/** Slips as data: what was written, and what to write instead. */
import { withKnownFunctions } from './foreign-functions.ts';
import { isForm } from './form.ts';

/** A guess at what was meant: a sentence for a person, the replacement alone, and a better offset where there is one. */
export interface NearMiss {
  readonly suggestion: string;
  readonly sentence: string;
  readonly offset?: number;
  /** It is about how a name is written; who knows the names may know better. */
  readonly ofName?: boolean;
  /** The function that was called and does not exist. */
  readonly unknownFunction?: string;
}

/** An error: the text, where, in which option, and the literals that were expected there. */
export interface Place {
  readonly text: string;
  /** The text with the insides of its strings blanked out, so that they look like nothing else. */
  readonly masked: string;
  readonly offset: number;
  readonly option: string;
  readonly literals: readonly string[];
  /** What follows the value in the query string, decoded as far as it can be; begins with `&`. */
  readonly behind: string;
}

export type Slip = (place: Place) => NearMiss | undefined;

/** The parts of a match by their names; empty where one has not matched. */
type Parts = (name: string) => string;

/** A row of a table of slips. */
export interface SlipPattern {
  /** What is written, at the place of the error or touching it. The caret goes to the group `at`, or to its beginning. */
  readonly pattern: RegExp;
  /** What to write instead; nothing where it is no such slip after all. */
  readonly write: (part: Parts) => string | undefined;
  readonly say: (write: string, part: Parts) => string;
  /** Options it can occur in; all where left out. */
  readonly options?: readonly string[];
  /** The error is just where the group `at` begins. */
  readonly exact?: boolean;
  /** What to write is a piece, such as an operator; all else is offered where it can be read as it stands. */
  readonly piece?: boolean;
  readonly ofName?: boolean;
}

/** How far around an error slips are looked for. */
const REACH = 200;
/** Longer words are nobody's slip, and the window may have cut them. */
const LONG_WORD = /[\p{L}\p{N}_]{101}/u;

/** A table's rows as slips. A pattern is run over a short window, whatever the length of the text. */
export function slipOf({ pattern, write, say, options, exact = false, piece = false, ofName }: SlipPattern): Slip {
  const everywhere = new RegExp(pattern.source, 'dgiu');
  return ({ text, masked, offset, option }) => {
    if (options !== undefined && !options.includes(option)) return undefined;
    const start = Math.max(0, offset - REACH);
    const window = masked.slice(start, offset + REACH);
    for (const match of window.matchAll(everywhere)) {
      if (start + match.index > offset) return undefined;
      if (start + match.index + match[0].length < offset || match[0] === '') continue;
      const at = start + (match.indices?.groups?.['at']?.[0] ?? match.index);
      if (exact && at !== offset) continue;
      const part: Parts = (name) => textOf(match.indices?.groups?.[name], text, start);
      const suggestion = offered(write(part), piece, option);
      // What is written is right as it stands: the slip is another.
      if (suggestion === undefined || suggestion === match[0].trim() || LONG_WORD.test(suggestion)) continue;
      return { suggestion, sentence: say(suggestion, part), offset: at, ...(ofName === true && { ofName }) };
    }
    return undefined;
  };
}

/** What to write, without functions that OData does not have; nothing where it would be refused as well. */
function offered(write: string | undefined, piece: boolean, option: string): string | undefined {
  if (write === undefined || write === '' || piece) return write;
  const known = option === 'path' ? write : withKnownFunctions(write);
  return isForm(known, option) ? known : undefined;
}

function textOf(range: readonly [number, number] | undefined, text: string, start: number): string {
  return range === undefined ? '' : text.slice(start + range[0], start + range[1]);
}

/** The text with the insides of its strings blanked out; a string that is not closed ends with the text. */
export const maskStrings = (text: string): string =>
  text.replaceAll(/'[^']*(?:'|$)/g, (string) =>
    string.length < 2 ? string : `'${'\u0001'.repeat(string.length - 2)}${string.endsWith("'") ? "'" : '\u0001'}`,
  );

/** Pieces of patterns: an operand such as `Name`, `Job/Name` or `year(Date)`, and a value or another operand. */
const inParentheses = String.raw`\((?:[^()]|\([^()]*\))*\)`;
export const operand = String.raw`[\p{L}_$@][\p{L}\p{N}_/$.]*(?:${inParentheses})?`;
const text = String.raw`(?:duration|binary)?'[^']*'(?:'[^']*')*|"[^"]*"`;
export const value = String.raw`(?:${text}|[-+]?[\p{L}\p{N}_$@][^\s,()'"<>=!&|]*(?:${inParentheses})?(?!['(\p{L}\p{N}_]))`;
