import { operand, slipOf, value, type Slip, type SlipPattern } from './near-miss-pattern.ts';

/** Operators of SQL, of spreadsheets and of programming languages. */
const signs: ReadonlyMap<string, string> = new Map([
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
const words: ReadonlyMap<string, string> = new Map([
  ...['equal', 'equals', 'equalto', 'equalsto'].map((each) => [each, 'eq'] as const),
  ...['neq', 'notequal', 'notequals', 'notequalto'].map((each) => [each, 'ne'] as const),
  ...['greaterthan', 'morethan', 'laterthan', 'above', 'after', 'over'].map((each) => [each, 'gt'] as const),
  ...['lessthan', 'fewerthan', 'earlierthan', 'below', 'before', 'under'].map((each) => [each, 'lt'] as const),
  ...['gte', 'greaterthanorequal', 'greaterthanorequalto', 'atleast', 'since'].map((each) => [each, 'ge'] as const),
  ...['lte', 'lessthanorequal', 'lessthanorequalto', 'atmost', 'until'].map((each) => [each, 'le'] as const),
]);

const inWords = [
  String.raw`not\s+equals?(?:\s+to)?|equals?(?:\s+to)?|neq|gte|lte|at\s+least|at\s+most`,
  String.raw`(?:greater|more|later|less|fewer|earlier)\s+than(?:\s+or\s+equal(?:\s+to)?)?`,
  'above|after|over|below|before|under|since|until',
].join('|');

const isJunction = (sign: string): boolean => sign === 'and' || sign === 'or';

const expression = (source: string): RegExp => new RegExp(source, 'iu');

const expressions = ['$filter', '$orderby', '$expand', '$compute', '$apply'];

/** `'%abc%'` of SQL's `like`: the function that it means, and the text without wildcards. */
function likeCall(subject: string, pattern: string): string | undefined {
  const inner = /^'(?<first>[%*]?)(?<text>[^%*]*)(?<last>[%*]?)'$/.exec(pattern)?.groups;
  if (inner === undefined) return undefined;
  const { first = '', text = '', last = '' } = inner;
  const method = first === '' && last !== '' ? 'startswith' : last === '' && first !== '' ? 'endswith' : 'contains';
  return `${method}(${subject},'${text}')`;
}

const patterns: readonly SlipPattern[] = [
  {
    pattern: expression(
      String.raw`(?<left>${operand})\s+(?<not>not\s+)?(?<at>between)\s+(?<low>${value})\s+and\s+(?<high>${value})`,
    ),
    write: (part) =>
      part('not') === ''
        ? `${part('left')} ge ${part('low')} and ${part('left')} le ${part('high')}`
        : `(${part('left')} lt ${part('low')} or ${part('left')} gt ${part('high')})`,
    say: (write) => `OData has no 'between': write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<not>not\s+)?(?<at>i?like)\s+(?<right>'[^']*'(?:'[^']*')*)`),
    write: (part) => {
      const call = likeCall(part('left'), part('right'));
      return call === undefined || part('not') === '' ? call : `not ${call}`;
    },
    say: (write) => `OData has no 'like': write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<at>not)\s+in\s+(?<list>\([^()]*\))`),
    write: (part) => `not (${part('left')} in ${part('list')})`,
    say: (write) => `'not' stands in front: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<at>(?:is\s+)?(?<word>${inWords}))\s+(?<right>${value})`),
    write: (part) => {
      const meant = words.get(part('word').toLowerCase().replaceAll(/\s/g, ''));
      return meant === undefined ? undefined : `${part('left')} ${meant} ${part('right')}`;
    },
    say: (write) => `Write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<at>is)\s+(?<not>not\s+)?(?<right>${value})`),
    write: (part) => {
      const right = part('right');
      const plain = ['null', 'empty', 'blank', 'missing'].includes(right.toLowerCase()) ? 'null' : right;
      return `${part('left')} ${part('not') === '' ? 'eq' : 'ne'} ${plain}`;
    },
    say: (write) => `OData has no 'is': write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<left>${operand})\s+(?<not>(?:does\s+)?not\s+)?(?<at>contains?|starts\s?with|ends\s?with|begins\s?with|matches|includes)\s+(?<right>${value})`,
    ),
    write: (part) => {
      const word = part('at').toLowerCase().replaceAll(/\s/g, '');
      const method = { contain: 'contains', includes: 'contains', beginswith: 'startswith', matches: 'matchespattern' };
      const name = Object.entries(method).find(([each]) => each === word)?.[1] ?? word.replace(/^begins/, 'starts');
      return `${part('not') === '' ? '' : 'not '}${name}(${part('left')},${part('right')})`;
    },
    say: (write) => `It is a function in OData: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<left>${value})?(?<before>\s*)(?<at>[=!<>&|:]{2,3}|[=<>&|*\u2260\u2264\u2265\uff1c-\uff1e]|[%/+-](?=\s))(?<after>\s*)(?<right>${value}|\()?`,
    ),
    write: (part) => {
      const sign = part('at');
      const word = signs.get(sign);
      const spaced = part('before') !== '' && part('after') !== '';
      return word === undefined || ('%/+-'.includes(sign) && !spaced) ? undefined : word;
    },
    say: (write, part) => {
      const [left, right] = [part('left'), part('right')];
      if (left === '' || right === '' || right === '(' || isJunction(write)) {
        return `Did you mean '${write}'? It needs a space on each side.`;
      }
      return `Did you mean '${write}'? Write ${left} ${write} ${right}.`;
    },
    options: expressions,
    exact: true,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})(?<at>[-+%])(?<right>\d[\d.]*)`),
    write: (part) => {
      const word = signs.get(part('at'));
      const isDate = /now\(\)|date|today/i.test(part('left')) && /^\d+$/.test(part('right'));
      return `${part('left')} ${word} ${isDate ? `duration'P${part('right')}D'` : part('right')}`;
    },
    say: (write) => `Write ${write}.`,
    options: expressions,
    exact: true,
  },
  {
    pattern: expression(
      String.raw`(?<left>${operand})\s+(?:eq|=|in)\s+[({[](?<list>${value}(?:\s*,\s*${value})+)[)}\]]`,
    ),
    write: (part) => `${part('left')} in (${part('list')})`,
    say: (write) => `A list stands in parentheses behind 'in': write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<name>contains|startswith|endswith)\s+(?<left>${operand})\s*,\s*(?<right>${value})`,
    ),
    write: (part) => `${part('name')}(${part('left')},${part('right')})`,
    say: (write) => `The arguments of a function stand in parentheses: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<=(?<left>'[^']*'|\d|\))\s+)(?<at>${operand})\s+(?:eq|ne|gt|ge|lt|le|in|has)\s`),
    write: () => 'and ',
    say: () => "Conditions are joined by 'and' or 'or'.",
    options: ['$filter'],
    exact: true,
  },
  {
    pattern: /(?<at>!)\s*(?<right>[\p{L}_(][^\s]*)/iu,
    write: (part) => `not ${part('right')}`,
    say: (write) => `Write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${value})(?<at>,)\s*(?<right>${operand})\s+(?:eq|ne|gt|ge|lt|le|in|has)\s`),
    write: () => 'and',
    say: (_write, part) => `Conditions are joined by 'and' or 'or': write ${part('left')} and ${part('right')} ...`,
    options: ['$filter'],
  },
];

/** Operators and conditions as other languages have them, in the order in which they are looked for. */
export const operatorSlips: readonly Slip[] = patterns.map(slipOf);
