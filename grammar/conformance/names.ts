import type { PathSegment } from '../ast.ts';

/** Kinds of names, as in the `Constraints` of a case file, and the names of each. */
export type Vocabulary = ReadonlyMap<string, ReadonlySet<string>>;

/** A name that is not what its place needs; the offset is in the text it stands in. */
export interface NameError {
  readonly offset: number;
  readonly message: string;
}

/** Whether a name, its namespace aside, is one of some kinds; a kind without a list has every name. */
export function isOneOf(vocabulary: Vocabulary, name: string, kinds: readonly string[]): boolean {
  const parts = name.split('.');
  const simple = parts.pop() ?? '';
  const namespaces = vocabulary.get('namespacePart');
  if (!parts.every((part) => namespaces?.has(part) ?? true)) return false;
  return kinds.some((kind) => vocabulary.get(kind)?.has(simple) ?? true);
}

/** A segment that cannot stand where it does: a name is wrong at its end, where it could have gone on, a keyword at once. */
export function wrongSegment(segment: PathSegment): NameError {
  const name =
    segment.kind === 'NameSegment' ? segment.name : segment.kind === 'KeySegment' ? segment.value : undefined;
  if (name !== undefined)
    return { offset: segment.range.end, message: `'${name}' is none of the names its place allows` };
  return { offset: segment.range.start, message: `${segment.kind} is not allowed in its place` };
}
