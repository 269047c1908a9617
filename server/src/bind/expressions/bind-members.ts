import type { NameSegment, PathSegment } from '../../../../grammar/index.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { castsTo, memberAt, referentOf, type DynamicProperty, type Meant, type Member } from '../names/model-names.ts';
import { elementOf, type Referent } from '../names/names.ts';
import { unknownName } from '../hints/unknown-name.ts';

interface Standing {
  /** The query option, or the resource path's segment, that an error is about. */
  readonly target: string;
  readonly index: ModelIndex;
  /** Behind a collection the path goes on as behind one of its items. */
  readonly throughCollections?: boolean;
}

/** What the names of a path are, as far as they are plain. */
interface BoundMembers {
  readonly members: readonly Member[];
  /** What they lead to. */
  readonly referent: Referent<Meant>;
  /** The segments from the first one on that is neither a plain name nor a type cast. */
  readonly rest: readonly PathSegment[];
  /** The first of them. */
  readonly unbound?: PathSegment | undefined;
}

/**
 * What a path leads through, `Job/Client/Name`, `CustomFields/Region`. Throws the error of a plain name that is no
 * member of what it stands behind: 400.
 */
export function bindMembers(
  segments: readonly PathSegment[],
  from: Referent<Meant>,
  { target, index, throughCollections = false }: Standing,
): BoundMembers {
  const members: Member[] = [];
  let within = from;
  for (const [position, segment] of segments.entries()) {
    if (isCast(segment, within, index)) {
      within = { ...within, cast: true };
      continue;
    }
    if (!isPlainName(segment)) return { members, referent: within, rest: segments.slice(position), unbound: segment };
    const member = memberAt(within, segment.name, index);
    if (member === undefined) throw unknownName(segment, within, segments.slice(0, position), target, index);
    members.push(member);
    within = throughCollections ? elementOf(referentOf(member)) : referentOf(member);
  }
  return { members, referent: within, rest: [] };
}

/** A cast to the type itself, which is the only one there is; another one right behind it is none. */
export const isCast = (segment: PathSegment, within: Referent<Meant>, index: ModelIndex): boolean =>
  segment.kind === 'NameSegment' &&
  segment.qualified &&
  segment.arguments === undefined &&
  within.cast !== true &&
  castsTo(within, segment.name, index);

/** A name without namespace and parentheses. */
export const isPlainName = (segment: PathSegment): segment is NameSegment =>
  segment.kind === 'NameSegment' && !segment.qualified && segment.arguments === undefined;

/** Members as a bound query has them: declared ones, and behind them the names of dynamic ones. */
export function pathOf<Each extends Member>(
  members: readonly Each[],
): { readonly path: readonly Exclude<Each, DynamicProperty>[]; readonly dynamic: readonly string[] } {
  const isDeclared = (member: Each): member is Exclude<Each, DynamicProperty> => member.kind !== 'DynamicProperty';
  const path = members.filter(isDeclared);
  return { path, dynamic: members.slice(path.length).map(({ name }) => name) };
}
