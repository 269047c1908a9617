import { daySlips } from './near-miss-days.ts';
import { slipOf, type NearMiss, type Place, type Slip, type SlipPattern } from './near-miss-pattern.ts';

function missingQuote({ text, offset, literals, behind }: Place): NearMiss | undefined {
  if (offset < text.length || !literals.includes("''")) return undefined;
  const start = text.lastIndexOf("'");
  const rest = /^&[^=&']{0,100}'/.exec(behind)?.[0];
  if (rest !== undefined && text.length - start < 100) {
    const write = `${text.slice(start)}${rest.replaceAll('&', '%26')}`;
    return { suggestion: write, sentence: `An '&' inside a text is written %26: ${write}.` };
  }
  return { suggestion: "'", sentence: "A closing quote ' is missing; '#' inside a text is written %23." };
}

/** `'O'Neil'`: the quote inside the text ended it. */
function quoteInText({ text, offset }: Place): NearMiss | undefined {
  const [before, here = ''] = [text[offset - 1], text[offset]];
  // Behind the name of a type the quote begins.
  if (/\b(?:duration|binary)'$/i.test(text.slice(Math.max(0, offset - 9), offset))) return undefined;
  if (before !== "'" || !/[\p{L}\p{N}]/u.test(here) || !text.includes("'", offset)) return undefined;
  return { suggestion: "''", sentence: "Write a quote inside text twice: 'O''Neil'." };
}

/** Text in double or in typographic quotes. */
function otherQuotes({ text, offset, literals }: Place): NearMiss | undefined {
  const found = /^["\u2018-\u201e\u0060\u00b4]([^"\u2018-\u201e\u0060\u00b4]{0,100})/.exec(
    text.slice(offset, offset + 101),
  );
  if (found === null || !(literals.includes('$root') || literals.includes('null'))) return undefined;
  const write = `'${(found[1] ?? '').replaceAll("'", "''")}'`;
  return { suggestion: write, sentence: `Text stands in single quotes: ${write}.` };
}

/** A date and time that does not say where. */
function missingZone({ text, offset, literals }: Place): NearMiss | undefined {
  if (!literals.includes('Z') || !/T[\d:.]+$/i.test(text.slice(Math.max(0, offset - 30), offset))) return undefined;
  return { suggestion: 'Z', sentence: 'Add Z for UTC, or an offset such as -08:00.' };
}

function malformedDate({ text, offset }: Place): NearMiss | undefined {
  const around = text.slice(Math.max(0, offset - 10), offset + 10);
  if (/\d{4}-\d\d-\d\d$/.test(text.slice(Math.max(0, offset - 10), offset))) return undefined;
  if (!/\d{4}-\d{1,2}-?\d{0,2}/.test(around) || !/[\d-]/.test(text[offset] ?? '')) return undefined;
  return { suggestion: '2024-12-31', sentence: 'A date is written with year, month and day, like 2024-12-31.' };
}

function listWithoutParentheses({ text, offset }: Place): NearMiss | undefined {
  const start =
    text[offset] === ',' ? /\sin\s+([^\s(),]+)$/i.exec(text.slice(Math.max(0, offset - 80), offset))?.[1] : undefined;
  if (start === undefined) return undefined;
  return { suggestion: `(${start},...)`, sentence: `The values behind 'in' stand in parentheses: in (${start},...).` };
}

const patterns: readonly SlipPattern[] = [
  {
    pattern: /(?<![\w.,:'-])(?<number>-?\d+(?:\.\d+)?)(?<at>and|or|eq|ne|gt|ge|lt|le|in|add|sub|mul|div|mod)(?=\s)/,
    write: (part) => ` ${part('at')}`,
    say: (_write, part) => `A space is missing in front of '${part('at')}'.`,
    piece: true,
  },
  {
    pattern:
      /(?<![\w.,:'-])(?<number>-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?<at>(?!(?:and|or|eq|ne|gt|ge|lt|le|in|has|add|sub|mul|div|mod)\b)[a-z]{1,3}|[%€£¥])(?![\w'])/,
    write: (part) => part('number'),
    say: (write) => `A number has no letter or sign behind it: write ${write}.`,
  },
  {
    pattern: /(?<at>[$€£¥])(?<number>\d+(?:\.\d+)?)/,
    write: (part) => part('number'),
    say: (write) => `A number has no currency: write ${write}.`,
  },
  {
    pattern: /(?<![\w'])(?<at>[NE])(?<text>'[^']*')/,
    write: (part) => part('text'),
    say: (write) => `A text stands in single quotes and nothing else: write ${write}.`,
  },
  {
    pattern: /(?<=[\s(,])''(?<text>[^']+)''/,
    write: (part) => `'${part('text')}'`,
    say: (write) => `A text stands in one pair of single quotes: write ${write}.`,
  },
  {
    pattern: /(?<![\w.,/])(?<whole>\d{1,3}(?:\.\d{3})+|\d+),(?<rest>\d+)(?![\d,])/,
    write: (part) => {
      const whole = part('whole').replaceAll('.', '');
      return part('rest').length === 3 && whole !== '0' ? `${whole}${part('rest')}` : `${whole}.${part('rest')}`;
    },
    say: (write) => `A number has a decimal point and no other marks: write ${write}.`,
    options: ['$filter', '$compute', '$apply'],
  },
  {
    pattern: /(?<![\w)'.])(?<sign>-?)\.(?<rest>\d+)/,
    write: (part) => `${part('sign')}0.${part('rest')}`,
    say: (write) => `A number begins with a digit: write ${write}.`,
  },
  {
    pattern: /(?<![\w.-])(?<whole>\d+)\.(?![\d.])/,
    write: (part) => part('whole'),
    say: (write) => `A decimal point has digits behind it: write ${write}.`,
  },
];

/** Slips in writing values, in the order in which they are looked for. */
export const literalSlips: readonly Slip[] = [
  missingQuote,
  otherQuotes,
  missingZone,
  listWithoutParentheses,
  ...daySlips,
  ...patterns.map(slipOf),
  quoteInText,
  malformedDate,
];
