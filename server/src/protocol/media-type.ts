/** One element of an Accept header: a media range, its parameters in lower case, and its quality. */
export interface MediaRange {
  /** Lower case, `application/json`, `text/*`, or any other. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** 0 to 1; 0 refuses the range. */
  readonly quality: number;
}

/** Characters of a header that are looked at. */
const MAX_LENGTH = 8192;

/**
 * The media ranges of an Accept header in the order written; elements that are not media ranges are passed over, and so
 * is what stands behind the first 8192 characters.
 */
export function parseAccept(header: string): readonly MediaRange[] {
  return splitOutsideQuotes(header.slice(0, MAX_LENGTH), ',').flatMap((element) => parseMediaRange(element) ?? []);
}

/** One media range with its parameters, or nothing where the text is not one (RFC 9110, 12.5.1). */
export function parseMediaRange(text: string): MediaRange | undefined {
  const [type = '', ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim());
  if (!/^(\*|[\w!#$&^.+-]+)\/(\*|[\w!#$&^.+-]+)$/.test(type)) return undefined;
  const parameters: Record<string, string> = {};
  let quality = 1;
  for (const part of rest) {
    const [name, value] = splitOnce(part);
    if (name === 'q') quality = parseQuality(value);
    else if (name !== '') parameters[name] = value;
  }
  return { type: type.toLowerCase(), parameters, quality };
}

/** How closely a range names what it covers: 0 for any type, 1 for any subtype, 2 for one type. */
export function specificity(range: MediaRange): number {
  if (range.type === '*/*') return 0;
  return range.type.endsWith('/*') ? 1 : 2;
}

/** The quality that ranges give a media type in lower case: that of the most specific one that covers it, or 0. */
export function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const covering = ['*/*', type.replace(/\/.*/, '/*'), type];
  const [best] = ranges.filter((range) => covering.includes(range.type)).toSorted(bySpecificity);
  return best?.quality ?? 0;
}

const bySpecificity = (a: MediaRange, b: MediaRange): number =>
  specificity(b) - specificity(a) || b.quality - a.quality;

/** Splits at a separator, except within double quotes. */
export function splitOutsideQuotes(text: string, separator: ',' | ';'): readonly string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function splitOnce(parameter: string): readonly [name: string, value: string] {
  const equals = parameter.indexOf('=');
  if (equals < 0) return [parameter.trim().toLowerCase(), ''];
  const value = parameter.slice(equals + 1).trim();
  return [parameter.slice(0, equals).trim().toLowerCase(), unquote(value).toLowerCase()];
}

/** The text of a quoted string, or the text itself where it is not quoted. */
export function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text;
}

/** A quality that is not a number counts as 1, as if it had not been given. */
function parseQuality(text: string): number {
  const quality = Number(text);
  return text === '' || Number.isNaN(quality) ? 1 : Math.min(Math.max(quality, 0), 1);
}
