/** `$search`: words and phrases in the texts of an entity, whatever their letter case. */
import type { BoundSearch, SearchCondition } from '../../bound/bound.ts';
import type { Evaluator } from './evaluator.ts';
import { spend, textSteps } from './row-work.ts';
import { offsetOf } from './text-search.ts';

/** Whether the texts of an entity hold what is searched; never null. */
export function compileSearch({ search }: BoundSearch, texts: readonly Evaluator[]): Evaluator {
  const matches = compileCondition(search);
  return (row) => {
    const found: string[] = [];
    for (const text of texts) {
      const value = text(row);
      if (typeof value === 'string') found.push(folded(value));
    }
    return matches(found);
  };
}

type Matches = (texts: readonly string[]) => boolean;

function compileCondition(condition: SearchCondition): Matches {
  switch (condition.kind) {
    case 'Term': {
      const term = folded(condition.text);
      return (texts) =>
        texts.some((text) => {
          spend(textSteps(text.length + term.length));
          return offsetOf(text, term) >= 0;
        });
    }
    case 'Not': {
      const operand = compileCondition(condition.operand);
      return (texts) => !operand(texts);
    }
    case 'All': {
      const operands = condition.operands.map(compileCondition);
      return (texts) => operands.every((operand) => operand(texts));
    }
    case 'Any': {
      const operands = condition.operands.map(compileCondition);
      return (texts) => operands.some((operand) => operand(texts));
    }
  }
}

/** Changing case several times, and composing characters. */
const FOLDINGS = 5;

/**
 * The text as it compares with others whatever the letter case, as Unicode folds it: `Straße` as `strasse`, both sigmas
 * alike. Characters that are written in parts are composed.
 */
export function folded(text: string): string {
  spend(FOLDINGS * textSteps(text.length));
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return lower.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
