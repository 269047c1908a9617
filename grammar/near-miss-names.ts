import { foreignOption } from './foreign-options.ts';
import { argumentCount, systemQueryOption } from './names.ts';
import type { NearMiss, Place, Slip, SlipPattern } from './near-miss-pattern.ts';
import { slipOf } from './near-miss-pattern.ts';
import { listSlips } from './near-miss-lists.ts';
import { withOperators } from './near-miss-words.ts';

const inOptions = ['$filter', '$orderby', '$select', '$expand', '$compute', '$apply'];

/** Names in brackets or quotes, of SQL and of spreadsheets, as one word. */
const oneWord = (name: string): string => name.replaceAll(/[^\p{L}\p{N}_/]/gu, '');

const asName = (write: string): string => `A name stands as it is, without blanks, quotes and brackets: ${write}.`;

const patterns: readonly SlipPattern[] = [
  {
    pattern: /(?<owner>[\p{L}_][\p{L}\p{N}_/]*)(?<at>->|::|\\|\.(?=\[))(?<member>[\p{L}_][\p{L}\p{N}_/]*)/iu,
    write: (part) => `${part('owner')}/${part('member')}`,
    say: (write) => `A path goes on behind a slash: write ${write}.`,
    options: ['$filter', '$orderby', '$compute', '$apply'],
  },
  {
    pattern: /(?<at>(?:[\p{L}_]\w*\.)+)(?<name>[\p{L}_]\w*)\((?<inside>[^()']*)\)/iu,
    write: (part) => (argumentCount(part('name')) === undefined ? undefined : `${part('name')}(${part('inside')})`),
    say: (write) => `A function of OData stands alone: write ${write}.`,
    options: ['$filter', '$orderby', '$compute', '$apply'],
  },
  {
    pattern: /(?<name>[\p{L}_]\w*)\(\)/iu,
    write: (part) => part('name'),
    say: (write) => `A property has no parentheses: write ${write}.`,
    options: ['$select', '$expand'],
  },
  {
    pattern:
      /(?<set>[\p{L}_]\w*(?:\('[^']*'\))?)\/(?<at>filter|where|select|orderby|sort|top|take|limit|skip|expand)\(['"]?(?<inside>[^()'"]*)['"]?\)/iu,
    write: (part) => {
      const word = part('at').toLowerCase();
      const name = systemQueryOption(word) ?? foreignOption(word);
      return name === undefined ? undefined : `${part('set')}?${name}=${part('inside')}`;
    },
    say: (write) => `It is a query option: write ${write}.`,
    options: ['path'],
  },
  {
    pattern: /^\s*select\s.*/iu,
    write: () => '',
    say: () => 'This is no SQL: write the condition alone in $filter, and the names in $select.',
    options: ['$filter'],
  },
  {
    pattern: /^\s*(?:where|filter|having|if|when)\s+(?<rest>[\p{L}_(].*)/iu,
    write: (part) => withOperators(part('rest').split(/\sthen\s/i)[0] ?? ''),
    say: (write) => `The condition stands alone: write $filter=${write}.`,
    options: ['$filter'],
  },
  {
    pattern: /\[(?<name>[\p{L}_][\p{L}\p{N}_ ]*)\]/iu,
    write: (part) => oneWord(part('name')),
    say: asName,
    ofName: true,
    options: inOptions,
  },
  {
    pattern:
      /(?<quote>["\u0060\u201c\u201d])(?<name>[\p{L}_][\p{L}\p{N}_ ]*)["\u0060\u201c\u201d](?=\s+(?:eq|ne|gt|ge|lt|le|in|has)\s)/iu,
    write: (part) => oneWord(part('name')),
    say: asName,
    ofName: true,
    options: inOptions,
  },
  {
    pattern: /(?<quote>["'\u0060\u201c\u201d])(?<name>[\p{L}_][\p{L}\p{N}_ ]*)["'\u0060\u201c\u201d]/iu,
    write: (part) => oneWord(part('name')),
    say: asName,
    ofName: true,
    options: ['$select', '$expand', '$orderby'],
  },
  {
    pattern:
      /(?<first>[\p{L}_][\p{L}\p{N}_]*) +(?<at>[\p{L}_][\p{L}\p{N}_]*)(?= +(?:eq|ne|gt|ge|lt|le|in|has|asc|desc)(?: |$))/iu,
    write: (part) => {
      if (isWord(part('at')) || isWord(part('first'))) return undefined;
      const isFunction = argumentCount(part('first'))?.[0] === 1;
      return isFunction ? `${part('first')}(${part('at')})` : `${part('first')}${part('at')}`;
    },
    say: (write) =>
      write.includes('(')
        ? `The arguments of a function stand in parentheses: write ${write}.`
        : `A name holds no blanks, as in ${write}.`,
    exact: true,
    ofName: true,
    options: ['$filter', '$orderby'],
  },
  {
    pattern: /(?<=^|[,(=])(?<first>[\p{L}_][\p{L}\p{N}_]*) +(?<at>[\p{Lu}][\p{L}\p{N}_]*)(?= *(?:$|[,;)]))/iu,
    write: (part) => (isCapital(part('at')) && !isWord(part('first')) ? `${part('first')}${part('at')}` : undefined),
    say: (write, part) =>
      `A name holds no blanks, as in ${write}, and names are separated by commas, as in ${part('first')},${part('at')}.`,
    exact: true,
    ofName: true,
    options: ['$select', '$expand', '$orderby'],
  },
  {
    pattern: /(?<![^/])(?<first>[\p{L}_]+) +(?<at>[\p{L}_]+)/iu,
    write: (part) => `${part('first')}${part('at')}`,
    say: (write) => `A name holds no blanks, as in ${write}.`,
    options: ['path'],
  },
  {
    pattern: /(?<owner>[\p{L}_][\p{L}\p{N}_]*)\.(?<member>[\p{L}_][\p{L}\p{N}_.]*)(?![\p{L}\p{N}_.('])/iu,
    write: (part) => {
      const method = part('member').toLowerCase();
      if (argumentCount(method)?.[0] === 1) return `${method}(${part('owner')})`;
      // SQL's name of a table, and .NET's way to a value that may be missing.
      if (/^\p{L}\d?$/u.test(part('owner'))) return part('member').replaceAll('.', '/');
      if (method === 'value') return part('owner');
      if (method === 'hasvalue') return `${part('owner')} ne null`;
      return `${part('owner')}/${part('member').replaceAll('.', '/')}`;
    },
    say: (write) =>
      write.includes('(')
        ? `A function stands in front: write ${write}.`
        : !write.includes('/')
          ? `A property stands alone: write ${write}.`
          : `A path goes on behind a slash: write ${write}. A dot belongs to the name of a type.`,
    ofName: true,
    options: ['$filter', '$orderby', '$compute', '$apply'],
  },
  {
    pattern: /(?<=^|, *)(?<direction>desc|asc) +(?<name>[\p{L}_][\p{L}\p{N}_/]*)(?= *(?:$|,))/iu,
    write: (part) => `${part('name')} ${part('direction').toLowerCase()}`,
    say: (write) => `The direction stands behind: write ${write}.`,
    options: ['$orderby'],
  },
  {
    pattern: /(?<name>[\p{L}_][\p{L}\p{N}_/]*)\s*(?<at>[:.-])\s*(?<direction>desc|asc)(?:ending)?/iu,
    write: (part) => `${part('name')} ${part('direction').toLowerCase()}`,
    say: (write) => `Write ${write}.`,
    options: ['$orderby'],
  },
  {
    pattern: /(?<left>[\p{L}_][\p{L}\p{N}_/ ]*)(?<at>[;|])\s*(?<right>[\p{L}_][\p{L}\p{N}_/]*)/iu,
    write: (part) => `${part('left')},${part('right')}`,
    say: (write) => `Commas separate: write ${write}.`,
    options: ['$select', '$orderby', '$expand'],
    exact: true,
  },
  {
    pattern: /(?<name>[\p{L}_]\w*)\((?<key>[\p{L}_]\w*)\s*(?::|==|\s(?:eq|=))\s*(?<id>'[^']*'|\w+)\)/iu,
    write: (part) => `${part('name')}(${part('key')}=${part('id')})`,
    say: (write) => `A key is written with '=': write ${write}.`,
    options: ['path'],
  },
  {
    pattern: /(?<name>[\p{L}_]\w*)(?<at>[[{'"])['"]?(?<id>[^\]}'"/()]+)['"]?[\]}]?(?=$|\/)/iu,
    write: (part) => `${part('name')}('${part('id')}')`,
    say: (write) => `A key stands in parentheses: write ${write}.`,
    options: ['path'],
    exact: true,
  },
  {
    pattern: /(?<name>[\p{L}_]\w*)\.(?<format>json|xml|csv|atom)$/iu,
    write: (part) => `${part('name')}?$format=json`,
    say: (write) => `A format is a query option: write ${write}.`,
    options: ['path'],
  },
  {
    pattern:
      /(?<name>[\p{L}_]\w*)\((?:(?<key>[\p{L}_]\w*)=)?(?<at>["\u2018-\u201d\u0060]?)(?<id>[^()=,/'"\u2018-\u201d\u0060]+)["\u2018-\u201d\u0060]?\)?(?=$|\/)/iu,
    write: (part) => {
      const key = part('key') === '' ? '' : `${part('key')}=`;
      return `${part('name')}(${key}'${part('id').trim()}')`;
    },
    say: (write) => `A text stands in single quotes: write ${write}.`,
    options: ['path'],
  },
];

const isCapital = (text: string): boolean => /^\p{Lu}/u.test(text);

const isWord = (text: string): boolean =>
  /^(?:and|or|not|eq|ne|gt|ge|lt|le|in|has|add|sub|mul|div|mod|asc|desc)$/i.test(text);

/** `User($select=A,$top=1)`, and the same with `&`, which ended the option. */
function optionsInParentheses({ text, offset, option, behind }: Place): NearMiss | undefined {
  if (option !== '$expand' && option !== '$select') return undefined;
  const sentence = (write: string): string => `Options in parentheses are separated by ';': write ${write}.`;
  const first = /[\p{L}_]\w*\(\$?\w+=[^();]*$/iu.exec(text.slice(Math.max(0, offset - 100), offset))?.[0];
  if (offset >= text.length) {
    const next = /^&(?<next>\$?\w+=[^&;)]*\)?)/.exec(behind.slice(0, 100))?.groups?.['next'];
    if (first === undefined || next === undefined) return undefined;
    return { suggestion: `${first};${next}`, sentence: sentence(`${first};${next}`) };
  }
  const next = /^[\s&]*(?<next>\$\w+=[^();]*\)?)/.exec(text.slice(offset, offset + 100))?.groups?.['next'];
  if (first === undefined || next === undefined) return undefined;
  const write = `${first.replace(/,\s*$/, '')};${next}`;
  return { suggestion: write, sentence: sentence(write) };
}

/** `%2520`: what is decoded once still holds percent-encoding. */
function encodedTwice({ text, offset }: Place): NearMiss | undefined {
  const found = /%(?:2[0-9A-F]|3[ABDF]|5[BD]|7[BCD])/i.exec(text.slice(Math.max(0, offset - 3), offset + 3))?.[0];
  if (found === undefined) return undefined;
  const write = found.toUpperCase();
  return {
    suggestion: write,
    sentence: `The URL is percent-encoded twice: write ${write}, not %25${write.slice(1)}.`,
  };
}

/** Names and paths as other languages write them, in the order in which they are looked for. */
export const nameSlips: readonly Slip[] = [encodedTwice, optionsInParentheses, ...listSlips, ...patterns.map(slipOf)];
