/** What operators, types and patterns of other languages are in OData. */
import { quoted } from './foreign-functions.ts';
import { binaryOperators } from './names.ts';

/** Operators of SQL, of spreadsheets and of programming languages. */
export const signs: ReadonlyMap<string, string> = new Map([
  ['=', 'eq'],
  ['==', 'eq'],
  ['===', 'eq'],
  [':=', 'eq'],
  ['!=', 'ne'],
  ['!==', 'ne'],
  ['<>', 'ne'],
  ['>', 'gt'],
  ['>=', 'ge'],
  ['=>', 'ge'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['=<', 'le'],
  ['&&', 'and'],
  ['&', 'and'],
  ['||', 'or'],
  ['|', 'or'],
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['%', 'mod'],
  ['\u2260', 'ne'],
  ['\u2264', 'le'],
  ['\u2265', 'ge'],
  ['\uff1c', 'lt'],
  ['\uff1d', 'eq'],
  ['\uff1e', 'gt'],
]);

/** The same in words, without blanks. */
export const words: ReadonlyMap<string, string> = new Map([
  ...['equal', 'equals', 'equalto', 'equalsto'].map((each) => [each, 'eq'] as const),
  ...['neq', 'notequal', 'notequals', 'notequalto'].map((each) => [each, 'ne'] as const),
  ...['greaterthan', 'morethan', 'laterthan', 'above', 'after', 'over'].map((each) => [each, 'gt'] as const),
  ...['lessthan', 'fewerthan', 'earlierthan', 'below', 'before', 'under'].map((each) => [each, 'lt'] as const),
  ...['gte', 'greaterthanorequal', 'greaterthanorequalto', 'atleast', 'since'].map((each) => [each, 'ge'] as const),
  ...['lte', 'lessthanorequal', 'lessthanorequalto', 'atmost', 'until'].map((each) => [each, 'le'] as const),
]);

/** The same as a pattern. */
export const inWords = [
  String.raw`not\s+equals?(?:\s+to)?|equals?(?:\s+to)?|neq|gte|lte|at\s+least|at\s+most`,
  String.raw`(?:greater|more|later|less|fewer|earlier)\s+than(?:\s+or\s+equal(?:\s+to)?)?`,
  'above|after|over|below|before|under|since|until',
].join('|');

/** An expression with the words of OData in place of the signs of comparison, for advice. */
export const withOperators = (expression: string): string =>
  expression.replaceAll(/'[^']*'|\s{0,9}([=!<>&|]{1,3})\s{0,9}/g, (found, sign: string | undefined) => {
    const word = sign === undefined ? undefined : signs.get(sign);
    return word === undefined ? found : ` ${word} `;
  });

/** `'%abc%'` of SQL's `like`: the function that it means, and the text without wildcards. */
export function likeCall(subject: string, pattern: string): string | undefined {
  const inner = /^'(?<first>[%*]?)(?<text>[^%*]*)(?<last>[%*]?)'$/.exec(pattern)?.groups;
  if (inner === undefined || /[_?]/.test(inner['text'] ?? '')) return matchCall(subject, pattern);
  const { first = '', text = '', last = '' } = inner;
  if (first === '' && last === '') return `${subject} eq '${text}'`;
  const method = first === '' && last !== '' ? 'startswith' : last === '' && first !== '' ? 'endswith' : 'contains';
  return `${method}(${subject},'${text}')`;
}

/** The same of a pattern with wildcards inside. */
function matchCall(subject: string, pattern: string): string {
  const inside = pattern.slice(1, -1);
  const regular = inside.replaceAll(/[%*_?.+^$()[\]{}|\\]/g, (each) => wildcards.get(each) ?? `\\${each}`);
  return `matchesPattern(${subject},'^${regular}$')`;
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['%', '.*'],
  ['*', '.*'],
  ['_', '.'],
  ['?', '.'],
]);

/** A value of a list or an argument: a bare word stands for a text. */
export const asText = (written: string): string =>
  /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(written) && !/^(?:null|true|false)$/i.test(written)
    ? `'${written}'`
    : quoted(written);

const isPoint = (text: string): boolean => /^(?:now\(\)|date\(|today|current|getdate)/i.test(text);

/** What a sign stands for between two operands. */
export function calculation(left: string, sign: string, right: string): string | undefined {
  const word = signs.get(sign);
  if (word === undefined) return undefined;
  if (word === 'add' && (left.startsWith("'") || right.startsWith("'"))) return `concat(${left},${right})`;
  const days = (word === 'add' || word === 'sub') && isPoint(left) && /^\d{1,7}$/.test(right);
  return `${left} ${word} ${days ? `duration'P${right}D'` : quoted(right)}`;
}

/** A list of values, separated by commas. */
export const listOf = (written: string): string =>
  written
    .split(',')
    .map((each) => asText(each.trim()))
    .join(',');

/** First and last day of each quarter. */
export const quarters = [
  ['01-01', '03-31'],
  ['04-01', '06-30'],
  ['07-01', '09-30'],
  ['10-01', '12-31'],
];

/** Types of SQL. */
export const types: ReadonlyMap<string, string> = new Map([
  ...['int', 'integer', 'smallint'].map((each) => [each, 'Edm.Int32'] as const),
  ['bigint', 'Edm.Int64'],
  ...['decimal', 'numeric', 'money', 'number'].map((each) => [each, 'Edm.Decimal'] as const),
  ...['float', 'double', 'real'].map((each) => [each, 'Edm.Double'] as const),
  ['date', 'Edm.Date'],
  ...['datetime', 'timestamp'].map((each) => [each, 'Edm.DateTimeOffset'] as const),
  ['bit', 'Edm.Boolean'],
]);

/** Whether a word is an operator and names nothing. */
export const isWord = (text: string): boolean => operatorWords.has(text.toLowerCase()) || text.toLowerCase() === 'not';
const operatorWords: ReadonlySet<string> = new Set(binaryOperators);
