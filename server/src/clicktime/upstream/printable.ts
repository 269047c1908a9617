const CUT = '...';

/**
 * Foreign text on one line of so many characters at most, to be shown to people: without what would break the line,
 * turn its direction or be no character.
 */
export function printable(text: string, longest: number): string {
  // Nothing far behind the bound can be seen; looking through all of it would cost.
  const near = text.slice(0, longest * 4);
  const line = near.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}\uFFFD]+/gu, ' ').trim();
  if (line.length <= longest && near.length === text.length) return line;
  return `${line
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}${CUT}`;
}
