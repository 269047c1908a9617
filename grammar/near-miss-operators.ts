import { operand, slipOf, value, type Slip, type SlipPattern } from './near-miss-pattern.ts';
import {
  asText,
  calculation,
  inWords,
  isWord,
  likeCall,
  listOf,
  quarters,
  signs,
  types,
  words,
} from './near-miss-words.ts';

const expression = (source: string): RegExp => new RegExp(source, 'iu');

const expressions = ['$filter', '$orderby', '$expand', '$compute', '$apply'];

const anyOperator = String.raw`(?:eq|ne|gt|ge|lt|le|in|has)`;
const bound = String.raw`(?:'[^']*'|[-\p{N}][\p{N}:TZ-]*(?:\.\p{N}+)?)`;

const patterns: readonly SlipPattern[] = [
  {
    pattern: expression(
      String.raw`(?<left>${operand})\s+(?:eq|ge|in|=|between)\s+\(?(?<low>${bound})(?<at>\.{2,3})(?<high>${bound})\)?`,
    ),
    write: (part) => `${part('left')} ge ${part('low')} and ${part('left')} le ${part('high')}`,
    say: (write) => `OData has no ranges: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+eq\s+(?<at>(?<year>\d{4})[- ]?Q(?<quarter>[1-4]))`),
    write: (part) => {
      const [first, last] = quarters[Number(part('quarter')) - 1] ?? [];
      return `${part('left')} ge ${part('year')}-${first} and ${part('left')} le ${part('year')}-${last}`;
    },
    say: (write) => `OData has no quarters: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<left>${operand})\s+${anyOperator}\s+${value}\s+(?:and|or)\s+(?<at>[=!<>]{1,3}|${anyOperator}(?=\s))\s*(?<right>${value})`,
    ),
    write: (part) =>
      isWord(part('left'))
        ? undefined
        : (calculation(part('left'), part('at'), part('right')) ?? `${part('left')} ${part('at')} ${part('right')}`),
    say: (write) => `Each condition names its property: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})(?<at>:)(?<word>${anyOperator}):(?<right>${value})`),
    write: (part) => `${part('left')} ${part('word').toLowerCase()} ${part('right')}`,
    say: (write) => `Blanks separate: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`\bin\s*\(\s*(?<at>select)\s`),
    write: () => '',
    say: () =>
      "OData has no subqueries: list the values, as in JobID in ('a','b'), or follow a path, as in Job/Name eq 'x'.",
    options: expressions,
  },
  {
    pattern: expression(String.raw`cast\(\s*(?<value>${operand})\s+(?<at>as)\s+(?<type>\w+)(?:\([^()]*\))?\s*\)`),
    write: (part) => `cast(${part('value')},${types.get(part('type').toLowerCase()) ?? 'Edm.String'})`,
    say: (write) => `A comma separates value and type: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<at>(?:is\s+)?(?:one|any)\s+of)\s*\((?<list>[^()]*)\)`),
    write: (part) => `${part('left')} in (${listOf(part('list'))})`,
    say: (write) => `Write ${write}.`,
    options: expressions,
  },
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
    pattern: expression(String.raw`(?<left>${operand})\s+(?<not>not\s+)?(?<at>i?like)\s+(?<right>${value})`),
    write: (part) => {
      const right = asText(part('right'));
      const call = right.startsWith("'") ? likeCall(part('left'), right) : undefined;
      if (call === undefined || part('not') === '') return call;
      return call.includes(' eq ') ? `not (${call})` : `not ${call}`;
    },
    say: (write) => `OData has no 'like': write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})\s+(?<at>not)\s+in\s+(?:\((?<list>[^()]*)\)|(?<one>${value}))`),
    write: (part) => `not (${part('left')} in (${listOf(part('list') || part('one'))}))`,
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
    pattern: expression(
      String.raw`(?<left>${operand})\s+(?:(?<at>is)\s+(?<not>not\s+)?(?<right>${value})|(?<bare>not)\s+null)`,
    ),
    write: (part) => {
      if (part('bare') !== '') return `${part('left')} ne null`;
      const right = part('right');
      const plain = ['null', 'empty', 'blank', 'missing'].includes(right.toLowerCase()) ? 'null' : right;
      return `${part('left')} ${part('not') === '' ? 'eq' : 'ne'} ${plain}`;
    },
    say: (write) => `OData has no such words: write ${write}.`,
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
      return `${part('not') === '' ? '' : 'not '}${name}(${part('left')},${asText(part('right'))})`;
    },
    say: (write) => `It is a function in OData: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<left>${value})(?<before>\s*)(?<at>[=!<>:]{2,3}|[=<>*\u2260\u2264\u2265\uff1c-\uff1e]|[%/+-](?=\s))(?<after>\s*)(?<right>${value})`,
    ),
    write: (part) => {
      const [left, sign] = [part('left'), part('at')];
      const spaced = part('before') !== '' && part('after') !== '';
      return isWord(left) || ('%/+-'.includes(sign) && !spaced) ? undefined : calculation(left, sign, part('right'));
    },
    say: (write, part) => {
      const word = signs.get(part('at')) ?? '';
      return write.includes(` ${word} `) ? `Did you mean '${word}'? Write ${write}.` : `Write ${write}.`;
    },
    options: expressions,
    exact: true,
  },
  {
    pattern: expression(
      String.raw`(?<left>[^\s(,])?(?<before>\s*)(?<at>[=!<>&|:]{2,3}|[=<>&|*\u2260\u2264\u2265\uff1c-\uff1e]|[%/+-](?=\s))(?<after>\s*)`,
    ),
    write: (part) => {
      const sign = part('at');
      const spaced = part('before') !== '' && part('after') !== '';
      return part('left') === '' || ('%/+-'.includes(sign) && !spaced) ? undefined : signs.get(sign);
    },
    say: (write) => `Did you mean '${write}'? It needs a space on each side.`,
    options: expressions,
    exact: true,
    piece: true,
  },
  {
    pattern: expression(String.raw`(?<left>${operand})(?<at>[-+%])(?<right>\d[\d.]*|duration'[^']*')`),
    write: (part) => calculation(part('left'), part('at'), part('right')),
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
    pattern: expression(String.raw`(?<left>${operand})\s+in\s+\((?<at>)(?<list>${value}(?:\s*,\s*${value})*)\s*\)`),
    write: (part) => `${part('left')} in (${listOf(part('list'))})`,
    say: (write) => `Texts stand in single quotes: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(
      String.raw`(?<name>contains|startswith|endswith)\s+\(?\s*(?<left>${operand})\s*,\s*(?<right>${value})\s*\)?`,
    ),
    write: (part) => `${part('name')}(${part('left')},${part('right')})`,
    say: (write) => `The arguments of a function stand in parentheses: write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<=(?<left>'[^']*'|\d|\))\s+)(?<at>${operand})\s+(?:eq|ne|gt|ge|lt|le|in|has)\s`),
    piece: true,
    write: () => 'and ',
    say: () => "Conditions are joined by 'and' or 'or'.",
    options: ['$filter'],
    exact: true,
  },
  {
    pattern: expression(String.raw`(?<at>!)\s*(?<right>\((?:[^()]|\([^()]*\))*\)|${operand})`),
    write: (part) => `not ${part('right')}`,
    say: (write) => `Write ${write}.`,
    options: expressions,
  },
  {
    pattern: expression(String.raw`(?<left>${value})(?<at>,)\s*(?<right>${operand})\s+(?:eq|ne|gt|ge|lt|le|in|has)\s`),
    piece: true,
    write: () => 'and',
    say: (_write, part) => `Conditions are joined by 'and' or 'or': write ${part('left')} and ${part('right')} ...`,
    options: ['$filter'],
  },
];

/** Operators and conditions as other languages have them, in the order in which they are looked for. */
export const operatorSlips: readonly Slip[] = patterns.map(slipOf);
