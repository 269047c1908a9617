import type { Expectation } from './explain.gen.js';
import { binaryOperators } from './names.ts';

/** Simple values: what each option takes, in words. */
export const simpleValues: Readonly<Record<string, string>> = {
  $top: 'a whole number such as 100',
  $skip: 'a whole number such as 100',
  $index: 'a whole number such as 0 or -1',
  $count: "'true' or 'false'",
  $format: "'json', 'xml' or a media type such as application/json",
  $schemaversion: "a version such as 1.0, or '*'",
  $skiptoken: 'the token of a next link',
  $deltatoken: 'the token of a delta link',
  $id: 'the id of an entity',
};

const operators: ReadonlySet<string> = new Set(binaryOperators);

/** What a value can begin with; together they read better as one word. */
const valueStarts: ReadonlySet<string> = new Set([
  "'",
  '@',
  '-',
  '0',
  '2',
  'null',
  'true',
  'false',
  'NaN',
  'INF',
  '-INF',
  'duration',
  'binary',
  'geography',
  'geometry',
]);

/** What an expression can begin with besides. */
const operandStarts: ReadonlySet<string> = new Set([
  '(',
  '[',
  '{',
  'not',
  'case',
  'cast',
  'isof',
  '$it',
  '$this',
  '$these',
  '$root',
]);

/** What can continue a word that could as well end here: true, and of no help. */
const continuations: ReadonlySet<string> = new Set([
  "'.'",
  '"\'"',
  "'/'",
  "'-'",
  "':'",
  "'#'",
  "'('",
  "'e'",
  'a digit',
  'a name',
]);

/** Whether a binary operator was expected; `has` and `in` are tried first, so they are among what was missed. */
export function expectsOperator(expectations: readonly Expectation[]): boolean {
  const missed = (text: string) => expectations.some((each) => each.type === 'literal' && each.text === text);
  return missed('has') && missed('in');
}

/** What could have stood at the place of the error, most telling first, at most five. */
export function expectationWords(expectations: readonly Expectation[], before: string): readonly string[] {
  const literals = new Set(expectations.flatMap((each) => (each.type === 'literal' ? [each.text] : [])));
  const words = new Set<string>();
  const operand = literals.has('$root') && literals.has('case');
  const value = literals.has('null') && literals.has("'");
  if (operand) words.add('a property, a value or a function');
  if (value && !operand) words.add('a value');
  if (expectsOperator(expectations)) words.add("an operator such as 'eq' or 'and'");
  if (literals.has("''")) words.add("a closing quote '");
  const classes = expectations.flatMap((each) => (each.type === 'class' && !value ? [classWord(each)] : []));
  if (classes.includes('a name')) words.add('a name');
  for (const text of literals) {
    const covered = operators.has(text) || (value && valueStarts.has(text)) || (operand && operandStarts.has(text));
    // The inside of a string that is not closed expects quotes only.
    if (!covered && !literals.has("''")) words.add(inQuotes(text));
  }
  for (const each of classes) if (each !== undefined) words.add(each);
  if (expectations.some(({ type }) => type === 'end')) words.add('the end');
  return telling([...words], before).slice(0, 5);
}

/** Leaves out how the word before the error could go on, as long as something else is left. */
function telling(words: readonly string[], before: string): readonly string[] {
  if (!/[\p{L}\p{N}_]/u.test(before)) return words;
  const rest = words.filter((word) => !continuations.has(word));
  return rest.length > 0 && !(rest.length === 1 && rest[0] === 'the end') ? rest : words;
}

/** The plain word for what a character class stands for in the grammar. */
function classWord(expectation: Extract<Expectation, { type: 'class' }>): string | undefined {
  const parts = expectation.parts.map((part) => (Array.isArray(part) ? part.join('-') : String(part)));
  if (expectation.inverted) return undefined;
  if (expectation.unicode && parts.includes('_')) return 'a name';
  if (parts.includes('\t')) return 'a space';
  if (parts.includes('0-9') || parts.includes('1-9')) return 'a digit';
  return undefined;
}

const inQuotes = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);
