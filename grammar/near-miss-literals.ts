import type { NearMiss, Place } from './near-miss.ts';

function missingQuote({ text, offset, literals }: Place): NearMiss | undefined {
  if (offset < text.length || !literals.includes("''")) return undefined;
  return { suggestion: "'", sentence: "A closing quote ' is missing." };
}

/** `'O'Neil'`: the quote inside the text ended it. */
function quoteInText({ text, offset }: Place): NearMiss | undefined {
  const [before, here = ''] = [text[offset - 1], text[offset]];
  if (before !== "'" || !/[\p{L}\p{N}]/u.test(here) || !text.includes("'", offset)) return undefined;
  return { suggestion: "''", sentence: "Write a quote inside text twice: 'O''Neil'." };
}

/** Text in double or in typographic quotes. */
function otherQuotes({ text, offset, literals }: Place): NearMiss | undefined {
  const found = /^["\u2018\u2019\u201c\u201d\u0060]([^"\u2018\u2019\u201c\u201d\u0060]{0,100})/.exec(
    text.slice(offset, offset + 101),
  );
  if (found === null || !literals.includes('$root')) return undefined;
  const quoted = `'${(found[1] ?? '').replaceAll("'", "''")}'`;
  return { suggestion: quoted, sentence: `Text stands in single quotes: ${quoted}.` };
}

/** `datetime'2024-01-01'`, `guid'...'` and `5L` are OData 2. */
function oldLiteral({ text, offset }: Place): NearMiss | undefined {
  const before = text.slice(Math.max(0, offset - 20), offset);
  const name = /\b(datetimeoffset|datetime|guid|time)'?$/i.exec(before)?.[1];
  if (name === undefined || (text[offset] !== "'" && !before.endsWith("'"))) return undefined;
  const example = name === 'guid' ? '01234567-89ab-cdef-0123-456789abcdef' : '2024-12-31T23:59:59Z';
  return { suggestion: example, sentence: `Write the value without '${name}' and without quotes, like ${example}.` };
}

/** A date and time that does not say where. */
function missingZone({ text, offset, literals }: Place): NearMiss | undefined {
  if (!literals.includes('Z') || !/T[\d:.]+$/i.test(text.slice(Math.max(0, offset - 30), offset))) return undefined;
  return { suggestion: 'Z', sentence: 'Add Z for UTC, or an offset such as -08:00.' };
}

function malformedDate({ text, offset }: Place): NearMiss | undefined {
  const around = text.slice(Math.max(0, offset - 10), offset + 10);
  if (!/\d{4}-\d{1,2}-?\d{0,2}/.test(around) || !/[\d-]/.test(text[offset] ?? '')) return undefined;
  return { suggestion: '2024-12-31', sentence: 'A date is written with year, month and day, like 2024-12-31.' };
}

function listWithoutParentheses({ text, offset }: Place): NearMiss | undefined {
  const start =
    text[offset] === ',' ? /\sin\s+([^\s(),]+)$/i.exec(text.slice(Math.max(0, offset - 80), offset))?.[1] : undefined;
  if (start === undefined) return undefined;
  return { suggestion: `(${start},...)`, sentence: `The values behind 'in' stand in parentheses: in (${start},...).` };
}

/** Slips in writing values, in the order in which they are looked for. */
export const literalSlips: readonly ((place: Place) => NearMiss | undefined)[] = [
  missingQuote,
  quoteInText,
  otherQuotes,
  oldLiteral,
  missingZone,
  malformedDate,
  listWithoutParentheses,
];
