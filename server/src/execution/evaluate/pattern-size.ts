/**
 * What compiling a pattern will cost, found in one pass over its text. RE2 writes repetitions out before it looks how much
 * that is: a pattern of a hundred characters could take all memory of the process.
 */

const SINGLE = String.raw`\\x\{[^}]*\}|\\x[^][^]|\\[^]|[^]`;
const CATEGORY = String.raw`\\[pP](?:\{[^}]*\}|[^])`;

/** One part of a pattern, as RE2 reads it. What is none for RE2, it refuses. */
const PART = new RegExp(
  [
    String.raw`(?<quoted>\\Q[^]*?(?:\\E|$))`,
    `(?<category>${CATEGORY})`,
    String.raw`(?<flags>\(\?[a-zA-Z-]*\))`,
    String.raw`(?<begin>\((?:\?[a-zA-Z-]*:)?)`,
    String.raw`(?<end>\))`,
    String.raw`(?<either>\|)`,
    String.raw`(?<set>\[\^?)`,
    String.raw`(?<repeat>(?:[*+?]|\{(?<min>0|[1-9]\d*)(?:,(?<max>0|[1-9]\d*)?)?\})\??)`,
    SINGLE,
  ].join('|'),
  'uy',
);
/** One member of a class in brackets. */
const MEMBER = new RegExp(
  String.raw`(?<category>${CATEGORY})|\[:\^?\w+:\]|(?<from>${SINGLE})(?:-(?!\])(?<to>${SINGLE}))?`,
  'uy',
);
const IGNORES_CASE = /\(\?[a-zA-Z-]*i/;

/** A category has hundreds of ranges. They are sorted when it is read, and gone through in each copy. */
const CATEGORY_READ = 60;
const CATEGORY_COPY = 10;
const MEMBERS_AT_ONCE = 4;
/** Characters of a range, each of which is looked up where case is ignored. */
const FOLDED_AT_ONCE = 50;
const LARGEST_OCTAL = 0o777;

type Groups = Readonly<Record<string, string | undefined>>;

/** Instructions that RE2 makes of a pattern, at most, and as many more as reading it costs. */
export function patternSize(pattern: string): number {
  const ignoresCase = IGNORES_CASE.test(pattern);
  /** Sizes of the groups that are open. */
  const open: number[] = [];
  let size = 0;
  /** Of the part that a repetition would repeat; not in `size` yet. */
  let last = 0;
  let reading = 0;
  for (let at = 0; at < pattern.length;) {
    const [text, groups] = partAt(PART, pattern, at);
    at += text.length;
    if (groups['flags'] !== undefined) continue;
    if (groups['repeat'] !== undefined) {
      last = repeated(last, text, groups);
      continue;
    }
    if (groups['end'] !== undefined) {
      // Two marks, and one instruction where it is empty.
      last += size + 3;
      size = open.pop() ?? 0;
      continue;
    }
    size += last;
    last = groups['either'] === undefined ? 1 : 2;
    if (groups['begin'] !== undefined) {
      open.push(size);
      size = 0;
      last = 0;
    } else if (groups['quoted'] !== undefined) {
      last = text.length;
    } else if (groups['category'] !== undefined) {
      reading += CATEGORY_READ;
      last += CATEGORY_COPY;
    } else if (groups['set'] !== undefined) {
      const set = setAt(pattern, at, ignoresCase);
      at = set.end;
      reading += set.reading;
      last += set.copy;
    }
  }
  return open.reduce((sum, before) => sum + before, size + last + reading);
}

/** What is read of a class from behind its bracket: where it ends, and what it costs. */
function setAt(pattern: string, from: number, ignoresCase: boolean): { end: number; reading: number; copy: number } {
  let end = from;
  let members = 0;
  let categories = 0;
  let folded = 0;
  for (; end < pattern.length && (pattern[end] !== ']' || end === from); members += 1) {
    const [text, groups] = partAt(MEMBER, pattern, end);
    end += text.length;
    if (groups['category'] !== undefined) categories += 1;
    const { from: low, to: high } = groups;
    if (ignoresCase && low !== undefined && high !== undefined) {
      folded += Math.max(0, codePointOf(high, LARGEST_OCTAL) - codePointOf(low, 0));
    }
  }
  return {
    end: end + 1,
    reading: Math.ceil(members / MEMBERS_AT_ONCE + folded / FOLDED_AT_ONCE) + categories * CATEGORY_READ,
    copy: Math.floor(members / MEMBERS_AT_ONCE) + categories * CATEGORY_COPY,
  };
}

function partAt(part: RegExp, pattern: string, at: number): readonly [text: string, groups: Groups] {
  part.lastIndex = at;
  const found = part.exec(pattern);
  // Half a pair, or a backslash at the end.
  return found === null ? [pattern.slice(at, at + 1), {}] : [found[0], found.groups ?? {}];
}

/** The size of a part with its copies, one at least, for it is read. Where it may end sooner or later, each is a fork. */
function repeated(size: number, text: string, { min = '1', max = min }: Groups): number {
  const copies = Math.max(1, Number(max));
  return /^\{\d+\}/.test(text) ? size * copies : (size + 1) * copies + 1;
}

/** Escapes other than `\x` are below `unknown`, which takes their place. */
function codePointOf(single: string, unknown: number): number {
  if (single.startsWith('\\x')) return Number.parseInt(single.replace(/^\\x\{?/, ''), 16) || 0;
  return single.startsWith('\\') ? unknown : (single.codePointAt(0) ?? 0);
}
