/** Characters that cannot be told from a space, or from nothing, by what they are called. */
const names: ReadonlyMap<string, string> = new Map([
  ['\t', 'tab'],
  ['\n', 'line break'],
  ['\r', 'line break'],
  ['\u0085', 'line break'],
  ['\u00a0', 'no-break space'],
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'zero width space'],
  ['\u2028', 'line break'],
  ['\u2029', 'line break'],
  ['\u202f', 'narrow no-break space'],
  ['\u3000', 'ideographic space'],
  ['\ufeff', 'byte order mark'],
]);

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The name and code point of the character a text begins with, where it is not seen: `no-break space (U+00A0)`. */
export function invisibleName(text: string): string | undefined {
  const [character = ''] = text;
  const name = names.get(character) ?? (/[\p{Cc}\p{Cf}]/u.test(character) ? 'control character' : undefined);
  const unusual = name ?? (/[\p{Zs}]/u.test(character) && character !== ' ' ? 'space' : undefined);
  return unusual === undefined ? undefined : `${unusual} (${codePoint(character)})`;
}

/** The same of the first character in a text that is not seen; nothing where all are, or are spaces. */
export function invisibleIn(text: string): string | undefined {
  const found = /[\p{Cc}\p{Cf}\u00a0\u2028\u2029\u202f\u3000]/u.exec(text)?.[0];
  return found === undefined ? undefined : invisibleName(found);
}

/** A text whose unseen characters are seen, each as one character, so that carets stay below their places. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u00a0\u2028\u2029\u202f\u3000]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\u2423';
  });
}
