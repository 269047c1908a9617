/** The JSON text of a parsed JSON value, also of one too deep for `JSON.stringify`, which walks it on the stack. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return deepText(value);
    throw error;
  }
}

interface Pending {
  readonly value: unknown;
}

function deepText(root: unknown): string {
  const parts: string[] = [];
  const work: (string | Pending)[] = [{ value: root }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (typeof next === 'string') parts.push(next);
    else if (typeof next.value !== 'object' || next.value === null) parts.push(JSON.stringify(next.value));
    else for (const piece of piecesOf(next.value).toReversed()) work.push(piece);
  }
  return parts.join('');
}

/** An object or list, one level of it in text. */
function piecesOf(value: object): readonly (string | Pending)[] {
  const isList = Array.isArray(value);
  const members = Object.entries(value).flatMap(([name, member], index) => [
    `${index === 0 ? '' : ','}${isList ? '' : `${JSON.stringify(name)}:`}`,
    { value: member as unknown },
  ]);
  return [isList ? '[' : '{', ...members, isList ? ']' : '}'];
}
