import { isDeeperThan } from '../util/nesting.ts';

/** As deep as `JSON.stringify`, which walks values on the stack, is trusted to go. */
const SAFE_DEPTH = 200;

/** The JSON text of a parsed JSON value, however deep it is. */
export function jsonText(value: unknown): string {
  return isDeeperThan(value, SAFE_DEPTH) ? deepText(value) : JSON.stringify(value);
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
